// A compared report as a file: both figures in one line, days beside the day as far into the other span.
import { expect, test } from "vitest";
import { csvOf } from "../../../gateway/reports/export/csv.ts";
import { reportById } from "../../../gateway/reports/registry.ts";
import { saidIn } from "../../../gateway/reports/words.ts";
import { pairsOf } from "../../../gateway/server/reports/compared.ts";
import { tableOf } from "../../../gateway/server/reports/table.ts";
import { must } from "../../../gateway/members/must.ts";

const report = (id: string) => must(reportById.get(id), id);
const given = { names: {}, lang: "en", currency: "CNY", store: "Shop", upTo: 9 };
const linesOf = (csv: string): readonly string[] =>
  csv.replace("\u{FEFF}", "").trim().split("\r\n");

test("a day stands beside the day as far from the beginning, a month beside the month", () => {
  const days = pairsOf(
    report("sales-day"),
    { from: "2026-11-01", rows: [{ day: "2026-11-01" }, { day: "2026-11-03" }] },
    { from: "2026-10-25", rows: [{ day: "2026-10-26" }, { day: "2026-10-27" }] },
  );
  expect(days.map(({ now, before }) => [now?.["day"], before?.["day"]])).toEqual([
    ["2026-11-01", undefined],
    ["2026-11-03", "2026-10-27"],
    [undefined, "2026-10-26"],
  ]);
  const months = pairsOf(
    report("sales-day"),
    { from: "2026-01-01", rows: [{ day: "2026-02" }] },
    { from: "2025-01-01", rows: [{ day: "2025-01" }, { day: "2025-02" }] },
  );
  expect(months[0]?.before).toEqual({ day: "2025-02" });
});

test("every figure has the other span's beside it, and the foot both totals", () => {
  const goods = report("sales-category");
  const { columns, keys } = goods;
  const key = keys[0] ?? "";
  const figures = columns.filter(({ id }) => !keys.includes(id));
  const row = (venue: string, value: number) =>
    Object.fromEntries([[key, venue], ...figures.map(({ id }) => [id, value])]);
  const totals = (value: number) =>
    Object.fromEntries(figures.flatMap(({ id, total }) => (total === true ? [[id, value]] : [])));
  const table = tableOf({
    ...given,
    report: goods,
    from: "2026-11-01",
    to: "2026-11-07",
    rows: [row("shop", 300), row("tea", 200)],
    totals: totals(500),
    before: {
      from: "2026-10-25",
      to: "2026-10-31",
      rows: [row("tea", 100), row("bar", 700)],
      totals: totals(800),
    },
  });
  expect(table.notes.at(-1)).toBe("Compared with 2026-10-25 – 2026-10-31");
  expect(linesOf(csvOf(table))[0]).toContain("2026-10-25 – 2026-10-31");
  const wide = table.head.length;
  expect(wide).toBe(columns.length + figures.length);
  expect(table.rows.map((cells) => cells.length)).toEqual([wide, wide, wide]);
  const net = columns.findIndex(({ total, kind }) => total === true && kind === "money");
  const at = table.head.findIndex((head) =>
    head.startsWith(saidIn(columns[net]?.title ?? "?", "en")),
  );
  const cells = (line: number) => table.rows[line]?.slice(at, at + 2);
  const money = (value: number) => ({ kind: "number", value, digits: 2 });
  expect(cells(0)).toEqual([money(300), { kind: "blank" }]);
  expect(cells(1)).toEqual([money(200), money(100)]);
  expect(cells(2)).toEqual([{ kind: "blank" }, money(700)]);
  expect(table.rows[2]?.[0]).toEqual({ kind: "text", text: "bar" });
  expect(table.foot?.slice(at, at + 2)).toEqual([money(500), money(800)]);
});
