// A fact of the journal as one line of text, whatever it is.

export const factText = (value: unknown): string =>
  typeof value === "string" ? value : (JSON.stringify(value) ?? "");
