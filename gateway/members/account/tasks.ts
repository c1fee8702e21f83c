// Tasks: a goal reached gives its rewards once in its period. The programme says what is due; that it was
// given is remembered here.
import type { Stage, TaskReward } from "../../programme/format.ts";
import { type TaskTerms, tasksAt } from "../../programme/tasks.ts";
import { earnBenefit } from "../benefit/earned.ts";
import { planGrants } from "../card/grants.ts";
import type { Context } from "../contract.ts";
import { happened } from "../evolver.ts";
import type { Account } from "../state.ts";
import type { Book } from "./book.ts";
import type { BenefitUsed } from "./events.ts";
import { accountFacts, type Holder } from "./facts.ts";
import { tierCycle } from "./progress.ts";
import { raisedTo } from "./tier.ts";

/** The period in which a task counts once, as a word. */
const periodOf = (context: Context, account: Account, every: TaskTerms["every"]): string => {
  const on = context.moment.businessDate;
  switch (every) {
    case undefined:
      return "ever";
    case "day":
      return on;
    case "month":
      return on.slice(0, 7);
    case "quarter":
      return `${on.slice(0, 4)}Q${Math.ceil(Number(on.slice(5, 7)) / 3)}`;
    case "year":
      return on.slice(0, 4);
    case "cycle":
      return tierCycle(context.programme, account, on).from;
  }
};

const give = (
  book: Book,
  context: Context,
  given: { readonly reward: TaskReward; readonly rule: string },
): void => {
  const { reward, rule } = given;
  if ("grant" in reward) {
    const { asset, qty } = reward.grant;
    planGrants(book, context, { grants: [{ asset, quantity: qty, rule }], source: rule });
  } else if ("tier" in reward) {
    book.happen(raisedTo(context, book, { ...reward.tier, rule }));
  } else {
    earnBenefit(book, { benefit: reward.benefit, rule, on: context.moment.businessDate });
  }
};

/** Gives what the tasks of a stage have earned and were not given yet in their period. */
export const completeTasks = (
  book: Book,
  context: Context,
  at: { readonly holder: Holder; readonly stage: Stage },
): void => {
  if (!context.programme.rulesAt(at.stage).some((rule) => rule.then.task !== undefined)) return;
  const facts = accountFacts(context, { ...at.holder, account: book.account });
  for (const task of tasksAt(context.programme, at.stage, facts)) {
    const code = `task:${task.rule}`;
    const period = periodOf(context, book.account, task.every);
    if (!task.met || book.account.benefitsUsed[`${code}:${period}`] !== undefined) continue;
    book.happen([happened<BenefitUsed>({ type: "BenefitUsed", account: book.id, code, period })]);
    for (const reward of task.rewards) give(book, context, { reward, rule: task.rule });
  }
};
