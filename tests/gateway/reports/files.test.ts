// Reports as files: nothing in a cell runs, amounts keep their digits, a workbook is read back as it was meant.
import { readSheet } from "read-excel-file/node";
import { expect, test } from "vitest";
import { csvOf } from "../../../gateway/reports/export/csv.ts";
import { decimal, type Table } from "../../../gateway/reports/export/table.ts";
import { xlsxOf } from "../../../gateway/reports/export/xlsx.ts";

const table: Table = {
  notes: ["青瓦客舍 · 会员消费"],
  head: ["会员", "净消费 (CNY)"],
  rows: [
    [
      { kind: "text", text: '=HYPERLINK("http://bad","x")' },
      { kind: "number", value: -5, digits: 2 },
    ],
    [{ kind: "text", text: "+1+1" }, { kind: "blank" }],
    [
      { kind: "text", text: '王*明, "VIP"\n二行' },
      { kind: "number", value: 123_456, digits: 2 },
    ],
  ],
  foot: [
    { kind: "text", text: "合计" },
    { kind: "number", value: 123_451, digits: 2 },
  ],
};

test("a CSV file has its mark, quotes what needs it, and no formula", () => {
  expect(csvOf(table)).toBe(
    "\u{FEFF}会员,净消费 (CNY)\r\n" +
      '"\'=HYPERLINK(""http://bad"",""x"")",-0.05\r\n' +
      "'+1+1,\r\n" +
      '"王*明, ""VIP""\n二行",1234.56\r\n' +
      "合计,1234.51\r\n",
  );
});

test("a workbook holds text as text and figures as figures", async () => {
  const rows = await readSheet(await xlsxOf(table));
  expect(rows).toEqual([
    ["青瓦客舍 · 会员消费", null],
    ["会员", "净消费 (CNY)"],
    ['=HYPERLINK("http://bad","x")', -0.05],
    ["+1+1", null],
    ['王*明, "VIP"\n二行', 1234.56],
    ["合计", 1234.51],
  ]);
});

test.each([
  [0, 2, "0.00"],
  [-7, 2, "-0.07"],
  [1_234_567, 2, "12345.67"],
  [500, 0, "500"],
  [-1_005, 3, "-1.005"],
])("%i with %i digits is %s", (value, digits, text) => {
  expect(decimal(value, digits)).toBe(text);
});
