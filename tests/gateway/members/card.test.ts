// The life of a card: given out, recognised, lost, replaced, exchanged, renewed, blocked.
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../gateway/json.ts";
import { createWorld } from "../../support/given.ts";
import {
  call,
  cash,
  enrolled,
  issued,
  issuedWithPin,
  li,
  refusedCall,
  textIn,
  zhang,
} from "../../support/people.ts";

const counter = () => createWorld({ programme: "counter", at: "2024-01-10T10:00:00+08:00" });
const zhaohua = () => createWorld({ programme: "zhaohua", at: "2024-03-11T10:00:00+08:00" });
const mudan = () => createWorld({ programme: "mudan", at: "2024-01-10T10:00:00+08:00" });

describe("a card is given out", () => {
  test("with a number of its own that no other card has", () => {
    const world = counter();
    const first = issued(world);
    const second = call(world, "card.issue", { member: first.member, type: "basic" });
    const numbers = [first.card, textIn(second, "card")].map((id) => world.get("card", id)?.number);
    expect(new Set(numbers).size).toBe(2);
    for (const number of numbers) expect(number).toMatch(/^A-2024-\d{7}$/);
  });

  test("but never on a token that belongs or belonged to another", () => {
    const world = counter();
    const { member, card } = issued(world, { token: "T1" });
    const again = { member, type: "basic", token: "T1" };
    expect(refusedCall(world, "card.issue", again)).toBe("card.in_use");
    call(world, "card.block", { card, reason: "rules" });
    expect(refusedCall(world, "card.issue", again)).toBe("card.blocked");
    call(world, "card.unblock", { card, identity: zhang });
    call(world, "card.reportLost", { card, identity: zhang });
    expect(refusedCall(world, "card.issue", again)).toBe("card.lost");
    call(world, "card.replace", { card, token: "T2", identity: zhang });
    expect(refusedCall(world, "card.issue", again)).toBe("card.replaced");
  });

  test("not to nobody, not of a type that does not exist, not without the PIN it asks for", () => {
    const world = zhaohua();
    const member = enrolled(world);
    expect(refusedCall(world, "card.issue", { member: "m_x", type: "member" })).toBe("not_found");
    expect(refusedCall(world, "card.issue", { member, type: "gold" })).toBe("not_found");
    expect(refusedCall(world, "card.issue", { member, type: "member" })).toBe("missing.pin");
  });

  test("for exactly its fee, change only out of cash", () => {
    const world = zhaohua();
    const member = enrolled(world);
    const ask = { member, type: "member", pin: "123456" };
    const short = { ...ask, feeTenders: cash(3_799) };
    expect(refusedCall(world, "card.issue", short)).toBe("tender.mismatch");
    const card = { ...ask, feeTenders: [{ type: "bank", amount: 4_000 }] };
    expect(refusedCall(world, "card.issue", card)).toBe("tender.mismatch");
    expect(call(world, "card.issue", { ...ask, feeTenders: cash(5_000) })).toMatchObject({
      fee: 3_800,
      change: 1_200,
    });
  });

  test("a preview says the price and changes nothing", () => {
    const world = zhaohua();
    const member = enrolled(world);
    const before = world.journal.length;
    const asked = { member, type: "member", pin: "123456", feeTenders: cash(3_800), dryRun: true };
    expect(call(world, "card.issue", asked)).toMatchObject({ fee: 3_800 });
    expect(world.journal).toHaveLength(before);
  });

  test("what the clerk may not say is not heard", () => {
    const world = zhaohua();
    const consent = { rules: true, marketing: false };
    const member = textIn(call(world, "member.enrol", { name: "无名", consent }), "member");
    const asked = {
      member,
      type: "member",
      pin: "123456",
      feeTenders: cash(3_800),
      facts: { identityVerified: true },
    };
    expect(refusedCall(world, "card.issue", asked)).toBe("missing.identity");
  });
});

describe("a card is recognised", () => {
  test("by token, by its number, by the member's number, always masked", () => {
    const world = counter();
    const { member, card, account } = issued(world, { token: "T1" });
    const number = world.get("card", card)?.number ?? "";
    const file = world.get("member", member)?.number ?? "";
    for (const shown of [
      { token: "T1" },
      { number },
      { code: number },
      { code: "T1" },
      { number: file },
    ]) {
      const known = world.do("card.identify", shown);
      expect(known).toMatchObject({ card, account, state: "active", needsPin: false });
      expect(known["member"]).toMatchObject({ name: "张*", number: file });
    }
  });

  test("by phone only with the PIN, which a type without PIN does not have", () => {
    const world = zhaohua();
    const member = enrolled(world, zhang, { phone: "13812345678" });
    const ask = { member, type: "member", pin: "123456", feeTenders: cash(3_800) };
    const card = textIn(call(world, "card.issue", ask), "card");
    const phone = (pin: string) => ({
      phoneIndex: "p:13812345678",
      proofs: { [card]: { verifier: `v:${pin}` } },
    });
    expect(world.do("card.identify", phone("123456"))).toMatchObject({ card });
    expect(world.refused("card.identify", { phoneIndex: "p:13812345678" })).toBe("pin.required");
    expect(world.refused("card.identify", { phoneIndex: "p:1" })).toBe("card.unknown");
    for (const _ of [1, 2, 3]) {
      expect(world.refused("card.identify", phone("000000"))).toBe("pin.wrong");
    }
    expect(world.refused("card.identify", phone("123456"))).toBe("pin.blocked");
    expect(world.do("card.identify", { card })).toMatchObject({ state: "pin_blocked" });

    const bare = counter();
    const basic = enrolled(bare, zhang, { phone: "13812345678" });
    call(bare, "card.issue", { member: basic, type: "basic" });
    expect(bare.refused("card.identify", phone("123456"))).toBe("pin.required");
  });

  test("where a member has several cards, by her own number or phone, all that may be meant are named", () => {
    const world = zhaohua();
    const member = enrolled(world, zhang, { phone: "13812345678" });
    const issue = (pin: string): string =>
      textIn(
        call(world, "card.issue", { member, type: "member", pin, feeTenders: cash(3_800) }),
        "card",
      );
    const [first, same, otherPin] = [issue("123456"), issue("123456"), issue("654321")];
    const named = (shown: object): unknown[] => {
      const { cards = [] } = world.do("card.identify", shown as JsonObject);
      return (cards as { card: string }[]).map(({ card }) => card);
    };
    const number = world.get("member", member)?.number ?? "";
    expect(named({ code: number })).toEqual([first, same, otherPin]);
    expect(named({ card: first })).toEqual([]);
    expect(named({ number: world.get("card", same)?.number ?? "" })).toEqual([]);
    const proofs = Object.fromEntries(
      [first, same, otherPin].map((card) => [card, { verifier: "v:123456" }]),
    );
    expect(named({ phoneIndex: "p:13812345678", proofs })).toEqual([first, same]);
    call(world, "card.reportLost", { card: same, identity: zhang });
    expect(named({ code: number })).toEqual([first, otherPin]);
    expect(named({ phoneIndex: "p:13812345678", proofs })).toEqual([]);
  });

  test("as expired from the day after its last", () => {
    const world = mudan();
    const first = { amount: 300_000, tenders: cash(300_000) };
    const { card } = issued(world, { type: "vip", feeTenders: cash(1_000), firstTopUp: first });
    world.clock("2025-01-10T23:00:00+08:00");
    expect(world.do("card.identify", { card })).toMatchObject({ state: "active" });
    world.clock("2025-01-11T00:00:00+08:00");
    expect(world.do("card.identify", { card })).toMatchObject({ state: "expired" });
    expect(call(world, "card.renew", { card })).toMatchObject({ validTo: "2026-01-11" });
    expect(world.do("card.identify", { card })).toMatchObject({ state: "active" });
  });
});

describe("a PIN", () => {
  test("right once forgives the wrong ones before it", () => {
    const world = zhaohua();
    const { card } = issuedWithPin(world);
    const tries = (pin: string) => refusedCall(world, "card.checkPin", { card, pin });
    expect([tries("1"), tries("2")]).toEqual(["pin.wrong", "pin.wrong"]);
    call(world, "card.checkPin", { card, pin: "123456" });
    expect([tries("1"), tries("2"), tries("3"), tries("123456")]).toEqual([
      "pin.wrong",
      "pin.wrong",
      "pin.wrong",
      "pin.blocked",
    ]);
  });

  test("is set anew only against the holder's document", () => {
    const world = zhaohua();
    const { card } = issuedWithPin(world);
    for (const pin of ["1", "2", "3"]) refusedCall(world, "card.checkPin", { card, pin });
    const set = { card, pin: "654321" };
    expect(refusedCall(world, "card.setPin", set)).toBe("missing.identity");
    expect(refusedCall(world, "card.setPin", { ...set, identity: li })).toBe("identity_locked");
    call(world, "card.setPin", { ...set, identity: zhang });
    expect(call(world, "card.checkPin", { card, pin: "654321" })).toEqual({ ok: true });
    expect(refusedCall(world, "card.checkPin", { card, pin: "123456" })).toBe("pin.wrong");
  });
});

describe("a lost card", () => {
  test("is reported by the holder alone, twice is once, found again is good again", () => {
    const world = counter();
    const { card } = issued(world);
    expect(refusedCall(world, "card.reportLost", { card })).toBe("missing.identity");
    expect(refusedCall(world, "card.reportLost", { card, identity: li })).toBe("identity_locked");
    const first = call(world, "card.reportLost", { card, identity: zhang });
    const entries = world.journal.length;
    world.clock("2024-01-11T10:00:00+08:00");
    expect(call(world, "card.reportLost", { card, identity: zhang })).toEqual(first);
    expect(world.journal.slice(entries).filter(({ op }) => op === "card.reportLost")).toEqual([]);
    call(world, "card.unblock", { card, identity: zhang });
    expect(world.do("card.identify", { card })).toMatchObject({ state: "active" });
  });

  test("may be reported at a kiosk without a document where its PIN was shown", () => {
    const world = zhaohua();
    const { card } = issuedWithPin(world);
    expect(world.do("card.reportLost", { card, provenByPin: true })).toMatchObject({
      state: "lost",
      replaceFrom: "2024-03-15",
    });
  });

  test("takes no money while it is lost, and its account not either", () => {
    const world = counter();
    const { card, account } = issued(world);
    call(world, "card.reportLost", { card, identity: zhang });
    const topUp = { account, amount: 100, tenders: cash(100) };
    expect(refusedCall(world, "account.topUp", topUp)).toBe("card.lost");
    expect(refusedCall(world, "card.exchange", { card, reason: "damaged" })).toBe("card.lost");
    expect(refusedCall(world, "card.renew", { card })).toBe("card.lost");
  });
});

describe("a card in place of another", () => {
  test("is refused in this order: not lost, too early, counter closed, another holder", () => {
    const early = zhaohua();
    const { card } = issuedWithPin(early);
    const ask = { card, token: "T2", identity: li, feeTenders: cash(3_800) };
    expect(refusedCall(early, "card.replace", ask)).toBe("not_permitted");
    call(early, "card.reportLost", { card, identity: zhang });
    expect(refusedCall(early, "card.replace", ask)).toBe("too_early");
    early.clock("2024-03-15T03:00:00+08:00");
    expect(refusedCall(early, "card.replace", ask)).toBe("identity_locked");

    const closed = mudan();
    const first = { amount: 300_000, tenders: cash(300_000) };
    const vip = issued(closed, { type: "vip", feeTenders: cash(1_000), firstTopUp: first });
    call(closed, "card.reportLost", { card: vip.card, identity: zhang });
    closed.clock("2024-01-13T10:00:00+08:00");
    const asked = { card: vip.card, identity: li, feeTenders: cash(1_000) };
    expect(refusedCall(closed, "card.replace", asked)).toBe("counter_closed");
  });

  test("needs number and name of the holder", () => {
    const world = counter();
    const { card } = issued(world);
    call(world, "card.reportLost", { card, identity: zhang });
    const asked = (identity: typeof zhang) =>
      refusedCall(world, "card.replace", { card, identity });
    expect(asked({ ...zhang, name: "李四" as "张三" })).toBe("identity_locked");
    expect(asked({ ...zhang, number: "1" as "110101199001010015" })).toBe("identity_locked");
    expect(asked({ ...zhang, type: "passport" as "id-card" })).toBe("identity_locked");
    expect(refusedCall(world, "card.replace", { card })).toBe("missing.identity");
  });

  test("keeps account, type, term and PIN; wrong tries do not come along", () => {
    const world = zhaohua();
    const { card, account } = issuedWithPin(world);
    refusedCall(world, "card.checkPin", { card, pin: "000000" });
    const exchanged = call(world, "card.exchange", {
      card,
      token: "T9",
      reason: "damaged",
      feeTenders: cash(3_800),
    });
    const next = textIn(exchanged, "card");
    expect(exchanged).toMatchObject({ account, fee: 3_800 });
    expect(world.get("card", next)).toMatchObject({
      type: "member",
      state: "active",
      token: "T9",
      pin: { wrong: 0, blocked: false },
    });
    expect(world.get("account", account)).toMatchObject({ card: next, cards: [card, next] });
    expect(call(world, "card.checkPin", { card: next, pin: "123456" })).toEqual({ ok: true });
    expect(refusedCall(world, "card.exchange", { card, reason: "damaged" })).toBe("card.replaced");
    expect(world.account(account)).toMatchObject({ assets: { stored: { available: 50_000 } } });
  });

  test("waits while head office is away, unless the programme lets it", () => {
    const world = counter();
    const { card } = issued(world);
    call(world, "card.reportLost", { card, identity: zhang });
    world.network(false);
    expect(refusedCall(world, "card.replace", { card, identity: zhang })).toBe(
      "offline.not_allowed",
    );
    world.network(true);
    expect(call(world, "card.replace", { card, identity: zhang })).toMatchObject({ fee: 0 });
  });

  test("previews its fee and changes nothing", () => {
    const world = zhaohua();
    const { card } = issuedWithPin(world);
    const before = world.journal.length;
    const preview = call(world, "card.exchange", { card, reason: "damaged", dryRun: true });
    expect(preview).toMatchObject({ card, fee: 3_800 });
    expect(world.journal).toHaveLength(before);
  });
});

describe("a card without end", () => {
  test("has nothing to renew", () => {
    const world = counter();
    const { card } = issued(world);
    expect(refusedCall(world, "card.renew", { card })).toBe("not_permitted");
  });
});

describe("a blocked card", () => {
  test("needs a reason to be blocked and the holder to be unblocked", () => {
    const world = counter();
    const { card } = issued(world);
    expect(refusedCall(world, "card.block", { card, reason: " " })).toBe("missing.reason");
    call(world, "card.block", { card, reason: "rules broken" });
    expect(world.refused("card.identify", { card })).toBe("card.blocked");
    expect(refusedCall(world, "card.unblock", { card })).toBe("missing.identity");
    expect(refusedCall(world, "card.unblock", { card, identity: li })).toBe("identity_locked");
    call(world, "card.unblock", { card, identity: zhang });
    expect(world.do("card.identify", { card })).toMatchObject({ state: "active" });
  });
});
