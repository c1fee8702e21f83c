// What happens to money set aside. The account lists its open holds; the hold itself stays for the record.
import { evolver } from "../evolver.ts";
import type { Hold } from "../state.ts";

export type HoldPlaced = {
  type: "HoldPlaced";
  hold: string;
  account: string;
  asset: string;
  amount: number;
  reason: string;
  expiresAt?: string;
  /** placed while head office was away, beyond what the store has leases for: others may be before it */
  apart?: true;
};
export type HoldEnded = {
  type: "HoldCaptured" | "HoldReleased" | "HoldExpired";
  hold: string;
  account: string;
  /** minor units that were taken */
  captured: number;
};

const endedAs = {
  HoldCaptured: "captured",
  HoldReleased: "released",
  HoldExpired: "expired",
} as const satisfies Record<HoldEnded["type"], Hold["state"]>;

const ended = evolver<HoldEnded>((draft, { type, hold: id, account: accountId }) => {
  const hold = draft.get("hold", id);
  if (hold !== undefined) draft.put("hold", id, { ...hold, state: endedAs[type] });
  const account = draft.get("account", accountId);
  if (account === undefined) return;
  const holds = account.holds.filter((open) => open.hold !== id);
  draft.put("account", accountId, { ...account, holds });
});

export const holdEvolvers = {
  HoldPlaced: evolver<HoldPlaced>((draft, event) => {
    const { type: _, account: accountId, ...placed } = event;
    const { hold, asset, amount } = placed;
    draft.put("hold", hold, { account: accountId, asset, amount, state: "open" });
    const account = draft.get("account", accountId);
    if (account === undefined) return;
    draft.put("account", accountId, { ...account, holds: [...account.holds, placed] });
  }),
  HoldCaptured: ended,
  HoldReleased: ended,
  HoldExpired: ended,
};
