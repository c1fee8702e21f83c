// Every report's total comes to what hledger makes of the journal's export, over random lives with reversals,
// expiry and a
// business day that ends after midnight; and every row comes to the entries behind it.
import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EntryBody } from "../../../gateway/ledger/entry.ts";
import { addDays } from "../../../gateway/programme/dates.ts";
import { type Ask, createReports, type Reports } from "../../../gateway/reports/desk.ts";
import { reports } from "../../../gateway/reports/registry.ts";
import type { Report } from "../../../gateway/reports/report.ts";
import type { SqlValue } from "../../../gateway/store/sqlite/database.ts";
import { emptyBooks, lived, plainText, writeBooks } from "../../support/books.ts";
import { loadProgramme } from "../../support/given.ts";
import { acts, scenes } from "../../support/histories.ts";
import { lacks } from "../../support/parts.ts";
import { fc } from "../../support/seeded.ts";
import { temporaryFolder } from "../../support/test-store.ts";

/** Commodities by hledger's query; what is neither money nor points is counted. */
const units = {
  money: () => ["cur:^CNY$"],
  points: (points: readonly string[]) => [`cur:^(${points.join("|")})$`],
  counts: (points: readonly string[]) => [
    "not:cur:^CNY$",
    ...points.map((id) => `not:cur:^${id}$`),
  ],
} as const;

/** What hledger says the accounts come to, minor units; counted as the journal counts. */
const hledger = (text: string, report: Report, { from, to, points }: Ask): number => {
  const { accounts, unit } = report.ledger ?? { accounts: "" };
  const span =
    report.standing === true ? `date:..${addDays(to, 1)}` : `date:${from}..${addDays(to, 1)}`;
  const printed = execFileSync(
    "hledger",
    [
      "-f",
      "-",
      "balance",
      "--flat",
      "--output-format",
      "csv",
      "--layout",
      "bare",
      ...accounts.split(" "),
      span,
      ...(unit === undefined ? [] : units[unit](points)),
    ],
    { input: text, encoding: "utf8" },
  );
  return printed
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",").map((field) => field.replaceAll('"', "")))
    .filter(([account]) => account !== "Total:" && account !== "total")
    .reduce(
      (sum, [, of, amount]) => sum + Math.round(Number(amount) * (of === "CNY" ? 100 : 1)),
      0,
    );
};

const total = (report: Report, rows: readonly Readonly<Record<string, SqlValue>>[]): number =>
  rows.reduce((sum, row) => sum + Number(row[report.measure ?? ""] ?? 0), 0);

const [first] = fc.sample(fc.nat(), 1);

describe.each(scenes)("a life under $programme", (scene) => {
  const folder = temporaryFolder();
  const programme = loadProgramme(scene.programme);
  const life = fc.sample(fc.array(acts, { minLength: 60, maxLength: 90, size: "max" }), {
    numRuns: 1,
    seed: (first ?? 0) + scenes.indexOf(scene),
  })[0];
  let bodies: readonly EntryBody[] = [];
  let desk: Reports;
  let spans: readonly Ask[] = [];

  beforeAll(async () => {
    const files = await emptyBooks(folder.path);
    bodies = lived(scene, life ?? []);
    desk = createReports(files);
    const half = Math.floor(bodies.length / 2);
    await writeBooks(files.books, bodies.slice(0, half));
    const last = bodies.at(-1)?.businessDate ?? "2024-01-10";
    const middle = bodies[half]?.businessDate ?? last;
    const common = {
      points: programme.pointsAssets.map(({ id }) => id),
      currency: programme.currency,
    };
    spans = [
      { from: "2024-01-01", to: last, ...common },
      { from: middle, to: addDays(middle, 20), ...common },
      { from: addDays(middle, -15), to: middle, ...common },
    ];
    // What is taken over in two goes is the same as what is taken over in one.
    const [span] = spans;
    const [report] = reports;
    if (span !== undefined && report !== undefined) await desk.run(report, span);
    await writeBooks(files.books, bodies.slice(half));
  }, 120_000);

  afterAll(async () => {
    await desk.close();
    folder[Symbol.dispose]();
  });

  test.skipIf(lacks("hledger")).each(reports.filter(({ ledger }) => ledger !== undefined))(
    "$id comes to what hledger says",
    async (report) => {
      const text = plainText(bodies);
      for (const ask of spans) {
        const { rows } = await desk.run(report, ask);
        const sign = report.ledger?.sign ?? 1;
        expect([ask.from, ask.to, total(report, rows)]).toEqual([
          ask.from,
          ask.to,
          sign * hledger(text, report, ask) + 0,
        ]);
      }
    },
    60_000,
  );

  test.each(reports.filter(({ entries }) => entries !== undefined))(
    "$id: each row comes to its entries",
    async (report) => {
      for (const ask of spans) {
        const { rows } = await desk.run(report, ask);
        for (const row of rows) {
          const keys = Object.fromEntries(report.keys.map((key) => [key, row[key] ?? null]));
          const behind = await desk.entries(report, { ...ask, row: keys, limit: 5 });
          expect([keys, behind.amount]).toEqual([keys, row[report.measure ?? ""]]);
        }
      }
    },
    60_000,
  );
});
