// The same day, over real calls: each way to cheat leaves an exception with its evidence in the office, which a
// second person ends; a gateway that was killed finds what it had not looked at, and tells nothing twice.
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type GatewayProcess, startGatewayProcess } from "../../support/gateway-process.ts";
import {
  type RawSocket,
  type TestGateway,
  startTestGateway,
} from "../../support/gateway-in-process.ts";

let gateway: TestGateway;
let till: RawSocket;
let office: RawSocket;
let keys = 0;

const call = async (socket: RawSocket, op: string, params: object): Promise<Answered> => {
  const { result, error } = await socket.call(op, { ...params, key: `f-${++keys}` });
  if (result === undefined) throw new Error(`${op}: ${JSON.stringify(error)}`);
  return result;
};
type Answered = Readonly<Record<string, unknown>>;

beforeAll(async () => {
  gateway = await startTestGateway();
  till = await gateway.session("cashier");
  office = await gateway.session("office");
  await till.call("staff.signIn", { staff: "1001", pin: "1234" });
  await office.call("staff.signIn", { staff: "1002", pin: "5678" });
  await call(till, "shift.open", {});
});
afterAll(() => gateway.close());

const accountAt = async (index: number): Promise<Answered> => {
  const { result = {} } = await till.call("card.identify", { token: gateway.cards[index]?.token });
  return result;
};
const cash = (amount: number): readonly object[] => [{ type: "cash", amount }];
const sell = (more: object = {}, list = 30_000): Promise<Answered> =>
  call(till, "bill.settle", {
    lines: [{ venue: "shop", sku: "swimsuit", list, quantity: 1 }],
    tenders: cash(list),
    ...more,
  });
const listed = async (kind: string): Promise<readonly Answered[]> => {
  const { result } = await office.call("exception.list", { kind: `fraud.${kind}`, state: "open" });
  return result?.["exceptions"] as readonly Answered[];
};
/** The event that tells the office; then the exception as the office sees it. */
const flagged = async (kind: string): Promise<Answered> => {
  for (;;) {
    const { data } = (await office.nextEvent("exception.opened")) as { data: Answered };
    if (data["kind"] !== `fraud.${kind}`) continue;
    const found = (await listed(kind)).find((one) => one["exception"] === data["exception"]);
    return found ?? {};
  }
};

describe("a signal reaches the office", () => {
  test("a void after cash", async () => {
    const { bill, entry } = await sell();
    const { receipt } = await call(till, "bill.reverse", { bill, reason: "wrong" });
    expect(receipt).toBeDefined();
    const found = await flagged("void_after_cash");
    expect(found).toMatchObject({ staff: "1001", state: "open", owner: "manager", ageDays: 0 });
    expect(found["evidence"]).toMatchObject({
      bill,
      cash: 30_000,
      entries: [entry, expect.any(String)],
    });
  });

  test("the money of a refund on another card", async () => {
    const { bill } = await sell({}, 15_000);
    await call(till, "bill.reverse", { bill, reason: "wrong" });
    const { account } = await accountAt(1);
    await call(till, "account.topUp", { account, amount: 15_000, tenders: cash(15_000) });
    expect(await flagged("refund_elsewhere")).toMatchObject({
      account,
      evidence: { amount: 15_000, to: account },
    });
  });

  test("a drawer opened without a sale, the fourth time", async () => {
    for (let time = 0; time < 4; time++)
      await call(till, "drawer.open", { reason: "no_sale", note: "change" });
    expect(await flagged("drawer_no_sale")).toMatchObject({ evidence: { timesToday: 4 } });
  });

  test("points given by hand and spent with the same employee", async () => {
    const { account } = await accountAt(2);
    const approval = { staff: "1002", pin: "5678" };
    const given = { account, asset: "pts", quantity: 5_000, reason: "missing" };
    await call(till, "points.adjust", { ...given, approval });
    await call(till, "points.redeem", { account, reward: "umbrella" });
    expect(await flagged("points_edited")).toMatchObject({
      account,
      evidence: { asset: "pts", given: 5_000 },
    });
  });

  test("an own card, by the link of the office and by its name; and one card again and again", async () => {
    const { account, member } = await accountAt(0);
    const own = (member as Answered)["member"];
    await call(office, "staff.put", {
      staff: "1001",
      name: "林晓",
      rights: ["cashier"],
      member: own,
    });
    for (let time = 0; time < 5; time++) await call(till, "pass.punch", { account, asset: "spa" });
    expect(await flagged("own_card")).toMatchObject({ account, evidence: { by: "link" } });
    expect(await flagged("card_burst")).toMatchObject({ evidence: { timesInTheHour: 5 } });

    const { member: twin } = await call(till, "member.enrol", {
      name: "周敏",
      consent: { rules: true, marketing: false },
    });
    const { card, account: hers } = await call(till, "card.issue", {
      member: twin,
      type: "standard",
    });
    const pin = "8624";
    await call(office, "staff.put", { staff: "1009", name: "周敏", rights: ["cashier"], pin });
    await till.call("staff.signIn", { staff: "1009", pin });
    await sell({ card: { card } }, 900);
    expect(await flagged("own_card")).toMatchObject({ account: hers, evidence: { by: "name" } });
  });
});

test("the office gives it to somebody and ends it in two steps; the audit log has both", async () => {
  const [open] = await listed("void_after_cash");
  const exception = open?.["exception"];
  expect(open?.["outcomes"]).toContainEqual({ outcome: "explained", effect: "none" });
  await call(office, "exception.assign", { exception, owner: "1002" });
  const note = "guest changed her mind";
  const ended = await call(office, "exception.resolve", { exception, outcome: "explained", note });
  expect(ended).toMatchObject({ state: "resolved", outcome: "explained", moved: 0 });
  const { result } = await office.call("exception.list", { state: "resolved" });
  expect(result?.["exceptions"]).toMatchObject([{ exception, note, resolvedBy: "1002" }]);
  const log = await office.call("audit.list", { staff: "1002", op: "exception.resolve" });
  expect(log.result?.["records"]).toMatchObject([{ op: "exception.resolve", staff: "1002" }]);
  const pages = await office.call("exception.list", { kind: "fraud.", limit: 2 });
  expect(pages.result?.["exceptions"]).toHaveLength(2);
  const next = { kind: "fraud.", limit: 2, cursor: pages.result?.["cursor"] };
  const more = await office.call("exception.list", next);
  expect(more.result?.["exceptions"]).not.toEqual(pages.result?.["exceptions"]);
});

const rpc = async (
  { simulated: { url, tokens } }: GatewayProcess,
  method: string,
  params: object,
): Promise<Answered> => {
  const response = await fetch(`${url}/rpc`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${tokens.test}` },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  const { result }: { readonly result: Answered } = JSON.parse(await response.text());
  return result;
};

test("what was not looked at when the power went is found at the start, and once", async () => {
  await using first = await startGatewayProcess();
  const lines = [{ venue: "shop", sku: "swimsuit", list: 30_000, quantity: 1 }];
  const { bill } = await rpc(first, "bill.settle", { lines, tenders: cash(30_000), key: "s-1" });
  await rpc(first, "bill.reverse", { bill, reason: "wrong", key: "s-2" });
  await first.kill();
  for (const _start of [1, 2]) {
    await using next = await first.again();
    const found = async (): Promise<unknown> =>
      (await rpc(next, "exception.list", { kind: "fraud." }))["exceptions"];
    await vi.waitFor(async () => expect(await found()).toHaveLength(1), { timeout: 30_000 });
    await next.stop();
  }
}, 120_000);
