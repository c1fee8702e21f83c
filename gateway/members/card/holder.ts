// Is the document shown the holder's? Number and name must both be on her file.
import type { IdentityProof } from "../sealed.ts";
import type { Member } from "../state.ts";

/** Where no document is on file the name is all there is to compare. */
export const isHolder = (member: Member, proof: IdentityProof): boolean => {
  const { identity, nameIndex } = member.person;
  if (proof.nameIndex !== nameIndex) return false;
  return (
    identity === undefined ||
    (identity.type === proof.type && identity.numberIndex === proof.numberIndex)
  );
};
