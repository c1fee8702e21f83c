// Two files of one person become one: nothing is lost or doubled, the second card speaks for the one account, and what
// comes in late is swept along.
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../gateway/json.ts";
import { type Booked, fromJournal, fromState } from "../../support/given.ts";
import { cash, type Guest, guest } from "../../support/guest.ts";
import { fc } from "../../support/seeded.ts";
import { asText } from "../../support/seal.ts";

/** What the ledger holds under each heading, whosever it is. */
const balances = (journal: readonly Booked[]): Readonly<Record<string, number>> => {
  const sums: Record<string, number> = {};
  for (const { account, unit, amount } of journal.flatMap(({ lines }) => lines)) {
    const names = account.split(":");
    const isOwn = ["liab", "asset"].includes(names[0] ?? "") && names.length > 3;
    const name = `${unit} ${(isOwn ? names.slice(0, -2) : names).join(":")}`;
    sums[name] = (sums[name] ?? 0) + amount;
  }
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0));
};

const manager = (who: Guest): JsonObject => {
  who.world.actor({ role: "office", staff: "E1", rights: ["manager"] });
  who.do("staff.put", {
    staff: "E2",
    name: "二审",
    rights: ["manager"],
    active: true,
    pin: "1111",
  });
  return { staff: "E2", pin: "1111" };
};

const pair = (): readonly [Guest, Guest] => {
  const one = guest({
    programme: "demo",
    type: "standard",
    at: "2024-03-11T10:00:00+08:00",
    member: { phone: "13812345678" },
  });
  const two = one.another("张三三", { type: "standard", member: { phone: "13712345678" } });
  return [one, two];
};

const mergeInto = (one: Guest, two: Guest): JsonObject =>
  one.do("member.merge", { member: two.member, into: one.member, approval: manager(one) });
const paysIn = (who: Guest, amount: number): JsonObject =>
  who.do("account.topUp", { account: who.account, amount, tenders: cash(amount) });
const buys = (who: Guest, list: number): JsonObject =>
  who.do("bill.settle", {
    lines: [{ venue: "shop", sku: "swimsuit", list, quantity: 1 }],
    card: { card: who.card },
    tenders: cash(list),
  });
const booksAgree = ({ world, account }: Guest): void => {
  const state = world.get("account", account);
  if (state === undefined) throw new Error("no account");
  expect(fromState(account, state)).toEqual(fromJournal(world.journal, account));
};
const available = (who: Guest, asset: string): unknown => who.asset(asset)["available"];

describe("merging", () => {
  test("moves money, points and passes by lines; both cards speak for one account", () => {
    const [one, two] = pair();
    paysIn(one, 50_000);
    paysIn(two, 100_000);
    buys(two, 25_000);
    two.do("pass.sell", { account: two.account, pass: "spa10", tenders: cash(88_000) });
    const before = balances(one.world.journal);
    expect(mergeInto(one, two)).toMatchObject({ moved: { pts: 25, spa: 10, CNY: 110_000 } });
    expect(balances(one.world.journal)).toEqual(before);
    expect(available(one, "stored")).toBe(50_000 + 3_000 + 100_000 + 10_000);
    expect(available(one, "spa")).toBe(10);
    expect(available(two, "stored")).toBe(0);
    booksAgree(one);
    booksAgree(two);
    const shown = one.world.do("bill.settle", {
      lines: [{ venue: "shop", sku: "swimsuit", list: 9_900, quantity: 1 }],
      card: { card: two.card },
      tenders: [{ type: "stored", amount: 9_900 }],
    });
    expect(shown["available"]).toBe(163_000 - 9_900);
    booksAgree(one);
  });

  test("ends the second file, whose phone finds the first; a third merge into it is refused", () => {
    const [one, two] = pair();
    mergeInto(one, two);
    expect(one.world.get("member", two.member)).toMatchObject({
      mergedInto: one.member,
      accounts: [],
    });
    expect(one.world.get("member", one.member)?.accounts).toEqual([one.account, two.account]);
    expect(one.world.get("lookup", "phone:p:13712345678")?.ids).toEqual([one.member]);
    const three = one.another("张三", {
      type: "standard",
      member: { identity: undefined as never },
    });
    expect(
      one.refused("member.merge", {
        member: three.member,
        into: two.member,
        approval: manager(one),
      }),
    ).toBe("not_found");
    one.do("member.erase", { member: one.member });
    expect(one.world.get("lookup", "phone:p:13712345678")?.ids).toEqual([]);
  });

  test("keeps the higher tier, the visits and the spending of both", () => {
    const [one, two] = pair();
    buys(one, 20_000);
    paysIn(two, 300_000);
    buys(two, 30_000);
    mergeInto(one, two);
    const { world, account } = one;
    expect(world.get("account", account)).toMatchObject({ tier: "gold" });
    expect(world.account(account)["progress"]).toMatchObject({ spend12m: 50_000, visits12m: 2 });
  });

  test("leaves the return of an old bill to the old account, and sweeps it when asked again", () => {
    const [one, two] = pair();
    paysIn(two, 100_000);
    const { bill } = two.do("bill.settle", {
      lines: [{ venue: "shop", sku: "swimsuit", list: 9_900, quantity: 1 }],
      card: { card: two.card },
      tenders: [{ type: "stored", amount: 9_900 }],
    });
    mergeInto(one, two);
    const held = available(one, "stored");
    two.world.actor({ role: "cashier", staff: "E0", rights: ["manager"] });
    two.do("bill.reverse", {
      bill: asText(bill),
      reason: "x",
      approval: { staff: "E2", pin: "1111" },
    });
    booksAgree(two);
    expect(available(two, "stored")).toBe(9_900);
    mergeInto(one, two);
    expect(available(two, "stored")).toBe(0);
    expect(available(one, "stored")).toBe(Number(held) + 9_900);
    booksAgree(one);
    booksAgree(two);
  });

  test("is refused with herself, with a hold, without a second manager", () => {
    const [one, two] = pair();
    paysIn(two, 50_000);
    const ask = { member: two.member, into: one.member };
    expect(one.refused("member.merge", ask)).toBe("missing.approval");
    const approval = manager(one);
    expect(one.refused("member.merge", { ...ask, into: two.member, approval })).toBe(
      "not_permitted",
    );
    one.world.actor({ role: "cashier", staff: "E0", rights: [] });
    two.do("hold.place", {
      account: two.account,
      asset: "stored",
      amount: 1_000,
      reason: "deposit",
    });
    one.world.actor({ role: "office", staff: "E1", rights: ["manager"] });
    expect(one.refused("member.merge", { ...ask, approval })).toBe("not_permitted");
  });

  test("of two who lived at random loses and doubles nothing, lot by lot", () => {
    const act = fc.record({
      who: fc.nat({ max: 1 }),
      what: fc.constantFrom("topup", "bill", "pass", "points", "coupon"),
      amount: fc.integer({ min: 100, max: 900 }),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 14 }), (acts) => {
        const [one, two] = pair();
        const guests = [one, two];
        for (const { who: at, what, amount } of acts) {
          const who = guests[at] ?? one;
          if (what === "topup") paysIn(who, amount * 100);
          if (what === "bill") buys(who, amount * 100);
          if (what === "pass")
            who.do("pass.sell", {
              account: who.account,
              pass: "breakfast5",
              tenders: cash(16_000),
            });
          if (what === "coupon")
            who.do("coupon.issue", {
              account: who.account,
              kind: "voucher",
              value: amount,
              reason: "x",
            });
          if (what === "points" && Number(available(who, "pts")) >= 200)
            who.do("points.redeem", { account: who.account, reward: "umbrella" });
        }
        const assets = ["stored", "pts", "spa", "breakfast"];
        const sums = assets.map(
          (asset) => Number(available(one, asset)) + Number(available(two, asset)),
        );
        const coupons = guests.flatMap(
          (who) => who.world.get("account", who.account)?.coupons ?? [],
        );
        const books = balances(one.world.journal);
        mergeInto(one, two);
        expect(assets.map((asset) => available(one, asset))).toEqual(sums);
        expect(assets.map((asset) => available(two, asset))).toEqual([0, 0, 0, 0]);
        expect(new Set(one.world.get("account", one.account)?.coupons)).toEqual(new Set(coupons));
        expect(balances(one.world.journal)).toEqual(books);
        booksAgree(one);
        booksAgree(two);
      }),
      { numRuns: 60 },
    );
  });
});
