// programme.publish: into force only when its cases pass; history can be asked again under another one.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type GatewayProcess, startGatewayProcess } from "../../support/gateway-process.ts";
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

const call = async (store: GatewayProcess, method: string, params: object): Promise<unknown> => {
  const { url, tokens } = store.simulated;
  const response = await fetch(`${url}/rpc`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${tokens.test}` },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  const answer = (await response.json()) as { result?: unknown; error?: unknown };
  return answer.result ?? answer.error;
};

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
      const { error } = await publish({ cases: [], ...members }, key);
      return [error?.data?.code, Object(error?.data?.["params"]).why];
    };
    const since = { file: dearer, effectiveFrom: "2001-01-01" };
    expect(await refused(since, "p-6")).toEqual(["programme.invalid", "backwards"]);
    const young = { ...dearer, effective: { from: "2091-01-01" } };
    const early = { file: young, effectiveFrom: "2090-01-01" };
    expect(await refused(early, "p-8")).toEqual(["programme.invalid", "not_yet"]);
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
    const again = await publish({ file: dearer, cases: [caseOf(33_000)] }, "p-5");
    expect(again.result).toEqual({ ...done.result, replay: true });
    const other = await publish({ file: dearer, cases: [] }, "p-5");
    expect(other.error?.data?.code).toBe("key.conflict");
    expect(before.result?.["programme"]).toMatchObject({ version: 1 });
    const bill = before.result?.["bill"];
    const undone = await office.call("bill.reverse", { bill, reason: "test", key: "b-9" });
    expect(undone.result?.["returned"]).toEqual({ cash: 5_000 });
    const after = await office.call("bill.quote", { lines });
    expect(after.result?.["programme"]).toMatchObject({ version: 2 });
  });
});

describe("cases that are left out", { timeout: 120_000 }, () => {
  test("are those of the last publication", async () => {
    const wash10 = { ...counter.passes.wash10, price: 40_000 };
    const refused = await publish({ file: { ...counter, version: 3, passes: { wash10 } } }, "c-1");
    expect(refused.error?.data?.code).toBe("programme.case_failed");
    expect(await inForce()).toBe(2);
  });
});

describe("a programme for a later day", { timeout: 120_000 }, () => {
  let store: GatewayProcess;
  beforeAll(async () => {
    store = await startGatewayProcess({ args: ["--programme", "counter"] });
  });
  afterAll(() => store.stop());

  test("waits for it over a restart, and closes the day before under the old rules", async () => {
    const first = await call(store, "sim.store.reset", {
      programme: "counter",
      now: "2024-03-30T10:00:00+08:00",
    });
    expect(first).toMatchObject({ programme: "counter" });
    const file = { ...dearer, effective: { from: "2024-04-01" } };
    const done = await call(store, "programme.publish", { file, cases: [], key: "s-1" });
    expect(done).toMatchObject({ programme: { version: 2 }, from: "2024-04-01" });
    const sooner = { ...file, version: 2, effective: { from: "2024-03-31" } };
    const second = await call(store, "programme.publish", { file: sooner, cases: [], key: "s-2" });
    expect(second).toMatchObject({ data: { params: { why: "version", version: 2 } } });
    const scheduled = [{ id: "counter", version: 2, from: "2024-04-01" }];
    expect(await call(store, "programme.get", {})).toMatchObject({ version: 1, scheduled });

    await store.kill();
    store = await store.again();
    expect(await call(store, "programme.get", {})).toMatchObject({ version: 1, scheduled });
    await call(store, "sim.clock.set", { now: "2024-03-31T23:59:00+08:00" });
    expect(await call(store, "programme.get", {})).toMatchObject({ version: 1 });
    await call(store, "sim.clock.set", { now: "2024-04-01T00:00:01+08:00" });
    expect(await call(store, "programme.get", {})).toMatchObject({ version: 2, scheduled: [] });
    expect(await call(store, "programme.get", { version: 1 })).toMatchObject({ version: 1 });
  });
});

test("from an office a programme needs a second manager", { timeout: 60_000 }, async () => {
  const page = await gateway.session("office");
  await page.call("staff.signIn", { staff: "1002", pin: "5678" });
  const body = { file: { ...dearer, version: 3 }, cases: [], key: "o-1" };
  const refused = async (approval?: object) => {
    const { error } = await page.call("programme.publish", {
      ...body,
      ...(approval === undefined ? {} : { approval }),
    });
    return [error?.data?.code, Object(error?.data?.["params"]).why];
  };
  expect(await refused()).toEqual(["missing.approval", undefined]);
  expect(await refused({ staff: "1002", pin: "5678" })).toEqual([
    "missing.approval",
    "same_person",
  ]);
  expect(await refused({ staff: "1001", pin: "1234" })).toEqual(["missing.approval", "right"]);
  expect(await inForce()).toBe(2);
  const approval = { staff: "1003", pin: "9012" };
  const done = await page.call("programme.publish", { ...body, approval });
  expect(done.result).toMatchObject({ programme: { version: 3 } });
  const { records } = (await page.call("audit.list", { op: "programme.publish" })).result ?? {};
  expect(records).toContainEqual(
    expect.objectContaining({ facts: expect.objectContaining({ approvedBy: "1003", version: 3 }) }),
  );
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
    expect(await inForce()).toBe(3);
  });
});
