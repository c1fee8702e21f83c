// programme.publish: into force only when its cases pass; history can be asked again under another one.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type RawSocket,
  startTestGateway,
  type TestGateway,
} from "../../support/gateway-in-process.ts";

const counter = JSON.parse(
  readFileSync(new URL("../../../gateway/programmes/counter.json", import.meta.url), "utf8"),
);
const dearer = {
  ...counter,
  version: 2,
  passes: { wash10: { ...counter.passes.wash10, price: 33_000 } },
};

let gateway: TestGateway;
let office: RawSocket;
beforeAll(async () => {
  gateway = await startTestGateway("counter");
  office = await gateway.session("test");
});
afterAll(() => gateway.close());

const enrol = { name: "张三", consent: { rules: true, marketing: false } };
const caseOf = (price: number) => ({
  id: "P1",
  programme: "counter",
  clock: "2024-01-10T10:00:00+08:00",
  steps: [
    { call: "member.enrol", params: enrol, save: { m: "/member" } },
    { call: "card.issue", params: { member: "@m", type: "basic" }, save: { a: "/account" } },
    {
      call: "pass.sell",
      params: { account: "@a", pass: "wash10", tenders: [{ type: "cash", amount: price }] },
      expect: { available: 10 },
    },
  ],
});

const publish = (params: object, key: string) =>
  office.call("programme.publish", { ...params, key });
const inForce = async () => (await office.call("programme.get")).result?.["version"];

describe("a programme is published", { timeout: 120_000 }, () => {
  test("not while one of its cases fails, and the failed step is named", async () => {
    const refused = await publish({ file: dearer, cases: [caseOf(30_000)] }, "p-1");
    expect(refused.error?.data).toMatchObject({
      code: "programme.case_failed",
      params: { failures: [expect.stringMatching(/^P1 step 3 pass\.sell: was refused tender/)] },
    });
    expect(await inForce()).toBe(1);
  });

  test("not with cases that are none, and nothing of this machine is told", async () => {
    const refused = await publish({ file: dearer, cases: [{ id: "P2" }] }, "p-2");
    expect(refused.error?.data?.code).toBe("programme.case_failed");
    expect(JSON.stringify(refused)).not.toContain("/tmp");
    expect(await inForce()).toBe(1);
  });

  test("not when it is wrong or no newer than what is in force", async () => {
    const wrong = await publish({ file: { ...dearer, rules: [] } }, "p-3");
    expect(wrong.error?.data?.code).toBe("programme.invalid");
    const old = await publish({ file: counter }, "p-4");
    expect(old.error?.data).toMatchObject({
      code: "programme.invalid",
      params: { why: "version" },
    });
  });

  test("not for days that are over, nor before its own first day or after its last", async () => {
    const refused = async (members: object, key: string) => {
      const { error } = await publish(members, key);
      return [error?.data?.code, Object(error?.data?.["params"]).why];
    };
    const since = { file: dearer, effectiveFrom: "2001-01-01" };
    expect(await refused(since, "p-6")).toEqual(["programme.invalid", "backwards"]);
    const later = { file: dearer, effectiveFrom: "2091-01-01" };
    expect(await refused(later, "p-7")).toEqual(["programme.invalid", "not_yet"]);
    const young = { file: { ...dearer, effective: { from: "2091-01-01" } } };
    expect(await refused(young, "p-8")).toEqual(["programme.invalid", "not_yet"]);
    const old = { file: { ...dearer, effective: { from: "2001-01-01", to: "2001-12-31" } } };
    expect(await refused(old, "p-9")).toEqual(["programme.invalid", "over"]);
    expect(await inForce()).toBe(1);
  });

  test("when every case passes, and bills settled before keep their version", async () => {
    const lines = [{ venue: "shop", list: 5_000, quantity: 1 }];
    const tenders = [{ type: "cash", amount: 5_000 }];
    const before = await office.call("bill.settle", { lines, tenders, key: "b-0" });
    const done = await publish({ file: dearer, cases: [caseOf(33_000)] }, "p-5");
    expect(done.result).toMatchObject({ programme: { id: "counter", version: 2 } });
    expect(await inForce()).toBe(2);
    expect(before.result?.["programme"]).toMatchObject({ version: 1 });
    const bill = before.result?.["bill"];
    const undone = await office.call("bill.reverse", { bill, reason: "test", key: "b-9" });
    expect(undone.result?.["returned"]).toEqual({ cash: 5_000 });
    const after = await office.call("bill.quote", { lines });
    expect(after.result?.["programme"]).toMatchObject({ version: 2 });
  });
});

describe("history under another programme", () => {
  test("is compared and nothing is changed", async () => {
    const bill = {
      lines: [{ venue: "shop", list: 5_000, quantity: 2 }],
      tenders: [{ type: "cash", amount: 10_000 }],
      key: "b-1",
    };
    await office.call("bill.settle", bill);
    const half = { id: "half", at: "discount", group: "offer", then: { payRatio: 5_000 } };
    const file = { ...counter, version: 9, rules: [half, ...counter.rules] };
    const compared = await office.call("programme.compare", { file });
    expect(compared.result).toMatchObject({
      programme: { version: 9 },
      due: { before: 10_000, after: 5_000 },
    });
    const later = await office.call("programme.compare", { file, from: "2090-01-01" });
    expect(later.result).toMatchObject({ bills: 0 });
    const wrong = await office.call("programme.compare", { file: {} });
    expect(wrong.error?.data?.code).toBe("programme.invalid");
    expect(await inForce()).toBe(2);
  });
});
