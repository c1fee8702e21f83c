// Takes reader and scanner for the till and keeps them; codes only while somebody is on duty, identity cards
// when waited for.
import type { TallygateClient } from "../../gateway/protocol/client.ts";

const armForMs = 600_000;
const armAgainMs = 300_000;
const armRetryMs = 2_000;

export interface Arming {
  /** Arms now and again before it lapses: while nobody is on duty for an employee's card only. */
  readonly arm: () => Promise<void>;
}

export const createArming = (parts: {
  readonly client: TallygateClient;
  readonly isOnline: () => boolean;
  readonly onDuty: () => boolean;
  readonly waitsForIdentity: () => boolean;
}): Arming => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const arm = async (): Promise<void> => {
    if (!parts.isOnline()) return;
    const identity = parts.waitsForIdentity() ? (["identity"] as const) : [];
    const again = await parts.client
      .call("input.arm", {
        expect: parts.onDuty() ? ["card", "code", ...identity] : ["card"],
        forMs: armForMs,
      })
      .then(() => armAgainMs)
      .catch(() => armRetryMs);
    clearTimeout(timer);
    timer = setTimeout(() => void arm(), again);
  };
  return { arm };
};
