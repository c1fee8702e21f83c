// Star bytes (Line Mode and StarPRNT) → the commands of the simulated paper, as the printer's interpreter cuts them.
// What the paper knows under an ESC/POS name is given under it; the rest keeps the name that Star gives it.
import iconv from "iconv-lite";
import type { EscposCommand, EscposParser } from "./escpos-parser.ts";

const cellDots = 12;
const linesOfBand = 24;

const order = (name: string, ...parameters: readonly number[]): EscposCommand => ({
  kind: "order",
  name,
  parameters: Uint8Array.from(parameters),
});
const word = (value: number): readonly number[] => [value & 0xff, value >> 8];

/** Parameters behind a command's name: how many, and what the paper is told. */
interface Rule {
  readonly length: (rest: Uint8Array) => number | undefined;
  readonly means: (parameters: Uint8Array) => EscposCommand;
}
const fixed = (length: number, means: Rule["means"]): Rule => ({ length: () => length, means });
const silent = (name: string, length: number): Rule =>
  fixed(length, (parameters) => order(name, ...parameters));

/** Needs so many bytes before the length can be told. */
const after =
  (least: number, length: (rest: Uint8Array) => number) =>
  (rest: Uint8Array): number | undefined =>
    rest.length < least ? undefined : length(rest);
const at = (bytes: Uint8Array, index: number): number => bytes[index] ?? 0;

const bitmap = (bytesWide: number, lines: number, bits: Uint8Array): EscposCommand =>
  order("GS v", 0x30, 0, ...word(bytesWide), ...word(lines), ...bits);

/** ESC b n1 n2 n3 n4 data RS: kind, line of digits, module width, height. */
const barcode: Rule = {
  length: (rest) => {
    const end = rest.indexOf(0x1e, 4);
    return end < 0 ? undefined : end + 1;
  },
  means: (parameters) => {
    const data = parameters.subarray(4, -1);
    // `%0` is how Star writes the per cent sign in CODE128.
    const text = Buffer.from(data).toString("latin1").replaceAll("%0", "%");
    return order("GS k", 73, text.length, ...Buffer.from(text, "latin1"));
  },
};

/** Longest name first: `ESC GS a` before `ESC GS`. Names are the bytes behind ESC. */
const rules: readonly (readonly [string, Rule])[] = [
  ["\x1d)U", { length: after(2, (rest) => 2 + at(rest, 0) + at(rest, 1) * 256), means: (p) => order("ESC GS ) U", ...p) }],
  ["\x1da", fixed(1, ([n = 0]) => order("ESC a", n))],
  ["\x1dA", fixed(2, (p) => order("ESC $", ...p))],
  ["\x1dR", fixed(2, (p) => order("ESC \\", ...p))],
  ["\x1dt", silent("ESC GS t", 1)],
  ["\x1d\x03", silent("ESC GS ETX", 3)],
  [
    "\x1dS",
    {
      length: after(5, (rest) => 6 + (at(rest, 1) + at(rest, 2) * 256) * (at(rest, 3) + at(rest, 4) * 256)),
      means: (p) => bitmap(at(p, 1) + at(p, 2) * 256, at(p, 3) + at(p, 4) * 256, p.subarray(6)),
    },
  ],
  ["\x1ea", silent("ESC RS a", 1)],
  ["\x1eE", silent("ESC RS E", 1)],
  ["\x1eF", silent("ESC RS F", 1)],
  ["\x1eR", silent("ESC RS R", 1)],
  ["\x06\x01", silent("ESC ACK SOH", 0)],
  ["\x07", silent("ESC BEL", 2)],
  ["@", silent("ESC @", 0)],
  [" ", silent("ESC SP", 1)],
  ["s", silent("ESC s", 2)],
  ["z", silent("ESC z", 1)],
  ["0", silent("ESC 0", 0)],
  ["l", fixed(1, ([n = 0]) => order("star left", n))],
  ["Q", fixed(1, ([n = 0]) => order("star right", n))],
  ["-", fixed(1, ([n = 0]) => order("ESC -", n))],
  ["E", fixed(0, () => order("ESC E", 1))],
  ["F", fixed(0, () => order("ESC E", 0))],
  ["4", fixed(0, () => order("GS B", 1))],
  ["5", fixed(0, () => order("GS B", 0))],
  ["i", fixed(2, ([high = 0, wide = 0]) => order("GS !", (wide << 4) | high))],
  ["d", fixed(1, () => order("GS V", 0x42, 0))],
  ["b", barcode],
  [
    "k",
    {
      // The line feed behind a band moves the paper by the band alone: it is part of it here.
      length: after(2, (rest) => 2 + (at(rest, 0) + at(rest, 1) * 256) * linesOfBand + 1),
      means: (p) => bitmap(at(p, 0) + at(p, 1) * 256, linesOfBand, p.subarray(2, -1)),
    },
  ],
]; // prettier-ignore

const escape = 0x1b;
const bareCommands: Readonly<Record<number, string>> = {
  0x00: "NUL",
  0x04: "EOT",
  0x07: "BEL",
  0x0f: "SI",
  0x12: "DC2",
  0x17: "ETB",
  0x19: "EM",
  0x1a: "SUB",
  0x1c: "FS",
};

const startsWith = (bytes: Uint8Array, name: string): boolean =>
  name.length <= bytes.length &&
  Buffer.from(bytes.subarray(0, name.length)).equals(Buffer.from(name, "latin1"));

/** Left and right ends of the print area are columns of the line: the paper takes dots and a width. */
const areaOf = (left: number, right: number): EscposCommand[] => [
  order("GS L", ...word(left * cellDots)),
  order("GS W", ...word(Math.max(0, right - left) * cellDots)),
];

/** Text that ends before a character does waits for the rest of it. */
const textLength = (bytes: Uint8Array, isUnicode: boolean): number => {
  let end = 0;
  while (end < bytes.length) {
    const byte = at(bytes, end);
    if (byte < 0x20) break;
    const size = isUnicode
      ? byte < 0x80 ? 1 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      : byte < 0x81 ? 1 : 2; // prettier-ignore
    if (end + size > bytes.length) break;
    end += size;
  }
  return end;
};

/** What earlier commands mean for later ones: how text is read, and where the print area begins. */
const createModes = () => {
  let isUnicode = false;
  let left = 0;
  return {
    isUnicode: () => isUnicode,
    reset: (): void => {
      isUnicode = false;
    },
    /** What the paper is to be told for one command of Star's. */
    meet: (command: EscposCommand): readonly EscposCommand[] => {
      if (command.kind !== "order") return [command];
      const [first = 0, , , fourth = 0] = command.parameters;
      switch (command.name) {
        case "ESC GS ) U":
          if (command.parameters[2] === 0x30) isUnicode = fourth === 1;
          return [command];
        case "ESC @":
          isUnicode = false;
          return [command];
        case "star left":
          left = first;
          return [];
        case "star right":
          return areaOf(left, first);
        default:
          return [command];
      }
    },
  };
};

export const createStarParser = (): EscposParser => {
  let held: Uint8Array = new Uint8Array(0);
  const modes = createModes();
  let pending: EscposCommand[] = [];

  const take = (length: number): Uint8Array => {
    const taken = held.slice(0, length);
    held = held.subarray(length);
    return taken;
  };

  const escaped = (): EscposCommand | undefined => {
    const body = held.subarray(1);
    const rule = rules.find(([name]) => startsWith(body, name));
    if (rule === undefined) {
      const mayGrow = rules.some(([name]) =>
        startsWith(Buffer.from(name, "latin1"), Buffer.from(body).toString("latin1")),
      );
      return mayGrow ? undefined : { kind: "unknown", bytes: take(2) };
    }
    const [name, { length, means }] = rule;
    const rest = body.subarray(name.length);
    const size = length(rest);
    if (size === undefined || rest.length < size) return undefined;
    const command = means(take(1 + name.length + size).subarray(1 + name.length));
    const [first, ...others] = modes.meet(command);
    pending = others;
    return first ?? next();
  };

  const text = (): EscposCommand | undefined => {
    const length = textLength(held, modes.isUnicode());
    if (length === 0) return undefined;
    const bytes = take(length);
    const inFont = modes.isUnicode()
      ? iconv.encode(Buffer.from(bytes).toString("utf8"), "gb18030")
      : bytes;
    return { kind: "text", bytes: inFont, chinese: true };
  };

  const next = (): EscposCommand | undefined => {
    const waiting = pending.shift();
    if (waiting !== undefined) return waiting;
    const first = held[0];
    if (first === undefined) return undefined;
    if (first === escape) return escaped();
    if (first >= 0x20) return text();
    take(1);
    const bare = bareCommands[first];
    return bare === undefined ? { kind: "control", code: first } : order(bare);
  };

  return {
    push: (bytes) => {
      held = Buffer.concat([held, bytes]);
    },
    next,
    held: () => held.length,
    clear: () => {
      held = new Uint8Array(0);
      modes.reset();
      pending = [];
    },
  };
};
