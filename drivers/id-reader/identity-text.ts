// The text part of a second-generation identity card: fixed fields in UTF-16LE, and the number's own check.

export interface Identity {
  readonly name: string;
  readonly sex: "male" | "female" | "unknown";
  /** code of GB/T 3304, two digits */
  readonly nation: string;
  /** yyyy-mm-dd */
  readonly bornOn: string;
  readonly address: string;
  readonly number: string;
  readonly authority: string;
  readonly validFrom: string;
  /** absent: for life */
  readonly validTo?: string;
}

const fields = [
  ["name", 30],
  ["sex", 2],
  ["nation", 4],
  ["born", 16],
  ["address", 70],
  ["number", 36],
  ["authority", 30],
  ["from", 16],
  ["to", 16],
] as const;

type Field = (typeof fields)[number][0];

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkSigns = "10X98765432";

/** GB 11643: the last sign of the number follows from the first seventeen. */
export const isIdentityNumber = (number: string): boolean => {
  if (!/^\d{17}[\dX]$/u.test(number)) return false;
  const sum = weights.reduce((total, weight, at) => total + weight * Number(number[at]), 0);
  return checkSigns[sum % 11] === number[17];
};

const day = (text: string): string | undefined => {
  const match = /^(\d{4})(\d{2})(\d{2})$/u.exec(text);
  return match === null ? undefined : `${match[1]}-${match[2]}-${match[3]}`;
};

/** The fields of 256 bytes; undefined when they are not a card's (wrong length, dates or number). */
export const parseIdentityText = (text: Uint8Array): Identity | undefined => {
  if (text.length < 220) return undefined;
  const values = new Map<Field, string>();
  let at = 0;
  for (const [field, bytes] of fields) {
    const raw = Buffer.from(text.subarray(at, at + bytes)).toString("utf16le");
    values.set(field, raw.replaceAll("\u0000", "").trim());
    at += bytes;
  }
  const value = (field: Field): string => values.get(field) ?? "";
  const bornOn = day(value("born"));
  const validFrom = day(value("from"));
  const validTo = day(value("to"));
  if (bornOn === undefined || validFrom === undefined) return undefined;
  if (!isIdentityNumber(value("number"))) return undefined;
  const sexes: Readonly<Record<string, Identity["sex"]>> = { "1": "male", "2": "female" };
  return {
    name: value("name"),
    sex: sexes[value("sex")] ?? "unknown",
    nation: value("nation"),
    bornOn,
    address: value("address"),
    number: value("number"),
    authority: value("authority"),
    validFrom,
    ...(validTo === undefined ? {} : { validTo }),
  };
};
