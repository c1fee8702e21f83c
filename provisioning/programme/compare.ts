// tallygate programme compare: the bills of a store under another programme; who saves, who pays more,
// what it would have cost the house. Reads the books, changes nothing.
import { readFileSync } from "node:fs";
import {
  type AccountDifference,
  type Comparer,
  type Comparison,
  createComparer,
} from "../../gateway/members/compare/compare.ts";
import { evolvers } from "../../gateway/members/registry.ts";
import type { Bill } from "../../gateway/members/state.ts";
import { parseProgramme } from "../../gateway/programme/programme.ts";
import { pageOfEntities } from "../../gateway/store/entity-row.ts";
import type { Database } from "../../gateway/store/sqlite/database.ts";
import { withBooks } from "../ledger/books.ts";
import { type Language, UsageError, type Verb } from "../verb.ts";
import { programmePath } from "./test.ts";

const pageRows = 1_000;

const words = {
  zh: {
    bills: "账单",
    denied: "新制度不接受",
    due: "应收",
    points: "积分",
    accounts: "会员账户",
    winners: "更省",
    losers: "更贵",
    same: "不变",
    saves: "省",
    pays: "多付",
  },
  en: {
    bills: "bills",
    denied: "would be refused",
    due: "due",
    points: "points",
    accounts: "accounts",
    winners: "pay less",
    losers: "pay more",
    same: "same",
    saves: "saves",
    pays: "pays more",
  },
} as const satisfies Record<Language, Record<string, string>>;

const major = (minor: number): string => (minor / 100).toFixed(2);

const readBills = async (
  database: Database,
  comparer: Comparer,
  span: { readonly from: string; readonly to: string },
): Promise<Comparison> => {
  for (let after = ""; ;) {
    const rows = await pageOfEntities(
      database,
      { evolvers },
      { kind: "bill", after, limit: pageRows },
    );
    for (const { id, entity } of rows) {
      after = id;
      // Under this kind stand bills only.
      const bill = entity as Bill;
      if (span.from <= bill.businessDate && bill.businessDate <= span.to) comparer.add(bill);
    }
    if (rows.length < pageRows) return comparer.result();
  }
};

const report = (compared: Comparison, language: Language): readonly string[] => {
  const says = words[language];
  const { bills, denied, due, accounts } = compared;
  const list = (rows: readonly AccountDifference[], word: string): readonly string[] =>
    rows.map(
      ({ account, bills: count, saved }) =>
        `  ${account}  ${word} ${major(Math.abs(saved))}  (${count} ${says.bills})`,
    );
  return [
    `${says.bills}  ${bills}  (${denied} ${says.denied})`,
    `${says.due}  ${major(due.before)} → ${major(due.after)}  (${major(due.after - due.before)})`,
    ...Object.entries(compared.points).map(
      ([asset, { before, after }]) =>
        `${says.points} ${asset}  ${before} → ${after}  (${after - before})`,
    ),
    `${says.accounts}  ${accounts.winners} ${says.winners}, ` +
      `${accounts.losers} ${says.losers}, ${accounts.same} ${says.same}`,
    ...list(compared.mostWon, says.saves),
    ...list(compared.mostLost, says.pays),
  ];
};

export const programmeCompare: Verb = {
  name: "programme compare",
  usage: "FILE|ID [--data DIR] [--from DATE] [--to DATE]",
  says: {
    zh: "用另一份制度重算门店的历史账单：谁更省、谁更贵、门店要让利多少（不改动任何数据）",
    en: "Asks a store's settled bills again under another programme: winners, losers, cost",
  },
  run: (args, speech) =>
    withBooks(args, ["from", "to"], async ({ database, words: named, options }) => {
      const [name] = named;
      if (name === undefined) {
        throw new UsageError({ zh: "请给出制度文件", en: "Name a programme file" });
      }
      const parsed = parseProgramme(JSON.parse(readFileSync(programmePath(name), "utf8")));
      if (!parsed.ok) {
        for (const { at, message } of parsed.error) speech.errorLine(`${at || "/"}: ${message}`);
        return 2;
      }
      const { from = "", to = "9999" } = options;
      const compared = await readBills(database, createComparer(parsed.value), { from, to });
      speech.tell(compared, ...report(compared, speech.language));
      return 0;
    }),
};
