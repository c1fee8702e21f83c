// What one entry does to one account at its place in the order, where what its store saw is not what is there.
import { expect, test } from "vitest";
import { addressOf, foldBatch } from "../../../gateway/chain/replica.ts";
import { startOf } from "../../../gateway/chain/order.ts";
import { evolvers } from "../../../gateway/members/registry.ts";
import type { View } from "../../../gateway/members/contract.ts";
import type { Account, EntityKind, EntityOf, Lot } from "../../../gateway/members/state.ts";
import { madeEntry } from "../../support/chain-entry.ts";
import { accountWith } from "../../support/sample-account.ts";

const lotOf = (lot: string, more: Partial<Lot>): Lot => ({
  lot,
  asset: "stored",
  parts: { principal: 0 },
  createdOn: "2026-03-01",
  expiresOn: "2026-03-02",
  source: "e_0",
  ...more,
});

/** A bill that takes so much from the lot `a_1` of the account `a`, on a business day of its own. */
const folded = (account: Account, amount: number, businessDate: string) => {
  const before = new Map<string, unknown>([["account a", account]]);
  const confirmed: View = {
    // Only accounts stand in it, under their own addresses.
    get: <K extends EntityKind>(kind: K, id: string) =>
      before.get(addressOf(kind, id)) as EntityOf<K> | undefined,
  };
  const lines = [
    { account: "liab:stored:principal:a:a_1", unit: "CNY", amount },
    { account: "income:sales:shop", unit: "CNY", amount: -amount },
  ];
  const entry = madeEntry({
    id: "e_1",
    store: "s",
    op: "bill.settle",
    account: "a",
    businessDate,
    lines,
  });
  const batch = foldBatch(startOf("one"), [{ gseq: 1, entry }], { confirmed, rules: { evolvers } });
  const kinds = [...batch.changes.values()].flatMap(({ kind, entity }) =>
    kind === "exception" ? [entity as EntityOf<"exception">] : [],
  );
  return {
    kinds: kinds.map(({ kind, amount: of }) => ({ kind, of })),
    lines: batch.applied[0]?.lines,
  };
};

test("units of another lot that lapsed elsewhere are honoured on a day on which they were good", () => {
  const lots = [lotOf("a_1", {}), lotOf("a_2", { lapsed: 3_000 })];
  const { kinds, lines } = folded(accountWith(lots), 5_000, "2026-03-02");
  expect(kinds).toEqual([
    { kind: "late_expiry", of: 3_000 },
    { kind: "overdraft", of: 2_000 },
  ]);
  expect(lines).toContainEqual({ account: "income:breakage", unit: "CNY", amount: 3_000 });
});

test("on a day after it they are not: what is missing is owed", () => {
  const lots = [lotOf("a_1", { lapsed: 1_000 }), lotOf("a_2", { lapsed: 3_000 })];
  expect(folded(accountWith(lots), 5_000, "2026-03-03").kinds).toEqual([
    { kind: "overdraft", of: 5_000 },
  ]);
});
