// Campaigns in a running store: given at once to who has just bought, every morning to who is due, told by mail with
// the voucher's code, and never twice, whatever ends in between. Segments as lists and files.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type GatewayProcess, startGatewayProcess } from "../../support/gateway-process.ts";
import { type PostOffice, startPostOffice } from "../../support/post-office.ts";
import { type Answered, postRpc } from "../../support/post-rpc.ts";

const dayMs = 86_400_000;
const eventually = { timeout: 60_000, interval: 100 };

let folder: string;
let mail: PostOffice;
let store: GatewayProcess;
let keys = 0;
const call = (op: string, params: object): Promise<Answered> =>
  postRpc(store, op, { ...params, key: `c-${++keys}` });
const ask = (op: string, params: object = {}): Promise<Answered> =>
  postRpc(store, op, { ...params });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "campaigns-"));
  mail = await startPostOffice();
  const file = join(folder, "channels.json");
  writeFileSync(file, JSON.stringify({ smtp: mail.url, from: "hotel@example.com" }));
  store = await startGatewayProcess({
    args: ["--messages", file, "--clock", "2026-03-02T10:00:00+08:00"],
  });
});
afterAll(async () => {
  await store[Symbol.asyncDispose]();
  await mail[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

interface Person {
  readonly member: string;
  readonly account: string;
  readonly card: string;
}

const joins = async (name: string, more: object = {}): Promise<Person> => {
  const consent = { rules: true, marketing: true };
  const contacts = { email: `${name}@example.com` };
  const { member } = await call("member.enrol", { name, consent, contacts, ...more });
  const { card, account } = await call("card.issue", { member, type: "standard" });
  return { member: String(member), account: String(account), card: String(card) };
};
const buys = ({ card }: Person, list: number): Promise<Answered> =>
  call("bill.settle", {
    lines: [{ venue: "shop", sku: "swimsuit", list, quantity: 1 }],
    card: { card },
    tenders: [{ type: "cash", amount: list }],
  });
const campaign = async (more: object): Promise<string> => {
  const file = {
    name: `c${++keys}`,
    state: "active",
    from: "2026-03-01",
    gift: { coupon: { value: 2_000, days: 30 } },
  };
  return String((await call("campaign.put", { ...file, ...more }))["campaign"]);
};
const givenOf = async (id: string): Promise<unknown> => {
  const { campaigns } = await ask("campaign.list");
  return (campaigns as readonly Answered[]).find((one) => one["campaign"] === id)?.["given"];
};
const comesTo = (id: string, given: number): Promise<void> =>
  vi.waitFor(async () => expect(await givenOf(id)).toBe(given), eventually);

describe("a campaign", () => {
  test("gives at once to who has just come to it, and to her referrer", async () => {
    const host = await joins("host");
    const referral = await campaign({
      trigger: { kind: "referral", spend: 5_000 },
      friend: { units: { asset: "pts", quantity: 20 } },
    });
    const goal = await campaign({
      trigger: { kind: "goal", what: "spend", goal: 9_000, repeat: false },
    });
    const guest = await joins("guest", { referrer: host.member });
    await buys(guest, 9_900);
    await comesTo(referral, 2);
    await comesTo(goal, 1);
    await buys(guest, 9_900);
    const { entries } = await ask("member.history", { member: host.member });
    const ops = (entries as readonly Answered[]).map(({ op }) => op);
    expect(ops.filter((op) => op === "campaign.give")).toHaveLength(1);
    expect(await call("campaign.run", { campaign: referral })).toMatchObject({ given: 0 });
  });

  test("gives in the morning of its day, tells of it by mail, and not again after a crash", async () => {
    const { template } = await call("message.putTemplate", {
      name: "生日礼",
      channel: "email",
      marketing: true,
      texts: {
        "zh-CN": { subject: "生日快乐", body: "{name}，券号 {coupon}，{value}，至 {until}" },
      },
    });
    const born = { birthday: { date: "1990-03-12", calendar: "solar" } };
    const one = await joins("born", born);
    const birthday = await campaign({ trigger: { kind: "birthday", leadDays: 3 }, template });
    expect(await ask("campaign.preview", { campaign: birthday })).toMatchObject({ gifts: 0 });
    await ask("sim.clock.advance", { ms: 8 * dayMs });
    await comesTo(birthday, 1);
    await vi.waitFor(
      () => expect(mail.mails.map(({ to }) => to)).toContain("born@example.com"),
      eventually,
    );
    const text = mail.mails.find(({ to }) => to === "born@example.com")?.text ?? "";
    const code = /券号 ([0-9A-Z]{16})/u.exec(text);
    expect(text).toContain("20.00");
    expect(await ask("coupon.get", { code: code?.[1] })).toMatchObject({
      state: "open",
      value: 2_000,
      account: one.account,
      campaign: birthday,
    });
    await store.kill();
    store = await store.again();
    expect(await call("campaign.run", { campaign: birthday })).toMatchObject({ given: 0 });
    expect(await givenOf(birthday)).toBe(1);
  }, 120_000);

  test("shows whom it would reach before it runs, and stops at its number", async () => {
    for (const name of ["p1", "p2", "p3"]) await joins(name);
    const draft = {
      name: "三人",
      state: "draft",
      from: "2026-03-01",
      trigger: { kind: "once" },
      gift: { coupon: { value: 500, days: 5 } },
      stock: 2,
    };
    const { campaign: id } = await call("campaign.put", draft);
    expect(await ask("campaign.preview", { campaign: id })).toMatchObject({
      gifts: 2,
      cost: 1_000,
      runs: false,
    });
    expect(await call("campaign.run", { campaign: id })).toMatchObject({ given: 0 });
    await call("campaign.put", { ...draft, campaign: id, state: "active" });
    expect(await call("campaign.run", { campaign: id })).toMatchObject({ given: 2 });
    const { rows } = await ask("report.run", {
      report: "coupons",
      from: "2026-03-01",
      to: "2026-03-31",
    });
    expect(rows).toContainEqual(
      expect.objectContaining({ reason: "三人", issued: 2, value: 1_000 }),
    );
  });
});

describe("a segment", () => {
  test("counts, pages and names members masked", async () => {
    for (const name of ["远航甲", "远航乙", "远航丙"])
      await joins(name, { attributes: { city: "远航市" }, sex: "female" });
    const when = { region: "远航市", sex: "female", visits12m: { lte: 0 } };
    const { segment } = await call("segment.put", { name: "远航", when });
    const first = await ask("segment.members", { segment, count: true, limit: 2 });
    expect(first).toMatchObject({ count: 3, members: [{ name: "远**" }, { name: "远**" }] });
    const rest = await ask("segment.members", { segment, limit: 2, cursor: first["cursor"] });
    expect(rest["members"]).toHaveLength(1);
    expect(rest["cursor"]).toBeUndefined();
    await expect(ask("segment.members", { when: { venue: "shop" } })).rejects.toThrow("not_found");
  });

  test("as a file says who took it out and why, runs no formula, and is on the audit log", async () => {
    await joins("=HYPERLINK(1)", { phone: "13912340000", attributes: { city: "公式市" } });
    const params = { when: { region: "公式市" }, format: "csv", reason: "回访", reveal: true };
    const { file, count } = await ask("segment.export", params);
    const text = Buffer.from(String((file as Answered)["data"]), "base64").toString("utf8");
    expect(count).toBe(1);
    expect(text).toContain("'=HYPERLINK(1)");
    expect(text).toContain("13912340000");
    expect(text).toContain("回访");
    const { records } = await ask("audit.list", { op: "segment.export" });
    expect(records).toMatchObject([{ facts: { count: 1, reason: "回访", revealed: true } }]);
  });
});

test("a flash price runs in its days until its number is out", async () => {
  const who = await joins("flash");
  await buys(who, 900_000);
  const at = { reward: "umbrella", points: 200, left: 10 };
  const flash = { from: "2026-03-01", to: "2026-03-31", points: 50, left: 1 };
  await call("gift.put", { ...at, flash });
  const shown = async (): Promise<unknown> =>
    ((await ask("gift.list"))["gifts"] as readonly Answered[]).find(
      ({ reward }) => reward === "umbrella",
    );
  expect(await shown()).toMatchObject({ points: 50, regular: 200, left: 1 });
  const redeem = { account: who.account, reward: "umbrella" };
  expect(await call("points.redeem", redeem)).toMatchObject({ spent: 50 });
  expect(await shown()).toMatchObject({ points: 200, left: 9 });
  expect(await call("points.redeem", redeem)).toMatchObject({ spent: 200 });
  await expect(call("gift.put", { ...at, flash: { ...flash, to: "2026-02-01" } })).rejects.toThrow(
    "not_permitted",
  );
});

test("two files of one person are found by their phone and merged by two managers", async () => {
  const first = await joins("周同", { phone: "13712121212" });
  const second = await joins("周同", { phone: "13712121212" });
  const { pairs } = await ask("member.duplicates");
  expect(pairs).toContainEqual(
    expect.objectContaining({
      why: "phone",
      sure: true,
      members: [
        expect.objectContaining({ member: first.member }),
        expect.objectContaining({ member: second.member }),
      ],
    }),
  );
  await call("account.topUp", {
    account: second.account,
    amount: 20_000,
    tenders: [{ type: "cash", amount: 20_000 }],
  });
  await buys(first, 10_000);
  await buys(second, 20_000);
  const approval = { staff: "1003", pin: "9012" };
  const merge = { member: second.member, into: first.member };
  await expect(call("member.merge", merge)).rejects.toThrow("missing.approval");
  expect(await call("member.merge", { ...merge, approval })).toMatchObject({
    moved: { CNY: 20_000 },
  });
  expect(await ask("account.get", { account: first.account })).toMatchObject({
    assets: { stored: { available: 20_000 } },
  });
  expect((await ask("member.find", { card: second.card }))["members"]).toMatchObject([
    { member: first.member },
  ]);
  const { members } = await ask("member.find", { phone: "13712121212" });
  expect(members).toMatchObject([{ member: first.member }]);
  expect(await ask("member.get", { member: second.member })).toMatchObject({
    mergedInto: first.member,
  });
  // What both spent is one guest's in the reports, and still comes to its entries.
  const span = { report: "member-consumption", from: "2026-03-01", to: "2026-03-31" };
  const { rows } = await ask("report.run", span);
  const row = (rows as readonly Answered[]).find(({ account }) => account === first.account);
  expect(row).toMatchObject({ net: 30_000 });
  expect(await ask("report.entries", { ...span, row })).toMatchObject({ amount: 30_000, count: 2 });
});
