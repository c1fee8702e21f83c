// The client on a wire that breaks again and again, at any byte: no event is missed or told twice, no keyed call is
// done twice, and what was asked is answered in the end.
import WebSocket from "ws";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createClient, type Session } from "../../../gateway/protocol/client.ts";
import { type CuttingProxy, startCuttingProxy } from "../../support/cutting-proxy.ts";
import { fc } from "../../support/seeded.ts";
import { type TestGateway, startTestGateway } from "../../support/gateway-in-process.ts";

const cuts = 25;
const callsEachTime = 4;

let gateway: TestGateway;
let wire: CuttingProxy;
beforeAll(async () => {
  gateway = await startTestGateway();
  wire = await startCuttingProxy(Number(new URL(gateway.url).port));
});
afterAll(async () => {
  await wire.close();
  await gateway.close();
});

/** Where the wire breaks: bytes after the last break, and in which direction. */
const breaks = fc.sample(
  fc.tuple(fc.constantFrom("there" as const, "back" as const), fc.integer({ min: 1, max: 3_000 })),
  cuts,
);

test("events come in order and whole, keyed calls once, over 25 breaks", async () => {
  const { host } = new URL(gateway.url);
  const client = createClient({
    url: `ws://127.0.0.1:${wire.port}/rpc`,
    authenticate: async () => ({ token: gateway.tokens.test }),
    open: (url) => new WebSocket(url, "tallygate", { headers: { host } }),
  });
  const lives: Session[] = [];
  const heard: number[] = [];
  client.onStatus((status) => {
    if (status.state === "online") lives.push(status.session);
  });
  client.on("device.state", ({ seq }) => heard.push(seq));
  client.on("account.changed", ({ seq }) => heard.push(seq));
  client.on("drawer.state", ({ seq }) => heard.push(seq));
  client.on("job.state", ({ seq }) => heard.push(seq));
  client.on("alert", ({ seq }) => heard.push(seq));
  client.on("exception.opened", ({ seq }) => heard.push(seq));

  const [guest] = gateway.cards;
  const { account, card } = await client.call("card.identify", { token: guest?.token ?? "" });
  const left = async (): Promise<number> =>
    (await client.call("account.get", { account })).assets["stored"]?.available ?? 0;
  const before = await left();
  const hands = await gateway.session("technician");
  let bills = 0;
  const pay = async (): Promise<string> => {
    const { bill } = await client.call(
      "bill.settle",
      {
        lines: [{ venue: "shop", list: 1, quantity: 1 }],
        card: { card },
        tenders: [{ type: "stored", amount: 1 }],
        key: `cut-${++bills}`,
      },
      { timeoutMs: 60_000 },
    );
    return bill;
  };
  const paid: Promise<string>[] = [];
  for (const [way, bytes] of breaks) {
    const cut = wire.cutAfter(way, bytes);
    for (let at = 0; at < callsEachTime; at++) paid.push(pay());
    await hands.call("sim.printer.fault", { device: "lobby-printer", fault: "paper_out" });
    await hands.call("sim.printer.fault", { device: "lobby-printer", fault: null });
    // a cut that the traffic of this round does not reach is reached by pings and calls of the next
    await Promise.race([cut, Promise.all(paid)]);
  }
  wire.mend();
  const answers = await Promise.all(paid);
  expect(new Set(answers).size).toBe(cuts * callsEachTime);
  expect(await left()).toBe(before - cuts * callsEachTime);

  const [first, ...later] = lives;
  expect(later.length).toBeGreaterThan(5);
  for (const { session, resumed } of later)
    expect({ session, resumed }).toEqual({ session: first?.session, resumed: true });
  expect(heard).toEqual(Array.from({ length: heard.length }, (_, at) => at + 1));
  client.close();
  hands.close();
}, 180_000);
