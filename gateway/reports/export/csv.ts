// A table as a CSV file that spreadsheets open as it is meant: UTF-8 with its mark, RFC 4180, and no cell that
// runs as a formula.
import { type Cell, decimal, type Table } from "./table.ts";

const mark = "\u{FEFF}";
const newline = "\r\n";

/** Spreadsheets take text that begins so for a formula; a leading quote makes it text again. */
const isFormula = (text: string): boolean => /^[=+\-@\t\r]/u.test(text);

const field = (text: string): string => {
  const safe = isFormula(text) ? `'${text}` : text;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const cellText = (cell: Cell): string => {
  if (cell.kind === "blank") return "";
  return cell.kind === "text" ? field(cell.text) : decimal(cell.value, cell.digits);
};

export const csvOf = ({ head, rows, foot }: Table): string =>
  mark +
  [
    head.map(field),
    ...[...rows, ...(foot === undefined ? [] : [foot])].map((row) => row.map(cellText)),
  ]
    .map((fields) => fields.join(",") + newline)
    .join("");
