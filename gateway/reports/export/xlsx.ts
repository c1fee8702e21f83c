// A table as an XLSX workbook: text stays text, figures are numbers with their digits, notes stand above the head.
import type { Cell, Table } from "./table.ts";

const widthMax = 48;

const formatOf = (digits: number): string =>
  digits === 0 ? "#,##0" : `#,##0.${"0".repeat(digits)}`;

const cellOf = (cell: Cell, bold: boolean) => {
  const weight = bold ? { fontWeight: "bold" as const } : {};
  if (cell.kind === "blank") return null;
  if (cell.kind === "text") return { type: String, value: cell.text, ...weight };
  // The file format itself holds figures as decimals: this is where whole amounts end.
  const value = cell.value / 10 ** cell.digits;
  return { type: Number, value, format: formatOf(cell.digits), ...weight };
};

const widthOf = (table: Table, column: number): number => {
  const texts = [
    table.head[column] ?? "",
    ...table.rows.slice(0, 200).map((row) => {
      const cell = row[column];
      return cell?.kind === "text" ? cell.text : "000,000.00";
    }),
  ];
  const wide = (text: string): number =>
    text.length + (text.match(/[\u{2E80}-\u{FFFF}]/gu)?.length ?? 0);
  return Math.min(widthMax, Math.max(...texts.map(wide)) + 2);
};

export const xlsxOf = async (table: Table): Promise<Buffer> => {
  // what writes workbooks is read when the first is asked for, not at each start
  const { default: writeExcelFile } = await import("write-excel-file/node");
  const { notes, head, rows, foot } = table;
  const data = [
    ...notes.map((text) => [{ type: String, value: text }]),
    head.map((text) => ({ type: String, value: text, fontWeight: "bold" as const })),
    ...rows.map((row) => row.map((cell) => cellOf(cell, false))),
    ...(foot === undefined ? [] : [foot.map((cell) => cellOf(cell, true))]),
  ];
  const columns = head.map((_, at) => ({ width: widthOf(table, at) }));
  return writeExcelFile(data, { columns, stickyRowsCount: notes.length + 1 }).toBuffer();
};
