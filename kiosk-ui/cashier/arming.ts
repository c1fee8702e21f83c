// Takes reader and scanner for the till and keeps them while somebody is on duty; identity cards only when waited for.
import type { TallygateClient } from "../../gateway/protocol/client.ts";

const armForMs = 600_000;
const armAgainMs = 300_000;
const armRetryMs = 2_000;

export interface Arming {
  /** Arms now and again before it lapses; does nothing while nobody is on duty. */
  readonly arm: () => Promise<void>;
}

export const createArming = (parts: {
  readonly client: TallygateClient;
  readonly onDuty: () => boolean;
  readonly waitsForIdentity: () => boolean;
}): Arming => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const arm = async (): Promise<void> => {
    if (!parts.onDuty()) return;
    const identity = parts.waitsForIdentity() ? (["identity"] as const) : [];
    const again = await parts.client
      .call("input.arm", { expect: ["card", "code", ...identity], forMs: armForMs })
      .then(() => armAgainMs)
      .catch(() => armRetryMs);
    clearTimeout(timer);
    timer = setTimeout(() => void arm(), again);
  };
  return { arm };
};
