// Bills: settled with whatever the guest gives, undone by line or whole.
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../gateway/json.ts";
import { rule, variantOf } from "../../support/given.ts";
import { cash, guest, type Guest } from "../../support/guest.ts";
import { asText } from "../../support/seal.ts";

const counter = (topUp = 100_000) => guest({ programme: "counter", type: "basic", topUp });
const mudan = (topUp = 500_000) => guest({ programme: "mudan", type: "vip", topUp, fee: 1_000 });
const zhaohua = () =>
  guest({ programme: "zhaohua", type: "member", pin: "123456", topUp: 300_000 });

const shop = (list: number, quantity = 1): JsonObject => ({ venue: "shop", list, quantity });
const stored = (amount: number, hold?: string): JsonObject => ({
  type: "stored",
  amount,
  ...(hold === undefined ? {} : { hold }),
});

const settle = (
  it: Guest,
  lines: readonly JsonObject[],
  tenders: readonly JsonObject[],
  more: JsonObject = {},
): JsonObject => it.do("bill.settle", { lines, tenders, card: { card: it.card }, ...more });

const sumOf = (it: Guest, account: string): number =>
  it.world.journal
    .flatMap(({ lines }) => lines)
    .reduce((sum, line) => (line.account === account ? sum + line.amount : sum), 0);

describe("bill.settle", () => {
  test("books what was sold by venue and what paid for it, in one balanced entry", () => {
    const it = counter();
    const lines = [shop(3_000, 2), { venue: "tea", list: 4_000, quantity: 1 }];
    const done = settle(it, lines, [stored(7_000), { type: "cash", amount: 5_000 }]);
    expect(done).toMatchObject({ due: 10_000, change: 2_000, available: 93_000 });
    expect(sumOf(it, "income:sales:shop")).toBe(-6_000);
    expect(sumOf(it, "income:sales:tea")).toBe(-4_000);
    expect(sumOf(it, "asset:cash:desk-1")).toBe(103_000);
  });

  test("keeps change as stored value: principal, no bonus, and the cash stays in the till", () => {
    const it = counter(1_000);
    const done = settle(it, [shop(4_100)], cash(5_000), { keepChange: true });
    expect(done).toMatchObject({ due: 4_100, kept: 900, available: 1_900 });
    expect(done).not.toHaveProperty("change");
    expect(sumOf(it, "asset:cash:desk-1")).toBe(6_000);
    const said = it.world.last();
    const receipt = said?.kind === "accepted" ? said.receipt : undefined;
    expect(receipt?.rows.map(({ label }) => label)).toContain("change_kept");
    it.do("bill.reverse", { bill: done["bill"], reason: "guest" });
    expect(sumOf(it, "asset:cash:desk-1")).toBe(1_900);
    expect(
      it.do("bill.settle", {
        lines: [shop(1_900)],
        tenders: [stored(1_900)],
        card: { card: it.card },
      }),
    ).toMatchObject({ available: 0 });
  });

  test("keeps change only for somebody, only where stored value may grow, smaller than any top-up", () => {
    const it = counter(1_000);
    const bill = { lines: [shop(900)], tenders: cash(1_000), keepChange: true };
    expect(it.refused("bill.settle", bill)).toBe("missing.card");
    expect(settle(it, [shop(1_000)], cash(1_000), { keepChange: true })).not.toHaveProperty("kept");
    const vip = mudan();
    const mahjong = { venue: "mahjong", list: 10_000, quantity: 1 };
    expect(settle(vip, [mahjong], cash(8_100), { keepChange: true })).toMatchObject({ kept: 100 });
  });

  test("wants tenders that add up, and stored value that is there", () => {
    const it = counter(1_000);
    const bill = { lines: [shop(2_000)], card: { card: it.card } };
    expect(it.refused("bill.settle", { ...bill, tenders: cash(1_999) })).toBe("tender.mismatch");
    expect(it.refused("bill.settle", { ...bill, tenders: [stored(2_001)] })).toBe(
      "tender.mismatch",
    );
    expect(it.refused("bill.settle", { ...bill, tenders: [stored(2_000)] })).toBe(
      "insufficient_balance",
    );
    const bare = { lines: [shop(2_000)], tenders: [stored(2_000)] };
    expect(it.refused("bill.settle", bare)).toBe("missing.card");
    expect(it.world.journal.some(({ op }) => op === "bill.settle")).toBe(false);
  });

  test("takes cash where the quote proposes stored value", () => {
    const it = counter();
    expect(settle(it, [shop(2_000)], cash(2_000))).toMatchObject({
      tenders: [{ type: "cash", amount: 2_000 }],
      available: 100_000,
    });
  });

  test("keeps stored value away from where the programme does not let it pay", () => {
    const it = mudan();
    const mahjong = { lines: [{ venue: "mahjong", list: 10_000, quantity: 1 }] };
    const card = { card: it.card };
    expect(it.refused("bill.settle", { ...mahjong, card, tenders: [stored(8_000)] })).toBe(
      "not_permitted",
    );
    expect(it.do("bill.settle", { ...mahjong, card, tenders: cash(8_000) })).toMatchObject({
      due: 8_000,
    });
  });

  test("counts a wrong PIN, and goes on as if there were no card unless stored value is wanted", () => {
    const it = zhaohua();
    const bill = (pin: string, tender: JsonObject) => ({
      lines: [{ venue: "tea", list: 2_000, quantity: 1 }],
      card: { card: it.card, pin },
      tenders: [tender],
    });
    expect(it.refused("bill.settle", bill("000000", stored(2_000)))).toBe("pin.wrong");
    const asGuest = it.do("bill.settle", bill("000000", { type: "cash", amount: 2_000 }));
    expect(asGuest).toMatchObject({ due: 2_000, earns: {} });
    expect(it.refused("bill.settle", bill("000000", stored(2_000)))).toBe("pin.wrong");
    expect(it.refused("bill.settle", bill("123456", stored(2_000)))).toBe("pin.blocked");
    expect(it.world.get("card", it.card)?.pin).toMatchObject({ wrong: 3, blocked: true });
  });

  test("spends at most the programme's bound while head office is away, and anew when it is back", () => {
    const it = zhaohua();
    const spend = (amount: number) => ({
      lines: [{ venue: "tea", list: amount, quantity: 1 }],
      card: { card: it.card, pin: "123456" },
      tenders: [stored(amount)],
    });
    it.world.network(false);
    it.do("bill.settle", spend(60_000));
    it.do("bill.settle", spend(40_000));
    expect(it.refused("bill.settle", spend(1))).toBe("offline.limit");
    it.world.network(true);
    it.do("bill.settle", spend(1));
    it.world.network(false);
    it.do("bill.settle", spend(100_000));
    expect(it.refused("bill.settle", spend(1))).toBe("offline.limit");
  });

  test("pays from a hold, beyond it from what is free, and frees what is over", () => {
    const it = counter(10_000);
    const place = (amount: number) =>
      it.do("hold.place", { account: it.account, amount, reason: "deposit" })["hold"];
    const small = asText(place(3_000));
    settle(it, [shop(5_000)], [stored(5_000, small)]);
    expect(it.asset("stored")).toMatchObject({ available: 5_000, held: 0 });
    const large = asText(place(5_000));
    settle(it, [shop(2_000)], [stored(2_000, large)]);
    expect(it.asset("stored")).toMatchObject({ available: 3_000, held: 0 });
    expect(
      it.refused("bill.settle", {
        lines: [shop(1_000)],
        card: { card: it.card },
        tenders: [stored(1_000, large)],
      }),
    ).toBe("not_permitted");
  });

  test("uses counts for a line the programme lets them pay, and earns their deferred money", () => {
    const it = guest({ programme: "retail", type: "combo", pin: "123456", topUp: 50_000 });
    it.do("pass.sell", { account: it.account, pass: "wash10", tenders: cash(30_000) });
    const wash = { venue: "shop", sku: "wash", list: 4_000, quantity: 1 };
    const done = settle(it, [wash], [], { card: { card: it.card, pin: "123456" } });
    expect(done).toMatchObject({ due: 0 });
    expect(it.asset("count.wash")).toMatchObject({ available: 9 });
    expect(sumOf(it, "income:sales:count.wash")).toBe(-3_000);
    it.do("bill.reverse", { bill: done["bill"] ?? "", reason: "machine broken" });
    expect(it.asset("count.wash")).toMatchObject({ available: 10 });
    expect(sumOf(it, "income:sales:count.wash")).toBe(0);
  });

  test("keeps a voucher's value owed until it is used, and what it does not pay is breakage", () => {
    const it = mudan();
    const issue = { account: it.account, kind: "voucher", value: 5_000, reason: "points" };
    const { coupon, code } = it.do("coupon.issue", issue);
    expect(sumOf(it, `liab:voucher:${asText(coupon)}`)).toBe(-5_000);
    settle(it, [shop(3_200)], [], { vouchers: [code ?? ""] });
    expect(sumOf(it, `liab:voucher:${asText(coupon)}`)).toBe(0);
    expect(sumOf(it, "income:breakage")).toBe(-1_800);
    const again = { lines: [shop(100)], vouchers: [coupon ?? ""], tenders: [] };
    expect(it.refused("bill.settle", again)).toBe("coupon.used");
    expect(it.refused("bill.settle", { ...again, vouchers: ["none"] })).toBe("coupon.unknown");
  });

  test("lets a till state no fact about the guest", () => {
    const it = zhaohua();
    const lines = [{ venue: "rooms", list: 28_800, quantity: 1 }];
    const facts = { authenticated: true, maxSingleTopup: 100_000_000, tier: "member" };
    expect(it.do("bill.settle", { lines, facts, tenders: cash(28_800) })).toMatchObject({
      due: 28_800,
    });
  });
});

describe("bill.reverse", () => {
  test("line by line ends where undoing the whole ends", () => {
    const lines = [shop(3_333, 3), shop(5_001, 2)];
    const [whole, parts] = [mudan(), mudan()].map((it) => {
      it.do("account.topUp", { account: it.account, amount: 100_000, tenders: cash(100_000) });
      const before = it.world.account(it.account);
      const done = settle(it, lines, [stored(15_000), { type: "cash", amount: 5_001 }]);
      return { it, before, bill: done["bill"] ?? "" };
    });
    if (whole === undefined || parts === undefined) throw new Error("two guests");
    whole.it.do("bill.reverse", { bill: whole.bill, reason: "test" });
    for (const line of [0, 1, 0, 1, 0]) {
      const one = { bill: parts.bill, lines: [{ line, quantity: 1 }], reason: "test" };
      parts.it.do("bill.reverse", one);
    }
    expect(whole.it.world.account(whole.it.account)).toEqual(whole.before);
    expect(parts.it.world.account(parts.it.account)).toEqual(parts.before);
    expect(parts.it.world.get("bill", asText(parts.bill))?.state).toBe("reversed");
  });

  test("can be looked at before: the same figures, and nothing has happened", () => {
    const it = counter();
    const lines = [shop(3_000, 2), { venue: "tea", list: 4_000, quantity: 1 }];
    const { bill } = settle(it, lines, [stored(7_000), { type: "cash", amount: 3_000 }]);
    const entries = it.world.journal.length;
    const ask = { bill, lines: [{ line: 0, quantity: 1 }], reason: "wrong size" };
    const seen = it.do("bill.reverse", { ...ask, dryRun: true });
    expect(seen).toEqual({ returned: { cash: 3_000 }, clawedBack: expect.anything() });
    expect(it.world.journal.length).toBe(entries);
    expect(it.do("bill.reverse", ask)).toMatchObject(seen);
    expect(it.do("bill.reverse", { ...ask, dryRun: true })).toMatchObject({
      returned: { stored: 3_000 },
    });
  });

  test("hands back cash first", () => {
    const it = counter();
    const done = settle(it, [shop(2_000, 3)], [stored(3_500), { type: "cash", amount: 2_500 }]);
    const back = (quantity: number) =>
      it.do("bill.reverse", {
        bill: done["bill"] ?? "",
        lines: [{ line: 0, quantity }],
        reason: "test",
      })["returned"];
    expect(back(1)).toEqual({ cash: 2_000 });
    expect(back(2)).toEqual({ cash: 500, stored: 3_500 });
  });

  test("refuses lines that are not there and more than is left", () => {
    const it = counter();
    const { bill } = settle(it, [shop(2_000, 2)], [stored(4_000)]);
    const reverse = (line: number, quantity: number) => ({
      bill: bill ?? "",
      lines: [{ line, quantity }],
      reason: "test",
    });
    expect(it.refused("bill.reverse", reverse(1, 1))).toBe("not_permitted");
    expect(it.refused("bill.reverse", reverse(0, 3))).toBe("not_permitted");
    expect(it.refused("bill.reverse", { bill: "b_none", reason: "test" })).toBe("not_found");
  });

  test("takes points back from others when its own are spent, and leaves a debt that later points pay", () => {
    const it = zhaohua();
    const tea = (list: number) => [{ venue: "tea", list, quantity: 1 }];
    const card = { card: { card: it.card, pin: "123456" } };
    const { bill } = settle(it, tea(500_000), cash(500_000), card);
    it.do("points.redeem", { account: it.account, reward: "free_night", where: "desk" });
    const undone = it.do("bill.reverse", { bill: bill ?? "", reason: "test" });
    expect(undone).toMatchObject({ returned: { cash: 500_000 }, clawedBack: { pts: 50 } });
    expect(it.asset("pts")).toMatchObject({ available: -50 });
    settle(it, tea(300_000), cash(300_000), card);
    expect(it.asset("pts")).toMatchObject({ available: -20 });
    settle(it, tea(300_000), cash(300_000), card);
    expect(it.asset("pts")).toMatchObject({ available: 10 });
    expect(it.refused("points.redeem", { account: it.account, reward: "free_night" })).toBe(
      "not_enough_points",
    );
  });

  test("gives points that paid a bill back to a debt first, so that debt and points never stand side by side", () => {
    const it = guest({ programme: "chain-hotel", type: "bronze", topUp: 100_000 });
    const earning = settle(it, [shop(10_000)], cash(10_000))["bill"] ?? "";
    const paying = settle(it, [shop(100)], [], { redeem: [{ asset: "pts", quantity: 100 }] });
    it.do("bill.reverse", { bill: earning, reason: "test" });
    expect(it.asset("pts")).toMatchObject({ available: -100 });
    it.do("bill.reverse", { bill: paying["bill"] ?? "", reason: "test" });
    expect(it.asset("pts")).toMatchObject({ available: 0, lots: [] });
  });

  test("takes no more points than there are where the programme forbids a debt", () => {
    const it = guest({
      programme: variantOf("zhaohua", (file) => ({
        ...file,
        assets: file.assets.map((one) => (one.id === "pts" ? { ...one, debt: "forbid" } : one)),
      })),
      type: "member",
      pin: "123456",
      topUp: 300_000,
    });
    const card = { card: { card: it.card, pin: "123456" } };
    const tea = [{ venue: "tea", list: 600_000, quantity: 1 }];
    const { bill } = settle(it, tea, cash(600_000), card);
    it.do("points.redeem", { account: it.account, reward: "free_night", where: "desk" });
    const undone = it.do("bill.reverse", { bill: bill ?? "", reason: "test" });
    expect(undone).toMatchObject({ clawedBack: { pts: 10 } });
    expect(it.asset("pts")).toMatchObject({ available: 0 });
  });

  test("turns the carry of later bills back into what they alone would have left", () => {
    const it = mudan();
    const { bill } = settle(it, [shop(16_000)], [stored(16_000)]);
    settle(it, [shop(4_000)], [stored(4_000)]);
    expect(it.asset("pts")).toMatchObject({ pending: 2, carry: 0 });
    const undone = it.do("bill.reverse", { bill: bill ?? "", reason: "test" });
    expect(undone).toMatchObject({ clawedBack: { pts: 2 } });
    expect(it.asset("pts")).toMatchObject({ pending: 0, carry: 4_000 });
  });

  test("opens the voucher again when nothing of the bill is left", () => {
    const it = mudan();
    const issue = { account: it.account, kind: "voucher", value: 5_000, reason: "points" };
    const { coupon } = it.do("coupon.issue", issue);
    const { bill } = settle(it, [shop(4_000, 2)], [stored(3_000)], { vouchers: [coupon ?? ""] });
    const half = { bill: bill ?? "", lines: [{ line: 0, quantity: 1 }], reason: "test" };
    expect(it.do("bill.reverse", half)).toMatchObject({ returned: { stored: 3_000 } });
    expect(it.world.get("coupon", asText(coupon))).toMatchObject({ used: 4_000, forfeited: 1_000 });
    expect(it.do("bill.reverse", half)).toMatchObject({ returned: { voucher: 4_000 } });
    expect(it.world.get("coupon", asText(coupon))).toMatchObject({ state: "open" });
    expect(sumOf(it, "income:breakage")).toBe(0);
  });

  test("never asks the guest for more, though an offer is lost with the line", () => {
    const it = guest({ programme: "retail", type: "combo", pin: "123456", topUp: 50_000 });
    const lines = [shop(19_000), shop(1_000)];
    const { bill, due } = settle(it, lines, cash(17_000), {
      card: { card: it.card, pin: "123456" },
    });
    expect(due).toBe(17_000);
    const one = { bill: bill ?? "", lines: [{ line: 1, quantity: 1 }], reason: "test" };
    expect(it.do("bill.reverse", one)).toMatchObject({ returned: {} });
    const rest = { bill: bill ?? "", reason: "test" };
    expect(it.do("bill.reverse", rest)).toMatchObject({ returned: { cash: 17_000 } });
  });

  test("gives the seller's commission back in proportion", () => {
    const it = guest({
      programme: variantOf("counter", (file) => ({
        ...file,
        rules: [
          ...file.rules,
          rule("comm", "commission", { when: { event: "sale" }, effect: { pay: { give: 500 } } }),
        ],
      })),
      type: "basic",
      topUp: 10_000,
    });
    it.do("staff.put", { staff: "S1", name: "小刘", rights: ["sales"] });
    const { bill } = settle(it, [shop(2_000, 2)], [stored(4_000)], { seller: "S1" });
    expect(sumOf(it, "liab:commission:S1")).toBe(-500);
    it.do("bill.reverse", { bill: bill ?? "", lines: [{ line: 0, quantity: 1 }], reason: "test" });
    expect(sumOf(it, "liab:commission:S1")).toBe(-250);
    it.do("bill.reverse", { bill: bill ?? "", reason: "test" });
    expect(sumOf(it, "liab:commission:S1")).toBe(0);
  });

  test("of a card that was taken back since is refused", () => {
    const it = counter();
    const { bill } = settle(it, [shop(2_000)], [stored(2_000)]);
    it.world.actor({ role: "office" });
    it.do("card.refund", { card: it.card, reason: "leaves", cardReturned: true });
    expect(it.refused("bill.reverse", { bill: bill ?? "", reason: "test" })).toBe("card.closed");
  });
});

describe("a bill's receipt", () => {
  test("names each line, what was taken off with its clause, who paid, and what is left", () => {
    const it = mudan();
    const dish = { venue: "cn_restaurant", description: "宫保鸡丁", list: 5_000, quantity: 2 };
    settle(it, [dish], [stored(8_800)]);
    const said = it.world.last();
    const rows = said?.kind === "accepted" ? said.receipt?.rows : undefined;
    const unit = "CNY";
    expect(rows).toEqual([
      { label: "宫保鸡丁", text: "×2", amount: { value: 10_000, unit } },
      { label: "discount", amount: { value: -1_200, unit }, cite: "二.3" },
      { label: "due", amount: { value: 8_800, unit } },
      { label: "tender.stored", amount: { value: 8_800, unit } },
      { label: "balance", amount: { value: 541_200, unit }, before: 550_000, after: 541_200 },
    ]);
  });
});
