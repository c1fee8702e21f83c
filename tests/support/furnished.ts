// A store in the middle of its business, for pictures: questions kept, gifts and vouchers offered, letters written,
// files of one person, goods on the shelf, bookings, bottles, calls that are owed, and things that need a person.
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import { addDays } from "../../gateway/programme/dates.ts";
import type { GatewayProcess } from "./gateway-process.ts";
import { connectAs } from "./pages.ts";

let keys = 0;
const nextKey = (): string => `furnished ${(keys += 1)}`;

const massage = {
  service: "massage",
  name: "足疗",
  minutes: 60,
  capacity: 2,
  opens: "10:00",
  closes: "22:00",
} as const;

const goods = [
  { sku: "swimsuit", name: "泳衣", lowAt: 3, quantity: 24 },
  { sku: "water", name: "矿泉水", lowAt: 48, quantity: 36 },
  { sku: "tea_cake", name: "茶点", lowAt: 10, quantity: 60 },
] as const;

/**
 * `desk` is the caller's own client of the role `test`: a second one of a station takes the first one's place. Resolves
 * with the member whose card holds money.
 */
export const furnish = async (gateway: GatewayProcess, desk: TallygateClient): Promise<string> => {
  const { account } = await desk.call("card.identify", { token: "04A1B2C3D4E580" });
  const { member = "" } = await desk.call("account.get", { account });
  const [office, shop] = [connectAs(gateway, "office"), connectAs(gateway, "integration")];
  const { businessDate: today } = await desk.call("store.info", {});
  await office.call("staff.signIn", { staff: "1003", pin: "9012" });
  await offers(office, today);
  await vouchers(office, today);
  await letters(office);
  await twice(desk);
  await shelf(desk);
  await appointments(desk, { today, member, account });
  await troubles(shop);
  for (const client of [office, shop]) client.close();
  return member;
};

const offers = async (client: TallygateClient, today: string): Promise<void> => {
  const { segment } = await client.call("segment.put", {
    name: "储值满一千",
    when: { "has.stored": { gte: 100_000 } },
    key: nextKey(),
  });
  await client.call("segment.put", {
    name: "三十天没来的客人",
    when: { daysAway: { gte: 30 } },
    key: nextKey(),
  });
  const term = { from: today, to: addDays(today, 40) };
  const coupon = { value: 2_000, minSpend: 10_000, days: 30 };
  const campaigns = [
    { name: "冬日回馈", state: "active", trigger: { kind: "once" }, segment, stock: 100 },
    { name: "生日礼", state: "active", trigger: { kind: "birthday", leadDays: 7 } },
    { name: "请回来坐坐", state: "active", trigger: { kind: "win_back", awayDays: 30 } },
    { name: "周二会员日", state: "draft", trigger: { kind: "member_day", weekday: "tue" } },
  ] as const;
  for (const campaign of campaigns)
    await client.call("campaign.put", { ...campaign, ...term, gift: { coupon }, key: nextKey() });
};

const vouchers = async (client: TallygateClient, today: string): Promise<void> => {
  const flash = { from: today, to: addDays(today, 6), points: 80, left: 5 };
  for (const gift of [
    { reward: "umbrella", points: 200, left: 12, flash },
    { reward: "tea_gift", points: 500, left: 40 },
    { reward: "towel", points: 150 },
  ])
    await client.call("gift.put", { ...gift, key: nextKey() });
  await client.call("voucher.hand", {
    value: 5_000,
    count: 3,
    expiresOn: addDays(today, 90),
    reason: "开业周年",
    approval: { staff: "1002", pin: "5678" },
    key: nextKey(),
  });
};

const letters = async (client: TallygateClient): Promise<void> => {
  const welcome = {
    "zh-CN": { subject: "欢迎入会", body: "{name}您好，欢迎加入{store}。您的会员号是 {number}。" },
    en: { subject: "Welcome", body: "Dear {name}, welcome to {store}. Your number is {number}." },
  };
  const expiring = {
    "zh-CN": { body: "{name}您好，您在{store}还有 {balance:pts} 分，欢迎来用。" },
  };
  for (const [name, texts, marketing] of [
    ["欢迎入会", welcome, false],
    ["积分提醒", expiring, true],
  ] as const)
    await client.call("message.putTemplate", {
      name,
      channel: "email",
      marketing,
      perWeek: 2,
      texts,
      key: nextKey(),
    });
};

/** Two files of one person, and two of a family under one phone. */
const twice = async (client: TallygateClient): Promise<void> => {
  const consent = { rules: true, marketing: false };
  for (const [name, phone] of [
    ["周同", "13712121212"],
    ["周同", "13712121212"],
    ["吴敏", "13634343434"],
    ["吴晓", "13634343434"],
  ] as const)
    await client.call("member.enrol", { name, phone, consent, key: nextKey() });
};

const shelf = async (client: TallygateClient): Promise<void> => {
  for (const { sku, name, lowAt, quantity } of goods) {
    await client.call("goods.put", { sku, name, lowAt, key: nextKey() });
    await client.call("goods.receive", { rows: [{ sku, quantity }], key: nextKey() });
  }
};

const appointments = async (
  client: TallygateClient,
  {
    today,
    member,
    account,
  }: { readonly today: string; readonly member: string; readonly account: string },
): Promise<void> => {
  await client.call("slot.offer", { ...massage, key: nextKey() });
  for (const [at, party] of [
    ["14:00", 1],
    ["14:00", 1],
    ["16:00", 2],
    ["20:00", 1],
  ] as const)
    await client.call("slot.book", {
      service: "massage",
      on: today,
      at,
      party,
      member,
      key: nextKey(),
    });
  const booking = { arrive: today, depart: addDays(today, 2), nightly: 38_800 };
  for (const [guest, roomType, room] of [
    ["王芳", "twin", "301"],
    ["高远", "king", "508"],
    ["沈霞", "twin", "306"],
  ] as const)
    await client.call("stay.put", { ...booking, guest, roomType, room, key: nextKey() });
  const bottle = { account, what: "十年陈酿", quantity: 500, measure: "ml", place: "A3" } as const;
  await client.call("deposit.put", { ...bottle, key: nextKey() });
  for (const what of ["回访：上次的茶是否满意", "回访：新换的枕头睡得好不好"])
    await client.call("task.put", { kind: "call_back", due: today, what, member, key: nextKey() });
};

/** Rows of another system that nobody could book. */
const troubles = async (client: TallygateClient): Promise<void> => {
  const events = ["r-1", "r-2", "r-3"].map((id) => ({
    type: "refund" as const,
    id,
    order: `o-${id}`,
    reason: "尺码不合",
  }));
  await client.call("event.import", { source: "web-shop", events, key: nextKey() });
};
