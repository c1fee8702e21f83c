// What guests and clerks do in a history: the same few members at all stores, so that the stores get in each other's
// way. Draws from what a store shows at that moment.
import { kindTerms } from "../../../gateway/members/exception/kinds.ts";
import type { JsonObject } from "../../../gateway/json.ts";
import { addDays } from "../../../gateway/programme/dates.ts";
import { standingLease } from "../../../gateway/chain/authoriser.ts";
import { seal } from "../../support/seal.ts";
import type { Rng } from "./rng.ts";
import type { Operation, SimulatedStore } from "./store-contract.ts";
import { dayMs, type World } from "./scene.ts";

const membersCount = 2;
const today = "2024-03-10";

type Drawn = Omit<Operation, "key"> | undefined;

interface Scene {
  readonly rng: Rng;
  readonly store: SimulatedStore;
}

const accountAt = ({ rng, store }: Scene) => {
  const known = store.entities("account");
  return known.length === 0 ? undefined : rng.pick(known);
};

export const spend = (scene: Scene): Drawn => {
  const at = accountAt(scene);
  if (at === undefined) return undefined;
  const [, { card }] = at;
  const amount = scene.rng.between(1, 120) * 100;
  return {
    op: "bill.settle",
    params: {
      lines: [{ venue: "shop", list: amount, quantity: 1 }],
      card: { card },
      tenders: [{ type: "stored", amount }],
    },
  };
};

const topUp = (scene: Scene): Drawn => {
  const at = accountAt(scene);
  const amount = scene.rng.between(1, 80) * 100;
  return at === undefined
    ? undefined
    : {
        op: "account.topUp",
        params: { account: at[0], amount, tenders: [{ type: "cash", amount }] },
      };
};

const voucher = (scene: Scene): Drawn => {
  const open = scene.store.entities("coupon").filter(([, { state }]) => state === "open");
  if (open.length === 0) return undefined;
  const [id, { value, account }] = scene.rng.pick(open);
  const card = scene.store.get("account", account ?? "")?.card ?? "";
  const amount = value + scene.rng.between(0, 20) * 100;
  return {
    op: "bill.settle",
    params: {
      lines: [{ venue: "shop", list: amount, quantity: 1 }],
      card: { card },
      vouchers: [id],
      tenders: amount > value ? [{ type: "cash", amount: amount - value }] : [],
    },
  };
};

const issueVoucher = (scene: Scene): Drawn => {
  const at = accountAt(scene);
  if (at === undefined) return undefined;
  const expiresOn = scene.rng.chance(0.6) ? today : addDays(today, 9);
  const params = { account: at[0], kind: "voucher", value: 3_000, expiresOn, reason: "sorry" };
  return { op: "coupon.issue", params };
};

const punch = (scene: Scene): Drawn => {
  const at = accountAt(scene);
  const params = { account: at?.[0] ?? "", asset: "wash", quantity: scene.rng.between(1, 2) };
  return at === undefined ? undefined : { op: "pass.punch", params };
};

const reverse = (scene: Scene): Drawn => {
  const settled = scene.store.entities("bill").filter(([, { state }]) => state === "settled");
  if (settled.length === 0) return undefined;
  return { op: "bill.reverse", params: { bill: scene.rng.pick(settled)[0], reason: "wrong" } };
};

const hold = (scene: Scene): Drawn => {
  const open = scene.store.entities("hold").filter(([, { state }]) => state === "open");
  if (open.length > 0 && scene.rng.chance(0.7)) {
    const [id, { amount }] = scene.rng.pick(open);
    if (scene.rng.chance(0.3)) return { op: "hold.release", params: { hold: id } };
    return { op: "hold.capture", params: { hold: id, amount: scene.rng.between(0, amount) } };
  }
  const at = accountAt(scene);
  const params = { account: at?.[0] ?? "", amount: scene.rng.between(1, 60) * 100, reason: "stay" };
  return at === undefined ? undefined : { op: "hold.place", params };
};

const loss = (scene: Scene): Drawn => {
  const at = accountAt(scene);
  if (at === undefined) return undefined;
  const [, { card }] = at;
  if (scene.rng.chance(0.3)) {
    const params = { card, provenByPin: true, by: "kiosk" };
    return { op: "card.reportLost", params };
  }
  return { op: "card.unblock", params: { card, identity: identityOf(scene.store, card) } };
};

const identityOf = (store: SimulatedStore, card: string): JsonObject => {
  const member = store.get("member", store.get("card", card)?.member ?? "");
  const index = member?.person.identity?.numberIndex ?? "";
  return { type: "id-card", numberIndex: index, nameIndex: member?.person.nameIndex ?? "" };
};

const resolve = (scene: Scene): Drawn => {
  const open = scene.store.entities("exception").filter(([, { state }]) => state === "open");
  if (open.length === 0) return undefined;
  const [exception, { kind }] = scene.rng.pick(open);
  const outcome = scene.rng.pick(Object.keys(kindTerms(kind)?.outcomes ?? {}));
  return { op: "exception.resolve", params: { exception, outcome } };
};

/** A guest in house: her store gets the right to some of what she has, and may spend it apart. */
export const stay = (scene: Scene): Drawn => {
  const at = accountAt(scene);
  if (at === undefined) return undefined;
  const [account, { lots }] = at;
  const left = lots.reduce((sum, { asset, parts, debt }) => {
    const mine = asset === "stored" && debt !== true ? (parts["principal"] ?? 0) : 0;
    return sum + mine;
  }, 0);
  const amount = Math.floor((left * scene.rng.between(2, 10)) / 10);
  const units = [{ account, asset: "stored", amount }];
  const terms = { why: standingLease, units, once: [], expiresAt: "2024-03-12T12:00:00+08:00" };
  return amount === 0 ? undefined : { op: "lease.ask", params: terms };
};

const sellPass = (scene: Scene): Drawn => {
  const at = accountAt(scene);
  const params = { pass: "wash10", tenders: [{ type: "cash", amount: 12_000 }] };
  return at === undefined ? undefined : { op: "pass.sell", params: { account: at[0], ...params } };
};

/** As often as it stands here. */
const acts: readonly ((scene: Scene) => Drawn)[] = [
  ...Array.from({ length: 14 }, () => spend),
  ...Array.from({ length: 6 }, () => topUp),
  ...Array.from({ length: 5 }, () => voucher),
  ...Array.from({ length: 3 }, () => issueVoucher),
  ...Array.from({ length: 7 }, () => punch),
  ...Array.from({ length: 4 }, () => reverse),
  ...Array.from({ length: 5 }, () => hold),
  loss,
  stay,
  stay,
  resolve,
  resolve,
  resolve,
  sellPass,
];

/** Members are enrolled; then comes a busy end of a day, and its close. */
export const plan = (
  world: World,
  { operationsCount, lastsMs }: { readonly operationsCount: number; readonly lastsMs: number },
): void => {
  const { rng, clock, stores, call } = world;
  for (let member = 0; member < membersCount; member += 1) {
    const store = rng.pick(stores);
    clock.after(member * 500, () => enrol(world, store, member));
  }
  const start = clock.nowMs() + dayMs;
  for (let at = 0; at < operationsCount; at += 1) {
    clock.at(start + rng.between(0, lastsMs - 20_000), () => {
      const store = rng.pick(stores);
      if (!store.isUp()) return;
      const drawn = rng.pick(acts)({ rng, store });
      if (drawn === undefined) return;
      call(store, { ...drawn, key: `k${at}` });
      // The same card is shown somewhere else at once: what may be done once only is wanted twice.
      const other = rng.pick(stores);
      if (other !== store && rng.chance(0.25))
        clock.after(rng.between(0, 400), () => {
          if (other.isUp()) call(other, { ...drawn, key: `k${at} too` });
        });
    });
  }
  for (const [at, store] of stores.entries()) {
    clock.at(start + 90_000 + rng.between(0, 20_000), () => {
      const accounts = store.entities("account").map(([id]) => id);
      const params = { businessDate: today, accounts, last: true };
      if (store.isUp()) call(store, { op: "day.close", params, key: `close${at}` });
    });
  }
};

/** Member, card, some money and a pass; each step once the one before it is answered. */
const enrol = ({ clock, call }: World, store: SimulatedStore, member: number): void => {
  const step = (op: Operation["op"], params: JsonObject, afterMs: number): void =>
    clock.after(afterMs, () => call(store, { op, params, key: `${op}${member}` }));
  const consent = { rules: true, marketing: false };
  const identity = { type: "id-card", number: `${member}` };
  const name = `guest ${member}`;
  step("member.enrol", seal("member.enrol", { name, identity, consent }), 0);
  const own = () =>
    store.entities("member").find(([, { person }]) => person.nameIndex === `n:${name}`);
  clock.after(6_000, () => {
    const id = own()?.[0];
    if (id === undefined) return;
    const cash = [{ type: "cash", amount: 15_000 }];
    const firstTopUp = { amount: 15_000, tenders: cash };
    step("card.issue", { member: id, type: "basic", firstTopUp }, 0);
    clock.after(6_000, () => {
      const account = own()?.[1].accounts[0] ?? "";
      const tenders = [{ type: "cash", amount: 12_000 }];
      step("pass.sell", { account, pass: "wash10", tenders }, 0);
      const params = {
        account,
        kind: "voucher",
        value: 3_000,
        expiresOn: today,
        reason: "welcome",
      };
      step("coupon.issue", params, 1_000);
    });
  });
};
