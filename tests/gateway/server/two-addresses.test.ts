// Two stores on one machine, two addresses, the same port: neither takes the other's pages, names, keys or tokens.
import { webcrypto } from "node:crypto";
import { request } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { challengeOf } from "../../../gateway/protocol/wire.ts";
import { type TestGateway, startTestGateway } from "../../support/gateway-in-process.ts";

let first: TestGateway;
let second: TestGateway;
let port: number;
beforeAll(async () => {
  first = await startTestGateway();
  port = Number(new URL(first.url).port);
  second = await startTestGateway("demo", { host: "127.0.0.2", port });
});
afterAll(async () => {
  await first.close();
  await second.close();
});

const statusOf = (hostname: string, headers: Record<string, string>): Promise<number> =>
  new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path: "/healthz", headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on("error", reject);
    sent.end();
  });

test("each answers to its own name only", async () => {
  expect(await statusOf("127.0.0.2", { host: `127.0.0.2:${port}` })).toBe(200);
  for (const host of ["127.0.0.1", "localhost", "[::1]"])
    expect(await statusOf("127.0.0.2", { host: `${host}:${port}` })).toBe(403);
  expect(await statusOf("127.0.0.1", { host: `127.0.0.2:${port}` })).toBe(403);
});

test("a page of one is a stranger at the other, over HTTP and over a socket", async () => {
  const host = `127.0.0.2:${port}`;
  expect(await statusOf("127.0.0.2", { host, origin: first.url })).toBe(403);
  const socket = await second.connect({ origin: first.url });
  expect(await socket.closed).toBe(4403);
  const own = await second.connect({ origin: second.url });
  expect(own.hello).toHaveProperty("nonce");
  own.close();
});

test("a token of one opens nothing at the other", async () => {
  const ping = { jsonrpc: "2.0", id: 1, method: "session.ping" };
  expect((await second.post(ping, first.tokens.technician)).status).toBe(401);
  const socket = await second.connect();
  await socket.call("session.start", { protocol: 1, token: first.tokens.technician });
  expect(await socket.closed).toBe(4401);
});

test("a signature made for one is worth nothing at the other", async () => {
  const curve = { name: "ECDSA", namedCurve: "P-256" };
  const { subtle } = webcrypto;
  const keys = await subtle.generateKey(curve, false, ["sign", "verify"]);
  const { x, y } = await subtle.exportKey("jwk", keys.publicKey);
  const publicKey = { kty: "EC", crv: "P-256", x, y };
  const pairing = await second.connect({ origin: second.url });
  const { result } = await pairing.call("station.pair", { demo: "kiosk", name: "k", publicKey });
  pairing.close();
  const station = String(result?.["station"]);
  const attempt = async (origin: string) => {
    const socket = await second.connect({ origin: second.url });
    const { nonce, boot } = socket.hello;
    const text = challengeOf({ nonce: String(nonce), boot: String(boot), origin, station });
    const algorithm = { name: "ECDSA", hash: "SHA-256" };
    const raw = await subtle.sign(algorithm, keys.privateKey, new TextEncoder().encode(text));
    const signature = Buffer.from(raw).toString("base64url");
    const answer = await socket.call("session.start", { protocol: 1, station, signature });
    socket.close();
    return answer.result?.["role"];
  };
  expect(await attempt(first.url)).toBe(undefined);
  expect(await attempt(second.url)).toBe("kiosk");
});
