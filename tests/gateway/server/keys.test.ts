// Idempotency keys over the wire: one effect however often, from wherever, also after a crash.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CallLost, createClient } from "../../../gateway/protocol/client.ts";
import { startGatewayProcess } from "../../support/gateway-process.ts";
import {
  type RawSocket,
  type TestGateway,
  startTestGateway,
} from "../../support/gateway-in-process.ts";

let gateway: TestGateway;
let till: RawSocket;
let account: string;

beforeAll(async () => {
  gateway = await startTestGateway();
  till = await gateway.session("test");
  const token = gateway.cards[1]?.token ?? "";
  account = String((await till.call("card.identify", { token })).result?.["account"]);
});
afterAll(() => gateway.close());

const topUp = (key: string, amount = 10_000) => ({
  account,
  amount,
  tenders: [{ type: "cash", amount }],
  key,
});
const stored = async (): Promise<number> => {
  const { result = {} } = await till.call("account.get", { account });
  return (result["assets"] as { stored: { available: number } }).stored.available;
};

describe("a key", () => {
  test("gives the first answer again, marked as a replay", async () => {
    const first = await till.call("account.topUp", topUp("k-1"));
    const before = await stored();
    const again = await till.call("account.topUp", topUp("k-1"));
    expect(again.result).toEqual({ ...first.result, replay: true });
    expect(await stored()).toBe(before);
  });

  test("holds for the store, not for a connection: POST gets the same answer", async () => {
    const first = await till.call("account.topUp", topUp("k-2"));
    const call = { jsonrpc: "2.0", id: 1, method: "account.topUp", params: topUp("k-2") };
    const { body } = await gateway.post(call, gateway.tokens.test);
    expect(body.result).toMatchObject({ receipt: first.result?.["receipt"], replay: true });
  });

  test("with other params, or for another operation, is a conflict", async () => {
    await till.call("account.topUp", topUp("k-3"));
    const other = await till.call("account.topUp", topUp("k-3", 20_000));
    expect(other.error?.data?.code).toBe("key.conflict");
    const hold = { account, amount: 10_000, reason: "deposit", key: "k-3" };
    expect((await till.call("hold.place", hold)).error?.data?.code).toBe("key.conflict");
  });

  test("of a refused call may be used again", async () => {
    const refused = await till.call("account.topUp", topUp("k-4", 1));
    expect(refused.error?.data?.code).toBe("below_minimum");
    expect((await till.call("account.topUp", topUp("k-4"))).result).toBeDefined();
  });

  test("that is being worked on is known to whoever asks meanwhile, over another line too", async () => {
    const other = await gateway.session("cashier");
    const keys = Array.from({ length: 5 }, (_, at) => `k-asked-${at}`);
    const asked = keys.flatMap((key) => {
      const booked = till.call("account.topUp", topUp(key));
      return [other.call("key.get", { key }), booked.then(() => undefined)];
    });
    const answers = (await Promise.all(asked)).filter((one) => one !== undefined);
    expect(answers.filter(({ result }) => result?.["known"] !== true)).toEqual([]);
    expect(answers).toHaveLength(keys.length);
  });

  test("sent sixty times at once has one effect and one answer", async () => {
    const before = await stored();
    const answers = await Promise.all(
      Array.from({ length: 60 }, () => till.call("account.topUp", topUp("k-5"))),
    );
    expect(new Set(answers.map(({ result }) => result?.["receipt"])).size).toBe(1);
    expect(answers.filter(({ result }) => result?.["replay"] === true)).toHaveLength(59);
    expect(await stored()).toBe(before + 10_000);
  });

  test("is found by its last eight signs, for three days, where a kiosk could have made it", async () => {
    const find = async (tail: string) => (await till.call("key.find", { tail })).result?.["found"];
    const kiosk = await gateway.session("kiosk");
    const key = "0190f3c2a1b2c3d4e5f607182A3A4B5C";
    const token = gateway.cards[0]?.token ?? "";
    const { result: guest = {} } = await till.call("card.identify", { token });
    const punch = {
      account: guest["account"],
      asset: "spa",
      key: "0190f3c2a1b2c3d4e5f6071899aabbcc",
    };
    await till.call("pass.punch", punch);
    await kiosk.call("help.call", { reason: "help", key });
    await till.call("account.topUp", topUp("0190f3c2a1b2c3d4e5f60718ddeeff00"));
    expect(await find("2a3A4b5C")).toMatchObject([{ key, op: "help.call" }]);
    const before = await stored();
    expect(await find("99aabbcc")).toMatchObject([{ op: "pass.punch", result: { used: 1 } }]);
    for (const tail of ["ddeeff00", "00000000", "%%%%%%%%"])
      expect(await find(tail)).toBeOneOf([[], undefined]);
    expect((await till.call("key.find", { tail: "bbcc" })).error?.code).toBe(-32_602);
    expect((await kiosk.call("key.find", { tail: "99aabbcc" })).error?.data?.code).toBe(
      "not_permitted",
    );
    await till.call("sim.clock.advance", { ms: 3 * 86_400_000 + 1_000 });
    expect(await find("99aabbcc")).toEqual([]);
    expect(await stored()).toBe(before);
    kiosk.close();
  });

  test("may not be empty, long or unprintable", async () => {
    for (const key of ["", "x".repeat(65), "a\nb", "键", 7])
      expect((await till.call("account.topUp", { ...topUp("k"), key })).error?.code).toBe(-32_602);
  });

  test("PINs count as params: another PIN is a conflict, the same PIN is not", async () => {
    const put = (pin: string) => ({ staff: "2001", name: "甲", rights: [], pin, key: "k-6" });
    await till.call("staff.put", put("1111"));
    expect((await till.call("staff.put", put("1111"))).result).toMatchObject({ replay: true });
    expect((await till.call("staff.put", put("2222"))).error?.data?.code).toBe("key.conflict");
  });

  test("of an answer that was lost can be asked after", async () => {
    const { result } = await till.call("account.topUp", topUp("k-7"));
    const known = await till.call("key.get", { key: "k-7" });
    expect(known.result).toMatchObject({ known: true, op: "account.topUp" });
    expect(known.result?.["result"]).toMatchObject({ receipt: result?.["receipt"] });
    expect((await till.call("key.get", { key: "k-never" })).result).toEqual({ known: false });
  });
});

test("kill -9, three times during a thousand keyed calls: each is done exactly once", async () => {
  let store = await startGatewayProcess({ args: ["--programme", "demo"] });
  const client = createClient({
    url: store.simulated.url,
    open: () => new WebSocket(`${store.simulated.url.replace("http", "ws")}/rpc`),
    authenticate: async () => ({ token: store.simulated.tokens.test }),
  });
  const token = store.simulated.cards?.[0]?.token ?? "";
  const { account: guest, card } = await client.call("card.identify", { token });
  const left = async (): Promise<number> =>
    (await client.call("account.get", { account: guest }, { timeoutMs: 60_000 })).assets["stored"]
      ?.available ?? 0;
  const before = await left();
  const pay = (index: number): Promise<string> =>
    client
      .call(
        "bill.settle",
        {
          lines: [{ venue: "shop", list: 1, quantity: 1 }],
          card: { card },
          tenders: [{ type: "stored", amount: 1 }],
          key: `kill-${index}`,
        },
        { timeoutMs: 150_000 },
      )
      .then(({ bill }) => bill)
      .catch((error: unknown) => (error instanceof CallLost ? "lost" : String(error)));
  const calls = Array.from({ length: 1_000 }, (_, index) => pay(index));
  for (const struck of [100, 400, 700]) {
    await calls[struck];
    await store.kill();
    store = await store.again();
  }
  const bills = await Promise.all(calls);
  expect(bills.filter((bill) => !bill.startsWith("b_"))).toEqual([]);
  expect(new Set(bills).size).toBe(1_000);
  expect(await left()).toBe(before - 1_000);
  // asked once more, every key gives the bill it gave before
  for (const index of [0, 99, 100, 101, 400, 999]) expect(await pay(index)).toBe(bills[index]);
  expect(await left()).toBe(before - 1_000);
  client.close();
  await store[Symbol.asyncDispose]();
}, 240_000);
