// The one file that lets a store take part in a chain (`--chain FILE`): servers, whom to trust, its own credentials.
import { readFileSync } from "node:fs";
import { Type } from "typebox";
import { Value } from "typebox/value";

const secret = Type.String({ pattern: "^[0-9a-f]{64}$" });
const chainFile = Type.Object({
  v: Type.Literal(1),
  /** id of the store, or of head office: what it is called on the chain */
  name: Type.String({ pattern: "^[A-Za-z0-9_-]{1,40}$" }),
  role: Type.Union([Type.Literal("store"), Type.Literal("head-office")]),
  /** `tls://host:port`, one or more of the cluster */
  servers: Type.Array(Type.String({ pattern: "^tls://" }), { minItems: 1, maxItems: 16 }),
  /** PEM of the CA that the servers' certificates come from */
  ca: Type.String({ minLength: 1 }),
  /** the user's JWT and seed */
  credentials: Type.String({ minLength: 1 }),
  /** the right to ask servers for their settings */
  watch: Type.String({ minLength: 1 }),
  /** fewer than three only where nothing real is kept */
  replicasMin: Type.Integer({ minimum: 1, maximum: 5 }),
  /** what all stores of the chain share, so that a member and her PIN are known in each: 32 bytes each, hex */
  secrets: Type.Object({ master: secret, pepper: secret }),
  /** public key (SPKI, base64url) that head office's snapshots are signed with */
  headOffice: Type.String({ pattern: "^[A-Za-z0-9_-]{20,200}$" }),
  /** its private half, 32 bytes in hex: head office only */
  signing: Type.Optional(secret),
});

export type ChainFile = Type.Static<typeof chainFile>;

/** Thrown at start; the message is a sentence about the file. */
export class ChainFileUnusable extends Error {
  readonly code = "chain_file";
  readonly retryable = false;
}

export const readChainFile = (file: string): ChainFile => {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new ChainFileUnusable(`--chain: ${file} cannot be read as JSON.`, { cause });
  }
  const [wrong] = Value.Errors(chainFile, value);
  if (wrong !== undefined || !Value.Check(chainFile, value))
    throw new ChainFileUnusable(
      `--chain: ${file} is no chain file: ${wrong?.instancePath ?? ""} ${wrong?.message ?? ""}.`,
    );
  return value;
};
