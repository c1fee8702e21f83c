// What a scanner types: lines of text, with or without an AIM symbology identifier in front.

export interface ScannedCode {
  readonly code: string;
  readonly symbology?: string;
}

/** Longer than any QR of a member or voucher; what is longer is noise and is dropped whole. */
const lineMaxBytes = 4096;

/** AIM identifier `]cm` (ISO/IEC 15424) → symbology; the modifier says GS1 where it does. */
const aimSymbologies: Readonly<Record<string, string>> = {
  A: "code39",
  C: "code128",
  E: "ean13",
  F: "codabar",
  G: "code93",
  I: "itf",
  L: "pdf417",
  Q: "qr",
  d: "datamatrix",
  e: "databar",
  z: "aztec",
};
const gs1Identifiers = new Set(["]C1", "]e0", "]d2", "]Q3", "]J1"]);

/** One line as a code. An unknown identifier is kept as part of the code: a wrong guess would alter data. */
export const parseCodeLine = (line: string): ScannedCode | undefined => {
  const text = line.trim();
  if (text === "") return undefined;
  const aim = /^\](.)(\w)/u.exec(text);
  const symbology = aim?.[1] === undefined ? undefined : aimSymbologies[aim[1]];
  if (aim === null || symbology === undefined) return { code: text };
  const code = text.slice(3);
  if (code === "") return undefined;
  if (aim[0] === "]E4") return { code, symbology: "ean8" };
  return { code, symbology: gs1Identifiers.has(aim[0]) ? `gs1-${symbology}` : symbology };
};

/** Cuts bytes at CR, LF or both. Text is UTF-8, else GB18030 (phones and Chinese scanners send either). */
export const createCodeLineReader = (
  onCode: (code: ScannedCode) => void,
): ((bytes: Uint8Array) => void) => {
  let held: number[] = [];
  let tooLong = false;
  const decode = (bytes: Uint8Array): string => {
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      return new TextDecoder("gb18030").decode(bytes);
    }
  };
  return (bytes) => {
    for (const byte of bytes) {
      if (byte !== 0x0a && byte !== 0x0d) {
        if (held.length < lineMaxBytes) held.push(byte);
        else tooLong = true;
        continue;
      }
      const code = tooLong ? undefined : parseCodeLine(decode(Uint8Array.from(held)));
      held = [];
      tooLong = false;
      if (code !== undefined) onCode(code);
    }
  };
};
