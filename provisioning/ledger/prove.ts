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
    speech.line(unknown[speech.language]);
    return 1;
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
  show(body, hash, speech);
  if (out !== undefined && problems.length === 0) {
    const proof = await takeProof(books, body);
    if (proof === undefined) problems.push(unsigned[speech.language]);
    else {
      writeFileSync(out, `${JSON.stringify(proof, undefined, 1)}\n`);
      speech.line(`proof     ${out}, signed by ${proof.signed.signer} at ${proof.signed.seq}`);
    }
  }
  return conclude(problems, speech);
};

/** A proof by itself: the store may be far away, or gone. */
const check = (file: string, trusted: string | undefined, speech: Speech): number => {
  const proof = readProof(readFileSync(file, "utf8"));
  if (proof === undefined) {
    speech.line(noProof[speech.language]);
    return 1;
  }
  show(proof.entry, followProof(proof).hash, speech);
  speech.line(`store     ${proof.store}`);
  speech.line(`signed    ${proof.signed.seq} by ${proof.signed.signer}`);
  return conclude(problemsOfProof(proof, trusted), speech);
};

const show = (body: EntryBody, hash: string, { line }: Speech): void => {
  line(`entry     ${body.seq} ${body.id}`);
  line(`made      ${body.at} ${body.op} ${body.actor.station}`);
  for (const { account, unit, amount } of body.lines)
    line(`line      ${account} ${amount} ${unit}`);
  line(`hash      ${hash} (${shortCode(hash)})`);
};

const conclude = (problems: readonly string[], { language, line }: Speech): number => {
  for (const problem of problems) line(`PROBLEM   ${problem}`);
  line((problems.length === 0 ? proved : notProved)[language]);
  return problems.length === 0 ? 0 : 1;
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
