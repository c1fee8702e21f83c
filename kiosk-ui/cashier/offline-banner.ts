// The amber band: what is away, for how long, what may still be sold on trust, what waits. Plain words, no spinner.
import { formatAmount } from "../charts/cashier/amount.ts";
import type { Desk } from "./desk.ts";
import type { AwayFigures } from "./away-watch.ts";
import type { Say } from "./words.ts";

const minuteMs = 60_000;

/** Undefined while all is well. */
export const bannerText = (
  desk: Pick<Desk, "online" | "headOffice" | "awaySinceMs" | "info" | "pending">,
  say: Say,
  now: { readonly nowMs: number; readonly figures: AwayFigures | undefined },
): string | undefined => {
  const { nowMs, figures } = now;
  if (desk.online && desk.headOffice !== "offline") return undefined;
  const sentences = [say(desk.online ? "headOfficeAway" : "lost")];
  if (desk.awaySinceMs !== undefined)
    sentences.push(
      say("away.age", { count: Math.max(0, Math.floor((nowMs - desk.awaySinceMs) / minuteMs)) }),
    );
  const limits = desk.info?.offline;
  if (desk.online && limits?.perCardSpend !== undefined)
    sentences.push(say("away.perCard", { amount: formatAmount(limits.perCardSpend) }));
  if (desk.online && limits?.perDeviceSpend !== undefined)
    sentences.push(say("away.perStation", { amount: formatAmount(limits.perDeviceSpend) }));
  const pending = Math.max(desk.pending, figures?.pending ?? 0);
  if (pending > 0) sentences.push(say("away.queue", { count: pending }));
  if (figures?.atRisk !== undefined)
    sentences.push(say("away.atRisk", { amount: formatAmount(figures.atRisk) }));
  return sentences.join(" · ");
};
