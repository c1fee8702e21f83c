// The client against a real gateway: refusals as errors, lost calls told apart, one life after another.
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  CallLost,
  type LinkStatus,
  ProtocolError,
  RefusalError,
  type TallygateClient,
  createClient,
  newKey,
} from "../../../gateway/protocol/client.ts";
import { type TestGateway, startTestGateway } from "../../support/gateway-in-process.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const connect = (role: keyof TestGateway["tokens"], url = gateway.url): TallygateClient =>
  createClient({
    url: `${url.replace("http", "ws")}/rpc`,
    authenticate: async () => ({ token: gateway.tokens[role] }),
  });
const until = (client: TallygateClient, state: LinkStatus["state"]): Promise<LinkStatus> =>
  new Promise((resolve) => {
    const off = client.onStatus((status) => {
      if (status.state !== state) return;
      queueMicrotask(() => off());
      resolve(status);
    });
  });

test("a call made before the connection stands is answered once it does", async () => {
  const client = connect("technician");
  expect(client.status().state).toBe("connecting");
  expect((await client.call("store.info", {})).programme.id).toBe("demo");
  client.close();
});

test("a refusal is an error with code, params and advice", async () => {
  const client = connect("kiosk");
  const refused = client.call("drawer.open", { reason: "sale", key: newKey() });
  await expect(refused).rejects.toBeInstanceOf(RefusalError);
  await expect(refused).rejects.toMatchObject({
    code: "not_permitted",
    params: { need: "role" },
    retry: "never",
  });
  client.close();
});

test("wrong params are the caller's defect and say where", async () => {
  const client = connect("technician");
  const wrong = client.call("input.arm", { expect: [], forMs: 1 });
  await expect(wrong).rejects.toBeInstanceOf(ProtocolError);
  await expect(wrong).rejects.toMatchObject({ code: -32_602, at: "/expect" });
  client.close();
});

test("a call that never left says so; its key is kept for another try", async () => {
  const client = connect("test", "http://127.0.0.1:1");
  const key = client.newKey();
  const params = { account: "a", asset: "spa", key };
  const call = client.call("pass.punch", params, { timeoutMs: 50 });
  await expect(call).rejects.toBeInstanceOf(CallLost);
  await expect(call).rejects.toMatchObject({ sent: false, key, op: "pass.punch" });
  client.close();
});

test("two clients of one station: the newer one stays, the older one knows and does not fight", async () => {
  const older = connect("office");
  await until(older, "online");
  const newer = connect("office");
  await until(newer, "online");
  expect(await until(older, "replaced")).toEqual({ state: "replaced" });
  expect((await newer.call("session.ping", {})).time).toBeDefined();
  older.close();
  newer.close();
});

test("a client nobody knows is told it is refused", async () => {
  const client = createClient({
    url: `${gateway.url.replace("http", "ws")}/rpc`,
    authenticate: async () => ({ token: "nobody" }),
  });
  expect(await until(client, "refused")).toMatchObject({ closeCode: expect.any(Number) });
  client.close();
});

test("events reach their listeners, typed by topic, and stop when asked to", async () => {
  const client = connect("technician");
  const hands = connect("test");
  const states: string[] = [];
  const blocked = Promise.withResolvers<void>();
  const off = client.on("device.state", ({ data }) => {
    states.push(data.state);
    if (data.state === "blocked") blocked.resolve();
  });
  await until(client, "online");
  await hands.call("sim.printer.fault", { device: "lobby-printer", fault: "paper_out" });
  await blocked.promise;
  off();
  const heard = states.length;
  await hands.call("sim.printer.fault", { device: "lobby-printer", fault: null });
  await client.call("session.ping", {});
  expect(states).toHaveLength(heard);
  client.close();
  hands.close();
});

test("keys are fresh, printable and within the protocol's bounds", () => {
  const keys = new Set(Array.from({ length: 1_000 }, newKey));
  expect(keys.size).toBe(1_000);
  for (const key of keys) expect(key).toMatch(/^[\x20-\x7e]{1,64}$/);
});
