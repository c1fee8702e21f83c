// A report as a table of cells: what the files and the printed page have in common.

/** Text, a whole number, or an amount with its digits: 1234 and 2 stand for 12.34. */
export type Cell =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "number"; readonly value: number; readonly digits: number }
  | { readonly kind: "blank" };

export interface Table {
  /** title, span, definition … above the head */
  readonly notes: readonly string[];
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  readonly foot?: readonly Cell[];
}

/** 1234 with two digits → "12.34"; whole numbers without floats. */
export const decimal = (value: number, digits: number): string => {
  if (digits === 0) return String(value);
  const whole = String(Math.abs(value)).padStart(digits + 1, "0");
  return `${value < 0 ? "-" : ""}${whole.slice(0, -digits)}.${whole.slice(-digits)}`;
};
