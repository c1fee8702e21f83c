// `tallygate ledger prove RECEIPT`: shows the entry behind a guest's receipt and that nobody has changed it since.
import type { EntryBody } from "../../gateway/ledger/entry.ts";
import { chainHash, genesisHash } from "../../gateway/ledger/hash.ts";
import { isShortCodeOf, shortCode } from "../../gateway/ledger/short-code.ts";
import { auditCheckpoints } from "../../gateway/store/checkpoints.ts";
import { integer, text } from "../../gateway/store/sqlite/columns.ts";
import type { SqlRow } from "../../gateway/store/sqlite/database.ts";
import { UsageError, type Says, type Speech, type Verb } from "../verb.ts";
import { withBooks, type Books } from "./books.ts";

const entryOfId = /* sql */ `
SELECT seq, id, hash, body FROM journal
WHERE id = ?1 OR instr(body, json_quote(?1)) > 0 ORDER BY seq LIMIT 1`;

/** Takes an entry's or a receipt's id, and the code printed on the paper. */
export const prove: Verb = {
  name: "ledger prove",
  usage: "RECEIPT [--code CODE] [--data DIR]",
  says: {
    zh: "出示一张小票背后的分录，并证明它从未被改动",
    en: "Shows the entry behind a receipt, and that nobody has changed it since",
  },
  run: (args, speech) =>
    withBooks(args, ["code"], async (books) => {
      const [wanted] = books.words;
      if (wanted === undefined) throw new UsageError(which);
      const [row] = await books.database.all(entryOfId, wanted);
      if (row === undefined) {
        speech.line(unknown[speech.language]);
        return 1;
      }
      return show(row, books, speech);
    }),
};

const which: Says = { zh: "请给出小票号或分录号。", en: "Which receipt or entry?" };
const unknown: Says = { zh: "本店没有这样的分录。", en: "No entry of this store made it." };
const proved: Says = { zh: "分录与入账时一致。", en: "The entry stands as it was booked." };
const notProved: Says = { zh: "无法证明这笔分录。", en: "The entry is not proved." };

const show = async (row: SqlRow, books: Books, { language, line }: Speech): Promise<number> => {
  const body: EntryBody = JSON.parse(text(row["body"]));
  const hash = text(row["hash"]);
  line(`entry     ${body.seq} ${body.id}`);
  line(`made      ${body.at} ${body.op} ${body.actor.station}`);
  for (const { account, unit, amount } of body.lines)
    line(`line      ${account} ${amount} ${unit}`);
  line(`hash      ${hash} (${shortCode(hash)})`);
  const problems = await problemsOf(books, body.seq);
  const code = books.options["code"];
  if (code !== undefined && !isShortCodeOf(code, hash)) {
    problems.push(`the code ${code} is not this entry's`);
  }
  for (const problem of problems) line(`PROBLEM   ${problem}`);
  line((problems.length === 0 ? proved : notProved)[language]);
  return problems.length === 0 ? 0 : 1;
};

/** The chain from the entry to the next signature over it, or to the head where none was made yet. */
const problemsOf = async ({ database, storeId }: Books, seq: number): Promise<string[]> => {
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
