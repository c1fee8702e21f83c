// Proofs that leave the store: made from the books for one entry, checked later without them.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Type from "typebox";
import Value from "typebox/value";
import type { EntryBody } from "../../gateway/ledger/entry.ts";
import { genesisHash, sha256 } from "../../gateway/ledger/hash.ts";
import { followProof, type LedgerProof } from "../../gateway/ledger/proof.ts";
import { checkpointText } from "../../gateway/store/checkpoints.ts";
import { createSigner, isSignedBy, signerName } from "../../gateway/store/signer.ts";
import { integer, text } from "../../gateway/store/sqlite/columns.ts";
import type { Database } from "../../gateway/store/sqlite/database.ts";
import type { Books } from "./books.ts";

/** The proof of an entry; undefined where no signature covers it and the key to make one is not here. */
export const takeProof = async (
  { database, storeId, dataFolder }: Books,
  entry: EntryBody,
): Promise<LedgerProof | undefined> => {
  const signed =
    (await signatureFrom(database, entry.seq)) ?? (await signHead(database, storeId, dataFolder));
  if (signed === undefined) return undefined;
  const [before] = await database.all("SELECT hash FROM journal WHERE seq = ?", entry.seq - 1);
  const following = await database.all(
    "SELECT body FROM journal WHERE seq > ? AND seq <= ? ORDER BY seq",
    entry.seq,
    signed.seq,
  );
  return {
    format: "tallygate proof 1",
    store: storeId,
    before: before === undefined ? genesisHash(storeId) : text(before["hash"]),
    entry,
    following: following.map((row) => sha256(text(row["body"]))),
    signed,
  };
};

/** The first checkpoint at or after an entry. */
const signatureFrom = async (
  database: Database,
  seq: number,
): Promise<LedgerProof["signed"] | undefined> => {
  const [row] = await database.all(
    `SELECT seq, signer, signature, value FROM checkpoint
     JOIN property ON property.name = 'signer ' || signer
     WHERE seq >= ? ORDER BY seq LIMIT 1`,
    seq,
  );
  if (row === undefined) return undefined;
  return {
    seq: integer(row["seq"]),
    signer: text(row["signer"]),
    publicKey: text(row["value"]),
    signature: text(row["signature"]),
  };
};

/** Signs where the journal stands now, with the store's own key: the next checkpoint may be a minute away. */
const signHead = async (
  database: Database,
  storeId: string,
  dataFolder: string,
): Promise<LedgerProof["signed"] | undefined> => {
  const file = join(dataFolder, "credentials", "signing");
  if (!existsSync(file)) return undefined;
  const signer = createSigner(Buffer.from(readFileSync(file, "utf8").trim(), "hex"));
  const [last] = await database.all("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1");
  const head = { seq: integer(last?.["seq"]), hash: text(last?.["hash"]) };
  const signature = signer.sign(checkpointText(storeId, head));
  return { seq: head.seq, signer: signer.name, publicKey: signer.publicKey, signature };
};

const word = Type.String({ minLength: 1, maxLength: 1000 });
const posting = Type.Object({ account: word, unit: word, amount: Type.Integer() });
const shape = Type.Object({
  format: Type.Literal("tallygate proof 1"),
  store: word,
  before: word,
  entry: Type.Object({
    id: word,
    store: word,
    seq: Type.Integer({ minimum: 1 }),
    op: word,
    at: word,
    programme: Type.Object({}),
    actor: Type.Object({ station: word }),
    lines: Type.Array(posting),
  }),
  following: Type.Array(word, { maxItems: 100_000 }),
  signed: Type.Object({
    seq: Type.Integer({ minimum: 1 }),
    signer: word,
    publicKey: word,
    signature: word,
  }),
});

/** A proof as it was read from a file; undefined where the text is none. */
export const readProof = (written: string): LedgerProof | undefined => {
  try {
    const found: unknown = JSON.parse(written);
    // Beyond the shape nothing is believed that the signature does not cover.
    return Value.Check(shape, found) ? (found as unknown as LedgerProof) : undefined;
  } catch {
    return undefined;
  }
};

/** Chain and signature; `trusted`: fingerprint of the key it must be. */
export const problemsOfProof = (proof: LedgerProof, trusted: string | undefined): string[] => {
  const { signedHash, problems } = followProof(proof);
  const { seq, signer, publicKey, signature } = proof.signed;
  const signedText = checkpointText(proof.store, { seq, hash: signedHash });
  return [
    ...problems,
    ...(signerName(Buffer.from(publicKey, "base64url")) === signer
      ? []
      : [`the key is not the one named ${signer}`]),
    ...(trusted === undefined || trusted === signer
      ? []
      : [`it was signed by ${signer}, not by ${trusted}`]),
    ...(isGood(publicKey, signedText, signature)
      ? []
      : ["the signature does not cover this entry"]),
  ];
};

const isGood = (publicKey: string, signedText: string, signature: string): boolean => {
  try {
    return isSignedBy(publicKey, signedText, signature);
  } catch {
    return false;
  }
};
