// `tallygate ledger export`: the whole journal as plain text for hledger (https://hledger.org), on standard output.
import type { EntryBody } from "../../gateway/ledger/entry.ts";
import {
  plainTextEntry,
  plainTextHead,
  type MinorDigits,
} from "../../gateway/ledger/plain-text.ts";
import { integer, text } from "../../gateway/store/sqlite/columns.ts";
import type { Database } from "../../gateway/store/sqlite/database.ts";
import type { Verb } from "../verb.ts";
import { withBooks } from "./books.ts";

const pageRows = 1000;

/** One transaction an entry, amounts as people write them. */
export const exportPlainText: Verb = {
  name: "ledger export",
  usage: "[--data DIR]",
  hasOwnFormat: true,
  says: {
    zh: "把全部流水导出为 hledger 能读的纯文本账",
    en: "Writes the whole journal as a plain-text file that hledger reads",
  },
  run: (args, { line }) =>
    withBooks(args, [], async ({ database, storeId }) => {
      const minorDigits = await minorDigitsOf(database);
      line(plainTextHead(storeId, minorDigits).trimEnd());
      for (let after = 0; ;) {
        const rows = await database.all(page, after);
        for (const row of rows) {
          after = integer(row["seq"]);
          const body: EntryBody = JSON.parse(text(row["body"]));
          const transaction = plainTextEntry(body, minorDigits);
          if (transaction !== "") line(`\n${transaction.trimEnd()}`);
        }
        if (rows.length < pageRows) return 0;
      }
    }),
};

const page = `SELECT seq, body FROM journal WHERE seq > ? ORDER BY seq LIMIT ${pageRows}`;

/** ISO 4217 codes among the units, with the digits their minor unit has. */
const minorDigitsOf = async (database: Database): Promise<MinorDigits> => {
  const rows = await database.all("SELECT DISTINCT unit FROM line");
  const currencies = rows
    .map((row) => text(row["unit"]))
    .filter((unit) => /^[A-Z]{3}$/u.test(unit));
  return Object.fromEntries(
    currencies.map((currency) => [
      currency,
      new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions()
        .maximumFractionDigits ?? 0,
    ]),
  );
};
