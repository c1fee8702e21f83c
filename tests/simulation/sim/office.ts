// Head office in a history: one of the stores, which hears the beats of all and says where the stream goes on, by the
// product's own guard and healing.
import type { Guard } from "../../../gateway/chain/guard.ts";
import { baseNeeded } from "../../../gateway/chain/healing.ts";
import type { Clock } from "./clock.ts";
import type { Net } from "./net.ts";
import type { SimulatedStore } from "./store-contract.ts";
import type { SimulatedStream } from "./stream.ts";

export interface Office {
  /** whether something is known to be wrong and not yet put right */
  isNeeded(): boolean;
}

const lookEveryMs = 1_000;
const heardMs = 10_000;
const settleMs = 4_000;

export const createOffice = ({
  clock,
  net,
  stream,
  store,
  guard,
}: {
  readonly clock: Clock;
  readonly net: Net;
  readonly stream: SimulatedStream;
  readonly store: Pick<SimulatedStore, "id" | "isUp" | "position">;
  readonly guard: Guard;
}): Office => {
  let neededSinceMs: number | undefined;

  const look = (): void => {
    clock.after(lookEveryMs, look);
    if (!store.isUp() || !net.isUp(store.id) || !stream.isUp()) return;
    const told = stream.told(clock.nowMs() - heardMs);
    for (const one of told) guard.heard(one);
    const agrees: Guard["agrees"] = (one) => guard.agrees(one);
    const { stream: name, gseq, root } = store.position();
    const own = { store: store.id, stream: name, gseq, root };
    const said = stream.said();
    const base = baseNeeded({ info: stream.info(), said, own, told, agrees });
    if (base === undefined) neededSinceMs = undefined;
    else neededSinceMs ??= clock.nowMs();
    if (base === undefined || clock.nowMs() - (neededSinceMs ?? 0) < settleMs) return;
    neededSinceMs = undefined;
    // Its own replica may go on before the word is there.
    net.carry(store.id, () => {
      if (stream.isUp()) stream.say(base, said);
    });
  };
  clock.after(lookEveryMs, look);
  return { isNeeded: () => neededSinceMs !== undefined };
};
