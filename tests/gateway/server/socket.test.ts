// The life of a connection as a client of another make sees it: frames, proof, errors, closing codes.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestGateway, startTestGateway } from "../../support/gateway-in-process.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

describe("before a session", () => {
  test("the server speaks first and says what it wants", async () => {
    const socket = await gateway.connect();
    expect(socket.hello).toMatchObject({
      gateway: "tallygate",
      protocol: { min: 1, max: 1 },
      limits: { frame: 1_048_576, inflight: 64, queue: 1_000 },
    });
    expect(socket.hello["auth"]).toEqual(["key", "token", "pair", "demo"]);
    expect(String(socket.hello["nonce"]).length).toBeGreaterThanOrEqual(16);
    socket.close();
  });

  test("every connection gets a nonce of its own", async () => {
    const [one, other] = await Promise.all([gateway.connect(), gateway.connect()]);
    expect(one.hello["nonce"]).not.toBe(other.hello["nonce"]);
    one.close();
    other.close();
  });

  test("nothing is answered before the station has proved itself", async () => {
    const socket = await gateway.connect();
    await socket.call("store.info");
    expect(await socket.closed).toBe(4401);
  });

  test("a wrong token is told no, then shown the door", async () => {
    const socket = await gateway.connect();
    const answer = await socket.call("session.start", { protocol: 1, token: "nobody" });
    expect(answer.error?.data?.code).toBe("not_permitted");
    expect(await socket.closed).toBe(4401);
  });

  test("a version nobody speaks closes with 4406", async () => {
    const socket = await gateway.connect();
    const token = gateway.tokens.cashier;
    await socket.call("session.start", { protocol: 99, token });
    expect(await socket.closed).toBe(4406);
  });

  test("who says nothing for ten seconds is closed with 4401", async () => {
    const socket = await gateway.connect();
    expect(await socket.closed).toBe(4401);
  });

  test.each([
    ["a foreign page", { origin: "http://evil.example" }],
    ["a page whose name begins like ours", { origin: "http://127.0.0.1.evil.example" }],
    ["the null origin", { origin: "null" }],
    ["a foreign Host", { host: "evil.example" }],
    ["our name on another port", { host: "127.0.0.1:1" }],
  ])("%s is closed with 4403 and told nothing", async (_name, headers) => {
    const socket = await gateway.connect(headers);
    expect(socket.hello).toEqual({ closed: 4403 });
  });

  test("our own page and every loopback name may connect", async () => {
    const { port } = new URL(gateway.url);
    for (const name of ["127.0.0.1", "localhost", "[::1]"]) {
      const host = `${name}:${port}`;
      const socket = await gateway.connect({ host, origin: `http://${host}` });
      expect(socket.hello["gateway"]).toBe("tallygate");
      socket.close();
    }
  });
});

describe("frames", () => {
  test.each([
    ["not JSON", "{"],
    ["a number", "1"],
    ["a string", '"hello"'],
    ["null", "null"],
    ["nothing", ""],
    ["bytes", Buffer.from('{"jsonrpc":"2.0"}')],
    ["more than a mebibyte", `{"a":"${"x".repeat(1_048_576)}"}`],
    ["far more than a mebibyte", `{"a":"${"x".repeat(5 * 1_048_576)}"}`],
  ])("%s ends the connection with 4400", async (_name, data) => {
    const socket = await gateway.session("technician");
    socket.send(data);
    expect(await socket.closed).toBe(4400);
  });

  test.each([
    ["an array", []],
    ["a batch", [{ jsonrpc: "2.0", id: 1, method: "session.ping" }]],
    ["no version", { id: "x", method: "session.ping" }],
    ["another version", { jsonrpc: "1.0", id: "x", method: "session.ping" }],
    ["no id", { jsonrpc: "2.0", method: "session.ping" }],
    ["a null id", { jsonrpc: "2.0", id: null, method: "session.ping" }],
    ["a fractional id", { jsonrpc: "2.0", id: 1.5, method: "session.ping" }],
    ["an object as id", { jsonrpc: "2.0", id: {}, method: "session.ping" }],
    ["params as array", { jsonrpc: "2.0", id: "x", method: "session.ping", params: [1] }],
    ["params as string", { jsonrpc: "2.0", id: "x", method: "session.ping", params: "a" }],
    ["a number as method", { jsonrpc: "2.0", id: "x", method: 7 }],
    ["members nobody knows", { jsonrpc: "2.0", id: "x", method: "session.ping", extra: 1 }],
  ])("%s is an invalid request, and the connection stays", async (_name, frame) => {
    const { body } = await gateway.post(frame, gateway.tokens.technician);
    expect(body.error?.code).toBe(-32_600);
    const socket = await gateway.session("technician");
    socket.send(JSON.stringify(frame));
    expect((await socket.call("session.ping")).result).toHaveProperty("time");
    socket.close();
  });

  test("an unknown method is -32601", async () => {
    const socket = await gateway.session("technician");
    for (const method of ["no.such", "toString", "__proto__", "constructor"])
      expect((await socket.call(method)).error?.code).toBe(-32_601);
    socket.close();
  });

  test("bad params are -32602 with a pointer to what is wrong", async () => {
    const socket = await gateway.session("test");
    const params = { account: "a", amount: 1.5, tenders: [], key: "k" };
    const answer = await socket.call("account.topUp", params);
    expect(answer.error).toMatchObject({ code: -32_602, data: { at: "/amount" } });
    const nested = await socket.call("account.topUp", {
      account: "a",
      amount: 100,
      tenders: [{ type: "cash", amount: -1 }],
      key: "k",
    });
    expect(nested.error?.data?.at).toBe("/tenders/0/amount");
    socket.close();
  });

  test("a bound that is passed has its name: amounts beyond 2⁵³, bills of 10,000 lines", async () => {
    const socket = await gateway.session("test");
    const huge = await socket.call("bill.quote", {
      lines: [{ venue: "shop", list: 2 ** 53, quantity: 1 }],
    });
    expect(huge.error).toMatchObject({
      code: -32_602,
      data: { at: "/lines/0/list", code: "amount.out_of_range" },
    });
    const line = { venue: "shop", list: 1, quantity: 1 };
    const long = await socket.call("bill.settle", {
      lines: Array.from({ length: 10_000 }, () => line),
      tenders: [{ type: "cash", amount: 10_000 }],
      key: "k-long",
    });
    expect(long.error).toMatchObject({ code: -32_602, data: { at: "/lines", code: "too_many" } });
    socket.close();
  });

  test("a role that may not is refused, and the connection stays", async () => {
    const socket = await gateway.session("kiosk");
    const params = { reason: "sale", key: "k" };
    const answer = await socket.call("drawer.open", params);
    expect(answer.error).toMatchObject({ code: -32_000, data: { code: "not_permitted" } });
    expect((await socket.call("session.ping")).result).toHaveProperty("time");
    socket.close();
  });

  test("a cashier without an employee may look at nothing", async () => {
    const socket = await gateway.session("cashier");
    const token = gateway.cards[0]?.token ?? "";
    expect((await socket.call("card.identify", { token })).error?.data?.code).toBe("not_permitted");
    await socket.call("staff.signIn", { staff: "1001", pin: "1234" });
    expect((await socket.call("card.identify", { token })).result).toHaveProperty("account");
    await socket.call("staff.signOut");
    expect((await socket.call("card.identify", { token })).error?.data?.code).toBe("not_permitted");
    socket.close();
  });

  test("more than 64 unanswered requests are refused, the rest is served", async () => {
    const socket = await gateway.session("test");
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => socket.call("ledger.verify")),
    );
    const refused = answers.filter(({ error }) => error?.data?.code === "too_many");
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThanOrEqual(36);
    socket.close();
  });
});

describe("sessions", () => {
  test("a newer connection of the same station replaces the older one", async () => {
    const first = await gateway.session("office");
    const second = await gateway.session("office");
    expect(await first.closed).toBe(4409);
    expect((await second.call("session.ping")).result).toHaveProperty("time");
    second.close();
  });

  test("a first session brings a snapshot", async () => {
    const socket = await gateway.session("technician");
    expect(socket.started).toMatchObject({ resumed: false, role: "technician", seq: 0 });
    const devices = (socket.started["snapshot"] as { devices: { device: string }[] }).devices;
    expect(devices.map(({ device }) => device)).toContain("lobby-printer");
    socket.close();
  });

  test("what was missed follows without a gap", async () => {
    const before = await gateway.session("technician");
    const other = await gateway.session("test");
    await other.call("sim.printer.fault", { device: "desk-printer", fault: "paper_out" });
    const seen = await before.nextEvent("device.state");
    before.terminate();
    await before.closed;
    for (const fault of [null, "cover_open", null])
      await other.call("sim.printer.fault", { device: "desk-printer", fault });
    const resume = { session: String(before.started["session"]), seq: Number(seen["seq"]) };
    const after = await gateway.session("technician", resume);
    expect(after.started).toMatchObject({ resumed: true, snapshot: null, seq: resume.seq });
    const next = await after.nextEvent("device.state");
    expect(next["seq"]).toBe(resume.seq + 1);
    after.close();
    other.close();
  });

  test("a session nobody knows is started anew, with a snapshot, and says so", async () => {
    const socket = await gateway.session("technician", { session: "s_gone", seq: 7 });
    expect(socket.started).toMatchObject({ resumed: false });
    expect(socket.started["snapshot"]).not.toBeNull();
    socket.close();
  });

  test("another station's session cannot be taken up", async () => {
    const office = await gateway.session("office");
    const resume = { session: String(office.started["session"]), seq: 0 };
    const socket = await gateway.session("technician", resume);
    expect(socket.started["resumed"]).toBe(false);
    office.close();
    socket.close();
  });
});
