// What one verb of the `tallygate` command is. One file a verb; the list of them is verbs.ts.

export type Language = "zh" | "en";

/** A sentence in both languages of the command line. */
export interface Says {
  readonly zh: string;
  readonly en: string;
}

/** Where a verb speaks. Lines go to stdout, complaints to stderr; `errorLine` never holds secrets. */
export interface Speech {
  readonly language: Language;
  readonly line: (text: string) => void;
  readonly errorLine: (text: string) => void;
}

export interface Verb {
  /** words after `tallygate`, e.g. `programme test` */
  readonly name: string;
  /** arguments as in help, e.g. `PROGRAMME.json [CASES.json …]` */
  readonly usage: string;
  readonly says: Says;
  /** Exit code: 0 done, 1 done with findings or failed, 2 wrong arguments. */
  readonly run: (args: readonly string[], speech: Speech) => Promise<number>;
}

/** Thrown by a verb for arguments it cannot use; becomes a sentence and exit code 2. */
export class UsageError extends Error {
  readonly says: Says;
  constructor(says: Says) {
    super(says.en);
    this.name = "UsageError";
    this.says = says;
  }
}
