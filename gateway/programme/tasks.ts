// Tasks (stay three times this quarter, earn 200 points) and what the close of a day gives by itself.
// Says what is due; remembering what was given is the account's business.
import type { Programme } from "./compile.ts";
import type { Benefit, Facts, Grant } from "./contract.ts";
import { grantsOf } from "./earn.ts";
import type { Stage, TaskReward } from "./format.ts";
import { failingFact, matches } from "./match.ts";

export interface TaskTerms {
  readonly rule: string;
  readonly cite?: string;
  /** the goal is reached by these facts */
  readonly met: boolean;
  /** the first fact of the goal that is not there yet */
  readonly missing?: string;
  /** how often it may be completed; absent = once ever */
  readonly every?: "day" | "month" | "quarter" | "year" | "cycle";
  readonly rewards: readonly TaskReward[];
}

/** Tasks open to these facts (their `when` holds), reached or not, in file order. */
export const tasksAt = (programme: Programme, stage: Stage, facts: Facts): readonly TaskTerms[] =>
  programme.rulesAt(stage).flatMap((rule): readonly TaskTerms[] => {
    const task = rule.then.task;
    if (task === undefined || !matches(rule.when, facts)) return [];
    const missing = failingFact(task.goal, facts);
    return [
      {
        rule: rule.id,
        ...(rule.cite === undefined ? {} : { cite: rule.cite }),
        met: missing === undefined,
        ...(missing === undefined ? {} : { missing }),
        ...(task.every === undefined ? {} : { every: task.every }),
        rewards: [task.reward].flat(),
      },
    ];
  });

export interface CloseTerms {
  readonly grants: readonly Grant[];
  readonly benefits: readonly { readonly benefit: Benefit; readonly rule: string }[];
  readonly tasks: readonly TaskTerms[];
}

/** What the close of a business day gives this account beside credits and tiers. */
export const closeTerms = (programme: Programme, facts: Facts): CloseTerms => {
  const acting = programme.rulesAt("close").filter((rule) => matches(rule.when, facts));
  return {
    grants: grantsOf(acting),
    benefits: acting.flatMap(({ id, then: { benefit } }) =>
      benefit === undefined ? [] : [{ benefit, rule: id }],
    ),
    tasks: tasksAt(programme, "close", facts),
  };
};
