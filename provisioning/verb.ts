// What one verb of the `tallygate` command is. One file a verb; the list of them is verbs.ts.

export type Language = "zh" | "en";

/** A sentence in both languages of the command line. */
export interface Says {
  readonly zh: string;
  readonly en: string;
}

/** How a verb speaks; whether to people or to a program is decided before it runs. Nothing said holds secrets. */
export interface Speech {
  readonly language: Language;
  /**
   * A result: `facts` for programs, as one line of JSON, or the sentences, a line each, for people. Facts have English
   * names in camelCase and plain units: milliseconds, bytes, minor units of a currency.
   */
  readonly tell: (facts: object, ...sentences: readonly string[]) => void;
  /** For people alone. */
  readonly line: (text: string) => void;
  /** A complaint as people read it, and the code that programs and documents know it by. */
  readonly errorLine: (says: string, code?: string) => void;
}

export interface Verb {
  /** words after `tallygate`, e.g. `programme test` */
  readonly name: string;
  /** arguments as in help, e.g. `PROGRAMME.json [CASES.json …]` */
  readonly usage: string;
  /** No `--json`: it prints another file format, or only a unit runs it and nobody reads it. */
  readonly hasOwnFormat?: true;
  readonly says: Says;
  /** Exit code: 0 done, 1 done with findings or failed, 2 wrong arguments. */
  readonly run: (args: readonly string[], speech: Speech) => Promise<number>;
}

/** Arguments as help, manual and completion show them. */
export const usageOf = ({ usage, hasOwnFormat }: Verb): string =>
  hasOwnFormat === true ? usage : `${usage} [--json]`.trimStart();

/** Thrown by a verb for arguments it cannot use; becomes a sentence and exit code 2. */
export class UsageError extends Error {
  readonly says: Says;
  constructor(says: Says) {
    super(says.en);
    this.name = "UsageError";
    this.says = says;
  }
}
