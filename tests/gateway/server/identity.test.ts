// What an identity card says reaches the one staffed station that waits for it, and stays nowhere.
import { afterAll, beforeAll, expect, test } from "vitest";
import { filesWith } from "../../support/on-disk.ts";
import {
  type RawSocket,
  type TestGateway,
  startTestGateway,
} from "../../support/gateway-in-process.ts";

const number = "11010519491231002X";

let gateway: TestGateway;
let till: RawSocket;
beforeAll(async () => {
  gateway = await startTestGateway();
  till = await gateway.session("test");
});
afterAll(() => gateway.close());

const lay = (): Promise<unknown> =>
  till.call("sim.card.present", { device: "desk-id-reader", token: number });
const countOf = async (name: string): Promise<number> => {
  const { result } = await till.call("device.counters", { device: "desk-id-reader" });
  const counters = result?.["counters"] as Record<string, number> | undefined;
  return counters?.[name] ?? 0;
};

test("a kiosk cannot wait for identity cards", async () => {
  const kiosk = await gateway.session("kiosk");
  const answer = await kiosk.call("input.arm", { expect: ["identity"], forMs: 10_000 });
  expect(answer.error?.data?.code).toBe("not_permitted");
  kiosk.close();
});

test("a card that nobody waits for is forgotten at once", async () => {
  await lay();
  await expect.poll(() => countOf("notArmed"), { timeout: 30_000 }).toBe(1);
  await till.call("sim.card.remove", { device: "desk-id-reader" });
  await till.call("input.arm", { expect: ["identity"], forMs: 60_000 });
  expect(till.events.filter(({ topic }) => topic === "identity.read")).toEqual([]);
});

test("the till that waits gets name, birthday and number; nothing of it is traced or written", async () => {
  const office = await gateway.session("office");
  await till.call("input.arm", { expect: ["identity"], forMs: 60_000 });
  await lay();
  const { data } = await till.nextEvent("identity.read");
  expect(data).toEqual({
    device: "desk-id-reader",
    name: "样本",
    sex: "female",
    bornOn: "1949-12-31",
    number,
  });
  await office.call("session.ping");
  expect(office.events.filter(({ topic }) => topic === "identity.read")).toEqual([]);
  office.close();

  const { result } = await till.call("device.trace", { device: "desk-id-reader" });
  const traced = JSON.stringify(result);
  expect(traced).toContain("identity.read");
  for (const word of [number, "样本", "1949"]) expect(traced).not.toContain(word);
  expect(filesWith(gateway.dir, number)).toEqual([]);
});
