// What kind of customer somebody is, from the days she came: shown to the cashier, asked by segments. Pure.
import { addDays, dayNumber } from "../../programme/dates.ts";
import type { ProgressRow } from "../state.ts";
import { counted, sumOver } from "./progress.ts";

/** loyal 忠实 · regular 常客 · returning 回头 · passing 过客 · casual 散客 · lapsed 流失 */
export type CustomerClass = "loyal" | "regular" | "returning" | "passing" | "casual" | "lapsed";

/** Visits within a year from which somebody belongs to the class. */
export const classVisits = { loyal: 12, regular: 4, returning: 2, passing: 1 } as const;

/** A guest is given up who has come so often, and now stays away for twice her usual interval and for so many days. */
export const lapse = { visits: 3, intervals: 2, days: 14 } as const;

export interface Custom {
  readonly class: CustomerClass;
  /** within the year that ends today */
  readonly visits: number;
  readonly lastVisit?: string;
}

const daysBetween = (from: string, to: string): number => dayNumber(to) - dayNumber(from);

const isVisit = ({ what, quantity }: ProgressRow): boolean =>
  what === counted.visit && quantity > 0;

/** The last day with a visit, however long ago; undefined: has never come. */
export const lastVisitOf = (history: readonly ProgressRow[]): string | undefined =>
  history
    .filter(isVisit)
    .map(({ on }) => on)
    .toSorted()
    .at(-1);

/** `history`: an account's dated rows; `today`: a business date. */
export const customOf = (history: readonly ProgressRow[], today: string): Custom => {
  const year = { from: addDays(today, -364), to: today };
  const visits = sumOver(history, counted.visit, year);
  const came = history.filter((row) => isVisit(row) && row.on >= year.from && row.on <= today);
  const [first] = came.map(({ on }) => on).toSorted();
  const last = lastVisitOf(came);
  if (first === undefined || last === undefined || visits <= 0)
    return { class: "casual", visits: 0 };
  const custom = { visits, lastVisit: last };
  const awayDays = daysBetween(last, today);
  // who has only ever come on one day has no usual interval yet
  const isLapsed =
    first < last &&
    visits >= lapse.visits &&
    awayDays >= lapse.days &&
    awayDays * (visits - 1) > lapse.intervals * daysBetween(first, last);
  if (isLapsed) return { ...custom, class: "lapsed" };
  const ranks = ["loyal", "regular", "returning", "passing"] as const;
  return { ...custom, class: ranks.find((rank) => visits >= classVisits[rank]) ?? "passing" };
};
