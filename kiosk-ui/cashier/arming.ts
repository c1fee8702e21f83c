// Takes reader and scanner for the till and keeps them; codes only while somebody is on duty, identity cards
// while a dialog waits for one, and no longer.
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import type { Device, PersonShown } from "./desk-types.ts";

const armForMs = 600_000;
const armAgainMs = 300_000;
const armRetryMs = 2_000;

export interface Arming {
  /** Arms now and again before it lapses: while nobody is on duty for an employee's card only. */
  readonly arm: () => Promise<void>;
  /** who takes the identity cards that are read; `undefined`: nobody any more, and their reader is let go */
  readonly waitForIdentity: (take: ((person: PersonShown) => void) | undefined) => void;
}

export const createArming = (parts: {
  readonly client: TallygateClient;
  readonly isOnline: () => boolean;
  readonly onDuty: () => boolean;
  readonly devices: () => readonly Device[];
}): Arming => {
  const { client } = parts;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let taker: ((person: PersonShown) => void) | undefined;
  client.on("identity.read", ({ data }) => taker?.(data));
  const arm = async (): Promise<void> => {
    if (!parts.isOnline()) return;
    const identity = taker === undefined ? [] : (["identity"] as const);
    const again = await client
      .call("input.arm", {
        expect: parts.onDuty() ? ["card", "code", ...identity] : ["card"],
        forMs: armForMs,
      })
      .then(() => armAgainMs)
      .catch(() => armRetryMs);
    clearTimeout(timer);
    timer = setTimeout(() => void arm(), again);
  };
  return {
    arm,
    waitForIdentity: (take) => {
      taker = take;
      if (take !== undefined) return void arm();
      for (const { kind, device } of parts.devices())
        if (kind === "id-reader") void client.call("input.disarm", { device }).catch(() => {});
    },
  };
};
