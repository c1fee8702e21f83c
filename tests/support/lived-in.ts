// Some weeks of trade in a simulated store: guests who come often, seldom and no more, so that reports have
// something to say.
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import { addDays } from "../../gateway/programme/dates.ts";

const goods = [
  { venue: "restaurant", sku: "river_fish", list: 8_800 },
  { venue: "restaurant", sku: "dumplings", list: 2_800 },
  { venue: "restaurant", sku: "beer", list: 1_500 },
  { venue: "spa", sku: "spa_entry", list: 12_800 },
  { venue: "spa", sku: "massage", list: 16_800 },
  { venue: "tea", sku: "longjing", list: 6_800 },
  { venue: "tea", sku: "tea_cake", list: 4_800 },
  { venue: "shop", sku: "water", list: 500 },
  { venue: "rooms", sku: "twin", list: 38_800 },
] as const;
const hours = ["08", "10", "12", "13", "15", "18", "19", "20"];
export const familyNames = ["周", "高", "郑", "冯", "许", "沈", "韩", "杨", "朱", "秦", "尤", "何"];

interface Guest {
  readonly account: string;
  readonly card: string;
  /** comes every so many days, until that day */
  readonly every: number;
  readonly until: number;
}

let keys = 0;
const nextKey = (): string => `lived in ${(keys += 1)}`;

/** The same numbers every time: pictures can be compared. */
const dice = (seed: number): ((sides: number) => number) => {
  let state = seed;
  return (sides) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % sides;
  };
};

/** `client` is the test station's; `from` is the first business day, after the one on the clock. */
export const liveIn = async (
  client: TallygateClient,
  { from, days }: { readonly from: string; readonly days: number },
): Promise<void> => {
  const roll = dice(20_261_121);
  const cash = (amount: number) => [
    { type: ["cash", "wechat", "alipay"][roll(3)] ?? "cash", amount },
  ];
  const enrol = async (at: number): Promise<Guest> => {
    const { member } = await client.call("member.enrol", {
      name: `${familyNames[at % familyNames.length]}${["敏", "远", "霞", "杰"][roll(4)]}`,
      phone: `1380000${String(1_000 + at)}`,
      sex: at % 2 === 0 ? "female" : "male",
      birthday: { date: `${1960 + ((at * 7) % 45)}-03-${10 + (at % 18)}`, calendar: "solar" },
      attributes: { city: ["杭州", "上海", "成都", "苏州"][roll(4)] ?? "杭州" },
      consent: { rules: true, marketing: at % 3 === 0 },
      key: nextKey(),
    });
    const amount = [20_000, 50_000, 100_000, 300_000][roll(4)] ?? 20_000;
    const { account, card } = await client.call("card.issue", {
      member,
      type: "standard",
      firstTopUp: { amount, tenders: cash(amount) },
      seller: roll(2) === 0 ? "1001" : "1002",
      key: nextKey(),
    });
    const every = [2, 3, 5, 9, 20][roll(5)] ?? 9;
    return { account, card, every, until: roll(3) === 0 ? Math.floor(days / 2) : days };
  };
  const guests: Guest[] = [];
  for (let day = 0; day < days; day += 1) {
    const date = addDays(from, day);
    await client.call("sim.clock.set", { now: `${date}T08:00:00+08:00` });
    if (day % 2 === 0) guests.push(await enrol(guests.length));
    const coming = guests.filter(({ every, until }, at) => day < until && (day + at) % every === 0);
    for (const hour of hours) {
      const guest = roll(3) === 0 ? undefined : coming.pop();
      await client.call("sim.clock.set", { now: `${date}T${hour}:${10 + roll(49)}:00+08:00` });
      await ringUp(client, { guest, roll, cash });
    }
  }
};

const ringUp = async (
  client: TallygateClient,
  {
    guest,
    roll,
    cash,
  }: {
    readonly guest: Guest | undefined;
    readonly roll: (sides: number) => number;
    readonly cash: (amount: number) => { type: string; amount: number }[];
  },
): Promise<void> => {
  const lines = Array.from({ length: 1 + roll(3) }, () => ({
    ...(goods[roll(goods.length)] ?? goods[0]),
    quantity: 1 + roll(2),
  }));
  const card = guest === undefined ? {} : { card: { card: guest.card } };
  const quote = await client.call("bill.quote", { lines, ...card });
  const stored = quote.tenders.filter(({ type }) => type === "stored");
  const paid = stored.reduce((sum, { amount }) => sum + amount, 0);
  const rest = quote.due - paid;
  const { bill } = await client.call("bill.settle", {
    lines,
    ...card,
    tenders: [...stored, ...(rest > 0 ? cash(rest) : [])],
    seller: "1001",
    key: nextKey(),
  });
  if (roll(14) > 0) return;
  const reason = "退回一件";
  await client.call("bill.reverse", {
    bill,
    lines: [{ line: 0, quantity: 1 }],
    reason,
    key: nextKey(),
  });
};
