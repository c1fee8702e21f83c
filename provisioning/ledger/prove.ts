// `tallygate ledger prove`: shows the entry behind a guest's receipt and that nobody has changed it since; writes the
// proof to a file for whoever wants to keep it, and checks such a file without the store.
import { readFileSync, writeFileSync } from "node:fs";
import type { EntryBody } from "../../gateway/ledger/entry.ts";
import { chainHash, genesisHash } from "../../gateway/ledger/hash.ts";
import { followProof } from "../../gateway/ledger/proof.ts";
import { readReceiptCode } from "../../gateway/ledger/receipt-code.ts";
import { isShortCodeOf, shortCode } from "../../gateway/ledger/short-code.ts";
import { auditCheckpoints } from "../../gateway/store/checkpoints.ts";
import { integer, text } from "../../gateway/store/sqlite/columns.ts";
import type { SqlRow } from "../../gateway/store/sqlite/database.ts";
import { UsageError, type Says, type Speech, type Verb } from "../verb.ts";
import { readWords, withBooks, type Books } from "./books.ts";
import { problemsOfProof, readProof, takeProof } from "./proof.ts";

const entryOfId = /* sql */ `
SELECT seq, id, hash, body FROM journal
WHERE id = ?1 OR seq = (SELECT min(seq) FROM subject WHERE subject = ?1)
ORDER BY id <> ?1 LIMIT 1`;

const options = ["code", "out", "proof", "signer"];

/** Takes an entry's or a receipt's id, or what the symbol on the paper says, and the code printed below it. */
export const prove: Verb = {
  name: "ledger prove",
  usage:
    "RECEIPT|QR [--code CODE] [--out FILE] [--data DIR], or --proof FILE [--signer FINGERPRINT]",
  says: {
    zh: "出示一张小票背后的分录并证明它从未被改动；可写成证明文件，离店亦可核验",
    en: "Shows the entry behind a receipt, unchanged since; writes and checks proofs to carry away",
  },
  run: (args, speech) => {
    const given = readWords(args, options);
    const { proof, signer } = given.options;
    if (proof !== undefined) return Promise.resolve(check(proof, signer, speech));
    const [wanted] = given.words;
    if (wanted === undefined) throw new UsageError(which);
    return withBooks(args, options, (books) => proveFrom(books, wanted, speech));
  },
};

const which: Says = { zh: "请给出小票号或分录号。", en: "Which receipt or entry?" };
const unknown: Says = { zh: "本店没有这样的分录。", en: "No entry of this store made it." };
const proved: Says = { zh: "分录与入账时一致。", en: "The entry stands as it was booked." };
const notProved: Says = { zh: "无法证明这笔分录。", en: "The entry is not proved." };
const noProof: Says = { zh: "这不是证明文件。", en: "This file is no proof." };
const unsigned: Says = {
  zh: "尚无签名覆盖这笔分录：下一笔业务后一分钟内或停机时会签名。",
  en: "No signature covers it yet: one comes with an entry a minute later, or when the gateway stops.",
};

const proveFrom = async (books: Books, wanted: string, speech: Speech): Promise<number> => {
  const symbol = readReceiptCode(wanted);
  const [row] = await books.database.all(entryOfId, symbol?.receipt ?? wanted);
  if (row === undefined) {
    return notEvenFound(unknown, speech);
  }
  const body: EntryBody = JSON.parse(text(row["body"]));
  const hash = text(row["hash"]);
  const { code, out } = books.options;
  const problems = await problemsOf(books, row);
  if (symbol !== undefined && symbol.hash !== hash) {
    problems.push("the symbol was printed for another entry than this one");
  }
  if (code !== undefined && !isShortCodeOf(code, hash)) {
    problems.push(`the code ${code} is not this entry's`);
  }
  if (out === undefined || problems.length > 0)
    return conclude({ body, hash, facts: {}, lines: [], problems }, speech);
  const proof = await takeProof(books, body);
  if (proof === undefined) {
    const missing = [unsigned[speech.language]];
    return conclude({ body, hash, facts: {}, lines: [], problems: missing }, speech);
  }
  writeFileSync(out, `${JSON.stringify(proof, undefined, 1)}\n`);
  const { seq, signer } = proof.signed;
  const facts = { proof: out, signed: { seq, signer } };
  const lines = [`proof     ${out}, signed by ${signer} at ${seq}`];
  return conclude({ body, hash, facts, lines, problems }, speech);
};

/** A proof by itself: the store may be far away, or gone. */
const check = (file: string, trusted: string | undefined, speech: Speech): number => {
  const proof = readProof(readFileSync(file, "utf8"));
  if (proof === undefined) {
    return notEvenFound(noProof, speech);
  }
  const { store } = proof;
  const { seq, signer } = proof.signed;
  return conclude(
    {
      body: proof.entry,
      hash: followProof(proof).hash,
      facts: { store, signed: { seq, signer } },
      lines: [`store     ${store}`, `signed    ${seq} by ${signer}`],
      problems: problemsOfProof(proof, trusted),
    },
    speech,
  );
};

/** What was looked at, and all that speaks against it. */
interface Proved {
  readonly body: EntryBody;
  readonly hash: string;
  /** what is said beside the entry itself: for programs, and for people */
  readonly facts: object;
  readonly lines: readonly string[];
  readonly problems: readonly string[];
}

const conclude = (
  { body, hash, facts, lines: more, problems }: Proved,
  { language, tell }: Speech,
): number => {
  const { seq, id, at, op, lines } = body;
  const { station } = body.actor;
  tell(
    { seq, id, at, op, station, lines, hash, code: shortCode(hash), ...facts, problems },
    `entry     ${seq} ${id}`,
    `made      ${at} ${op} ${station}`,
    ...lines.map(({ account, unit, amount }) => `line      ${account} ${amount} ${unit}`),
    `hash      ${hash} (${shortCode(hash)})`,
    ...more,
    ...problems.map((problem) => `PROBLEM   ${problem}`),
    (problems.length === 0 ? proved : notProved)[language],
  );
  return problems.length === 0 ? 0 : 1;
};

/** Nothing to look at. */
const notEvenFound = (why: Says, { language, tell }: Speech): number => {
  tell({ problems: [why[language]] }, why[language]);
  return 1;
};

/** The chain from the entry to the next signature over it, or to the head where none was made yet. */
const problemsOf = async ({ database, storeId }: Books, entry: SqlRow): Promise<string[]> => {
  const seq = integer(entry["seq"]);
  const signed = await auditCheckpoints(database, storeId);
  const problems = [...signed.findings];
  const [next] = await database.all("SELECT min(seq) AS seq FROM checkpoint WHERE seq >= ?", seq);
  const until = typeof next?.["seq"] === "number" ? next["seq"] : Number.MAX_SAFE_INTEGER;
  const [before] = await database.all("SELECT hash FROM journal WHERE seq = ?", seq - 1);
  let hash = before === undefined ? genesisHash(storeId) : text(before["hash"]);
  const rows = await database.all(
    "SELECT seq, hash, body FROM journal WHERE seq BETWEEN ? AND ? ORDER BY seq",
    seq,
    until,
  );
  for (const row of rows) {
    hash = chainHash(hash, text(row["body"]));
    if (hash !== text(row["hash"])) {
      problems.push(`the chain breaks at entry ${integer(row["seq"])}`);
      break;
    }
  }
  return problems;
};
