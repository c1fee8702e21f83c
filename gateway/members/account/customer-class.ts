// What kind of customer somebody is, from the days she came: shown to the cashier, asked by segments. Pure.
import { addDays, dayNumber } from "../../programme/dates.ts";
import type { ProgressRow } from "../state.ts";
import { counted } from "./progress.ts";

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

/** `history`: an account's dated rows; `today`: a business date. */
export const customOf = (history: readonly ProgressRow[], today: string): Custom => {
  const from = addDays(today, -365);
  const came = history
    .filter((row) => row.what === counted.visit && row.on > from && row.on <= today)
    .toSorted((one, other) => (one.on < other.on ? -1 : 1));
  const visits = came.reduce((sum, { quantity }) => sum + quantity, 0);
  const first = came[0]?.on;
  const last = came.at(-1)?.on;
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
