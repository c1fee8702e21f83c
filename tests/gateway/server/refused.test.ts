// What a store does not take, asked through its own socket: each refused by name, and the books stay as they were.
/* oxlint-disable unicorn/no-thenable -- `then` is a word of the programme format */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type RawSocket,
  startTestGateway,
  type TestGateway,
} from "../../support/gateway-in-process.ts";

let gateway: TestGateway;
let till: RawSocket;
let keys = 0;
beforeAll(async () => {
  gateway = await startTestGateway("mudan");
  till = await gateway.session("test");
  await till.call("sim.store.reset", { programme: "mudan", now: "2024-01-10T10:00:00+08:00" });
});
afterAll(() => gateway.close());

const change = (op: string, params: object) =>
  till.call(op, { ...params, key: `refused-${(keys += 1)}` });

const done = async (op: string, params: object): Promise<Record<string, unknown>> => {
  const { result, error } = await change(op, params);
  if (result === undefined) throw new Error(`${op}: ${JSON.stringify(error)}`);
  return result;
};

const codeOf = async (op: string, params: object): Promise<unknown> => {
  const { error } = await change(op, params);
  return error?.data?.code ?? error?.code;
};

/** Every state of the store is in its ledger: the same chain means that nothing changed. */
const unchanged = async (ask: () => Promise<void>): Promise<void> => {
  const before = await till.call("ledger.verify");
  await ask();
  expect((await till.call("ledger.verify")).result).toEqual(before.result);
};

/** What does not fit the operation's form, and where. */
const misfitOf = async (op: string, params: object): Promise<unknown> => {
  const { error } = await change(op, params);
  return error?.code === -32_602 ? error.data?.at : (error ?? "taken");
};

const identity = { type: "id-card", number: "110101199001010015" };
const person = (name: string) => ({ name, consent: { rules: true, marketing: false } });
const line = (list: number, quantity = 1) => ({ venue: "shop", list, quantity });

/** A member with a card of her own. */
const member = async (name: string, more: object = {}) => {
  const enrolled = await done("member.enrol", { ...person(name), ...more });
  const firstTopUp = { amount: 500_000, tenders: [{ type: "cash", amount: 500_000 }] };
  const feeTenders = [{ type: "cash", amount: 1_000 }];
  const card = { member: enrolled["member"], type: "vip", firstTopUp, feeTenders };
  return done("card.issue", card);
};

describe("a programme", () => {
  const counter = JSON.parse(
    readFileSync(new URL("../../../gateway/programmes/counter.json", import.meta.url), "utf8"),
  );
  const rule = (members: object) => ({ rules: [...counter.rules, { id: "new", ...members }] });
  const off = (when: object) => rule({ at: "discount", when, then: { payRatio: 9_000 } });
  const task = (id: string, of: string, gives: string) => ({
    id,
    at: "close",
    then: {
      task: { goal: { [`has.${of}`]: { gte: 1 } }, reward: { grant: { asset: gives, qty: 1 } } },
    },
  });

  test.each([
    ["an unknown fact", off({ moonPhase: "full" }), "unknown_fact"],
    ["a fact of the wrong type", off({ billNet: "much" }), "wrong_type"],
    ["a negative ratio", rule({ at: "discount", then: { payRatio: -1 } }), "shape"],
    [
      "tiers that overlap",
      {
        tiers: [
          { id: "one", rank: 1 },
          { id: "two", rank: 1 },
        ],
      },
      "tier_overlap",
    ],
    [
      "tasks that feed each other",
      { rules: [...counter.rules, task("a", "pts", "wash"), task("b", "wash", "pts")] },
      "task_cycle",
    ],
    ["a day that does not exist", { effective: { from: "2023-02-29" } }, "no_such_day"],
  ])("with %s is not published", async (_, members, code) => {
    await unchanged(async () => {
      const file = { ...counter, version: 7, ...members };
      const { error } = await change("programme.publish", { file });
      expect(error?.data).toMatchObject({ code: "programme.invalid" });
      expect(JSON.stringify(error?.data)).toContain(`"${code}"`);
    });
  });
});

describe("a bill", () => {
  test("beyond what money can be, in one line or in all, is refused", async () => {
    await unchanged(async () => {
      const tenders = [{ type: "cash", amount: 1 }];
      for (const list of [2 ** 53, Number.MAX_VALUE, -1, 0.5]) {
        expect(await misfitOf("bill.settle", { lines: [line(list)], tenders })).toBe(
          "/lines/0/list",
        );
      }
      const most = 100_000_000_000;
      const ask = { lines: [line(most, 9), line(most)], tenders };
      expect(await codeOf("bill.settle", ask)).toBe("amount.out_of_range");
    });
  });

  test("of ten thousand lines is refused whole", async () => {
    const lines = Array.from({ length: 10_000 }, () => line(100));
    const tenders = [{ type: "cash", amount: 1_000_000 }];
    await unchanged(async () => {
      expect(await misfitOf("bill.settle", { lines, tenders })).toBe("/lines");
    });
  });

  test("takes one voucher where one is allowed, never two", async () => {
    const { account } = await member("李四");
    const issue = { account, kind: "voucher", value: 1_000, expiresOn: "2024-12-31", reason: "x" };
    const first = (await done("coupon.issue", issue))["coupon"];
    const second = (await done("coupon.issue", issue))["coupon"];
    await unchanged(async () => {
      const tenders = [{ type: "cash", amount: 3_000 }];
      const two = { lines: [line(5_000)], vouchers: [first, second], tenders };
      expect(await codeOf("bill.settle", two)).toBe("coupon.not_applicable");
      const twice = { lines: [line(5_000)], vouchers: [first, first], tenders };
      expect(await codeOf("bill.settle", twice)).toBe("coupon.not_applicable");
    });
    const one = { lines: [line(5_000)], vouchers: [first] };
    await done("bill.settle", { ...one, tenders: [{ type: "cash", amount: 4_000 }] });
  });
});

describe("a day that does not exist", () => {
  test("is no birthday, no end of a voucher and no arrival", async () => {
    const { account } = await member("赵六");
    await unchanged(async () => {
      const birthday = { date: "1990-02-30", calendar: "solar" };
      expect(await codeOf("member.enrol", { ...person("王五"), birthday })).toBe("not_permitted");
      const voucher = { account, kind: "voucher", value: 1_000, reason: "x" };
      const never = { ...voucher, expiresOn: "2024-02-30" };
      expect(await codeOf("coupon.issue", never)).toBe("not_permitted");
      const stay = { arrive: "2024-02-30", depart: "2024-03-02", nightly: 30_000, guest: "王五" };
      expect(await codeOf("stay.put", { ...stay, roomType: "std_twin" })).toBe("not_permitted");
    });
  });
});

describe("somebody else", () => {
  test("gets no card in place of a lost one", async () => {
    const { card } = await member("张三", { identity });
    const proof = { ...identity, name: "张三" };
    await done("card.reportLost", { card, identity: proof });
    await till.call("sim.clock.set", { now: "2024-01-25T10:00:00+08:00" });
    await unchanged(async () => {
      const feeTenders = [{ type: "cash", amount: 1_000 }];
      const other = { ...identity, number: "110101199001010023", name: "张三" };
      const replace = { card, feeTenders };
      expect(await codeOf("card.replace", { ...replace, identity: other })).toBe("identity_locked");
      const namesake = { ...proof, name: "张四" };
      expect(await codeOf("card.replace", { ...replace, identity: namesake })).toBe(
        "identity_locked",
      );
    });
  });
});
