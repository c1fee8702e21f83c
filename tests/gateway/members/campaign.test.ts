// Campaigns: what is an occasion, that a gift is given once for it, to whom, and that its voucher and units are in the
// books.
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../gateway/json.ts";
import type { Trigger } from "../../../gateway/members/campaign/file.ts";
import {
  campaignDay,
  dueOccasions,
  openOccasions,
} from "../../../gateway/members/campaign/occasions.ts";
import { segmentFacts } from "../../../gateway/members/segment/facts.ts";
import { addDays } from "../../../gateway/programme/dates.ts";
import { fromJournal, fromState } from "../../support/given.ts";
import { cash, type Guest, guest } from "../../support/guest.ts";
import { fc } from "../../support/seeded.ts";
import { asText } from "../../support/seal.ts";

const born = (date: string, calendar: "solar" | "lunar"): JsonObject => ({
  birthday: { date, calendar },
});
const someone = (member: JsonObject = {}, at = "2024-03-11T10:00:00+08:00"): Guest =>
  guest({ programme: "demo", type: "standard", at, member });

const campaign = (
  { world }: Guest,
  trigger: Trigger,
  more: JsonObject = {},
): { readonly id: string } => {
  const file = {
    name: "三月礼",
    state: "active",
    from: "2024-03-01",
    trigger: trigger as unknown as JsonObject,
    gift: { coupon: { value: 2_000, days: 30 } },
    ...more,
  };
  return { id: asText(world.do("campaign.put", file)["campaign"]) };
};

/** Occasions that are open for a guest today. */
const openFor = (who: Guest, id: string): readonly string[] => {
  const { world, member, account } = who;
  const view = world.view([
    { kind: "campaign", id },
    { kind: "account", id: account },
  ]);
  const [file, held, kept] = [
    view.get("campaign", id),
    view.get("member", member),
    view.get("account", account),
  ];
  const card = view.get("card", kept?.card ?? "");
  if (file === undefined || held === undefined || kept === undefined || card === undefined)
    throw new Error("not loaded");
  const segment = file.segment === undefined ? undefined : view.get("segment", file.segment);
  const context = world.context();
  const facts = () => segmentFacts(context, { account: kept, card, member: held });
  const day = campaignDay(context.moment.businessDate);
  return openOccasions(
    { id, campaign: file, segment },
    { account: kept, member: held, facts },
    day,
  );
};

const give = (who: Guest, id: string, occasion: string): JsonObject =>
  who.world.do("campaign.give", {
    campaign: id,
    account: who.account,
    member: who.member,
    occasion,
  });
const refuses = (who: Guest, id: string, occasion: string): string =>
  who.world.refused("campaign.give", {
    campaign: id,
    account: who.account,
    member: who.member,
    occasion,
  });
const buys = (who: Guest, list: number, vouchers: readonly string[] = []): JsonObject => {
  const bill = {
    lines: [{ venue: "shop", sku: "swimsuit", list, quantity: 1 }],
    card: { card: who.card },
    vouchers: [...vouchers],
  };
  const { tenders } = who.world.do("bill.settle", { ...bill, tenders: cash(due(who, bill)) });
  return { tenders };
};
const due = (who: Guest, bill: JsonObject): number => {
  const value =
    who.world.get("coupon", String((bill["vouchers"] as string[])[0] ?? ""))?.value ?? 0;
  const [line] = bill["lines"] as readonly { readonly list: number }[];
  return Math.max(0, (line?.list ?? 0) - value);
};
const booksAgree = ({ world, account }: Guest): void => {
  const state = world.get("account", account);
  if (state === undefined) throw new Error("no account");
  expect(fromState(account, state)).toEqual(fromJournal(world.journal, account));
};

describe("an occasion", () => {
  test("of a lunar birthday is its day of this year, greeted ahead, and once in spite of a leap month", () => {
    // 2025 has a second sixth month: 1 July and 31 July are both the seventh day of a sixth month.
    const who = someone(born("1990-06-07", "lunar"), "2025-06-20T10:00:00+08:00");
    const { id } = campaign(who, { kind: "birthday", leadDays: 7 });
    expect(openFor(who, id)).toEqual([]);
    who.world.clock("2025-06-24T10:00:00+08:00");
    expect(openFor(who, id)).toEqual(["2025-07-01"]);
    give(who, id, "2025-07-01");
    expect(refuses(who, id, "2025-07-01")).toBe("benefit.not_due");
    who.world.clock("2025-07-31T10:00:00+08:00");
    expect(openFor(who, id)).toEqual([]);
    who.world.clock("2026-07-20T10:00:00+08:00");
    expect(openFor(who, id)).toEqual(["2026-07-20"]);
  });

  test("of a birthday on 29 February is kept on the 28th", () => {
    const who = someone(born("1992-02-29", "solar"), "2025-02-28T10:00:00+08:00");
    const { id } = campaign(who, { kind: "birthday", leadDays: 0 });
    expect(openFor(who, id)).toEqual(["2025-02-28"]);
  });

  test("of a feast follows the moon: the fifteenth of the eighth month", () => {
    const who = someone({}, "2024-09-15T10:00:00+08:00");
    const day = { month: 8, day: 15, calendar: "lunar" } as const;
    const { id } = campaign(who, { kind: "holiday", day, leadDays: 2 });
    expect(openFor(who, id)).toEqual(["2024-09-17"]);
    who.world.clock("2024-09-18T10:00:00+08:00");
    expect(openFor(who, id)).toEqual([]);
  });

  test("of a member day is each of them", () => {
    const who = someone({}, "2024-03-12T10:00:00+08:00");
    const { id } = campaign(who, { kind: "member_day", weekday: "tue" });
    expect(openFor(who, id)).toEqual(["2024-03-12"]);
    give(who, id, "2024-03-12");
    expect(openFor(who, id)).toEqual([]);
    who.world.clock("2024-03-19T10:00:00+08:00");
    expect(openFor(who, id)).toEqual(["2024-03-19"]);
    expect(openFor(who, campaign(who, { kind: "member_day", monthDay: 19 }).id)).toHaveLength(1);
  });

  test("of staying away comes once for each absence", () => {
    const who = someone();
    const { id } = campaign(who, { kind: "win_back", awayDays: 60 });
    expect(openFor(who, id)).toEqual([]);
    buys(who, 9_900);
    who.world.clock("2024-05-10T10:00:00+08:00");
    expect(openFor(who, id)).toEqual(["2024-03-11"]);
    give(who, id, "2024-03-11");
    who.world.clock("2024-06-10T10:00:00+08:00");
    expect(openFor(who, id)).toEqual([]);
    buys(who, 9_900);
    who.world.clock("2024-08-10T10:00:00+08:00");
    expect(openFor(who, id)).toEqual(["2024-06-10"]);
  });

  test("of a goal comes each time it is reached again, where it repeats", () => {
    const who = someone();
    const goal = { kind: "goal", what: "spend", goal: 10_000 } as const;
    const once = campaign(who, { ...goal, repeat: false }).id;
    const again = campaign(who, { ...goal, repeat: true }).id;
    buys(who, 9_900);
    expect(openFor(who, again)).toEqual([]);
    buys(who, 20_100);
    expect(openFor(who, once)).toEqual(["x1"]);
    expect(openFor(who, again)).toEqual(["x1", "x2", "x3"]);
    for (const occasion of ["x1", "x2", "x3"]) give(who, again, occasion);
    expect(openFor(who, again)).toEqual([]);
  });

  test("of joining is for those who joined while the campaign ran", () => {
    const who = someone();
    const before = campaign(who, { kind: "sign_up" }, { from: "2024-03-01" }).id;
    const after = campaign(who, { kind: "sign_up" }, { from: "2024-03-12" }).id;
    expect(openFor(who, before)).toEqual(["joined"]);
    who.world.clock("2024-03-13T10:00:00+08:00");
    expect(openFor(who, after)).toEqual([]);
  });

  test("is none outside the campaign's days, in a draft, or for who is not in the segment", () => {
    const who = someone();
    const { segment } = who.world.do("segment.put", { name: "gold", when: { tier: "gold" } });
    const once = { kind: "once" } as const;
    expect(openFor(who, campaign(who, once).id)).toEqual(["once"]);
    expect(openFor(who, campaign(who, once, { state: "draft" }).id)).toEqual([]);
    expect(openFor(who, campaign(who, once, { from: "2024-04-01" }).id)).toEqual([]);
    expect(openFor(who, campaign(who, once, { from: "2024-01-01", to: "2024-02-01" }).id)).toEqual(
      [],
    );
    const gold = campaign(who, once, { segment: asText(segment) }).id;
    expect(openFor(who, gold)).toEqual([]);
    who.do("account.topUp", { account: who.account, amount: 300_000, tenders: cash(300_000) });
    expect(openFor(who, gold)).toEqual(["once"]);
  });
});

describe("a gift", () => {
  test("is a voucher, units and a message in one entry, counted with its cost", () => {
    const who = someone({ consent: { rules: true, marketing: true } });
    const { template } = who.world.do("message.putTemplate", {
      name: "t",
      channel: "email",
      marketing: true,
      texts: { en: { body: "{coupon}" } },
    });
    const gift = {
      coupon: { value: 2_000, minSpend: 10_000, days: 30 },
      units: { asset: "pts", quantity: 50, days: 10 },
    };
    const { id } = campaign(who, { kind: "once" }, { gift, template: asText(template) });
    const given = give(who, id, "once");
    expect(given).toMatchObject({ told: true, code: expect.any(String) });
    const entry = who.world.journal.at(-1);
    expect(entry?.events.map(({ type }) => type)).toContain("MessageQueued");
    expect(who.world.get("campaign", id)).toMatchObject({ given: 1, cost: 2_000 });
    expect(who.world.get("coupon", asText(given["coupon"]))).toMatchObject({
      value: 2_000,
      minSpend: 10_000,
      expiresOn: "2024-04-09",
      campaign: id,
    });
    expect(who.asset("pts")).toMatchObject({ available: 50 });
    booksAgree(who);
    who.world.clock("2024-03-22T10:00:00+08:00");
    expect(who.asset("pts")).toMatchObject({ available: 0 });
    booksAgree(who);
  });

  test("is given without a message to who does not want to be written to", () => {
    const who = someone();
    const { template } = who.world.do("message.putTemplate", {
      name: "t",
      channel: "email",
      marketing: true,
      texts: { en: { body: "x" } },
    });
    const { id } = campaign(who, { kind: "once" }, { template: asText(template) });
    expect(give(who, id, "once")).toMatchObject({ told: false });
  });

  test("ends with the stock, and is not for a card that was reported lost", () => {
    const who = someone();
    const other = who.another("李四");
    const lost = who.another("王五");
    lost.do("card.block", { card: lost.card, reason: "x" });
    const { id } = campaign(who, { kind: "once" }, { stock: 1 });
    expect(refuses(lost, id, "once")).toBe("card.blocked");
    give(who, id, "once");
    expect(refuses(other, id, "once")).toBe("stock.empty");
    expect(who.world.get("campaign", id)).toMatchObject({ given: 1 });
  });

  test("for a referral goes to the referrer once for each newcomer, and the friend's to herself", () => {
    const who = someone();
    const friend = who.another("李四", { type: "standard", member: { referrer: who.member } });
    const stranger = who.another("王五");
    const { id } = campaign(
      who,
      { kind: "referral", spend: 5_000 },
      { friend: { coupon: { value: 500, days: 7 } } },
    );
    const reward = (newcomer: Guest): object => ({
      campaign: id,
      account: who.account,
      member: who.member,
      occasion: newcomer.member,
      newcomer: newcomer.account,
    });
    expect(who.world.refused("campaign.give", reward(friend))).toBe("benefit.not_due");
    buys(friend, 9_900);
    buys(stranger, 9_900);
    expect(who.world.refused("campaign.give", reward(stranger))).toBe("benefit.not_due");
    give(friend, id, "joined");
    const rewarded = who.world.do("campaign.give", reward(friend));
    expect(who.world.get("coupon", asText(rewarded["coupon"]))).toMatchObject({ value: 2_000 });
    expect(who.world.refused("campaign.give", reward(friend))).toBe("benefit.not_due");
  });

  test("voucher pays only bills from its size on", () => {
    const who = someone();
    const gift = { coupon: { value: 2_000, minSpend: 10_000, days: 30 } };
    const { id } = campaign(who, { kind: "once" }, { gift });
    const coupon = asText(give(who, id, "once")["coupon"]);
    const bill = (list: number): object => ({
      lines: [{ venue: "shop", sku: "swimsuit", list, quantity: 1 }],
      card: { card: who.card },
      vouchers: [coupon],
      tenders: cash(list - 2_000),
    });
    expect(who.world.refused("bill.settle", bill(9_999))).toBe("coupon.not_applicable");
    who.world.do("bill.settle", bill(10_000));
    expect(who.world.get("coupon", coupon)).toMatchObject({ state: "used" });
    booksAgree(who);
  });
});

describe("a campaign", () => {
  test("that began keeps what it promised and is only ended; an ended one stays so", () => {
    const who = someone();
    const { id } = campaign(who, { kind: "once" });
    const file = {
      campaign: id,
      name: "三月礼",
      state: "active",
      from: "2024-03-01",
      trigger: { kind: "once" },
      gift: { coupon: { value: 2_000, days: 30 } },
    };
    expect(
      who.world.refused("campaign.put", { ...file, gift: { coupon: { value: 1, days: 30 } } }),
    ).toBe("not_permitted");
    who.world.do("campaign.put", { ...file, to: "2024-12-31" });
    who.world.do("campaign.put", { ...file, state: "ended" });
    expect(who.world.refused("campaign.put", file)).toBe("not_permitted");
  });

  test("asks for a gift, days in order, and facts that there are", () => {
    const who = someone();
    const bad = (more: JsonObject): string =>
      who.world.refused("campaign.put", {
        name: "x",
        state: "draft",
        from: "2024-03-01",
        trigger: { kind: "once" },
        gift: { coupon: { value: 1, days: 1 } },
        ...more,
      });
    expect(bad({ gift: {} })).toBe("amount.out_of_range");
    expect(bad({ to: "2024-02-01" })).toBe("not_permitted");
    expect(bad({ gift: { units: { asset: "gold", quantity: 1 } } })).toBe("not_found");
    expect(bad({ segment: "seg_x" })).toBe("not_found");
    expect(who.world.refused("segment.put", { name: "x", when: { venue: "shop" } })).toBe(
      "not_found",
    );
  });

  test("gives the same, however often and on whatever days it is walked", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 0, max: 30 }),
        (steps, leadDays) => {
          const who = someone(born("1990-04-02", "solar"), "2024-03-01T10:00:00+08:00");
          const { id } = campaign(who, { kind: "birthday", leadDays });
          let on = "2024-03-01";
          let wasOpen = false;
          for (const step of steps) {
            on = addDays(on, step);
            who.world.clock(`${on}T10:00:00+08:00`);
            wasOpen ||= on >= addDays("2024-04-02", -leadDays) && on <= "2024-04-02";
            for (let walks = 0; walks < 2; walks += 1)
              for (const occasion of openFor(who, id)) give(who, id, occasion);
          }
          expect(who.world.get("campaign", id)?.given).toBe(wasOpen ? 1 : 0);
        },
      ),
      { numRuns: 30 },
    );
  });
});

test("what is due without a segment asks no facts", () => {
  const who = someone();
  const { id } = campaign(who, { kind: "once" });
  const view = who.world.view([
    { kind: "campaign", id },
    { kind: "account", id: who.account },
  ]);
  const file = view.get("campaign", id);
  const [member, account] = [view.get("member", who.member), view.get("account", who.account)];
  if (file === undefined || member === undefined || account === undefined) throw new Error("none");
  const facts = (): never => {
    throw new Error("asked");
  };
  const asked = { campaign: file, segment: undefined };
  expect(dueOccasions(asked, { member, account, facts }, campaignDay("2024-03-11"))).toEqual([
    "once",
  ]);
});
