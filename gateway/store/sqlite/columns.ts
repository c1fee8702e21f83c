// Reads a column as the type the schema gives it. Anything else is a bug or a damaged file.
import type { SqlValue } from "./database.ts";

export const text = (value: SqlValue | undefined): string => {
  if (typeof value !== "string") throw new TypeError("the database holds no text here");
  return value;
};

export const integer = (value: SqlValue | undefined): number => {
  if (typeof value !== "number") throw new TypeError("the database holds no number here");
  return value;
};
