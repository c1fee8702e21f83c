// A table of bookings as a hotel's system writes it (CSV), read row by row: what each row says, or what is wrong
// with it and where. Knows no store.
import Papa from "papaparse";
import { isDate } from "../../programme/dates.ts";

/** A row as the store takes it; `nightly` and `deposit` in minor units. */
export interface BookingRow {
  readonly code: string;
  readonly arrive: string;
  readonly depart: string;
  readonly roomType: string;
  readonly nightly: number;
  readonly guest?: string;
  readonly phone?: string;
  readonly room?: string;
  readonly channel?: "desk" | "ota" | "corporate";
  readonly state?: "booked" | "waiting" | "cancelled" | "no_show";
}

export interface RowFault {
  /** line of the file, from 1 */
  readonly line: number;
  /** as the file's own heading has it; absent: the row or the file as a whole */
  readonly column?: string;
  readonly code: string;
}

export interface BookingTable {
  readonly rows: readonly { readonly line: number; readonly row: BookingRow }[];
  readonly faults: readonly RowFault[];
}

/** Rows and bytes of one file. */
const rowsMax = 20_000;
export const tableBytesMax = 8 << 20;
const cellMax = 200;

type Field = keyof BookingRow;

/** Headings as hotels write them. */
const headings: Readonly<Record<Field, readonly string[]>> = {
  code: ["number", "booking", "reservation", "预订号", "订单号"],
  arrive: ["arrive", "arrival", "check-in", "入住", "入住日期", "到店日期"],
  depart: ["depart", "departure", "check-out", "离店", "离店日期"],
  roomType: ["room type", "roomtype", "room_type", "房型"],
  nightly: ["nightly", "rate", "price", "房价"],
  guest: ["guest", "name", "姓名", "客人"],
  phone: ["phone", "mobile", "电话", "手机"],
  room: ["room", "room number", "房号"],
  channel: ["channel", "渠道"],
  state: ["state", "status", "状态"],
};

const words: Readonly<Record<"channel" | "state", Readonly<Record<string, string>>>> = {
  channel: { desk: "desk", 前台: "desk", ota: "ota", corporate: "corporate", 协议: "corporate" },
  state: {
    booked: "booked",
    预订: "booked",
    waiting: "waiting",
    候补: "waiting",
    cancelled: "cancelled",
    取消: "cancelled",
    "no show": "no_show",
    no_show: "no_show",
    未到: "no_show",
  },
};

const needed: readonly Field[] = ["code", "arrive", "depart", "roomType", "nightly"];
const fields: readonly Field[] = Object.keys(headings).filter((name): name is Field =>
  Object.hasOwn(headings, name),
);

/** UTF-8 with or without mark; where it is not, GB18030, as older systems in China write. */
export const tableText = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
};

type Read = { readonly value: string | number } | { readonly code: string };

/** `388`, `1,288.50`, `¥388.00` in minor units of a currency with so many decimals. */
const moneyIn = (cell: string, decimals: number): Read => {
  const [, whole = "", part = ""] =
    /^[^\d-]?(\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.(\d*))?$/u.exec(cell) ?? [];
  if (whole === "" || part.length > decimals) return { code: "money" };
  return { value: Number(whole.replaceAll(",", "") + part.padEnd(decimals, "0")) };
};

const readers: Readonly<Record<Field, (cell: string, decimals: number) => Read>> = {
  code: (cell) => (/^[\x21-\x7e]{1,40}$/u.test(cell) ? { value: cell } : { code: "number" }),
  arrive: (cell) => dateIn(cell),
  depart: (cell) => dateIn(cell),
  roomType: (cell) => (/^[\x21-\x7e]{1,128}$/u.test(cell) ? { value: cell } : { code: "name" }),
  nightly: moneyIn,
  guest: (cell) => ({ value: cell.slice(0, 80) }),
  phone: (cell) => (/^[+\d][\d -]{4,28}$/u.test(cell) ? { value: cell } : { code: "phone" }),
  room: (cell) => (cell.length <= 20 ? { value: cell } : { code: "too_long" }),
  channel: (cell) => wordIn("channel", cell),
  state: (cell) => wordIn("state", cell),
};

const dateIn = (cell: string): Read => {
  const date = cell.replaceAll(/[/.]/gu, "-").replaceAll(/-(\d)(?!\d)/gu, "-0$1");
  return isDate(date) ? { value: date } : { code: "date" };
};

const wordIn = (field: "channel" | "state", cell: string): Read => {
  const known = words[field];
  const word = cell.toLowerCase();
  const value = Object.hasOwn(known, word) ? known[word] : undefined;
  return value === undefined ? { code: "unknown_word" } : { value };
};

interface Column {
  readonly field: Field;
  readonly heading: string;
  readonly at: number;
}

const columnsOf = (heads: readonly string[]): readonly Column[] =>
  fields.flatMap((field) => {
    const at = heads.findIndex((head) => headings[field].includes(head.trim().toLowerCase()));
    return at === -1 ? [] : [{ field, heading: heads[at] ?? "", at }];
  });

interface Parsed {
  readonly cells: readonly string[];
  /** on which it begins */
  readonly line: number;
}

const readRow = (
  { cells, line }: Parsed,
  columns: readonly Column[],
  decimals: number,
): { readonly row?: BookingRow; readonly faults: readonly RowFault[] } => {
  const row: Record<string, string | number> = {};
  const faults: RowFault[] = [];
  for (const { field, heading, at } of columns) {
    const cell = (cells[at] ?? "").trim();
    const isNeeded = needed.includes(field);
    if (cell === "" && !isNeeded) continue;
    const read = cell === "" ? { code: "missing" } : readers[field](cell, decimals);
    if (cell.length > cellMax) faults.push({ line, column: heading, code: "too_long" });
    else if ("code" in read) faults.push({ line, column: heading, code: read.code });
    else row[field] = read.value;
  }
  // every needed field was read, each by its own reader
  return faults.length > 0 ? { faults } : { row: row as unknown as BookingRow, faults };
};

const newlines = (text: string): number => text.split(/\r\n|\r|\n/u).length - 1;

/** Rows with the line each begins on; undefined with the line where quotes do not close. */
const rowsOf = (text: string): readonly Parsed[] | { readonly line: number } => {
  const rows: Parsed[] = [];
  let broken: { readonly line: number } | undefined;
  let line = 1;
  let cursor = 0;
  Papa.parse<readonly string[]>(text, {
    delimitersToGuess: [",", ";", "\t"],
    preview: rowsMax + 2,
    skipEmptyLines: "greedy",
    step: ({ data: cells, errors, meta }) => {
      const piece = text.slice(cursor, meta.cursor);
      const begins = line + newlines(/^[\r\n]*/u.exec(piece)?.[0] ?? "");
      if (errors.some(({ type }) => type === "Quotes")) broken ??= { line: begins };
      rows.push({ cells, line: begins });
      line += newlines(piece);
      ({ cursor } = meta);
    },
  });
  return broken ?? rows;
};

/** Never throws: what cannot be read at all is one fault of the whole file. `decimals` of the currency. */
export const readBookings = (text: string, decimals = 2): BookingTable => {
  const parsed = rowsOf(text.replace(/^\ufeff/u, ""));
  if ("line" in parsed) return { rows: [], faults: [{ line: parsed.line, code: "not_csv" }] };
  const [head, ...body] = parsed;
  const columns = columnsOf(head?.cells ?? []);
  const absent = needed.filter((field) => !columns.some((column) => column.field === field));
  if (absent.length > 0)
    return {
      rows: [],
      faults: absent.map((field) => ({ line: 1, column: field, code: "missing_column" })),
    };
  if (body.length > rowsMax) return { rows: [], faults: [{ line: 1, code: "too_many_rows" }] };
  const read = body.map((row) => ({ line: row.line, ...readRow(row, columns, decimals) }));
  return {
    rows: read.flatMap(({ line, row }) => (row === undefined ? [] : [{ line, row }])),
    faults: read.flatMap(({ faults }) => faults),
  };
};
