// Who owes whom: value used where it was not paid in, set off by store and by legal entity, to the minor unit.
import { describe, expect, test } from "vitest";
import {
  type ClaimSum,
  type Shop,
  clear,
  statementOf,
  usualTerms,
} from "../../../gateway/head-office/clearing.ts";
import type { EntryBody, Posting } from "../../../gateway/ledger/entry.ts";
import { fc } from "../../support/seeded.ts";

const entry = (store: string, lines: readonly Posting[]): EntryBody => ({
  v: 1,
  id: "e1",
  store,
  epoch: 1,
  seq: 1,
  op: "bill.settle",
  at: "2026-03-02T10:00:00+08:00",
  businessDate: "2026-03-02",
  programme: { id: "demo", version: 1 },
  actor: { station: "t1", role: "cashier" },
  mode: "online",
  account: "a1",
  lines,
  events: [],
});
const cny = (account: string, amount: number): Posting => ({ account, unit: "CNY", amount });
const shops: readonly Shop[] = [
  { store: "s1", name: "One", kind: "own", entity: "company" },
  { store: "s2", name: "Two", kind: "own", entity: "company" },
  { store: "s3", name: "Three", kind: "franchise", entity: "Three Ltd" },
];

describe("what one entry clears", () => {
  test("a lot belongs to the store that took the money in", () => {
    const topUp = entry("s1", [
      cny("asset:cash:t1", 10_000),
      cny("liab:sv:principal:a1:l1", -10_000),
      cny("liab:sv:bonus:a1:l1", -1_000),
      cny("expense:bonus", 1_000),
    ]);
    expect(clear(topUp, () => undefined)).toEqual({ opened: ["a1:l1"], claims: [] });
  });

  test("used at another store it is owed to that one, by part; a return takes it back", () => {
    const spend = [
      cny("liab:sv:principal:a1:l1", 4_000),
      cny("liab:sv:bonus:a1:l1", 400),
      cny("income:sales:shop", -4_400),
    ];
    expect(clear(entry("s1", spend), () => "s1").claims).toEqual([]);
    const owed = { debtor: "s1", creditor: "s2", unit: "CNY" };
    expect(clear(entry("s2", spend), () => "s1").claims).toEqual([
      { ...owed, kind: "principal", amount: 4_000 },
      { ...owed, kind: "bonus", amount: 400 },
    ]);
    const back = spend.map((line) => ({ ...line, amount: -line.amount }));
    expect(clear(entry("s2", back), () => "s1").claims.map(({ amount }) => amount)).toEqual([
      -4_000, -400,
    ]);
  });

  test("uses of a pass, vouchers, points and what lapsed are kinds of their own", () => {
    const kinds = (lines: readonly Posting[]): readonly string[] =>
      clear(entry("s2", lines), () => "s1").claims.map(({ kind }) => kind);
    expect(kinds([cny("liab:deferred:a1:l9", 3_000)])).toEqual(["deferred"]);
    expect(kinds([cny("liab:voucher:c1", 500)])).toEqual(["voucher"]);
    expect(kinds([{ account: "liab:pts:gold:avail:a1:l3", unit: "pts:gold", amount: 7 }])).toEqual([
      "points",
    ]);
    expect(kinds([cny("liab:sv:principal:a1:l1", 9), cny("income:breakage", -9)])).toEqual([
      "breakage",
    ]);
    expect(kinds([cny("asset:cash:t1", 5), cny("liab:commission:1001", -5)])).toEqual([]);
  });
});

describe("the settlement of a span", () => {
  const sum = (debtor: string, creditor: string, more: Partial<ClaimSum>): ClaimSum => ({
    debtor,
    creditor,
    kind: "principal",
    unit: "CNY",
    amount: 10_000,
    entries: 1,
    ...more,
  });
  const facts = { terms: usualTerms, currency: "CNY", shops };

  test("sets off both ways, and stores of one company need not pay each other", () => {
    const { stores, entities } = statementOf(
      [sum("s1", "s2", {}), sum("s1", "s3", { amount: 7_000 }), sum("s3", "s2", { amount: 9_000 })],
      facts,
    );
    expect(stores).toHaveLength(3);
    expect(entities).toEqual([
      { from: "Three Ltd", to: "company", amount: 2_000, owed: 9_000, owing: 7_000 },
    ]);
  });

  test("lets a store that nobody has entered yet answer for itself", () => {
    const heard: Shop = { store: "s9", name: "s9", kind: "own", entity: "" };
    const { entities } = statementOf([sum("s1", "s9", { amount: 500 })], {
      ...facts,
      shops: [...shops, heard],
    });
    expect(entities).toEqual([{ from: "company", to: "s9", amount: 500, owed: 500, owing: 0 }]);
  });

  test("weighs bonus, points and what lapsed by the chain's terms", () => {
    const terms = {
      shareBp: { ...usualTerms.shareBp, bonus: 3_333 },
      pointsMinorPerThousand: 1_000,
    };
    const { rows } = statementOf(
      [
        sum("s1", "s3", { kind: "bonus", amount: 5 }),
        sum("s1", "s3", { kind: "points", unit: "pts", amount: 250 }),
        sum("s1", "s3", { kind: "breakage" }),
        sum("s1", "s3", { unit: "rides", amount: 3 }),
      ],
      { ...facts, terms },
    );
    expect(rows.map(({ worth }) => worth)).toEqual([2, 250, 0, 0]);
  });

  test("is worth the same to both ends, whoever is who (random claims)", () => {
    const store = fc.constantFrom("s1", "s2", "s3", "s4");
    const claims = fc.array(
      fc.record({ debtor: store, creditor: store, amount: fc.integer({ min: -1e9, max: 1e9 }) }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(claims, (made) => {
        const sums = made
          .filter(({ debtor, creditor }) => debtor !== creditor)
          .map(({ debtor, creditor, amount }) => sum(debtor, creditor, { amount }));
        const { stores } = statementOf(sums, facts);
        for (const id of ["s1", "s2", "s3", "s4"]) {
          const mine = sums.reduce(
            (all, { debtor, creditor, amount }) =>
              all + (creditor === id ? amount : 0) - (debtor === id ? amount : 0),
            0,
          );
          const told = stores.reduce(
            (all, { from, to, amount }) =>
              all + (to === id ? amount : 0) - (from === id ? amount : 0),
            0,
          );
          expect(told).toBe(mine);
        }
        expect(stores.every(({ amount }) => amount >= 0)).toBe(true);
      }),
    );
  });
});
