// The rows of the tier forecast: every account is asked, and those with one fate are one row.
import { tierForecast } from "../../members/account/forecast.ts";
import type { Context } from "../../members/contract.ts";
import type { Ran } from "../../reports/desk.ts";
import type { Programme } from "../../programme/programme.ts";
import type { Store } from "../../store/contract.ts";
import { everybody } from "../campaigns/audience.ts";

const rankOf = (programme: Programme, tier: string | null): number =>
  tier === null ? Number.NEGATIVE_INFINITY : (programme.tier(tier)?.rank ?? 0);

export const forecastTiers = async (store: Store, context: Context): Promise<Ran> => {
  const upTo = store.head().seq;
  const { programme } = context;
  const counts = new Map<
    string,
    { ends: string; before: string; after: string; way: string; accounts: number }
  >();
  for await (const person of everybody(store, context)) {
    const forecast = tierForecast(context, person);
    if (forecast === undefined) continue;
    const { ends, before, after } = forecast;
    const key = [ends, before, after].join(" ");
    const known = counts.get(key);
    const isRise = rankOf(programme, after) > rankOf(programme, before);
    counts.set(key, {
      ends,
      before: before ?? ":none",
      after: after ?? ":none",
      way: isRise ? "tier.up" : "tier.down",
      accounts: (known?.accounts ?? 0) + 1,
    });
  }
  const rows = [...counts.values()].toSorted(
    (one, other) => one.ends.localeCompare(other.ends) || other.accounts - one.accounts,
  );
  const accounts = rows.reduce((sum, row) => sum + row.accounts, 0);
  return { rows, totals: { accounts }, step: "day", upTo };
};
