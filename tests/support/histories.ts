// Random histories of one account: what guests and clerks do in any order, drawn by fast-check.
import { fc } from "./seeded.ts";
import type { JsonObject } from "../../gateway/json.ts";
import type { BillQuote } from "../../gateway/programme/contract.ts";
import { addDays } from "../../gateway/programme/dates.ts";
import { billRoots, type BillParams } from "../../gateway/members/bill/ask.ts";
import { billQuote } from "../../gateway/members/bill/quote.ts";
import { createWorld, type World } from "./given.ts";
import { giveVoucher, type VoucherAct } from "./history-vouchers.ts";
import { asText, seal } from "./seal.ts";

/** What a programme offers the histories. */
export interface Scene {
  readonly programme: string;
  readonly cardType: string;
  readonly pin?: string;
  readonly firstTopUp?: number;
  readonly venues: readonly string[];
  readonly skus: readonly (string | undefined)[];
  readonly tags: readonly string[];
  readonly passes: readonly {
    readonly pass: string;
    readonly asset: string;
    readonly price: number;
  }[];
  readonly rewards: readonly string[];
}

export const scenes: readonly Scene[] = [
  {
    programme: "counter",
    cardType: "basic",
    venues: ["shop"],
    skus: [undefined],
    tags: [],
    passes: [{ pass: "wash10", asset: "wash", price: 30_000 }],
    rewards: [],
  },
  {
    programme: "mudan",
    cardType: "vip",
    firstTopUp: 500_000,
    venues: ["rooms", "shop", "cn_restaurant", "mahjong"],
    skus: [undefined, "std_twin", "multi_suite"],
    tags: ["drinks", "special"],
    passes: [],
    rewards: ["gift"],
  },
  {
    programme: "zhaohua",
    cardType: "member",
    pin: "123456",
    firstTopUp: 100_000,
    venues: ["rooms", "restaurant", "tea"],
    skus: [undefined, "deluxe_twin"],
    tags: ["drinks"],
    passes: [],
    rewards: ["free_night"],
  },
  {
    programme: "retail",
    cardType: "combo",
    pin: "123456",
    firstTopUp: 100_000,
    venues: ["shop"],
    skus: [undefined, "wash", "shampoo", "gym_visit"],
    tags: [],
    passes: [
      { pass: "wash10", asset: "count.wash", price: 30_000 },
      { pass: "gym_month", asset: "pass.gym", price: 19_900 },
    ],
    rewards: [],
  },
  {
    programme: "chain-hotel",
    cardType: "bronze",
    firstTopUp: 100_000,
    venues: ["rooms", "minibar", "bar", "shop"],
    skus: [undefined, "breakfast"],
    tags: [],
    passes: [
      { pass: "breakfast10", asset: "breakfast", price: 30_000 },
      { pass: "upgrade_silver", asset: "up_silver", price: 5_900 },
    ],
    rewards: ["breakfast"],
  },
  {
    programme: "demo",
    cardType: "standard",
    firstTopUp: 100_000,
    venues: ["rooms", "restaurant", "spa", "tea"],
    skus: [undefined, "breakfast", "dumplings"],
    tags: ["drinks", "special"],
    passes: [{ pass: "breakfast5", asset: "breakfast", price: 16_000 }],
    rewards: ["breakfast"],
  },
];

export interface Line {
  readonly venue: number;
  readonly sku: number;
  readonly list: number;
  readonly quantity: number;
  readonly tagged: boolean;
}

export type Act =
  | { readonly act: "topUp"; readonly amount: number }
  | {
      readonly act: "bill";
      readonly lines: readonly Line[];
      readonly stored: number;
      readonly voucher: boolean;
      /** points the guest wants to pay with */
      readonly points: number;
      readonly shown: boolean;
      /** taken off the first line by hand, minor units, so little that a cashier does it alone */
      readonly off?: number;
    }
  | {
      readonly act: "reverse";
      readonly which: number;
      readonly line: number;
      readonly whole: boolean;
    }
  | { readonly act: "hold"; readonly amount: number; readonly captured: number }
  | { readonly act: "sell" | "punch"; readonly which: number; readonly quantity: number }
  | { readonly act: "redeem"; readonly points: number }
  | VoucherAct
  | { readonly act: "adjust"; readonly quantity: number }
  | { readonly act: "network"; readonly up: boolean }
  | { readonly act: "days"; readonly days: number };

const amount = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });

const line: fc.Arbitrary<Line> = fc.record({
  venue: fc.nat(9),
  sku: fc.nat(9),
  list: fc.integer({ min: 0, max: 90_000 }),
  quantity: fc.integer({ min: 1, max: 4 }),
  tagged: fc.boolean(),
});

const bill = fc.record({
  act: fc.constant("bill" as const),
  lines: fc.array(line, { minLength: 1, maxLength: 4 }),
  stored: fc.nat(100),
  voucher: fc.boolean(),
  points: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(3_000)),
  shown: fc.integer({ min: 0, max: 9 }).map((dice) => dice > 0),
});

export const acts: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constant("topUp" as const), amount: amount(900_000) }),
  },
  { weight: 6, arbitrary: bill },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant("reverse" as const),
      which: fc.nat(9),
      line: fc.nat(3),
      whole: fc.boolean(),
    }),
  },
  fc.record({ act: fc.constant("hold" as const), amount: amount(200_000), captured: fc.nat(120) }),
  fc.record({
    act: fc.constantFrom("sell" as const, "punch" as const),
    which: fc.nat(3),
    quantity: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({ act: fc.constant("redeem" as const), points: amount(60) }),
  fc.record(
    {
      act: fc.constant("voucher" as const),
      value: amount(40_000),
      days: fc.nat(40),
      bearer: fc.constantFrom("sold" as const, "handed" as const),
    },
    { requiredKeys: ["act", "value", "days"] },
  ),
  fc.record({ act: fc.constant("adjust" as const), quantity: fc.integer({ min: -30, max: 60 }) }),
  fc.record({ act: fc.constant("network" as const), up: fc.boolean() }),
  fc.record({ act: fc.constant("days" as const), days: amount(70) }),
);

export interface Life {
  readonly world: World;
  readonly scene: Scene;
  readonly account: string;
  readonly card: string;
  readonly bills: string[];
  readonly vouchers: string[];
}

/** Lives that have just begun, to fork quick ones from. */
const beginnings = new Map<Scene, Life>();

/** A member with her first card, and a manager in the house. */
export const begin = (scene: Scene, how: { readonly quick?: boolean } = {}): Life => {
  const known = beginnings.get(scene);
  if (how.quick === true && known !== undefined) {
    return { ...known, world: known.world.fork(), bills: [], vouchers: [] };
  }
  const life = enter(scene, how);
  if (how.quick !== true) return life;
  beginnings.set(scene, { ...life, world: life.world.fork() });
  return life;
};

const enter = (scene: Scene, how: { readonly quick?: boolean }): Life => {
  const { programme } = scene;
  const world = createWorld({ programme, at: "2024-01-10T10:00:00+08:00", ...how });
  const call = (op: string, params: JsonObject): JsonObject => world.do(op, seal(op, params));
  call("staff.put", { staff: "M1", name: "店长", pin: "9009", rights: ["manager"] });
  const identity = { type: "id-card", number: "110101199001010015" };
  const consent = { rules: true, marketing: false };
  const { member } = call("member.enrol", { name: "张三", identity, consent });
  const type = world.programme.cardType(scene.cardType);
  const issued = call("card.issue", {
    member: member ?? "",
    type: scene.cardType,
    ...(scene.pin === undefined ? {} : { pin: scene.pin }),
    feeTenders: [{ type: "cash", amount: scene.firstTopUp === undefined ? 0 : (type?.fee ?? 0) }],
    ...(scene.firstTopUp === undefined
      ? {}
      : {
          firstTopUp: {
            amount: scene.firstTopUp,
            tenders: [{ type: "cash", amount: scene.firstTopUp }],
          },
        }),
  });
  return {
    world,
    scene,
    account: asText(issued["account"]),
    card: asText(issued["card"]),
    bills: [],
    vouchers: [],
  };
};

/** Runs an operation; a refusal is an outcome like others. */
const attempt = (life: Life, op: string, params: JsonObject): JsonObject | undefined => {
  const done = life.world.try(op, seal(op, params));
  return done.ok ? done.value : undefined;
};

const billParams = (life: Life, asked: Act & { act: "bill" }): JsonObject => {
  const { scene } = life;
  const pick = <T>(from: readonly T[], at: number): T | undefined => from[at % from.length];
  const voucher = asked.voucher ? life.vouchers.at(-1) : undefined;
  return {
    lines: asked.lines.map((line, at) => {
      const sku = pick(scene.skus, line.sku);
      const tag = line.tagged ? pick(scene.tags, line.sku) : undefined;
      return {
        venue: pick(scene.venues, line.venue) ?? "shop",
        list: line.list,
        quantity: line.quantity,
        ...(sku === undefined ? {} : { sku }),
        ...(tag === undefined ? {} : { tags: [tag] }),
        ...(at === 0 && asked.off !== undefined ? { off: asked.off } : {}),
      };
    }),
    ...(asked.off === undefined ? {} : { byHand: { reason: "scratched" } }),
    ...(asked.shown
      ? { card: { card: life.card, ...(scene.pin === undefined ? {} : { pin: scene.pin }) } }
      : {}),
    ...(voucher === undefined ? {} : { vouchers: [voucher] }),
    ...(asked.points === 0 ? {} : { redeem: [{ asset: "pts", quantity: asked.points }] }),
  };
};

/** Pays part of the proposed stored value in cash instead, as guests do. */
const tendersFor = (quote: BillQuote, storedPercent: number): JsonObject[] => {
  const given = quote.tenders.filter(({ type }) => type !== "voucher" && type !== "pts");
  const stored = given.find(({ type }) => type === "stored")?.amount ?? 0;
  const kept = Math.floor((stored * storedPercent) / 100);
  const total = given.reduce((sum, tender) => sum + tender.amount, 0);
  return [
    { type: "stored", amount: kept },
    { type: "cash", amount: total - kept },
  ].filter((tender) => tender.amount > 0);
};

const settle = (life: Life, asked: Act & { act: "bill" }): void => {
  const params = billParams(life, asked);
  const sealed = seal("bill.quote", params) as unknown as BillParams;
  const quoted = billQuote(sealed, life.world.view(billRoots(sealed)), life.world.context());
  if (!quoted.ok) return;
  const tenders = tendersFor(quoted.value as unknown as BillQuote, asked.stored);
  const settled = attempt(life, "bill.settle", { ...params, tenders });
  if (typeof settled?.["bill"] === "string") life.bills.push(settled["bill"]);
};

const reverse = (life: Life, asked: Act & { act: "reverse" }): void => {
  const bill = life.bills[asked.which % Math.max(1, life.bills.length)];
  if (bill === undefined) return;
  const lines = asked.whole ? {} : { lines: [{ line: asked.line, quantity: 1 }] };
  attempt(life, "bill.reverse", { bill, ...lines, reason: "test" });
};

const pass = (life: Life, asked: Act & { act: "sell" | "punch" }): void => {
  const { passes } = life.scene;
  const sold = passes[asked.which % Math.max(1, passes.length)];
  if (sold === undefined) return;
  const { account } = life;
  if (asked.act === "punch") {
    attempt(life, "pass.punch", { account, asset: sold.asset, quantity: asked.quantity });
    return;
  }
  const tenders = [{ type: asked.quantity > 2 ? "stored" : "cash", amount: sold.price }];
  attempt(life, "pass.sell", { account, pass: sold.pass, tenders });
};

const hold = (life: Life, asked: Act & { act: "hold" }): void => {
  const { account } = life;
  const placed = attempt(life, "hold.place", { account, amount: asked.amount, reason: "deposit" });
  const id = placed?.["hold"];
  if (id === undefined) return;
  const taken = Math.floor((asked.amount * asked.captured) / 100);
  if (asked.captured === 0) attempt(life, "hold.release", { hold: id });
  else attempt(life, "hold.capture", { hold: id, amount: taken });
};

export const perform = (life: Life, asked: Act): void => {
  const { account, world, scene } = life;
  switch (asked.act) {
    case "topUp":
      attempt(life, "account.topUp", {
        account,
        amount: asked.amount,
        tenders: [{ type: "cash", amount: asked.amount }],
      });
      return;
    case "bill":
      return settle(life, asked);
    case "reverse":
      return reverse(life, asked);
    case "hold":
      return hold(life, asked);
    case "sell":
    case "punch":
      return pass(life, asked);
    case "redeem":
      attempt(life, "points.redeem", {
        account,
        reward: scene.rewards[0] ?? "none",
        ...(scene.rewards[0] === "gift" ? { points: asked.points } : { quantity: 1 }),
        where: "desk",
      });
      return;
    case "voucher":
      return giveVoucher(life, asked, (op, params) => attempt(life, op, params));
    case "adjust":
      attempt(life, "points.adjust", {
        account,
        asset: "pts",
        quantity: asked.quantity,
        reason: "test",
        approval: { staff: "M1", pin: "9009" },
      });
      return;
    case "network":
      world.network(asked.up);
      return;
    case "days": {
      const { date } = world.context().moment;
      world.clock(`${addDays(date, asked.days)}T10:00:00+08:00`);
      return;
    }
  }
};

export const histories: fc.Arbitrary<readonly Act[]> = fc.array(acts, { maxLength: 10 });

/**
 * Histories of each programme and property; two properties over six programmes make 10⁵ in CI.
 * fast-check prints the seed of one that fails.
 */
export const historiesEach = process.env["CI"] === "true" ? 8_400 : 300;

export const historiesTimeoutMs = 240_000;
