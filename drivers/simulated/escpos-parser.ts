// ESC/POS bytes → commands, as a printer's own interpreter cuts them. Knows the alphabet, not what is done with it.

export type EscposCommand =
  | { readonly kind: "text"; readonly bytes: Uint8Array; readonly chinese: boolean }
  | { readonly kind: "control"; readonly code: number }
  /** two-letter command such as `ESC a` with its parameter bytes */
  | { readonly kind: "order"; readonly name: string; readonly parameters: Uint8Array }
  | { readonly kind: "unknown"; readonly bytes: Uint8Array };

const lead: Readonly<Record<number, string>> = { 0x10: "DLE", 0x1b: "ESC", 0x1c: "FS", 0x1d: "GS" };

/** Fixed numbers of parameter bytes. */
const fixedLengths: Readonly<Record<string, number>> = {
  "ESC @": 0, "ESC 2": 0, "ESC <": 0, "ESC i": 0, "ESC m": 0, "ESC L": 0, "ESC S": 0,
  "ESC !": 1, "ESC SP": 1, "ESC -": 1, "ESC 3": 1, "ESC =": 1, "ESC E": 1, "ESC G": 1,
  "ESC J": 1, "ESC M": 1, "ESC R": 1, "ESC V": 1, "ESC a": 1, "ESC d": 1, "ESC e": 1,
  "ESC t": 1, "ESC {": 1, "ESC r": 1, "ESC U": 1, "ESC T": 1,
  "ESC $": 2, "ESC \\": 2, "ESC c": 2, "ESC p": 3, "ESC B": 2,
  "FS &": 0, "FS .": 0, "FS !": 1, "FS -": 1, "FS C": 1, "FS W": 1, "FS S": 2, "FS p": 2,
  "GS !": 1, "GS B": 1, "GS H": 1, "GS a": 1, "GS b": 1, "GS f": 1, "GS h": 1, "GS r": 1,
  "GS w": 1, "GS I": 1, "GS j": 1, "GS T": 1, "GS L": 2, "GS W": 2, "GS P": 2, "GS $": 2,
  "GS \\": 2, "GS /": 1, "GS :": 0,
  "DLE EOT": 1, "DLE ENQ": 1, "DLE DC4": 3,
}; // prettier-ignore

const named: Readonly<Record<number, string>> = {
  0x04: "EOT",
  0x05: "ENQ",
  0x14: "DC4",
  0x20: "SP",
};

const word = (bytes: Uint8Array, at: number): number =>
  (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);

/** Length of the parameters at `at`; undefined = more bytes are needed; -1 = no such command. */
const parameterLength = (name: string, bytes: Uint8Array, at: number): number | undefined => {
  const fixed = fixedLengths[name];
  if (fixed !== undefined) return fixed;
  const have = bytes.length - at;
  const needs = (count: number): boolean => have < count;
  switch (name) {
    case "GS V":
      if (needs(1)) return undefined;
      return [65, 66, 97, 98, 103, 104].includes(bytes[at] ?? 0) ? 2 : 1;
    case "GS (":
    case "FS (":
    case "ESC (":
      return needs(3) ? undefined : 3 + word(bytes, at + 1);
    case "GS 8":
      return needs(5) ? undefined : 5 + word(bytes, at + 1) + word(bytes, at + 3) * 0x10000;
    case "GS v":
      return needs(6) ? undefined : 6 + word(bytes, at + 2) * word(bytes, at + 4);
    case "ESC *":
      return needs(3) ? undefined : 3 + word(bytes, at + 1) * ((bytes[at] ?? 0) >= 32 ? 3 : 1);
    case "GS *":
      return needs(2) ? undefined : 2 + (bytes[at] ?? 0) * (bytes[at + 1] ?? 0) * 8;
    case "GS k": {
      if (needs(2)) return undefined;
      if ((bytes[at] ?? 0) >= 65) return 2 + (bytes[at + 1] ?? 0);
      const end = bytes.indexOf(0, at + 1);
      return end < 0 ? undefined : end - at + 1;
    }
    case "ESC D": {
      const end = bytes.indexOf(0, at);
      return end < 0 ? undefined : end - at + 1;
    }
    default:
      return -1;
  }
};

const isControl = (byte: number): boolean => byte < 0x20;

export interface EscposParser {
  /** Takes bytes and gives the next complete command, or undefined until more arrive. */
  readonly next: () => EscposCommand | undefined;
  readonly push: (bytes: Uint8Array) => void;
  /** Bytes that are held and not yet a command. */
  readonly held: () => number;
  readonly clear: () => void;
}

/** One run of text: ASCII, or a character of GB18030 with two or four bytes; undefined = more are needed. */
const textLength = (bytes: Uint8Array, chinese: boolean): number | undefined => {
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    if (isControl(byte)) break;
    if (!chinese || byte < 0x81 || byte > 0xfe) {
      at += 1;
      continue;
    }
    const second = bytes[at + 1];
    if (second === undefined) break;
    const size = second >= 0x30 && second <= 0x39 ? 4 : 2;
    if (at + size > bytes.length) break;
    at += size;
  }
  return at === 0 ? undefined : at;
};

export const createEscposParser = (): EscposParser => {
  let held: Uint8Array = new Uint8Array(0);
  let chinese = false;

  const take = (length: number): Uint8Array => {
    const taken = held.slice(0, length);
    held = held.subarray(length);
    return taken;
  };

  const order = (): EscposCommand | undefined => {
    const [first = 0, second] = held;
    if (second === undefined) return undefined;
    const name = `${lead[first] ?? ""} ${named[second] ?? String.fromCharCode(second)}`;
    const length = parameterLength(name, held, 2);
    if (length === undefined || held.length < 2 + Math.max(length, 0)) return undefined;
    if (length < 0) return { kind: "unknown", bytes: take(2) };
    const parameters = take(2 + length).slice(2);
    if (name === "FS &") chinese = true;
    if (name === "FS ." || name === "ESC @") chinese = false;
    return { kind: "order", name, parameters };
  };

  return {
    push: (bytes) => {
      held = held.length === 0 ? Uint8Array.from(bytes) : Uint8Array.from([...held, ...bytes]);
    },
    next: () => {
      const first = held[0];
      if (first === undefined) return undefined;
      if (lead[first] !== undefined) return order();
      if (isControl(first)) {
        take(1);
        return { kind: "control", code: first };
      }
      const length = textLength(held, chinese);
      return length === undefined ? undefined : { kind: "text", bytes: take(length), chinese };
    },
    held: () => held.length,
    clear: () => {
      held = new Uint8Array(0);
      chinese = false;
    },
  };
};
