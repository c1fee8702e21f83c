// card.refund: two persons, every proof the programme asks for, the books at zero afterwards.
import { describe, expect, test } from "vitest";
import { createWorld, fromJournal } from "../../support/given.ts";
import { call, cash, issued, issuedWithPin, li, refusedCall, zhang } from "../../support/people.ts";

const finance = { staff: "F1", pin: "7007" };

const world = () => {
  const made = createWorld({ programme: "zhaohua", at: "2024-03-11T10:00:00+08:00" });
  call(made, "staff.put", { staff: "F1", name: "周会计", pin: "7007", rights: ["finance"] });
  call(made, "staff.put", { staff: "M1", name: "店长", pin: "1111", rights: ["manager"] });
  return made;
};

const proofs = {
  reason: "moving away",
  pin: "123456",
  identity: zhang,
  registration: true,
  cardReturned: true,
  financeApproval: finance,
};

describe("a refund", () => {
  test("asks for every proof by name", () => {
    const store = world();
    const { card, account } = issuedWithPin(store);
    const without = (field: keyof typeof proofs, otherwise?: object): string => {
      const { [field]: _, ...rest } = proofs;
      const given = otherwise === undefined ? rest : { ...rest, [field]: otherwise };
      return refusedCall(store, "card.refund", { card, ...given });
    };
    expect(without("reason")).toBe("missing.reason");
    expect(without("pin")).toBe("missing.pin");
    expect(without("registration")).toBe("missing.registration");
    expect(without("cardReturned")).toBe("missing.card");
    expect(without("identity")).toBe("missing.identity");
    expect(without("identity", li)).toBe("identity_locked");
    expect(without("financeApproval")).toBe("missing.finance_approval");
    expect(store.account(account)).toMatchObject({ assets: { stored: { available: 50_000 } } });
  });

  test("is approved by another person with the right and the right PIN", () => {
    const store = world();
    const { card } = issuedWithPin(store);
    const by = (financeApproval: object): string =>
      refusedCall(store, "card.refund", {
        card,
        ...proofs,
        financeApproval: { ...financeApproval },
      });
    expect(by({ staff: "F1", pin: "0000" })).toBe("missing.finance_approval");
    expect(store.get("staff", "F1")?.pin?.wrong).toBe(1);
    expect(by({ staff: "M1", pin: "1111" })).toBe("missing.finance_approval");
    expect(by({ staff: "X9", pin: "7007" })).toBe("missing.finance_approval");
    store.actor({ staff: "F1" });
    expect(by(finance)).toBe("missing.finance_approval");
    store.actor({ staff: "E0" });
    expect(call(store, "card.refund", { card, ...proofs })).toMatchObject({ pay: 50_000 });
    expect(store.get("staff", "F1")?.pin?.wrong).toBe(0);
  });

  test("counts wrong PINs of the card until it is blocked", () => {
    const store = world();
    const { card } = issuedWithPin(store);
    const wrong = () => refusedCall(store, "card.refund", { card, ...proofs, pin: "000000" });
    expect([wrong(), wrong(), wrong()]).toEqual(["pin.wrong", "pin.wrong", "pin.wrong"]);
    expect(refusedCall(store, "card.refund", { card, ...proofs })).toBe("pin.blocked");
  });

  test("leaves nothing behind in the account and never happens twice", () => {
    const store = world();
    const { card, account } = issuedWithPin(store);
    const bill = { lines: [{ venue: "tea", list: 12_000, quantity: 1 }], tenders: cash(12_000) };
    call(store, "bill.settle", { ...bill, card: { card, pin: "123456" } });
    expect(call(store, "card.refund", { card, ...proofs })).toMatchObject({
      pay: 50_000,
      forfeited: { pts: 1 },
    });
    expect(fromJournal(store.journal, account)).toEqual({});
    expect(refusedCall(store, "card.refund", { card, ...proofs })).toBe("card.closed");
    expect(store.refused("card.identify", { card })).toBe("card.closed");
  });

  test("is shown before it is done, and showing changes nothing", () => {
    const store = world();
    const { card } = issuedWithPin(store);
    const before = store.journal.length;
    expect(call(store, "card.refund", { card, dryRun: true })).toEqual({
      pay: 50_000,
      forfeited: {},
    });
    expect(store.journal).toHaveLength(before);
  });

  test("waits for head office and for a deposit that is still set aside", () => {
    const store = world();
    const { card, account } = issuedWithPin(store);
    store.network(false);
    expect(refusedCall(store, "card.refund", { card, ...proofs })).toBe("offline.not_allowed");
    store.network(true);
    call(store, "hold.place", { account, amount: 1_000, reason: "deposit" });
    expect(refusedCall(store, "card.refund", { card, ...proofs })).toBe("not_permitted");
  });

  test("pays back what was paid for uses not yet taken, and gives up nothing unseen", () => {
    const store = createWorld({ programme: "counter", at: "2024-01-10T10:00:00+08:00" });
    const { card, account } = issued(store);
    call(store, "pass.sell", { account, pass: "wash10", tenders: cash(30_000) });
    call(store, "pass.punch", { account, asset: "wash", quantity: 3 });
    const asked = { card, reason: "moving away", cardReturned: true };
    expect(refusedCall(store, "card.refund", asked)).toBe("missing.finance_approval");
    call(store, "staff.put", { staff: "M1", name: "店长", pin: "1111", rights: ["manager"] });
    const approved = { ...asked, financeApproval: { staff: "M1", pin: "1111" } };
    expect(call(store, "card.refund", approved)).toMatchObject({
      pay: 21_000,
      forfeited: { wash: 7 },
    });
    expect(fromJournal(store.journal, account)).toEqual({});
  });

  test("is not offered where the programme does not allow it", () => {
    const store = createWorld({ programme: "mudan", at: "2024-01-10T10:00:00+08:00" });
    const first = { amount: 300_000, tenders: cash(300_000) };
    const { card } = issued(store, { type: "vip", feeTenders: cash(1_000), firstTopUp: first });
    expect(refusedCall(store, "card.refund", { card, ...proofs })).toBe("not_permitted");
  });
});
