// The HTTP door: POST /rpc by its rules, headers, health, documents, and nobody else's pages.
import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { securityTxtOf } from "../../../gateway/server/security-txt.ts";
import { root } from "../../support/sources.ts";
import { type TestGateway, startTestGateway } from "../../support/gateway-in-process.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway("demo", { securityContact: "mailto:security@shop.example" });
});
afterAll(() => gateway.close());

const ping = { jsonrpc: "2.0", id: "1", method: "session.ping" };

/** fetch forbids to lie about Host; this does not. */
const raw = (options: {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
}): Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(gateway.url);
    const { body, ...rest } = options;
    const sent = request({ hostname, port, ...rest }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(parts).toString("utf8"),
        }),
      );
    });
    sent.on("error", reject);
    sent.end(body);
  });

const json = { "content-type": "application/json" };

describe("POST /rpc", () => {
  test("one call a request, with a token", async () => {
    const { status, body } = await gateway.post(ping, gateway.tokens.technician);
    expect(status).toBe(200);
    expect(body.result).toHaveProperty("time");
  });

  test("a refusal is a 200 with a JSON-RPC body", async () => {
    const call = { jsonrpc: "2.0", id: 1, method: "drawer.open", params: {} };
    const { status, body } = await gateway.post(call, gateway.tokens.kiosk);
    expect(status).toBe(200);
    expect(body.error?.data?.code).toBe("not_permitted");
  });

  test("what is not JSON is a 200 with a parse error", async () => {
    const { status, body } = await gateway.post("{", gateway.tokens.technician);
    expect({ status, code: body.error?.code }).toEqual({ status: 200, code: -32_700 });
  });

  test.each([
    ["no token", {}],
    ["a wrong token", { authorization: "Bearer nobody" }],
    ["another scheme", { authorization: "Basic YTpi" }],
    ["an empty token", { authorization: "Bearer " }],
  ])("%s is 401", async (_name, headers) => {
    const body = JSON.stringify(ping);
    const answer = await raw({
      method: "POST",
      path: "/rpc",
      headers: { ...json, ...headers },
      body,
    });
    expect(answer.status).toBe(401);
  });

  test("too large is 413, another type is 415", async () => {
    const authorization = `Bearer ${gateway.tokens.technician}`;
    const large = { ...json, authorization };
    const body = `"${"x".repeat(1_048_576)}"`;
    expect((await raw({ method: "POST", path: "/rpc", headers: large, body })).status).toBe(413);
    const text = { "content-type": "text/plain", authorization };
    expect((await raw({ method: "POST", path: "/rpc", headers: text, body: "{}" })).status).toBe(
      415,
    );
  });

  test("a token without an employee acts only where none is needed", async () => {
    const call = { jsonrpc: "2.0", id: 1, method: "staff.list", params: {} };
    const office = await gateway.post(call, gateway.tokens.office);
    expect(office.body.error?.data).toMatchObject({
      code: "not_permitted",
      params: { need: "staff" },
    });
    const carried = await gateway.post(call, gateway.tokens.test);
    expect(carried.body.result).toHaveProperty("staff");
  });

  test("signing in over POST leaves nothing behind", async () => {
    const signIn = { staff: "1001", pin: "1234" };
    const call = { jsonrpc: "2.0", id: 1, method: "staff.signIn", params: signIn };
    expect((await gateway.post(call, gateway.tokens.cashier)).body.result).toBeDefined();
    const find = { jsonrpc: "2.0", id: 2, method: "member.find", params: { phone: "1" } };
    const after = await gateway.post(find, gateway.tokens.cashier);
    expect(after.body.error?.data?.code).toBe("not_permitted");
  });
});

describe("Host and Origin", () => {
  const methods = ["GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD"] as const;
  const paths = ["/healthz", "/readyz", "/rpc", "/openrpc.json", "/metrics", "/kiosk/", "/nothing"];
  const foreign = (port: string): readonly Record<string, string>[] => [
    { host: "evil.example" },
    { host: `evil.example:${port}` },
    { host: `127.0.0.1.evil.example:${port}` },
    { host: `localhost.:${port}` },
    { host: "127.0.0.1" },
    { host: `127.0.0.2:${port}` },
    { host: `127.0.0.1:${Number(port) + 1}` },
    { host: `0.0.0.0:${port}` },
    { origin: "http://evil.example" },
    { origin: "null" },
    { origin: `https://127.0.0.1:${port}` },
    { origin: `http://127.0.0.1:${Number(port) + 1}` },
    { origin: `http://127.0.0.1.evil.example:${port}` },
    { origin: `http://user@127.0.0.1:${port}` },
  ];

  test("every method on every path is 403 for a foreign Host or Origin, whoever asks", async () => {
    const { port } = new URL(gateway.url);
    let cells = 0;
    const tokens = [undefined, gateway.tokens.test];
    for (const lie of foreign(port))
      for (const method of methods)
        for (const path of paths) {
          const answers = await Promise.all(
            tokens.map((token) =>
              raw({
                method,
                path,
                headers: {
                  ...json,
                  ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
                  ...lie,
                },
                ...(method === "POST" ? { body: JSON.stringify(ping) } : {}),
              }),
            ),
          );
          for (const { status } of answers)
            expect({ lie, method, path, status }).toEqual({ lie, method, path, status: 403 });
          cells += answers.length;
        }
    expect(cells).toBeGreaterThanOrEqual(500);
  });

  test("our own names and pages pass, and nobody gets a CORS header", async () => {
    const { port } = new URL(gateway.url);
    for (const name of ["127.0.0.1", "localhost", "[::1]"]) {
      const host = `${name}:${port}`;
      const headers = { host, origin: `http://${host}` };
      const answer = await raw({ method: "GET", path: "/healthz", headers });
      expect(answer.status).toBe(200);
      const cors = Object.keys(answer.headers).filter((key) => key.startsWith("access-control"));
      expect(cors).toEqual([]);
    }
  });
});

describe("documents and health", () => {
  test("alive and ready", async () => {
    expect((await raw({ method: "GET", path: "/healthz" })).text).toBe('{"ok":true}');
    expect(JSON.parse((await raw({ method: "GET", path: "/readyz" })).text)).toEqual({
      ready: true,
      why: [],
    });
  });

  test("metrics count the calls by operation and outcome", async () => {
    await gateway.post(ping, gateway.tokens.technician);
    const { text } = await raw({ method: "GET", path: "/metrics" });
    expect(text).toMatch(
      /tallygate_calls_total\{op="session.ping",outcome="ok",role="technician"\} [1-9]/,
    );
    const list = { jsonrpc: "2.0", id: 1, method: "device.list", params: {} };
    const { body } = await gateway.post(list, gateway.tokens.technician);
    const devices = body.result as unknown as readonly { state: string }[];
    const ready = devices.filter(({ state }) => state === "ready").length;
    expect(text).toContain(`tallygate_devices_ready ${ready}`);
  });

  test("security.txt names the store's contact and a day it is good until", async () => {
    const { status, headers, text } = await raw({
      method: "GET",
      path: "/.well-known/security.txt",
    });
    expect([status, headers["content-type"]]).toEqual([200, "text/plain; charset=utf-8"]);
    const [contact, expires = "", languages] = text.split("\n");
    expect([contact, languages]).toEqual([
      "Contact: mailto:security@shop.example",
      "Preferred-Languages: zh, en",
    ]);
    const ping = await gateway.post(
      { jsonrpc: "2.0", id: 1, method: "session.ping" },
      gateway.tokens.technician,
    );
    const days =
      (Date.parse(expires.replace("Expires: ", "")) -
        Date.parse(String(ping.body.result?.["time"]))) /
      86_400_000;
    expect(days).toBeGreaterThan(89);
    expect(days).toBeLessThan(365);
  });

  test("a store that names no contact has no security.txt", () => {
    expect(securityTxtOf(undefined, 0)).toBeUndefined();
  });

  test("what the store answers is kept by no cache", async () => {
    for (const path of ["/healthz", "/openrpc.json", "/metrics"])
      expect((await raw({ method: "GET", path })).headers["cache-control"]).toBe("no-store");
  });

  test("scripts come from this store only, never from the page's own text", async () => {
    const { headers } = await raw({ method: "GET", path: "/healthz" });
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(/script-src[^;]*unsafe/.test(policy)).toBe(false);
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["referrer-policy"]).toBe("no-referrer");
    const page = await raw({ method: "GET", path: "/kiosk/" });
    expect(page.headers["cross-origin-opener-policy"]).toBe("same-origin");
    expect(page.headers["cross-origin-resource-policy"]).toBe("same-origin");
  });

  test.each([
    "/../package.json",
    "/%2e%2e/package.json",
    "/kiosk/..%2f..%2fpackage.json",
    "/.git/config",
  ])("%s shows nothing of this machine", async (path) => {
    const { status, text } = await raw({ method: "GET", path });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(text).not.toContain('tallygate"');
    expect(text).not.toContain(root);
  });

  test("GET has no effect: /rpc wants an upgrade", async () => {
    expect((await raw({ method: "GET", path: "/rpc" })).status).toBe(426);
  });
});
