// A proof that can be carried away: one entry, what the chain needs from there to the next signature, and the public
// key. Whoever holds it needs no store. Says nothing of other entries but their digests. Pure but for hashing.
import type { EntryBody } from "./entry.ts";
import { canonicalBody, chainHash, linkHash } from "./hash.ts";

export interface LedgerProof {
  readonly format: "tallygate proof 1";
  readonly store: string;
  /** hash of the entry before */
  readonly before: string;
  readonly entry: EntryBody;
  /** digests of the bodies after it, up to the entry that was signed */
  readonly following: readonly string[];
  readonly signed: {
    readonly seq: number;
    /** fingerprint of the key, the key (SPKI, base64url), the signature (base64url) */
    readonly signer: string;
    readonly publicKey: string;
    readonly signature: string;
  };
}

export interface ProvedEntry {
  readonly hash: string;
  /** hash that the signature must cover */
  readonly signedHash: string;
  readonly problems: readonly string[];
}

/** Walks the chain from the entry to the signed hash. Whether the signature is good is the caller's to check. */
export const followProof = (proof: LedgerProof): ProvedEntry => {
  const { store, before, entry, following, signed } = proof;
  const hash = chainHash(before, canonicalBody(entry));
  const signedHash = following.reduce((at, digest) => linkHash(at, digest), hash);
  const reached = entry.seq + following.length;
  return {
    hash,
    signedHash,
    problems: [
      ...(entry.store === store ? [] : [`the entry belongs to the store ${entry.store}`]),
      ...(reached === signed.seq ? [] : [`the chain ends at ${reached}, not at ${signed.seq}`]),
    ],
  };
};
