// The amber band: what is away, for how long, what may still be sold on trust, what waits. Plain words, no spinner.
import { formatAmount } from "../charts/cashier/amount.ts";
import type { Desk } from "./desk.ts";
import type { Say } from "./words.ts";

const minuteMs = 60_000;

/** Undefined while all is well. */
export const bannerText = (desk: Desk, say: Say, nowMs: number): string | undefined => {
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
  if (desk.pending > 0) sentences.push(say("away.queue", { count: desk.pending }));
  return sentences.join(" · ");
};
