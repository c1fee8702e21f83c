// A member erased or merged away in another store: what this store itself had sealed for her, her file as it once was
// and its notes, is shredded here as well. Her own key goes by the ring of keys.
import type { EntryBody } from "../../ledger/entry.ts";
import { sealedTextsOf } from "../erasure.ts";
import type { House } from "../house.ts";

/** Members whom this entry took the name of. */
const takenOut = ({ events }: Pick<EntryBody, "events">): readonly string[] =>
  events.flatMap(({ type, member }) =>
    (type === "MemberErased" || type === "MembersMerged") && typeof member === "string"
      ? [member]
      : [],
  );

/** Shreds what this store had sealed for those whom another store's entry took out; a failure is logged and told. */
export const shredAsElsewhere = (
  { store, vault, reports, log }: Pick<House, "store" | "vault" | "reports" | "log">,
  entry: Pick<EntryBody, "events">,
): void => {
  const shred = async (member: string): Promise<void> => {
    const sealed = await sealedTextsOf(store, member);
    if (sealed.size > 0) await store.side([...sealed].map((text) => vault.shred(text)));
    await reports.forgetErased();
  };
  for (const member of takenOut(entry))
    shred(member).catch((err: unknown) =>
      log.error({ err, member }, "a member erased elsewhere is not shredded here"),
    );
};
