// The paper of a simulated printer: what commands leave on it, in dots and cells, as text and as a picture.
import iconv from "iconv-lite";
import { cellsOf } from "../receipt-printer/receipt-source.ts";
import { barcodeBars, qrMatrix } from "./symbols.ts";
import type { EscposCommand } from "./escpos-parser.ts";

const cellDots = 12;
const lineDots = 24;

export interface Glyph {
  readonly sign: string;
  /** dots from the left edge and from the top of the slip */
  readonly x: number;
  readonly y: number;
  /** cells of 12 dots before scaling: 1 or 2 */
  readonly cells: number;
  readonly scaleX: number;
  readonly scaleY: number;
  readonly bold: boolean;
  readonly inverse: boolean;
}

export interface Bitmap {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** one bit a dot, rows padded to bytes */
  readonly bits: Uint8Array;
}

/** A symbol that the printer draws itself; `data` is what it was told to encode. */
export interface CodeSymbol {
  readonly x: number;
  readonly y: number;
  readonly kind: "qr" | "barcode";
  readonly data: string;
  readonly width: number;
  readonly height: number;
}

/** What came out between two cuts. */
export interface Slip {
  readonly glyphs: readonly Glyph[];
  readonly bitmaps: readonly Bitmap[];
  readonly symbols: readonly CodeSymbol[];
  readonly heightDots: number;
  readonly text: string;
  /** cut off, or still hanging in the printer */
  readonly cut: boolean;
}

interface Style {
  scaleX: number;
  scaleY: number;
  bold: boolean;
  inverse: boolean;
  align: number;
  left: number;
  width: number;
  spacing: number | undefined;
}

const plainStyle = (dots: number): Style => ({
  scaleX: 1,
  scaleY: 1,
  bold: false,
  inverse: false,
  align: 0,
  left: 0,
  width: dots,
  spacing: undefined,
});

interface Sheet {
  glyphs: Glyph[];
  bitmaps: Bitmap[];
  symbols: CodeSymbol[];
  lines: string[];
  y: number;
}

const newSheet = (): Sheet => ({ glyphs: [], bitmaps: [], symbols: [], lines: [], y: 0 });

/** Glyphs of one line as text in cells; gaps are blanks. */
const lineText = (glyphs: readonly Glyph[]): string => {
  let text = "";
  let column = 0;
  for (const glyph of glyphs.toSorted((a, b) => a.x - b.x)) {
    const start = Math.round(glyph.x / cellDots);
    text += " ".repeat(Math.max(0, start - column)) + glyph.sign;
    column = start + glyph.cells * glyph.scaleX;
  }
  return text.trimEnd();
};

export interface Paper {
  /** Lets one command act. Returns the millimetres of paper it moved. */
  readonly act: (command: EscposCommand) => number;
  /** All slips since the roll was put in or `tear` was called, the last one perhaps not cut yet. */
  readonly slips: () => readonly Slip[];
  /** Commands that no printer of this alphabet knows. */
  readonly unknown: () => readonly string[];
  /** Power off and on: the line in the making and all modes are gone, the paper stays. */
  readonly reset: () => void;
}

const slipsMax = 200;
const dotsPerMm = 8;

interface Desk {
  readonly dots: number;
  sheet: Sheet;
  style: Style;
  line: Glyph[];
  x: number;
  qr: { data: string; cell: number };
  barHeight: number;
  readonly slips: Slip[];
  readonly strange: string[];
}

const finishSheet = (desk: Desk, cut: boolean): Slip => ({
  glyphs: desk.sheet.glyphs,
  bitmaps: desk.sheet.bitmaps,
  symbols: desk.sheet.symbols,
  heightDots: desk.sheet.y,
  text: desk.sheet.lines.join("\n"),
  cut,
});

/** Ends the line: places its glyphs with the alignment, moves the paper. */
const feedLine = (desk: Desk, minimumDots = 0): void => {
  const { style, sheet, line } = desk;
  const tallest = line.reduce((most, glyph) => Math.max(most, glyph.scaleY), 1) * lineDots;
  const shift = Math.floor(((style.width - desk.x) * style.align) / 2);
  const placed = line.map((glyph) => ({
    ...glyph,
    x: glyph.x + style.left + Math.max(0, shift),
    y: sheet.y + tallest - glyph.scaleY * lineDots,
  }));
  sheet.glyphs.push(...placed);
  sheet.lines.push(lineText(placed));
  sheet.y += Math.max(line.length === 0 && minimumDots > 0 ? minimumDots : tallest, minimumDots);
  desk.line = [];
  desk.x = 0;
};

const writeText = (desk: Desk, bytes: Uint8Array, chinese: boolean): void => {
  const text = chinese
    ? iconv.decode(Buffer.from(bytes), "gb18030")
    : Buffer.from(bytes).toString("latin1");
  for (const sign of text) {
    const { scaleX, scaleY, bold, inverse } = desk.style;
    const cells = chinese ? cellsOf(sign) : 1;
    const width = cells * cellDots * scaleX;
    if (desk.x + width > desk.style.width) feedLine(desk);
    desk.line.push({ sign, x: desk.x, y: 0, cells, scaleX, scaleY, bold, inverse });
    desk.x += width;
  }
};

const alignedLeft = (desk: Desk, width: number): number =>
  desk.style.left + Math.max(0, Math.floor(((desk.style.width - width) * desk.style.align) / 2));

const placeBitmap = (desk: Desk, bits: Uint8Array, bytesWide: number, height: number): void => {
  if (desk.line.length > 0) feedLine(desk);
  const width = bytesWide * 8;
  desk.sheet.bitmaps.push({ x: alignedLeft(desk, width), y: desk.sheet.y, width, height, bits });
  desk.sheet.lines.push(`[picture ${width}×${height}]`);
  desk.sheet.y += height;
};

/** Puts a symbol where the alignment says, with room for the line of digits under a bar code. */
const placeSymbol = (desk: Desk, symbol: Omit<CodeSymbol, "x" | "y">, below: number): void => {
  if (desk.line.length > 0) feedLine(desk);
  desk.sheet.symbols.push({ ...symbol, x: alignedLeft(desk, symbol.width), y: desk.sheet.y });
  desk.sheet.lines.push(`[${symbol.kind === "qr" ? "QR" : "barcode"} ${symbol.data}]`);
  desk.sheet.y += symbol.height + below;
};

/** GS ( k, QR code: cn 49. fn 67 size, 80 store, 81 print. */
const qrOrder = (desk: Desk, parameters: Uint8Array): void => {
  const [, , , kind, what, value = 0] = parameters;
  if (kind !== 49) return;
  if (what === 67) desk.qr.cell = value;
  if (what === 80) desk.qr.data = Buffer.from(parameters.subarray(6)).toString("utf8");
  if (what !== 81) return;
  const { data, cell } = desk.qr;
  const size = qrMatrix(data).length * cell;
  placeSymbol(desk, { kind: "qr", data, width: size, height: size }, 0);
};

const barcodeOrder = (desk: Desk, parameters: Uint8Array): void => {
  const [kind = 0] = parameters;
  const body = kind >= 65 ? parameters.subarray(2) : parameters.subarray(1, -1);
  const data = Buffer.from(body)
    .toString("latin1")
    .replace(/\{[ABC]/gu, "");
  const width = barcodeBars(data, desk.barHeight).length;
  placeSymbol(desk, { kind: "barcode", data, width, height: desk.barHeight }, lineDots);
};

const cutSheet = (desk: Desk): void => {
  if (desk.line.length > 0) feedLine(desk);
  if (desk.sheet.y === 0 && desk.sheet.lines.length === 0) return;
  desk.slips.push(finishSheet(desk, true));
  if (desk.slips.length > slipsMax) desk.slips.shift();
  desk.sheet = newSheet();
};

type Act = (desk: Desk, parameters: Uint8Array) => void;
const word = (bytes: Uint8Array, at = 0): number => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
const signedWord = (bytes: Uint8Array): number => (word(bytes) << 16) >> 16;

/** What each command does to paper and modes; a command without an entry leaves no trace on paper. */
const acts: Readonly<Record<string, Act>> = {
  "ESC @": (desk) => {
    desk.style = plainStyle(desk.dots);
    desk.line = [];
    desk.x = 0;
  },
  "ESC !": (desk, [n = 0]) => {
    desk.style.bold = (n & 8) !== 0;
    desk.style.scaleY = (n & 16) !== 0 ? 2 : 1;
    desk.style.scaleX = (n & 32) !== 0 ? 2 : 1;
  },
  "GS !": (desk, [n = 0]) => {
    desk.style.scaleX = ((n >> 4) & 7) + 1;
    desk.style.scaleY = (n & 7) + 1;
  },
  "ESC E": (desk, [n = 0]) => {
    desk.style.bold = (n & 1) === 1;
  },
  "GS B": (desk, [n = 0]) => {
    desk.style.inverse = (n & 1) === 1;
  },
  "ESC a": (desk, [n = 0]) => {
    desk.style.align = n % 48;
  },
  "GS L": (desk, parameters) => {
    desk.style.left = word(parameters);
  },
  "GS W": (desk, parameters) => {
    desk.style.width = Math.min(word(parameters), desk.dots);
  },
  "ESC $": (desk, parameters) => {
    desk.x = word(parameters);
  },
  "ESC \\": (desk, parameters) => {
    desk.x = Math.max(0, desk.x + signedWord(parameters));
  },
  "ESC d": (desk, [n = 0]) => {
    for (let line = 0; line < n; line++) feedLine(desk);
  },
  "ESC J": (desk, [n = 0]) => feedLine(desk, n),
  "GS h": (desk, [n = 0]) => {
    desk.barHeight = n;
  },
  "GS v": (desk, parameters) =>
    placeBitmap(desk, parameters.slice(6), word(parameters, 2), word(parameters, 4)),
  "GS (": (desk, parameters) => {
    if (parameters[0] === 0x6b) qrOrder(desk, parameters);
  },
  "GS k": barcodeOrder,
  "GS V": cutSheet,
  "ESC i": cutSheet,
  "ESC m": cutSheet,
};

export const createPaper = (columns: number): Paper => {
  const dots = columns * cellDots;
  const desk: Desk = {
    dots,
    sheet: newSheet(),
    style: plainStyle(dots),
    line: [],
    x: 0,
    qr: { data: "", cell: 3 },
    barHeight: 72,
    slips: [],
    strange: [],
  };
  const total = (): number => desk.slips.reduce((sum, slip) => sum + slip.heightDots, desk.sheet.y);
  return {
    act: (command) => {
      const before = total();
      if (command.kind === "text") writeText(desk, command.bytes, command.chinese);
      else if (command.kind === "unknown")
        desk.strange.push(Buffer.from(command.bytes).toString("hex"));
      else if (command.kind === "order") acts[command.name]?.(desk, command.parameters);
      else if (command.code === 0x0a) feedLine(desk);
      return Math.max(0, total() - before) / dotsPerMm;
    },
    slips: () =>
      desk.sheet.lines.length === 0 ? desk.slips : [...desk.slips, finishSheet(desk, false)],
    unknown: () => desk.strange,
    reset: () => {
      acts["ESC @"]?.(desk, new Uint8Array(0));
    },
  };
};
