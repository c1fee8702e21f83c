// What a store's decisions know of its chain: whether head office answers, since when it does not, what is at risk, and
// by what time leases are over. A clock that is set makes nothing older or younger than it is.
import { uptime } from "node:os";
import { createLeaseClock } from "../../chain/lease-clock.ts";
import type { ChainSurroundings } from "../../store/batch.ts";
import type { Store, WriteRow } from "../../store/contract.ts";
import { announceSync } from "../announce.ts";
import type { House } from "../house.ts";

/** Whether head office answers, as the store's decisions see it. */
export interface Network {
  headOffice: "none" | "online" | "offline";
  awaySinceMs: number;
  /** what this store's part in its chain adds to its decisions */
  chain?: () => ChainSurroundings;
}

interface Parts {
  readonly house: House;
  readonly network: Network;
  /** the store's clock is the machine's, and the servers' time can be held against it */
  readonly isRealTime: boolean;
  /** the last entry of the stream that was folded */
  readonly chainBase: () => number;
  /** what could be lost at most by what was spent apart, minor units */
  readonly atRisk: () => number;
}

/** Goes on by itself, asleep or not, and cannot be set. */
const steadyMs = (): number => uptime() * 1_000;

const noteEveryMs = 60_000;
const heardName = "heard";

/** When head office had last answered before this start, by the store's clock, ms. */
const heardBefore = (store: Pick<Store, "exclusive">): Promise<number | undefined> =>
  store.exclusive(async (books) => {
    const [row] = await books.all("SELECT value FROM chain_position WHERE name = ?", heardName);
    return row === undefined ? undefined : Number(row["value"]);
  });

/** Tells the store's decisions of head office, and until when its leases are good. */
export const tellDecisions = async ({ house, network, isRealTime, ...facts }: Parts) => {
  const { clock, store, log } = house;
  const [newest] = await store.entries({ limit: 1 });
  const before = await heardBefore(store);
  const leases = createLeaseClock({
    wallMs: () => clock.nowMs(),
    steadyMs,
    lastMs: Math.max(before ?? 0, newest === undefined ? 0 : Date.parse(newest.body.at)),
  });
  let awaySinceSteadyMs = steadyMs();
  let notedSteadyMs = -Infinity;
  /** Head office answers: once in a while it is written down, so that a start does not make its absence younger. */
  const note = (): void => {
    if (steadyMs() - notedSteadyMs < noteEveryMs) return;
    notedSteadyMs = steadyMs();
    const row: WriteRow = ["chain_position", heardName, `${clock.nowMs()}`];
    store
      .exclusive((books) => books.write([row]))
      .catch((err: unknown) => log.warn({ err }, "not noted that head office answers"));
  };
  const awayMs = (): number =>
    network.headOffice === "offline"
      ? Math.max(clock.nowMs() - network.awaySinceMs, steadyMs() - awaySinceSteadyMs)
      : 0;
  network.chain = () => ({
    awayMs: awayMs(),
    chainBase: facts.chainBase(),
    atRisk: facts.atRisk(),
    ...(isRealTime ? { leaseTime: leases.now() } : {}),
  });
  return {
    heard: (atMs: number | undefined): void => {
      leases.heard(atMs);
      note();
    },
    answers: (up: boolean): void => {
      const next = up ? "online" : "offline";
      if (network.headOffice === next) return;
      const isStart = network.headOffice === "none";
      network.headOffice = next;
      network.awaySinceMs = Math.min(clock.nowMs(), (isStart ? before : undefined) ?? Infinity);
      awaySinceSteadyMs = steadyMs();
      announceSync(house, { headOffice: next, atMs: clock.nowMs() });
    },
  };
};
