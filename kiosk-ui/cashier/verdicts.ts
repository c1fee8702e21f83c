// What became of what this till sold while head office was away, in words: how much waits for its
// confirmation, how much was confirmed since, and what a person has to see.
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import type { EventData } from "../../gateway/protocol/events.ts";
import { formatAmount } from "../charts/cashier/amount.ts";
import { exceptionName } from "../office/exception-names.ts";
import type { Language } from "./words.ts";

type Verdict = EventData<"sync.verdict">;

/** Exceptions named one by one; more are counted. */
const namedMax = 3;

const words = {
  "zh-CN": {
    waiting: (count: number) => `${count} 笔待总部确认`,
    confirmed: (count: number) => `总部已确认 ${count} 笔`,
    wrong: (count: number, names: string) => `${count} 笔有异常：${names}，请经理到办公页处理`,
    between: "、",
    seen: "知道了",
  },
  en: {
    waiting: (count: number) => `${count} to be confirmed by head office`,
    confirmed: (count: number) => `Head office has confirmed ${count}`,
    wrong: (count: number, names: string) => `${count} need a manager in the office: ${names}`,
    between: ", ",
    seen: "Got it",
  },
} as const;

export interface Verdicts {
  /** Undefined where there is nothing to say. */
  says(language: Language): { readonly text: string; readonly isWrong: boolean } | undefined;
  seenWord(language: Language): string;
  /** Somebody has read it: only what still waits is said again. */
  seen(): void;
}

/** Follows this till's own entries; `changed` is called after each word about one. */
export const followVerdicts = (
  client: Pick<TallygateClient, "on">,
  changed: () => void,
): Verdicts => {
  const waiting = new Set<string>();
  let confirmed = 0;
  let wrong: readonly Verdict["exceptions"][number][] = [];

  client.on("sync.verdict", ({ data }) => {
    if (data.verdict === "provisional") waiting.add(data.entry);
    else {
      if (waiting.delete(data.entry) && data.verdict === "final") confirmed += 1;
      wrong = [...wrong, ...data.exceptions];
    }
    changed();
  });

  const nameOf = (one: Verdict["exceptions"][number], language: Language): string => {
    const name = exceptionName(one.kind, language);
    return one.amount === undefined ? name : `${name} ${formatAmount(one.amount)}`;
  };
  return {
    says: (language) => {
      const say = words[language];
      const named = wrong.slice(0, namedMax).map((one) => nameOf(one, language));
      const sentences = [
        ...(waiting.size === 0 ? [] : [say.waiting(waiting.size)]),
        ...(confirmed === 0 ? [] : [say.confirmed(confirmed)]),
        ...(wrong.length === 0 ? [] : [say.wrong(wrong.length, named.join(say.between))]),
      ];
      if (sentences.length === 0) return undefined;
      return { text: sentences.join(" · "), isWrong: wrong.length > 0 };
    },
    seenWord: (language) => words[language].seen,
    seen: () => {
      confirmed = 0;
      wrong = [];
      changed();
    },
  };
};
