// How the command speaks: sentences to people, or one JSON object a line to a program that gave `--json`.
import type { Language, Speech } from "./verb.ts";

/** Where words go: results to stdout, complaints to stderr. */
export interface Outlets {
  readonly language: Language;
  readonly line: (text: string) => void;
  readonly errorLine: (text: string) => void;
}

/** To a program everything goes to stdout, a complaint as `{"error": {"code"?, "says"}}`. */
export const speechOn = ({ language, line, errorLine }: Outlets, asJson: boolean): Speech => {
  const json = (facts: object): void => line(JSON.stringify(facts));
  if (asJson)
    return {
      language,
      tell: json,
      line: () => undefined,
      errorLine: (says, code) => json({ error: { code, says } }),
    };
  return {
    language,
    tell: (_facts, ...sentences) => {
      for (const sentence of sentences) line(sentence);
    },
    line,
    errorLine: (says) => errorLine(says),
  };
};
