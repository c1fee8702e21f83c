// Where an account's tier goes when its running cycle ends, were nothing more to happen. The close of that day decides;
// this asks it beforehand.
import type { Context } from "../contract.ts";
import type { TierChanged } from "./events.ts";
import type { Holder } from "./facts.ts";
import { tierCycle } from "./progress.ts";
import { movedByCycle } from "./tier.ts";

export interface TierForecast {
  /** last day of the cycle, or of the lent tier */
  readonly ends: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** undefined: it stays. */
export const tierForecast = (context: Context, holder: Holder): TierForecast | undefined => {
  const { account } = holder;
  if (context.programme.tiers.length === 0) return undefined;
  const today = context.moment.businessDate;
  const ends = account.tierUntil ?? tierCycle(context.programme, account, today).to;
  const moment = { ...context.moment, businessDate: ends, date: ends, time: "23:59" };
  const [move] = movedByCycle({ ...context, moment }, holder, { id: "", on: ends });
  // The decider of the close made it: its shape is the tier room's own.
  const { to, next } = (move ?? {}) as Partial<TierChanged>;
  const after = next === undefined ? to : next;
  return after === undefined || after === account.tier
    ? undefined
    : { ends, before: account.tier, after };
};
