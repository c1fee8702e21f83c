// The wire between kiosk and gateway is cut at any byte of a punch and its answer: the kiosk's own machine and client
// find out what became of it, and never is one confirmation two punches. KILL_POINTS=1000 walks a thousand.
import { createActor } from "xstate";
import WebSocket from "ws";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createClient, type TallygateClient } from "../../gateway/protocol/client.ts";
import type { KioskEvent } from "../../kiosk-ui/charts/kiosk/events.ts";
import { kioskMachine } from "../../kiosk-ui/charts/kiosk/machine.ts";
import { createEffects } from "../../kiosk-ui/kiosk/effects.ts";
import { secretsIn } from "../support/lobby-frames.ts";
import { overheard } from "../support/pages.ts";
import { startCuttingProxy, type CuttingProxy, type Way } from "../support/cutting-proxy.ts";
import {
  type RawSocket,
  startTestGateway,
  type TestGateway,
} from "../support/gateway-in-process.ts";

const points = Number(process.env["KILL_POINTS"] ?? 60);
/** a punch is some 200 bytes there, its answer, its receipt's events and the account some 2,000 back */
const bytesMost = { there: 400, back: 2_000 } as const;
const asset = "spa";

let gateway: TestGateway;
let proxy: CuttingProxy;
let client: TallygateClient;
let till: RawSocket;
const frames: string[] = [];
const seed = Number(process.env["SEED"] ?? 20_261_122);

beforeAll(async () => {
  gateway = await startTestGateway();
  proxy = await startCuttingProxy(Number(new URL(gateway.url).port));
  till = await gateway.session("test");
  client = createClient({
    url: `ws://127.0.0.1:${proxy.port}/rpc`,
    authenticate: () => Promise.resolve({ token: gateway.tokens.kiosk }),
    // the gateway answers to its own address only
    open: (url) =>
      overheard(
        new WebSocket(url, "tallygate", { headers: { host: new URL(gateway.url).host } }),
        frames,
      ),
  });
}, 60_000);
afterAll(async () => {
  client.close();
  await proxy.close();
  await gateway.close();
});

/** Dice with a seed (mulberry32): a failing walk can be walked again. */
const diceOf =
  (start: number) =>
  (sides: number): number => {
    start = (start + 0x6d2b79f5) | 0;
    let mixed = Math.imul(start ^ (start >>> 15), 1 | start);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };

const openKiosk = () => {
  const effects = createEffects({
    client,
    send: (event) => actor.send(event),
    intent: () => actor.getSnapshot().context.intent,
    language: () => "zh-CN",
  });
  const actor = createActor(
    kioskMachine.provide({
      actions: {
        identify: (_at, params) => effects.identify(params),
        post: (_at, params) => effects.post(params),
        askKey: (_at, params) => effects.askKey(params),
        reload: (_at, params) => effects.reload(params),
        endVisit: (_at, params) => effects.endVisit(params),
      },
    }),
  );
  actor.start();
  const send = (event: KioskEvent): void => actor.send(event);
  /** Resolves at the first state named; a machine that goes nowhere lets the test run out. */
  const reaches = (...states: readonly string[]): Promise<string> =>
    new Promise((resolve) => {
      const look = (): string | undefined => {
        const { journey } = actor.getSnapshot().value;
        return states.find((state) =>
          typeof journey === "string" ? journey === state : state in journey,
        );
      };
      const here = look();
      if (here !== undefined) return resolve(here);
      const watching = actor.subscribe(() => {
        const there = look();
        if (there === undefined) return;
        watching.unsubscribe();
        resolve(there);
      });
    });
  return { actor, send, reaches };
};

test(
  `never twice, at ${points} points (SEED=${seed})`,
  async () => {
    const roll = diceOf(seed);
    const token = gateway.cards[0]?.token ?? "";
    const account = String((await till.call("card.identify", { token })).result?.["account"]);
    const sell = async (times: number): Promise<void> => {
      for (let sale = 0; sale < times; sale += 1)
        await till.call("pass.sell", {
          account,
          pass: "spa10",
          tenders: [{ type: "cash", amount: 88_000 }],
          key: `sale-${sale}`,
        });
    };
    const left = async (): Promise<number> => {
      const { result } = await till.call("account.get", { account });
      const { assets } = result as { assets: Record<string, { available: number }> };
      return assets[asset]?.available ?? -1;
    };
    await sell(Math.ceil(points / 10) + 1);
    const kiosk = openKiosk();
    const visit = new Promise<string>((resolve) => {
      client.on("card.presented", ({ data }) => resolve(data.visit ?? ""));
    });
    await client.call("input.arm", { expect: ["card"], forMs: 600_000 });
    await till.call("sim.card.present", { device: "lobby-reader", token });
    kiosk.send({ type: "CARD", visit: await visit });
    await kiosk.reaches("home");

    const outcomes = { done: 0, explain: 0 };
    for (let point = 0; point < points; point += 1) {
      const before = await left();
      const way: Way = roll(2) === 0 ? "there" : "back";
      const bytes = 1 + roll(bytesMost[way]);
      const cut = proxy.cutAfter(way, bytes);
      kiosk.send({ type: "PUNCH", asset });
      kiosk.send({ type: "CONFIRM", key: client.newKey() });
      // Two impatient touches more.
      kiosk.send({ type: "CONFIRM", key: client.newKey() });
      const outcome = await kiosk.reaches("done", "explain");
      const where = `point ${point}: ${way} ${bytes}`;
      if (outcome === "done") outcomes.done += 1;
      else outcomes.explain += 1;
      expect(before - (await left()), where).toBe(outcome === "done" ? 1 : 0);
      proxy.mend();
      await cut;
      kiosk.send({ type: "BACK" });
      await kiosk.reaches("home");
      kiosk.send({ type: "ACTIVITY" });
    }
    expect(outcomes.done + outcomes.explain).toBe(points);
    // Nearly all come through by themselves: the key is asked for, the call is sent again.
    expect(outcomes.done).toBeGreaterThan(points * 0.9);
    const audit = await till.call("ledger.verify", {});
    expect(audit.result).toMatchObject({ ok: true });
    kiosk.actor.stop();
    expect(frames.length).toBeGreaterThan(points);
    expect(await secretsIn({ frames, gateway: { simulated: gateway } })).toEqual([]);
  },
  Math.max(120_000, points * 3_000),
);
