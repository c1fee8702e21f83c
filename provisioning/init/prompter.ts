// Asks the technician: at the keyboard, or out of a file of answers. A question nobody can answer ends the step.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { type Says, type Speech, UsageError } from "../verb.ts";

/** Nobody is there to answer; `id` names the line that a file of answers needs. */
export class Unanswered extends Error {
  readonly code = "unanswered";
  readonly retryable = true;
  readonly id: string;
  constructor(id: string) {
    super(`no answer to ${id}`);
    this.name = "Unanswered";
    this.id = id;
  }
}

export interface Prompter {
  /** `usual` is what an empty line means; without one an answer is needed. Throws Unanswered. */
  readonly ask: (id: string, question: Says, usual?: string) => Promise<string>;
  /** questions asked so far */
  readonly asked: () => number;
}

/** Throws UsageError where nobody could read it. */
const jsonIn = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (fault) {
    const why = fault instanceof Error ? fault.message : String(fault);
    throw new UsageError({
      zh: `--answers 读不出 JSON：${why}`,
      en: `--answers takes a JSON file: ${why}`,
    });
  }
};

const answersIn = (file: string | undefined): Readonly<Record<string, string>> => {
  if (file === undefined) return {};
  const value = jsonIn(file);
  return Object.fromEntries(
    Object.entries(Object(value) as object).map(([id, answer]) => [id, String(answer)]),
  );
};

export const createPrompter = (
  { language }: Pick<Speech, "language">,
  {
    answers,
    isInteractive,
  }: { readonly answers: string | undefined; readonly isInteractive: boolean },
): Prompter => {
  const given = answersIn(answers);
  let count = 0;
  const atKeyboard = async (question: string): Promise<string> => {
    const keyboard = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return (await keyboard.question(question)).trim();
    } finally {
      keyboard.close();
    }
  };
  return {
    asked: () => count,
    ask: async (id, question, usual) => {
      const known = given[id];
      if (known !== undefined) return known;
      if (!isInteractive) {
        if (usual !== undefined) return usual;
        throw new Unanswered(id);
      }
      count += 1;
      const answer = await atKeyboard(
        `${question[language]}${usual === undefined ? "" : ` [${usual}]`} `,
      );
      if (answer !== "") return answer;
      if (usual === undefined) throw new Unanswered(id);
      return usual;
    },
  };
};
