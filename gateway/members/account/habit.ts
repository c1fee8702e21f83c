// How often somebody comes: the classes of the house (忠实 常客 散客 回头客 过客 流失客) out of the account's own history.
import type { Account } from "../state.ts";
import { counted, lastTwelveMonths, sumOver } from "./progress.ts";
import { addDays } from "../../programme/dates.ts";

export type Habit = "loyal" | "regular" | "occasional" | "returned" | "passing" | "lost";

/** Away longer than this: lost, however often she came before. */
const lostDays = 180;

/** Visits in twelve months from which a class begins, the highest first. */
const ladder: readonly (readonly [visits: number, habit: Habit])[] = [
  [12, "loyal"],
  [6, "regular"],
  [3, "occasional"],
  [2, "returned"],
];

/** The last day with a visit that was not taken back. */
export const lastVisitOf = ({ history }: Pick<Account, "history">): string | undefined =>
  history.reduce<string | undefined>(
    (last, { on, what, quantity }) =>
      what === counted.visit && quantity > 0 && (last === undefined || on > last) ? on : last,
    undefined,
  );

/** undefined: has never come. */
export const habitOf = (account: Pick<Account, "history">, on: string): Habit | undefined => {
  const last = lastVisitOf(account);
  if (last === undefined) return undefined;
  if (last < addDays(on, -lostDays)) return "lost";
  const visits = sumOver(account.history, counted.visit, lastTwelveMonths(on));
  return ladder.find(([from]) => visits >= from)?.[1] ?? "passing";
};
