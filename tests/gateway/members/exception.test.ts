// Exceptions: opened once for a source, answered for by somebody, ended by an entry that moves what it says.
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../gateway/json.ts";
import { exceptionKinds, waysOut } from "../../../gateway/members/exception/kinds.ts";
import { fromJournal, fromState } from "../../support/given.ts";
import { cash, type Guest, guest } from "../../support/guest.ts";
import { asText } from "../../support/seal.ts";

const someone = (topUp = 10_000): Guest => guest({ programme: "counter", type: "basic", topUp });

const open = ({ world, account }: Guest, facts: JsonObject): string =>
  asText(
    world.do("exception.open", { source: "e_1 e_2", account, evidence: { entries: 2 }, ...facts })[
      "exception"
    ],
  );
const resolve = ({ world }: Guest, exception: string, outcome: string) =>
  world.do("exception.resolve", { exception, outcome, note: "seen on camera" });
const available = (who: Guest, asset: string): unknown => who.asset(asset)["available"];
const booksAgree = ({ world, account }: Guest): void => {
  const state = world.get("account", account);
  if (state === undefined) throw new Error("no account");
  expect(fromState(account, state)).toEqual(fromJournal(world.journal, account));
};

describe("opening", () => {
  test("is one exception for one source of a kind, with owner and evidence", () => {
    const who = someone();
    const first = open(who, { kind: "overdraft" });
    expect(open(who, { kind: "overdraft" })).toBe(first);
    expect(open(who, { kind: "late_expiry" })).not.toBe(first);
    expect(open(who, { kind: "overdraft", source: "e_3" })).not.toBe(first);
    expect(who.world.get("exception", first)).toMatchObject({
      kind: "overdraft",
      state: "open",
      owner: "finance",
      on: "2024-01-10",
      evidence: { entries: 2 },
    });
  });

  test("knows no kind but those of the table", () => {
    const who = someone();
    const unknown = { kind: "bad_mood", source: "s", evidence: {} };
    expect(who.refused("exception.open", unknown)).toBe("not_found");
  });
});

describe("resolving", () => {
  test("what the house charges is owed, and netted at the next top-up", () => {
    const who = someone(10_000);
    const x = open(who, { kind: "late_expiry", asset: "stored", amount: 12_500 });
    expect(resolve(who, x, "member_owes")).toMatchObject({ state: "resolved", moved: 12_500 });
    expect(available(who, "stored")).toBe(-2_500);
    who.do("account.topUp", { account: who.account, amount: 10_000, tenders: cash(10_000) });
    expect(available(who, "stored")).toBe(7_500);
    booksAgree(who);
  });

  test("a debt can be written off, and only what is still owed", () => {
    const who = someone(10_000);
    resolve(
      who,
      open(who, { kind: "late_expiry", asset: "stored", amount: 13_000 }),
      "member_owes",
    );
    who.do("account.topUp", { account: who.account, amount: 1_000, tenders: cash(1_000) });
    expect(available(who, "stored")).toBe(-2_000);
    const x = open(who, { kind: "overdraft", asset: "stored", amount: 3_000 });
    expect(resolve(who, x, "write_off")).toMatchObject({ moved: 2_000 });
    expect(available(who, "stored")).toBe(0);
    booksAgree(who);
  });

  test("a member whose lost card was used is made whole by the house", () => {
    const who = someone(10_000);
    const x = open(who, { kind: "lost_card_used", asset: "stored", amount: 4_000 });
    resolve(who, x, "make_whole");
    expect(available(who, "stored")).toBe(14_000);
    const lines = who.world.journal.at(-1)?.lines ?? [];
    expect(lines).toContainEqual({ account: "expense:loss", unit: "CNY", amount: 4_000 });
    booksAgree(who);
  });

  test("a punch used twice comes out of the counts that are left, with their deferred money", () => {
    const who = someone();
    who.do("pass.sell", { account: who.account, pass: "wash10", tenders: cash(30_000) });
    const x = open(who, { kind: "double_punch", asset: "wash", amount: 1 });
    resolve(who, x, "member_owes");
    expect(available(who, "wash")).toBe(9);
    const lines = who.world.journal.at(-1)?.lines ?? [];
    expect(lines).toContainEqual({ account: "income:breakage", unit: "CNY", amount: -3_000 });
    booksAgree(who);
  });

  test("an outcome that moves nothing is an entry all the same, and ends it for good", () => {
    const who = someone();
    const x = open(who, { kind: "overdraft", asset: "stored", amount: 500 });
    const before = who.world.journal.length;
    resolve(who, x, "net_at_next_top_up");
    expect(who.world.journal.slice(before)).toMatchObject([{ op: "exception.resolve", lines: [] }]);
    expect(who.world.get("exception", x)).toMatchObject({
      state: "resolved",
      outcome: "net_at_next_top_up",
      note: "seen on camera",
    });
    const again = { exception: x, outcome: "write_off" };
    expect(who.refused("exception.resolve", again)).toBe("not_permitted");
  });

  test("is not for the employee it is about, nor by an outcome of another kind", () => {
    const who = someone();
    who.world.actor({ staff: "1001" });
    const x = open(who, { kind: "fraud.own_card", staff: "1001" });
    const end = { exception: x, outcome: "explained" };
    expect(who.refused("exception.resolve", end)).toBe("missing.approval");
    who.world.actor({ staff: "1002" });
    expect(who.refused("exception.resolve", { ...end, outcome: "write_off" })).toBe("not_found");
    expect(who.refused("exception.resolve", { ...end, exception: "x_0" })).toBe("not_found");
    expect(resolve(who, x, "explained")).toMatchObject({ state: "resolved" });
  });

  test("what moves a member's value is not offered where there is none", () => {
    const offered = (account?: string) =>
      waysOut({ kind: "double_coupon", ...(account === undefined ? {} : { account }) }).map(
        ({ outcome }) => outcome,
      );
    expect(offered("a_1")).toEqual(["house_bears", "member_owes"]);
    expect(offered()).toEqual(["house_bears"]);
  });

  test("can be given to an employee who works here", () => {
    const who = someone();
    const x = open(who, { kind: "double_coupon" });
    const assign = { exception: x, owner: "3001" };
    expect(who.refused("exception.assign", assign)).toBe("not_found");
    who.do("staff.put", { staff: "3001", name: "周敏", rights: ["manager"] });
    who.do("exception.assign", assign);
    expect(who.world.get("exception", x)?.owner).toBe("3001");
  });
});

test.each(Object.entries(exceptionKinds))("%s ends in each of its ways", (kind, { outcomes }) => {
  const who = someone(10_000);
  for (const outcome of Object.keys(outcomes)) {
    const x = open(who, { kind, source: outcome, asset: "stored", amount: 15_000 });
    expect(resolve(who, x, outcome)).toMatchObject({ outcome });
  }
  booksAgree(who);
});
