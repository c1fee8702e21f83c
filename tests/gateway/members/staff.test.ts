// Employees and their shifts: PINs, rights, what the drawer should hold and what it does.
import { describe, expect, test } from "vitest";
import { emptyReport, type TillReport, withEntry } from "../../../gateway/members/shift/report.ts";
import type { EntryBody } from "../../../gateway/ledger/entry.ts";
import { createWorld, type World } from "../../support/given.ts";
import { call, cash, issued, refusedCall, textIn } from "../../support/people.ts";

const counter = () => createWorld({ programme: "counter", at: "2024-01-10T10:00:00+08:00" });

describe("an employee", () => {
  test("signs in with the right PIN; who is unknown is not told from who is wrong", () => {
    const world = counter();
    call(world, "staff.put", {
      staff: "1001",
      name: "小刘",
      pin: "2468",
      rights: ["sales", "cashier"],
    });
    expect(call(world, "staff.signIn", { staff: "1001", pin: "2468" })).toEqual({
      staff: { id: "1001", name: "小刘", rights: ["cashier", "sales"] },
    });
    expect(refusedCall(world, "staff.signIn", { staff: "1001", pin: "0000" })).toBe("pin.wrong");
    expect(refusedCall(world, "staff.signIn", { staff: "9999", pin: "2468" })).toBe("pin.wrong");
  });

  test("is out after five wrong tries until the office sets a new PIN", () => {
    const world = counter();
    const put = (pin: string) =>
      call(world, "staff.put", { staff: "1001", name: "小刘", pin, rights: ["cashier"] });
    put("2468");
    for (let time = 0; time < 5; time += 1) {
      expect(refusedCall(world, "staff.signIn", { staff: "1001", pin: "0000" })).toBe("pin.wrong");
    }
    expect(refusedCall(world, "staff.signIn", { staff: "1001", pin: "2468" })).toBe("pin.blocked");
    put("1357");
    expect(call(world, "staff.signIn", { staff: "1001", pin: "1357" })).toHaveProperty("staff");
  });

  test("vouches for another with number, PIN and right; wrong tries count as those of signing in", () => {
    const world = counter();
    const put = (staff: string, rights: readonly string[]) =>
      call(world, "staff.put", { staff, name: staff, pin: "2468", rights: [...rights] });
    put("M1", ["manager"]);
    put("C1", ["cashier"]);
    world.actor({ staff: "C1", rights: ["cashier"] });
    const vouched = (staff: string, pin: string) => {
      const entries = world.journal.length;
      const code = refusedCall(world, "staff.vouch", {
        approval: { staff, pin },
        right: "manager",
      });
      return { code, counted: world.journal.length > entries };
    };
    const approval = { staff: "M1", pin: "2468" };
    expect(call(world, "staff.vouch", { approval, right: "manager" })).toEqual({
      staff: "M1",
      name: "M1",
    });
    expect(vouched("C1", "2468")).toEqual({ code: "missing.approval", counted: false });
    for (let time = 0; time < 5; time += 1)
      expect(vouched("M1", "0000")).toEqual({ code: "missing.approval", counted: true });
    expect(vouched("M1", "2468")).toEqual({ code: "missing.approval", counted: false });
    expect(refusedCall(world, "staff.signIn", { staff: "M1", pin: "2468" })).toBe("pin.blocked");
  });

  test("who has left signs in no more and sells no more", () => {
    const world = counter();
    call(world, "staff.put", { staff: "S1", name: "小刘", pin: "2468", rights: ["sales"] });
    call(world, "staff.put", { staff: "S1", name: "小刘", rights: ["sales"], active: false });
    expect(refusedCall(world, "staff.signIn", { staff: "S1", pin: "2468" })).toBe("pin.wrong");
    const { account } = issued(world);
    const topUp = { account, amount: 100, tenders: cash(100), seller: "S1" };
    expect(refusedCall(world, "account.topUp", topUp)).toBe("not_found");
  });
});

/** What the server reads from the journal, from the world's. */
const reportOf = (world: World, till: string, after = 0): TillReport =>
  world.journal.reduce((report, { op, lines, events }, at) => {
    const seq = at + 1;
    if (seq <= after) return report;
    const body = { op, lines, events, seq, actor: { station: till, role: "cashier" } };
    return withEntry(report, { body: body as unknown as EntryBody, hash: "" }, till);
  }, emptyReport(after));

describe("a shift", () => {
  const till = "desk-1";
  const selling = () => {
    const world = counter();
    const { account } = issued(world);
    const opened = world.do("shift.open", { till, float: 50_000, after: world.journal.length });
    const after = world.journal.length;
    call(world, "account.topUp", { account, amount: 10_000, tenders: cash(10_000) });
    call(world, "pass.sell", {
      account,
      pass: "wash10",
      tenders: [
        { type: "wechat", amount: 20_000 },
        { type: "cash", amount: 15_000 },
      ],
    });
    return { world, after, shift: textIn(opened, "shift") };
  };

  test("is one at a time, and nothing is counted or closed without one", () => {
    const world = counter();
    const report = emptyReport(0);
    expect(world.refused("shift.count", { till, report })).toBe("missing.shift");
    expect(world.refused("shift.close", { till, report })).toBe("missing.shift");
    world.do("shift.open", { till, after: 0 });
    expect(world.refused("shift.open", { till, after: 0 })).toBe("already_exists");
    world.do("shift.open", { till: "desk-2", after: 0 });
    expect(world.refused("shift.close", { till, shift: "sh_x", report })).toBe("missing.shift");
  });

  test("expects the float and what came in, by tender, change taken off", () => {
    const { world, after, shift } = selling();
    const report = reportOf(world, till, after);
    expect(world.do("shift.count", { till, report, counted: { cash: 70_000 } })).toMatchObject({
      shift,
      expected: { cash: 70_000, wechat: 20_000 },
      difference: { cash: 0, wechat: 0 },
    });
  });

  test("closes over a difference only with a reason, and books it", () => {
    const { world, after } = selling();
    const report = reportOf(world, till, after);
    const short = { till, report, counted: { cash: 69_800 } };
    expect(world.refused("shift.close", short)).toBe("missing.reason");
    const closed = world.do("shift.close", { ...short, reason: "miscounted change" });
    expect(closed).toMatchObject({
      expected: { cash: 70_000 },
      counted: { cash: 69_800, wechat: 20_000 },
      difference: { cash: -200, wechat: 0 },
    });
    const balance = (account: string) =>
      world.journal
        .slice(after)
        .flatMap(({ lines }) => lines)
        .reduce((sum, line) => (line.account === account ? sum + line.amount : sum), 0);
    expect(balance("asset:cash:desk-1")).toBe(0);
    expect(balance("asset:wechat:desk-1")).toBe(0);
    expect(balance("asset:cash:safe")).toBe(19_800);
    expect(balance("expense:over_short")).toBe(200);
  });

  test("hands the next shift a clean till", () => {
    const { world, after, shift } = selling();
    const report = reportOf(world, till, after);
    world.do("shift.close", { till, report });
    expect(world.get("shift", shift)).toMatchObject({ state: "closed", upto: report.upto });
    world.do("shift.open", { till, float: 50_000, after: report.upto });
    const next = reportOf(world, till, report.upto);
    expect(world.do("shift.count", { till, report: next })).toMatchObject({
      expected: { cash: 50_000 },
      difference: { cash: 0 },
    });
  });

  test("counts cash put in and taken out as there, not as takings, and brings all but the float away", () => {
    const { world, after } = selling();
    const move = (way: string, other: string, amount: number) =>
      world.do("shift.cash", { till, way, with: other, amount, reason: "flowers" });
    move("in", "safe", 20_000);
    expect(move("out", "expense", 8_600)).toMatchObject({ amount: -8_600 });
    const silent = { till, way: "out", with: "safe", amount: 1, reason: " " };
    expect(world.refused("shift.cash", silent)).toBe("missing.reason");
    const report = reportOf(world, till, after);
    expect(report).toMatchObject({ taken: { cash: 20_000 }, moved: 11_400 });
    const closed = world.do("shift.close", { till, report, counted: { cash: 81_400 } });
    expect(closed).toMatchObject({ difference: { cash: 0 } });
    const balance = (account: string) =>
      world.journal
        .slice(after)
        .flatMap(({ lines }) => lines)
        .reduce((sum, line) => (line.account === account ? sum + line.amount : sum), 0);
    expect(balance("asset:cash:desk-1")).toBe(0);
    expect(balance("asset:cash:safe")).toBe(11_400);
    expect(balance("expense:petty_cash")).toBe(8_600);
    expect(world.refused("shift.cash", { ...silent, reason: "late" })).toBe("missing.shift");
  });

  test("is counted blind: whoever counts again, knowing the figures, says why", () => {
    const { world, after } = selling();
    const report = reportOf(world, till, after);
    world.do("shift.count", { till, report, counted: { cash: 64_000 } });
    const again = { till, report, counted: { cash: 70_000 } };
    expect(world.refused("shift.count", again)).toBe("missing.reason");
    expect(world.do("shift.count", { ...again, reason: "a roll of coins" })).toMatchObject({
      difference: { cash: 0 },
    });
  });

  test("remembers what was counted until it is closed", () => {
    const { world, after } = selling();
    const report = reportOf(world, till, after);
    world.do("shift.count", { till, report, counted: { cash: 64_000 } });
    expect(world.refused("shift.close", { till, report })).toBe("missing.reason");
  });
});
