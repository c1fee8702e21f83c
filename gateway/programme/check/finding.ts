// What a check says: the level, a stable code, the place and a sentence.

/** One thing the checker found. `error` forbids use, `warning` and `note` only speak. */
export interface Finding {
  readonly level: "error" | "warning" | "note";
  /** stable word for the kind of finding, e.g. `unknown_fact` */
  readonly code: string;
  /** JSON pointer into the file */
  readonly at: string;
  /** line of the file text, from 1, when the text was given */
  readonly line?: number;
  readonly message: string;
  /** for legal findings: the text relied on */
  readonly source?: string;
}

type Say = (code: string, at: string, message: string) => Finding;

export const error: Say = (code, at, message) => ({ level: "error", code, at, message });
export const warning: Say = (code, at, message) => ({ level: "warning", code, at, message });
export const note: Say = (code, at, message) => ({ level: "note", code, at, message });

/** JSON pointer (RFC 6901) of the members given. */
export const pointer = (...members: readonly (string | number)[]): string =>
  members
    .map((member) => `/${String(member).replaceAll("~", "~0").replaceAll("/", "~1")}`)
    .join("");
