// One line at the till: phone tail, initials, both, whole name or number; masked, narrowed, gone with the person's key.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type RawSocket,
  type TestGateway,
  startTestGateway,
} from "../../support/gateway-in-process.ts";

let gateway: TestGateway;
let till: RawSocket;
let keys = 0;
const key = (): string => `s-${++keys}`;
const members: Record<string, string> = {};

const enrol = async (name: string, phone?: string): Promise<void> => {
  const consent = { rules: true, marketing: false };
  const told = phone === undefined ? {} : { phone };
  const { result } = await till.call("member.enrol", { name, ...told, consent, key: key() });
  members[name] = String(result?.["member"]);
};

/** Names of those who answer to it, in order. */
const found = async (text: string, limit = 20): Promise<readonly string[]> => {
  const { result } = await till.call("member.find", { text, limit });
  const rows = result?.["members"] as readonly { readonly member: string }[];
  const nameOf = new Map(Object.entries(members).map(([name, id]) => [id, name]));
  return rows.map(({ member }) => nameOf.get(member) ?? member);
};

beforeAll(async () => {
  gateway = await startTestGateway();
  till = await gateway.session("test");
  await till.call("sim.store.reset", { programme: "demo", now: "2024-01-10T10:00:00+08:00" });
  await enrol("王小明", "13812345678");
  await enrol("吴晓敏", "13900005678");
  await enrol("武雪梅", "13911112222");
  await enrol("Wang Xiao", "13700003333");
  await enrol("魏无");
});
afterAll(() => gateway.close());

describe("member.find by what is typed", () => {
  test.each([
    ["wxm", ["王小明", "吴晓敏", "武雪梅"]],
    ["WXM", ["王小明", "吴晓敏", "武雪梅"]],
    ["5678", ["王小明", "吴晓敏"]],
    ["wxm5678", ["王小明", "吴晓敏"]],
    ["wxm 2222", ["武雪梅"]],
    ["wx", ["Wang Xiao"]],
    ["wx3333", ["Wang Xiao"]],
    ["ww", ["魏无"]],
    ["王小明", ["王小明"]],
    ["138 1234 5678", ["王小明"]],
    ["+86 13812345678", ["王小明"]],
    ["wxm9999", []],
    ["1234", []],
    ["王", []],
    ["w", []],
    ["' OR 1=1 --", []],
  ])("%s", async (text, names) => {
    expect([...(await found(text))].toSorted()).toEqual([...names].toSorted());
  });

  test("a member's number before anything that only sounds like it", async () => {
    const { result } = await till.call("member.get", { member: members["武雪梅"] ?? "" });
    expect((await found(String(result?.["number"])))[0]).toBe("武雪梅");
  });

  test("keeps to its limit, and shows nobody in full", async () => {
    expect(await found("wxm", 2)).toHaveLength(2);
    const { result } = await till.call("member.find", { text: "wxm5678" });
    expect(JSON.stringify(result)).not.toMatch(/小明|晓敏|13812345678/);
  });

  test("a changed name is found by its new letters only", async () => {
    await enrol("常大山", "13688889999");
    const member = members["常大山"] ?? "";
    await till.call("member.update", { member, name: "李小山", key: key() });
    expect(await found("lxs9999")).toEqual(["常大山"]);
    expect(await found("cds")).toEqual([]);
    expect(await found("9999")).toEqual(["常大山"]);
  });

  test("an erased member is found no more, and no index of her is left", async () => {
    await enrol("钱多多", "13566667777");
    const member = members["钱多多"] ?? "";
    expect(await found("qdd7777")).toEqual(["钱多多"]);
    await till.call("member.erase", { member, reason: "她自己要求", key: key() });
    expect(await found("qdd")).toEqual([]);
    expect(await found("7777")).toEqual([]);
  });
});

describe("member.glance", () => {
  const holder = async (name: string, birthday: string): Promise<string> => {
    const consent = { rules: true, marketing: false };
    const born = { date: birthday, calendar: "solar" };
    const enrolled = await till.call("member.enrol", { name, birthday: born, consent, key: key() });
    const member = enrolled.result?.["member"];
    const issued = await till.call("card.issue", { member, type: "standard", key: key() });
    return String(issued.result?.["account"]);
  };
  const glance = async (account: string): Promise<object> =>
    (await till.call("member.glance", { account })).result ?? {};

  test("tells a birthday of the week by its days, and never which day it is", async () => {
    const soon = await holder("甲", "1990-01-13");
    const later = await holder("乙", "1990-03-01");
    expect(await glance(soon)).toMatchObject({ birthday: { inDays: 3 }, class: "casual" });
    expect(await glance(later)).not.toHaveProperty("birthday");
    expect(JSON.stringify(await glance(soon))).not.toContain("1990");
  });

  test("counts visits into a class and names the vouchers that end", async () => {
    const account = await holder("丙", "1980-09-09");
    const lines = [{ venue: "shop", list: 1_000, quantity: 1 }];
    const { result } = await till.call("account.get", { account });
    const card = { card: String(result?.["card"]) };
    for (let visit = 0; visit < 4; visit += 1) {
      const tenders = [{ type: "cash", amount: 1_000 }];
      await till.call("bill.settle", { lines, card, tenders, key: key() });
    }
    const expiresOn = "2024-01-15";
    const reason = "回访";
    for (const value of [1_000, 2_000])
      await till.call("coupon.issue", {
        account,
        kind: "voucher",
        value,
        expiresOn,
        reason,
        key: key(),
      });
    expect(await glance(account)).toMatchObject({
      class: "regular",
      visits: 4,
      lastVisit: "2024-01-10",
      couponsEnding: { count: 2, on: expiresOn },
      flags: [],
    });
  });

  test("of an account nobody has is refused", async () => {
    const { error } = await till.call("member.glance", { account: "a_nobody" });
    expect(error?.data?.code).toBe("not_found");
  });
});
