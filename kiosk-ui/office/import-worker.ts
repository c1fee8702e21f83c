// Reads a list beside the page: encoding, head, check, rows in batches. The page asks for each batch, so nothing
// piles up.
import Papa from "papaparse";
import { readSheet } from "read-excel-file/web-worker";
import {
  createChecker,
  type Checked,
  type ImportedRow,
  type Mapping,
} from "../charts/office/import-row.ts";

export type ImportAsk =
  | { readonly kind: "head"; readonly file: File }
  | { readonly kind: "check"; readonly mapping: Mapping }
  | { readonly kind: "rows"; readonly mapping: Mapping; readonly after: number }
  | { readonly kind: "next" };

export type ImportTold =
  | {
      readonly kind: "head";
      readonly titles: readonly string[];
      readonly sample: readonly (readonly string[])[];
      readonly encoding: string;
    }
  | { readonly kind: "progress"; readonly rows: number; readonly part: number }
  | { readonly kind: "checked"; readonly checked: Checked }
  | {
      readonly kind: "batch";
      readonly members: readonly ImportedRow[];
      readonly upTo: number;
      readonly part: number;
    }
  | { readonly kind: "end" }
  | { readonly kind: "failed"; readonly why: "too_large" | "unreadable" };

/** What one call of member.import takes. */
const batchMax = 200;
const chunkBytes = 262_144;
const sampleRows = 5;
/** A workbook is unpacked in memory: larger lists come as CSV. */
const workbookBytesMax = 20_000_000;

const tell = (told: ImportTold): void => postMessage(told);

let file: File | undefined;
let encoding = "utf-8";
let goOn: (() => void) | undefined;

const isWorkbook = ({ name }: File): boolean => /\.xlsx$/iu.test(name);

/** UTF-8 unless its first megabytes are none: then what Chinese spreadsheets write. */
const encodingOf = async (list: File): Promise<string> => {
  const head = new Uint8Array(await list.slice(0, 4_194_304).arrayBuffer());
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  try {
    // The last sign may be cut in two: a stream waits for its other half.
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return "utf-8";
  } catch {
    return "gb18030";
  }
};

/** Each row of the list in turn, the head first; `each` may hold the reading up. Ends early where it says so. */
const readList = async (
  list: File,
  each: (cells: readonly string[], part: number) => Promise<void> | void | "stop",
): Promise<void> => {
  if (isWorkbook(list)) {
    const rows = await readSheet(list);
    for (const [at, row] of rows.entries()) {
      const cells = row.map((cell) =>
        cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell ?? ""),
      );
      const said = each(cells, (at + 1) / rows.length);
      if (said === "stop") return;
      await said;
    }
    return;
  }
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  Papa.parse<string[]>(list, {
    encoding,
    chunkSize: chunkBytes,
    skipEmptyLines: "greedy",
    chunk: ({ data, meta }, parser) => {
      parser.pause();
      const work = async (): Promise<void> => {
        const part = Math.min(1, meta.cursor / list.size);
        for (const cells of data) {
          const said = each(cells, part);
          if (said === "stop") return parser.abort();
          if (said !== undefined) await said;
        }
        parser.resume();
      };
      work().catch(reject);
    },
    complete: () => resolve(),
    error: reject,
  });
  return promise;
};

const tellHead = async (list: File): Promise<void> => {
  if (isWorkbook(list) && list.size > workbookBytesMax)
    return tell({ kind: "failed", why: "too_large" });
  encoding = isWorkbook(list) ? "xlsx" : await encodingOf(list);
  const rows: (readonly string[])[] = [];
  await readList(list, (cells) => {
    rows.push(cells);
    return rows.length > sampleRows ? "stop" : undefined;
  });
  const [titles = [], ...sample] = rows;
  tell({ kind: "head", titles, sample, encoding });
};

const check = async (list: File, mapping: Mapping): Promise<void> => {
  const checker = createChecker(mapping);
  let rows = -1;
  await readList(list, (cells, part) => {
    rows += 1;
    if (rows === 0) return;
    checker.add(cells);
    if (rows % 5_000 === 0) tell({ kind: "progress", rows, part });
  });
  tell({ kind: "checked", checked: checker.result() });
};

const asked = (): Promise<void> =>
  new Promise((resolve) => {
    goOn = resolve;
  });

/** Rows after `after` in batches; the whole list is read, so that what is named twice is known. */
const sendRows = async (list: File, mapping: Mapping, after: number): Promise<void> => {
  const checker = createChecker(mapping);
  let rows = -1;
  let members: ImportedRow[] = [];
  const flush = async (part: number): Promise<void> => {
    tell({ kind: "batch", members, upTo: rows, part });
    members = [];
    await asked();
  };
  await readList(list, (cells, part) => {
    rows += 1;
    if (rows === 0) return undefined;
    const member = checker.add(cells);
    if (member !== undefined && rows > after) members.push(member);
    return members.length < batchMax ? undefined : flush(part);
  });
  if (members.length > 0) await flush(1);
  tell({ kind: "end" });
};

const answer = async (ask: ImportAsk): Promise<void> => {
  if (ask.kind === "next") return goOn?.();
  if (ask.kind === "head") ({ file } = ask);
  if (file === undefined) return;
  if (ask.kind === "head") return tellHead(file);
  return ask.kind === "check" ? check(file, ask.mapping) : sendRows(file, ask.mapping, ask.after);
};

addEventListener("message", ({ data }: MessageEvent<ImportAsk>) => {
  answer(data).catch(() => tell({ kind: "failed", why: "unreadable" }));
});
