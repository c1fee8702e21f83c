// A night while a store is away: its rights to what its guests have run out, head office gives them back, and what its
// clock says meanwhile is not what time it is. Drawn apart from the rest, so that kept seeds stay what they are.
import { spend, stay } from "./guests.ts";
import { createRng } from "./rng.ts";
import { dayMs, type World } from "./scene.ts";
import type { Operation } from "./store-contract.ts";

const hourMs = 3_600_000;
/** longer than leases for guests in house are good for, and than head office waits beyond that */
const nightMs = 40 * hourMs;
const often = 0.12;

export const night = ({ clock, net, stores, call }: World, seed: number): void => {
  const rng = createRng(seed + 1_000_003);
  if (!rng.chance(often)) return;
  const [office, ...others] = stores;
  const store = rng.pick(others);
  const isFast = rng.chance(0.3);
  const from = dayMs + rng.between(30_000, 80_000);
  const asks = (at: typeof store, draw: typeof spend | typeof stay, key: string) => (): void => {
    const drawn = at.isUp() ? draw({ rng, store: at }) : undefined;
    if (drawn !== undefined) call(at, { ...drawn, key });
  };
  const free = (): void => {
    if (office === undefined || !office.isUp()) return;
    const leases = office
      .entities("lease")
      .flatMap(([id, lease]) => (lease.store === store.id ? [id] : []));
    const params: Operation["params"] = { store: store.id, leases };
    call(office, { op: "lease.free", params, key: "given back" });
  };
  clock.after(from - 6_000, asks(store, stay, "guest in house"));
  clock.after(from, () => {
    net.cut(store.id);
    if (isFast) office?.skew(rng.between(50, 90) * hourMs);
    else {
      store.skew(-rng.between(6, 60) * hourMs);
      clock.sleep(nightMs);
    }
  });
  clock.after(from + 3_000, free);
  for (const [at, other] of others.entries()) {
    const isAway = other === store;
    for (let time = 0; time < 2; time += 1)
      clock.after(
        from + (isAway ? 9_000 : 5_000) + 2_000 * time,
        asks(other, spend, `after ${at} ${time}`),
      );
  }
  clock.after(from + 24_000, () => {
    net.mend(store.id);
    for (const one of stores) one.skew(0);
  });
};
