// What was given out stays: clients of the revision before work beside those of today.
import { once } from "node:events";
import WebSocket, { WebSocketServer } from "ws";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LinkStatus, createClient } from "../../../gateway/protocol/client.ts";
import { topics } from "../../../gateway/protocol/events.ts";
import { isOperation, operationOf } from "../../../gateway/protocol/operations.ts";
import { protocolVersions } from "../../../gateway/protocol/wire.ts";
import { shapesOf } from "../../../gateway/server/schemas.ts";
import { type TestGateway, startTestGateway } from "../../support/gateway-in-process.ts";
import { readRevision } from "../../support/revision.ts";
import { sampleOf, withTextEverywhere } from "../../support/sample-params.ts";

const revision = readRevision(1);
const known = [...revision.operations].map(([op, frozen]) => ({ op, frozen }));

describe("revision 1", () => {
  test("every operation is still there, for every role that had it, and takes a key as before", () => {
    for (const { op, frozen } of known) {
      expect({ op, known: isOperation(op) }).toEqual({ op, known: true });
      if (!isOperation(op)) continue;
      const { roles, keyed } = operationOf(op);
      const gone = frozen.roles.filter((role) => !roles.some((has) => has === role));
      expect({ op, gone, keyed }).toEqual({ op, gone: [], keyed: frozen.keyed });
    }
  });

  test("every topic is still there", () => {
    const gone = [...revision.events.keys()].filter(
      (topic) => !topics.some((has) => has === topic),
    );
    expect(gone).toEqual([]);
  });

  test("what could be asked can be asked: the least params, and every optional member one by one", () => {
    let asked = 0;
    for (const { op, frozen } of known) {
      if (!isOperation(op)) continue;
      const shape = shapesOf(op).params;
      const variants = ["x", "12345678", "2024-03-11"].flatMap((text) =>
        withTextEverywhere(frozen.paramsSchema, text),
      );
      for (const params of [sampleOf(frozen.paramsSchema), ...variants]) {
        if (!frozen.params(params)) continue;
        asked++;
        expect({ op, params, fits: shape.fits(params) }).toEqual({ op, params, fits: true });
      }
    }
    expect(asked).toBeGreaterThan(500);
  });
});

describe("side by side", () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway();
  });
  afterAll(() => gateway.close());

  test("a client of the revision before and one of today see the same event, each as it knows it", async () => {
    const before = await gateway.session("cashier");
    const today = createClient({
      url: `${gateway.url.replace("http", "ws")}/rpc`,
      authenticate: async () => ({ token: gateway.tokens.technician }),
      open: (url) => new WebSocket(url, "tallygate"),
    });
    await today.call("session.ping", {});
    const heard = new Promise((resolve) => today.on("device.state", ({ data }) => resolve(data)));
    const test = await gateway.session("test");
    await test.call("sim.printer.fault", { device: "desk-printer", fault: "paper_out" });
    const { data } = await before.nextEvent("device.state");
    const frozen = revision.events.get("device.state");
    expect(frozen?.(data), JSON.stringify(frozen?.errors)).toBe(true);
    expect(await heard).toEqual(data);
    const pong = await before.call("session.ping");
    expect(revision.operations.get("session.ping")?.result(pong.result)).toBe(true);
    today.close();
    for (const socket of [before, test]) socket.close();
  });
});

describe("a client of today", () => {
  /** A gateway of another version, as far as its first word. */
  const gatewayOf = async (min: number, max: number) => {
    const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
    const asked = new Promise<{ protocol: number }>((resolve) => {
      server.on("connection", (socket) => {
        socket.on("message", (data: Buffer) => resolve(JSON.parse(data.toString("utf8")).params));
        const protocol = { min, max };
        socket.send(JSON.stringify({ jsonrpc: "2.0", method: "hello", params: { protocol } }));
      });
    });
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const client = createClient({
      url: `ws://127.0.0.1:${port}`,
      authenticate: async () => ({ token: "t" }),
      open: (url) => new WebSocket(url),
    });
    const refused = new Promise<LinkStatus>((resolve) =>
      client.onStatus((status) => {
        if (status.state === "refused") resolve(status);
      }),
    );
    const close = (): void => {
      client.close();
      for (const socket of server.clients) socket.terminate();
      server.close();
    };
    return { asked, refused, close };
  };

  test("speaks the newest version that a newer gateway still knows", async () => {
    const { asked, close } = await gatewayOf(protocolVersions.min, protocolVersions.max + 6);
    expect((await asked).protocol).toBe(protocolVersions.max);
    close();
  });

  test("says so where a gateway no longer knows any of its versions", async () => {
    const { refused, close } = await gatewayOf(protocolVersions.max + 1, protocolVersions.max + 6);
    expect(await refused).toMatchObject({
      error: { message: expect.stringContaining("the gateway speaks protocol") },
    });
    close();
  });
});
