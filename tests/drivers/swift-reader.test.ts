// A reader that wakes pcscd at once: a real storm of taps, and how long a tap takes from the plate to the gateway.
import { afterEach, describe, expect, test } from "vitest";
import { lacks } from "../support/parts.ts";
import { startHostProcess, type HostConnection, type HostProcess } from "./support/host-process.ts";
import { startPcscd, uidCard, type Pcscd } from "./support/pcscd.ts";

let pcscd: Pcscd;
let host: HostProcess;
let gateway: HostConnection;

const open = async (): Promise<void> => {
  pcscd = await startPcscd({ swift: true });
  host = startHostProcess({
    env: { PCSCLITE_CSOCK_NAME: pcscd.socketPath },
    devices: [{ device: "reader", driver: "pcsc-reader" }],
  });
  gateway = await host.connect();
  await gateway.until(() => gateway.stateOf("reader") === "ready", "ready");
};
afterEach(async () => {
  gateway.close();
  await host.close();
  await pcscd.close();
});

const cardEvents = (): readonly string[] =>
  gateway.events.flatMap((event) =>
    event.event === "card.presented" || event.event === "card.removed"
      ? [`${event.event === "card.presented" ? "+" : "-"}${event.uid}`]
      : [],
  );
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe.skipIf(lacks("pcscd", "reader"))("a reader that wakes pcscd at once", () => {
  test("announces and clears in turn through a storm of 300 taps", async () => {
    await open();
    let state = 7;
    for (let tap = 0; tap < 300; tap++) {
      state = (state * 1103515245 + 12345) % 2147483648;
      const card = await pcscd.lay(uidCard(`AA00${tap.toString(16).padStart(4, "0")}`));
      await pause(5 + (state % 20));
      card.lift();
      await pause(3 + (state % 5));
    }
    await pcscd.lay(uidCard("FFFFFFFF"));
    await gateway.until(() => cardEvents().at(-1) === "+FFFFFFFF", "the last card");
    let lying: string | undefined;
    for (const event of cardEvents()) {
      expect(event.startsWith("+")).toBe(lying === undefined);
      if (lying !== undefined) expect(event.slice(1)).toBe(lying);
      lying = event.startsWith("+") ? event.slice(1) : undefined;
    }
    const announced = cardEvents().filter((event) => event.startsWith("+")).length;
    console.log(`300 taps: ${announced - 1} announced`);
    expect(announced).toBeGreaterThan(150);
  });

  test("brings every single tap to the gateway, and every removal", async () => {
    await open();
    const tookMs: number[] = [];
    for (let tap = 0; tap < 40; tap++) {
      const uid = `BB00${tap.toString(16).padStart(4, "0").toUpperCase()}`;
      const from = performance.now();
      const card = await pcscd.lay(uidCard(uid));
      await gateway.until(() => cardEvents().at(-1) === `+${uid}`, uid);
      tookMs.push(performance.now() - from);
      card.lift();
      await gateway.until(() => cardEvents().at(-1) === `-${uid}`, `${uid} gone`);
    }
    const sorted = tookMs.toSorted((a, b) => a - b);
    const at = (share: number): string =>
      (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
    console.log(`tap → gateway over 40: median ${at(0.5)} ms, p95 ${at(0.95)} ms`);
    expect(tookMs).toHaveLength(40);
  });
});
