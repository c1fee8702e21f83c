// One page that hangs changes nothing for the others: they are answered, hear every event in order, and the
// hung one is let go before it costs more than its share of memory.
import WebSocket from "ws";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway-in-process.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

interface HungPage {
  /** Asks for answers it will never read. */
  readonly ask: (times: number) => void;
  /** Reads again what is left, and gives the code it is closed with. */
  readonly wake: () => Promise<number>;
}

const openHungPage = async (): Promise<HungPage> => {
  const socket = new WebSocket(`${gateway.url.replace("http", "ws")}/rpc`, "tallygate");
  socket.on("error", () => undefined);
  const send = (id: string, method: string, params: object): void =>
    socket.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
  await new Promise<void>((resolve) => {
    socket.on("message", (data: Buffer) => {
      const frame = JSON.parse(data.toString("utf8"));
      if (frame.method === "hello") {
        send("start", "session.start", { protocol: 1, token: gateway.tokens.office });
      }
      if (frame.id === "start") resolve();
    });
  });
  const closed = new Promise<number>((resolve) => void socket.once("close", resolve));
  socket.pause();
  return {
    ask: (times) => {
      for (let asked = 0; asked < times; asked += 1) send(`q${asked}`, "store.info", {});
    },
    wake: () => {
      socket.resume();
      return closed;
    },
  };
};

const printer = "lobby-printer";
/** Some 40 MB of answers: more than the buffers of both ends together. */
const rounds = 250;
const asksPerRound = 60;

/** Blocks and heals the printer; each is a state event for every staffed station. */
const stir = async (times: number): Promise<void> => {
  for (let turn = 0; turn < times; turn += 1) {
    for (const fault of ["paper_out", null]) {
      const answer = await gateway.post(
        { jsonrpc: "2.0", id: 1, method: "sim.printer.fault", params: { device: printer, fault } },
        gateway.tokens.test,
      );
      expect(answer.body.error).toBeUndefined();
    }
  }
};

describe("while one page hangs", () => {
  test("the others are answered, hear events in order, and the hung one is closed as too slow", async () => {
    const hung = await openHungPage();
    const technician = await gateway.session("technician");
    const kiosk = await gateway.session("kiosk");
    await kiosk.call("input.arm", { device: "lobby-reader", expect: ["card"], forMs: 60_000 });
    for (let round = 0; round < rounds; round += 1) {
      hung.ask(asksPerRound);
      const answers = await Promise.all([
        technician.call("device.list"),
        kiosk.call("store.info"),
        kiosk.call("device.list"),
      ]);
      for (const { error } of answers) expect(error).toBeUndefined();
    }
    await stir(5);

    const uid = "04A1B2C3D4E5F6";
    await gateway.post(
      {
        jsonrpc: "2.0",
        id: 1,
        method: "sim.card.present",
        params: { device: "lobby-reader", uid },
      },
      gateway.tokens.test,
    );
    expect(await kiosk.nextEvent("card.presented")).toMatchObject({ device: "lobby-reader" });
    await technician.nextEvent("device.state");
    const numbers = technician.events.map(({ seq }) => Number(seq));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(await hung.wake()).toBe(4408);
    kiosk.close();
    technician.close();
  });
});
