// The hash chain: each entry's hash covers the one before it, so no entry can be changed, dropped or slipped in.
// The one file of the ledger that touches node:crypto, and only its hash.
import { hash } from "node:crypto";
import { canonicalJson, type Json } from "../json.ts";
import type { EntryBody } from "./entry.ts";

/** SHA-256, hex. */
export const sha256 = (text: string): string => hash("sha256", text, "hex");

/** What the first entry of a store is chained to. */
export const genesisHash = (storeId: string): string => sha256(`tallygate ledger 1 ${storeId}`);

/** The text of an entry that is hashed and kept for ever. Bodies are JSON by construction. */
export const canonicalBody = (body: EntryBody): string => canonicalJson(body as unknown as Json);

export const chainHash = (previousHash: string, canonical: string): string =>
  linkHash(previousHash, sha256(canonical));

/** The chain needs a body's digest only: a proof can lead past entries without showing them. */
export const linkHash = (previousHash: string, bodyDigest: string): string =>
  sha256(previousHash + bodyDigest);

/** Hash of an operation's params: what a repeated key is compared by. */
export const paramsHash = (params: Json): string => sha256(canonicalJson(params));
