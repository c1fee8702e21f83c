// Amounts as people type and read them: minor units ↔ text. Integers only, no floats on the way.

/** `1234.5` → 123450; undefined for anything that is not an amount with at most two decimals. */
export const parseAmount = (text: string): number | undefined => {
  const match = /^(\d{1,9})(?:\.(\d{0,2}))?$/.exec(text.trim().replaceAll(",", ""));
  if (match === null) return undefined;
  return Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
};

/** 123450 → `1,234.50`; a loss carries a true minus sign. */
export const formatAmount = (minor: number): string => {
  const whole = Math.trunc(Math.abs(minor) / 100);
  const cents = String(Math.abs(minor) % 100).padStart(2, "0");
  return `${minor < 0 ? "−" : ""}${whole.toLocaleString("en-US")}.${cents}`;
};

/** 123450 → `1234.50`, for a field that is going to be edited. */
export const editableAmount = (minor: number): string =>
  `${Math.trunc(minor / 100)}.${String(minor % 100).padStart(2, "0")}`;
