// How a station comes to be one, proves itself by its key, and is sent away.
import { webcrypto } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { challengeOf } from "../../../gateway/protocol/wire.ts";
import {
  type RawSocket,
  type TestGateway,
  startTestGateway,
} from "../../support/gateway-in-process.ts";

let gateway: TestGateway;
let technician: RawSocket;
const { subtle } = webcrypto;
const curve = { name: "ECDSA", namedCurve: "P-256" };

beforeAll(async () => {
  gateway = await startTestGateway();
  technician = await gateway.session("technician");
});
afterAll(() => gateway.close());

const origin = (): Record<string, string> => ({ origin: gateway.url });
const makeKey = async () => {
  const keys = await subtle.generateKey(curve, false, ["sign", "verify"]);
  const { x, y } = await subtle.exportKey("jwk", keys.publicKey);
  return { privateKey: keys.privateKey, publicKey: { kty: "EC", crv: "P-256", x, y } };
};
type Keys = Awaited<ReturnType<typeof makeKey>>;

const signed = async (
  socket: RawSocket,
  keys: Keys,
  facts: { station: string; origin: string; nonce?: string },
): Promise<object> => {
  const { nonce, boot } = socket.hello;
  const challenge = challengeOf({ nonce: String(nonce), boot: String(boot), ...facts });
  const algorithm = { name: "ECDSA", hash: "SHA-256" };
  const raw = await subtle.sign(algorithm, keys.privateKey, new TextEncoder().encode(challenge));
  const signature = Buffer.from(raw).toString("base64url");
  return { protocol: 1, station: facts.station, signature };
};
const pairDemo = async (keys: Keys, role = "kiosk"): Promise<string> => {
  const socket = await gateway.connect(origin());
  const params = { demo: role, name: "test page", publicKey: keys.publicKey };
  const { result } = await socket.call("station.pair", params);
  socket.close();
  expect(result).toMatchObject({ role, check: expect.stringMatching(/^\d{6}$/) });
  expect(result).not.toHaveProperty("token");
  return String(result?.["station"]);
};
const start = async (keys: Keys, station: string): Promise<RawSocket> => {
  const socket = await gateway.connect(origin());
  const answer = await socket.call(
    "session.start",
    await signed(socket, keys, { station, origin: gateway.url }),
  );
  return { ...socket, started: answer.result ?? {} };
};

describe("a page with a key of its own", () => {
  test("pairs in the demonstration store and proves itself by signature", async () => {
    const keys = await makeKey();
    const station = await pairDemo(keys);
    const socket = await start(keys, station);
    expect(socket.started).toMatchObject({ role: "kiosk", station });
    socket.close();
  });

  test("a signature made for another connection, page, station or by another key is worth nothing", async () => {
    const keys = await makeKey();
    const station = await pairDemo(keys);
    const stranger = await makeKey();
    const lies: readonly ((socket: RawSocket) => Promise<object>)[] = [
      (socket) => signed(socket, keys, { station, origin: gateway.url, nonce: "old" }),
      (socket) => signed(socket, keys, { station, origin: "http://localhost:1" }),
      (socket) => signed(socket, keys, { station: "st_other", origin: gateway.url }),
      (socket) => signed(socket, stranger, { station, origin: gateway.url }),
      async (socket) => ({
        ...(await signed(socket, keys, { station, origin: gateway.url })),
        signature: "AAAA",
      }),
    ];
    for (const lie of lies) {
      const socket = await gateway.connect(origin());
      const answer = await socket.call("session.start", await lie(socket));
      expect(answer.error?.data?.code).toBe("not_permitted");
      expect(await socket.closed).toBe(4401);
    }
  });

  test("a replayed frame opens no second connection", async () => {
    const keys = await makeKey();
    const station = await pairDemo(keys);
    const first = await gateway.connect(origin());
    const frame = await signed(first, keys, { station, origin: gateway.url });
    expect((await first.call("session.start", frame)).result).toBeDefined();
    const second = await gateway.connect(origin());
    expect((await second.call("session.start", frame)).error).toBeDefined();
    expect(await second.closed).toBe(4401);
    first.close();
  });

  test("without an Origin a key proves nothing: programs have tokens", async () => {
    const keys = await makeKey();
    const station = await pairDemo(keys);
    const socket = await gateway.connect();
    const params = await signed(socket, keys, { station, origin: "" });
    expect((await socket.call("session.start", params)).error?.data?.code).toBe("not_permitted");
  });

  test("a point that is not on the curve is no key", async () => {
    const publicKey = { kty: "EC", crv: "P-256", x: "A".repeat(43), y: "A".repeat(43) };
    const socket = await gateway.connect(origin());
    const answer = await socket.call("station.pair", { demo: "kiosk", name: "x", publicKey });
    expect(answer.error?.data?.code).toBe("pairing.failed");
    socket.close();
  });
});

describe("an invitation", () => {
  let lastKey = 0;
  const invite = async (role = "integration") => {
    const params = { role, name: "PMS", key: `invite-${++lastKey}` };
    const { result = {} } = await technician.call("station.invite", params);
    return result;
  };
  const tryCode = async (params: object) => {
    const socket = await gateway.connect();
    const answer = await socket.call("station.pair", { name: "PMS", ...params });
    socket.close();
    return answer;
  };

  test("opens once, by a code whose case, dashes and O for 0 do not matter", async () => {
    const { code, invitation } = await invite();
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
    const typed = String(code).toLowerCase().replaceAll("0", "o").replaceAll("1", "l");
    const paired = await tryCode({ code: `${typed.slice(0, 4)}-${typed.slice(4)}` });
    expect(paired.result).toMatchObject({ role: "integration", token: expect.any(String) });
    const shown = await technician.call("station.invited", { invitation });
    expect(shown.result).toMatchObject({ state: "used", check: paired.result?.["check"] });
    expect((await tryCode({ code })).error?.data?.code).toBe("pairing.failed");
  });

  test("asked for twice with one key is one invitation", async () => {
    const params = { role: "kiosk", key: "invite-twice" };
    const first = await technician.call("station.invite", params);
    const again = await technician.call("station.invite", params);
    expect(again.result).toEqual({ ...first.result, replay: true });
  });

  test("opens by its QR token as well", async () => {
    const { token } = await invite("kiosk");
    expect((await tryCode({ token })).result).toMatchObject({ role: "kiosk" });
  });

  test("dies after five wrong tries", async () => {
    const { code, invitation } = await invite();
    for (let tries = 0; tries < 5; tries++)
      expect((await tryCode({ code: "00000000" })).error?.data?.code).toBe("pairing.failed");
    expect((await tryCode({ code })).error?.data?.code).toBe("pairing.failed");
    const shown = await technician.call("station.invited", { invitation });
    expect(shown.result).toMatchObject({ state: "killed" });
    expect(shown.result).not.toHaveProperty("code");
  });

  test("is needed: nothing, or a demo role from a store that is none, pairs nobody", async () => {
    expect((await tryCode({})).error?.data?.code).toBe("pairing.failed");
  });
});

test("a revoked station is closed at once and its token is worth nothing", async () => {
  const { result: invited = {} } = await technician.call("station.invite", {
    role: "integration",
    key: "revoke-1",
  });
  const pairing = await gateway.connect();
  const { result: paired = {} } = await pairing.call("station.pair", {
    code: invited["code"],
    name: "till",
  });
  pairing.close();
  const socket = await gateway.connect();
  await socket.call("session.start", { protocol: 1, token: paired["token"] });
  const revoke = { station: paired["station"], reason: "stolen", key: "revoke-2" };
  expect((await technician.call("station.revoke", revoke)).result).toMatchObject({ revoked: true });
  expect(await socket.closed).toBe(4403);
  const again = await gateway.connect();
  await again.call("session.start", { protocol: 1, token: paired["token"] });
  expect(await again.closed).toBe(4403);
  const ping = { jsonrpc: "2.0", id: 1, method: "session.ping" };
  expect((await gateway.post(ping, String(paired["token"]))).status).toBe(401);
  const office = await gateway.session("test");
  const { result: log = {} } = await office.call("audit.list", { op: "station.revoke" });
  expect(log["records"]).toMatchObject([
    { op: "station.revoke", station: "st_demo_technician", facts: { reason: "stolen" } },
  ]);
  office.close();
});

test("stations are listed with what they are, never with their secrets", async () => {
  const { result = {} } = await technician.call("station.list");
  const stations = result["stations"] as Record<string, unknown>[];
  expect(stations.find(({ station }) => station === "st_demo_technician")).toMatchObject({
    role: "technician",
    connected: true,
    revoked: false,
    seenAt: expect.stringMatching(/^\d{4}-/),
  });
  expect(JSON.stringify(stations)).not.toMatch(/hash|publicKey|token"/i);
});
