// Hostile and clumsy input: whatever arrives, the gateway answers in its own words, stays up, and changes nothing.
import { readFileSync } from "node:fs";
import { fc } from "../../support/seeded.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { operationNames } from "../../../gateway/protocol/operations.ts";
import { createAllowList } from "../../../gateway/server/allow-list.ts";
import { normalCode } from "../../../gateway/server/access/invitations.ts";
import { readFrame } from "../../../gateway/server/frame.ts";
import { shapesOf } from "../../../gateway/server/schemas.ts";
import {
  type RawSocket,
  type TestGateway,
  startTestGateway,
} from "../../support/gateway-in-process.ts";

interface BadParams {
  readonly op: string;
  readonly params: object;
}
const corpus: readonly BadParams[] = readFileSync(
  new URL("bad-params.jsonl", import.meta.url),
  "utf8",
)
  .trim()
  .split("\n")
  .map((line): BadParams => JSON.parse(line));

let gateway: TestGateway;
let till: RawSocket;
beforeAll(async () => {
  gateway = await startTestGateway();
  till = await gateway.session("test");
});
afterAll(() => gateway.close());

const kiosk = new Set(["visit.end"]);

describe("the corpus of bad params", () => {
  test("has at least two thousand cases over more than a hundred operations", () => {
    expect(corpus.length).toBeGreaterThanOrEqual(2_000);
    expect(new Set(corpus.map(({ op }) => op)).size).toBeGreaterThan(100);
  });

  test("is refused case by case, and leaves the books as they were", async () => {
    const before = await till.call("ledger.verify");
    for (const { op, params } of corpus) {
      if (kiosk.has(op) || op === "session.start" || op === "session.ping") continue;
      const { error } = await till.call(op, params);
      const code = error?.code;
      expect({ op, params, code: [-32_602, -32_601].includes(Number(code)) || error }).toEqual({
        op,
        params,
        code: true,
      });
    }
    const after = await till.call("ledger.verify");
    expect(after.result).toEqual(before.result);
  });
});

describe("parsers under ten thousand random inputs each", () => {
  const runs = { numRuns: 10_000, seed: 20_240_110 };
  const kinds = new Set(["request", "answer", "misshapen", "broken"]);

  test("frames of any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => kinds.has(readFrame(text).kind)),
      runs,
    );
  });

  test("frames of any JSON", () => {
    const json = fc.json({ maxDepth: 6 });
    fc.assert(
      fc.property(json, (text) => kinds.has(readFrame(text).kind)),
      runs,
    );
  });

  test("params of any JSON, for every operation in turn", () => {
    let turn = 0;
    const value = fc.jsonValue({ maxDepth: 4 });
    fc.assert(
      fc.property(value, (params) => {
        const op = operationNames[turn++ % operationNames.length] ?? "store.info";
        const shape = shapesOf(op).params;
        return shape.fits(params) || typeof shape.misfit(params).at === "string";
      }),
      runs,
    );
  });

  test("Host and Origin: nothing but our own names passes", () => {
    const list = createAllowList({ address: "127.0.0.1", port: 8140, secure: false, names: [] });
    const own = new Set(["127.0.0.1:8140", "localhost:8140", "[::1]:8140"]);
    const near = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.tuple(fc.constantFrom(...own), fc.string({ maxLength: 3 })).map((parts) => parts.join("")),
      fc.tuple(fc.string({ maxLength: 3 }), fc.constantFrom(...own)).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(near, (name) => {
        const isOwn = own.has(name.toLowerCase());
        return list.host(name) === isOwn && list.origin(`http://${name}`) === own.has(name);
      }),
      runs,
    );
  });

  test("typed pairing codes: nothing breaks them, and reading one again changes nothing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 20 }), (typed) => {
        const once = normalCode(typed);
        return normalCode(once) === once;
      }),
      runs,
    );
  });
});

test("a flood of broken sockets leaves the others alone", async () => {
  const sockets = await Promise.all(Array.from({ length: 100 }, () => gateway.connect()));
  for (const [index, socket] of sockets.entries())
    socket.send(
      ["{", "1", "[]", '{"jsonrpc":"2.0","id":1,"method":"store.info"}'][index % 4] ?? "",
    );
  expect((await till.call("store.info")).result).toBeDefined();
  for (const socket of sockets) socket.terminate();
  expect((await till.call("session.ping")).result).toBeDefined();
});
