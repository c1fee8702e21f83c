// What the import wizard knows of a list besides its rows: its name for ever, its fields' titles, what was refused.
import type { ImportField } from "../charts/office/import-row.ts";
import type { Word } from "./words.ts";

export interface Refused {
  readonly row: number;
  readonly what: string;
  readonly at: string;
}

export const fieldWords: Readonly<Record<ImportField, Word>> = {
  name: "import.name",
  phone: "import.phone",
  sex: "import.sex",
  birthday: "import.birthday",
  identity: "import.identity",
  city: "import.city",
  marketing: "import.marketing",
};
/** Faults and refusals shown; all of them are in the file to save. */
export const shownMax = 50;
export const placeKept = "office.import.";

/** The same file is the same list: a run that broke off goes on under its name. */
export const listOf = ({ name, size, lastModified }: File): string => {
  const text = `${name} ${size} ${lastModified}`;
  let hash = 7;
  for (const sign of text) hash = (hash * 31 + (sign.codePointAt(0) ?? 0)) % 2_147_483_647;
  return `list-${hash.toString(36)}-${size.toString(36)}-${lastModified.toString(36)}`;
};
