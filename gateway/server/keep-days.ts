// Business days that have ended are closed soon after, also those that ended while the gateway was off.
import { addDays } from "../programme/dates.ts";
import type { House } from "./house.ts";

const checkMs = 30_000;

/** The first round is done when it resolves; the answer ends it. `setClock`: a simulated clock closes days itself. */
export const keepDays = async (
  house: House,
  setClock?: (epochMs: number) => Promise<unknown>,
): Promise<() => void> => {
  const check = async (): Promise<void> => {
    const { businessDate } = house.momentAt(house.clock.nowMs());
    const open = await house.days.firstOpen();
    if (open >= businessDate) return;
    if (setClock === undefined) await house.days.closeThrough(addDays(businessDate, -1));
    else await setClock(house.clock.nowMs() + 1);
  };
  await check();
  const timer = setInterval(
    () => void check().catch((err: unknown) => house.log.error({ err }, "day close failed")),
    checkMs,
  ).unref();
  return () => clearInterval(timer);
};
