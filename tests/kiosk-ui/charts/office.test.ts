// The office's pure parts: lists of members read cell by cell, reports as drawings, differences of texts, the test
// basket.
import { describe, expect, test } from "vitest";
import { compareBasket } from "../../../kiosk-ui/charts/office/basket.ts";
import { type ChartData, drawingOf, peakOf } from "../../../kiosk-ui/charts/office/chart.ts";
import { diffLines } from "../../../kiosk-ui/charts/office/diff.ts";
import {
  createChecker,
  faultsMax,
  guessMapping,
  importFields,
  readRow,
} from "../../../kiosk-ui/charts/office/import-row.ts";
import { loadProgramme } from "../../support/given.ts";
import { fc } from "../../support/seeded.ts";

const all = Object.fromEntries(importFields.map((field, at) => [field, at]));
const row = (...cells: string[]) => readRow(cells, all, 1);

describe("a list of members", () => {
  test.each([
    [
      ["姓名", "手机号", "性别", "出生日期", "城市"],
      { name: 0, phone: 1, sex: 2, birthday: 3, city: 4 },
    ],
    [["No", "Phone", "Full Name", "Gender"], { phone: 1, name: 2, sex: 3 }],
    [["a", "b"], {}],
  ])("with the heads %j is understood", (titles, mapping) => {
    expect(guessMapping(titles)).toEqual(mapping);
  });

  test("gives members as they are sent", () => {
    expect(
      row(" 周敏 ", "+86 135-0000-1111", "女", "1990年5月20日", "51081219900520002x", "杭州", "是"),
    ).toEqual({
      member: {
        row: 1,
        name: "周敏",
        phone: "13500001111",
        sex: "female",
        birthday: { date: "1990-05-20", calendar: "solar" },
        identity: { type: "id-card", number: "51081219900520002X" },
        attributes: { city: "杭州" },
        marketing: true,
      },
    });
    expect(row("高远")).toEqual({ member: { row: 1, name: "高远" } });
  });

  test.each([
    [["", "13500001111"], "name", "missing"],
    [["=cmd|' /C calc'!A0"], "name", "formula"],
    [["@SUM(1)"], "name", "formula"],
    [["甲", "+cmd"], "phone", "formula"],
    [["甲", "call me"], "phone", "not_a_phone"],
    [["甲", "", "狗"], "sex", "not_a_sex"],
    [["甲", "", "", "1990-02-30"], "birthday", "not_a_date"],
    [["甲", "", "", "明天"], "birthday", "not_a_date"],
    [["甲".repeat(81)], "name", "too_long"],
    [["甲", "", "", "", "", "", "也许"], "marketing", "not_yes_or_no"],
  ])("with the row %j says which cell is wrong", (cells, field, what) => {
    expect(row(...cells)).toMatchObject({ faults: [{ row: 1, field, what }] });
  });

  test.each([
    ["1990/5/2", "1990-05-02"],
    ["19900502", "1990-05-02"],
    ["2000-02-29", "2000-02-29"],
    ["1990-05-02T00:00", "1990-05-02"],
    ["05-02", "0000-05-02"],
  ])("reads the birthday %s", (text, date) => {
    expect(row("甲", "", "", text)).toMatchObject({ member: { birthday: { date } } });
  });

  test("names nobody twice, and counts more faults than it keeps", () => {
    const checker = createChecker(all);
    expect(checker.add(["周敏", "13500001111"])).toBeDefined();
    expect(checker.add(["周敏", "13500001111"])).toBeUndefined();
    expect(checker.add(["周全", "13500001111"])).toBeDefined();
    for (let at = 0; at < faultsMax + 5; at += 1) checker.add([""]);
    const { rows, good, faults, faultCount } = checker.result();
    expect([rows, good, faults.length, faultCount]).toEqual([
      faultsMax + 8,
      2,
      faultsMax,
      faultsMax + 6,
    ]);
    expect(faults[0]).toMatchObject({ row: 2, what: "twice" });
  });

  test("whatever its cells hold gives a member or a fault, never neither and never a formula", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" }), { maxLength: 8 }), (cells) => {
        const read = row(...cells);
        if ("faults" in read) expect(read.faults.length).toBeGreaterThan(0);
        else expect(read.member.name).toMatch(/^[^=@\t\r]/u);
      }),
    );
  });
});

describe("a report as a drawing", () => {
  const columns = [
    { id: "day", title: "Day", kind: "day" },
    { id: "tender", title: "Tender", kind: "name:word" },
    { id: "net", title: "Net", kind: "money" },
  ];
  const rows = [
    { day: "2026-11-02", tender: "cash", net: 300 },
    { day: "2026-11-01", tender: "cash", net: 100 },
    { day: "2026-11-01", tender: "card", net: 900 },
  ];
  const names = { tender: { cash: "Cash", card: "Card" } };
  const data = (chart: ChartData["chart"]): ChartData => ({ chart, columns, rows, names });

  test("has days in their order and a series for each name", () => {
    const drawing = drawingOf(data({ kind: "stacked", by: "day", of: ["net"], split: "tender" }));
    expect(drawing).toMatchObject({
      categories: ["2026-11-01", "2026-11-02"],
      series: [
        { name: "Cash", values: [100, 300] },
        { name: "Card", values: [900, null] },
      ],
    });
    expect(peakOf(drawing)).toEqual({ category: "2026-11-01", series: "Card", value: 900 });
  });

  test("puts the span compared with beside it, place by place", () => {
    const before = { title: "before", rows: [{ day: "2026-10-01", net: 50 }] };
    const drawing = drawingOf({ ...data({ kind: "bars", by: "day", of: ["net"] }), before });
    expect(drawing.series).toEqual([
      { name: "Net", values: [1_000, 300] },
      { name: "before", values: [50, null] },
    ]);
  });

  test("draws the first of many goods and says how many are left", () => {
    const many = Array.from({ length: 40 }, (_, at) => ({ tender: `t${at}`, net: 40 - at }));
    const drawing = drawingOf({
      ...data({ kind: "bars", by: "tender", of: ["net"] }),
      rows: many,
    });
    expect([drawing.categories.length, drawing.left]).toEqual([16, 24]);
  });
});

describe("the difference of two texts", () => {
  test("says what was taken out and put in", () => {
    expect(diffLines("a\nb\nc", "a\nx\nc")).toEqual([
      { kind: "same", text: "a" },
      { kind: "out", text: "b" },
      { kind: "in", text: "x" },
      { kind: "same", text: "c" },
    ]);
  });

  test("gives both texts back", () => {
    const lines = fc.array(fc.constantFrom("a", "b", "c", ""), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const diff = diffLines(before.join("\n"), after.join("\n"));
        const side = (other: string) =>
          diff.filter(({ kind }) => kind !== other).map(({ text }) => text);
        expect([side("in"), side("out")]).toEqual([before, after]);
      }),
    );
  });
});

test("the test basket quotes one bill under both versions", () => {
  const now = loadProgramme("demo").file;
  const text = JSON.stringify(now).replace('"payRatio":9500', '"payRatio":9000');
  const lines = [
    { sku: "twin", venue: "rooms", list: 38_800, quantity: 2 },
    { sku: "water", venue: "shop", list: 500, quantity: 1 },
  ];
  const moment = { date: "2026-11-21", hour: 12, weekday: 6 };
  expect(
    compareBasket({ now, then: JSON.parse(text) }, lines, { card: "standard", moment }),
  ).toEqual([
    { sku: "twin", list: 77_600, now: 73_720, then: 69_840 },
    { sku: "water", list: 500, now: 500, then: 500 },
  ]);
});
