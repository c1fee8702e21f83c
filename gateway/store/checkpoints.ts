// Signed checkpoints: every so often the store signs where its journal stands, so that a journal rewritten from
// the first entry on, with all hashes recomputed, is seen as well.
import type { Moment } from "../members/contract.ts";
import type { Head, WriteRow } from "./batch.ts";
import type { Signer } from "./options.ts";
import { isSignedBy, signerName } from "./signer.ts";
import { integer, text } from "./sqlite/columns.ts";
import type { Database } from "./sqlite/database.ts";

const entriesBetween = 1000;
const msBetween = 60_000;

/** The text that is signed. */
export const checkpointText = (storeId: string, { seq, hash }: Omit<Head, "epoch">): string =>
  `tallygate checkpoint 1\n${storeId}\n${seq}\n${hash}`;

export interface Sealer {
  /** Rows for the commit that ends at a head: one where a checkpoint is due, none otherwise. */
  seal(head: Head, moment: Moment): readonly WriteRow[];
  /** What was written at last: a checkpoint among it is one. */
  wrote(rows: readonly WriteRow[]): void;
  /** The row for a head that will stay for a while: the store closes. */
  sealNow(head: Head, at: string): readonly WriteRow[];
}

export const createSealer = (storeId: string, signer: Signer | undefined): Sealer => {
  let sealedSeq = 0;
  let sealedMs = 0;
  let askedMs = 0;
  const sealNow = (head: Head, at: string): readonly WriteRow[] => {
    if (signer === undefined || head.seq === sealedSeq || head.seq === 0) return [];
    const signature = signer.sign(checkpointText(storeId, head));
    return [["checkpoint", head.seq, head.hash, at, signer.name, signature]];
  };
  return {
    sealNow,
    seal: (head, moment) => {
      const dueByCount = head.seq - sealedSeq >= entriesBetween || head.seq < sealedSeq;
      const dueByTime = Math.abs(moment.epochMs - sealedMs) >= msBetween;
      if (!dueByCount && !dueByTime) return [];
      askedMs = moment.epochMs;
      return sealNow(head, moment.at);
    },
    wrote: (rows) => {
      for (const [what, seq] of rows) {
        if (what !== "checkpoint" || typeof seq !== "number") continue;
        sealedSeq = seq;
        sealedMs = askedMs;
      }
    },
  };
};

/** Writes down which public key a signer's name stands for. */
export const introduceSigner = async (database: Database, signer: Signer): Promise<void> => {
  await database.run(
    "INSERT INTO property (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
    `signer ${signer.name}`,
    signer.publicKey,
  );
};

export interface CheckpointAudit {
  readonly checkpoints: number;
  /** number of the last entry that a signature covers; 0 = none */
  readonly signedUpTo: number;
  readonly findings: readonly string[];
}

export interface CheckpointAuditOptions {
  /** fingerprints of keys to insist on */
  readonly trusted?: readonly string[];
  /** how many signatures are checked, the newest first; one takes about 70 µs. The hashes of all are. */
  readonly signaturesMax?: number;
}

const signaturesMaxDefault = 200;

/** Holds every checkpoint against the journal and its signature. */
export const auditCheckpoints = async (
  database: Database,
  storeId: string,
  { trusted, signaturesMax = signaturesMaxDefault }: CheckpointAuditOptions = {},
): Promise<CheckpointAudit> => {
  const findings: string[] = [];
  const rows = await database.all(
    `SELECT checkpoint.seq, checkpoint.hash, signer, signature, journal.hash AS found, value
     FROM checkpoint
     LEFT JOIN journal ON journal.seq = checkpoint.seq
     LEFT JOIN property ON property.name = 'signer ' || signer
     ORDER BY checkpoint.seq`,
  );
  for (const [at, row] of rows.entries()) {
    const [seq, hash, signer] = [integer(row["seq"]), text(row["hash"]), text(row["signer"])];
    const publicKey = row["value"];
    if (row["found"] !== hash) {
      findings.push(`checkpoint ${seq}: the journal has another hash there`);
    } else if (at < rows.length - signaturesMax) {
      continue;
    } else if (typeof publicKey !== "string" || !isKeyNamed(publicKey, signer)) {
      findings.push(`checkpoint ${seq}: the key ${signer} is not known`);
    } else if (trusted !== undefined && !trusted.includes(signer)) {
      findings.push(`checkpoint ${seq}: the key ${signer} is not one of this store's`);
    } else if (
      !isSignedBy(publicKey, checkpointText(storeId, { seq, hash }), text(row["signature"]))
    ) {
      findings.push(`checkpoint ${seq}: the signature is wrong`);
    }
  }
  const last = rows.at(-1);
  const signedUpTo = last === undefined ? 0 : integer(last["seq"]);
  return { checkpoints: rows.length, signedUpTo, findings };
};

const isKeyNamed = (publicKey: string, name: string): boolean =>
  signerName(Buffer.from(publicKey, "base64url")) === name;
