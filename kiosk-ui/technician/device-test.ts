// Tests one device: what it says of itself, and what a hand has to prove: a card laid down, a code scanned, a ticket
// printed and read back by the store's own scanner. Knows no DOM.
import { RefusalError, type TallygateClient } from "../../gateway/protocol/client.ts";
import type { Topic } from "../../gateway/protocol/events.ts";
import type { Device } from "./device-table.ts";
import type { TestWord } from "./test-words.ts";

export interface Verdict {
  readonly passed: boolean;
  readonly says: TestWord;
  /** a number, a name, a code of a refusal */
  readonly detail?: string;
}

interface Hands {
  readonly client: TallygateClient;
  readonly devices: readonly Device[];
  /** Says what the hand has to do now. */
  readonly ask: (word: TestWord) => void;
  readonly signal: AbortSignal;
}

const handMs = 60_000;
const printMs = 30_000;
const lookEveryMs = 250;
const ended: ReadonlySet<string> = new Set([
  "printed",
  "sent",
  "uncertain",
  "expired",
  "cancelled",
]);

const failed = (says: TestWord, detail?: string): Verdict => ({
  passed: false,
  says,
  ...(detail === undefined ? {} : { detail }),
});

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The device says that it is there and, where it can, answers a question of its driver's. */
export const testInside = async (client: TallygateClient, device: Device): Promise<Verdict> => {
  if (device.state !== "ready") return failed("notReady", device.why ?? device.state);
  try {
    await client.call("device.selfTest", { device: device.device, level: "loop" });
    return { passed: true, says: "answers" };
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    // A kind without a question of its own is as well as its line.
    if (error.code === "device.unsuited") return { passed: true, says: "there" };
    return failed("silent", error.code);
  }
};

/** The data of the first event of this topic from this device; undefined when none came or nobody waits any more. */
const heard = (
  { client, signal }: Hands,
  topic: Topic,
  device: string,
): Promise<Readonly<Record<string, unknown>> | undefined> =>
  new Promise((resolve) => {
    const end = (data?: Readonly<Record<string, unknown>>): void => {
      clearTimeout(timer);
      stop();
      resolve(data);
    };
    const timer = setTimeout(end, handMs);
    const stop = client.on(topic, (event) => {
      const data: Readonly<Record<string, unknown>> = { ...event.data };
      if (data["device"] === device) end(data);
    });
    signal.addEventListener("abort", () => end(), { once: true });
  });

/** The device is this page's while the hand is at it, and whoever had it gets it back. */
const armed = async <T>(
  { client }: Hands,
  device: string,
  expect: "card" | "code",
  then: () => Promise<T>,
): Promise<T> => {
  await client.call("device.claim", { device, mode: "exclusive", ttlMs: handMs + printMs });
  try {
    await client.call("input.arm", { device, expect: [expect], forMs: handMs + printMs });
    return await then();
  } finally {
    await client.call("device.release", { device }).catch(() => undefined);
  }
};

const testReader = (hands: Hands, { device }: Device): Promise<Verdict> =>
  armed(hands, device, "card", async () => {
    hands.ask("layCard");
    const card = await heard(hands, "card.presented", device);
    return card === undefined ? failed("noCard") : { passed: true, says: "cardRead" };
  });

const testScanner = (hands: Hands, { device }: Device): Promise<Verdict> =>
  armed(hands, device, "code", async () => {
    hands.ask("scanAny");
    const scanned = await heard(hands, "code.scanned", device);
    if (scanned === undefined) return failed("noCode");
    return { passed: true, says: "codeRead", detail: String(scanned["code"]).slice(0, 24) };
  });

/** Prints the ticket and waits for its end. */
export const printTicket = async (
  client: TallygateClient,
  { device }: Pick<Device, "device">,
): Promise<Verdict & { readonly code: string }> => {
  const { job, code } = await client.call("device.ticket", { device, key: client.newKey() });
  let state = "queued";
  for (let waitedMs = 0; waitedMs < printMs && !ended.has(state); waitedMs += lookEveryMs) {
    ({ state } = await client.call("print.get", { job }));
    if (!ended.has(state)) await sleep(lookEveryMs);
  }
  if (state === "printed") return { passed: true, says: "printed", code };
  return {
    ...(state === "sent" ? { passed: true, says: "sent" } : failed("notPrinted", state)),
    code,
  };
};

/** Where a device stands, as its name begins: `desk`, `lobby`. */
const placeOf = ({ device }: Pick<Device, "device">): string => device.split("-")[0] ?? "";

/** A ticket on paper, and its code back through the scanner beside the printer, or any the store has. */
const testPrinter = async (hands: Hands, printer: Device): Promise<Verdict> => {
  const scanners = hands.devices.filter(
    ({ kind, state }) => kind === "barcode-scanner" && state === "ready",
  );
  const isBeside = (one: Device): boolean => placeOf(one) === placeOf(printer);
  const scanner = scanners.find(isBeside) ?? scanners[0];
  if (scanner === undefined) return printTicket(hands.client, printer);
  return armed(hands, scanner.device, "code", async () => {
    hands.ask("printing");
    const printed = await printTicket(hands.client, printer);
    if (!printed.passed) return printed;
    hands.ask("scanTicket");
    const scanned = await heard(hands, "code.scanned", scanner.device);
    if (scanned === undefined) return failed("noCode");
    return scanned["code"] === printed.code
      ? { passed: true, says: "readBack", detail: printed.code }
      : failed("otherTicket", String(scanned["code"]).slice(0, 24));
  });
};

const byHand: Readonly<
  Partial<Record<string, (hands: Hands, device: Device) => Promise<Verdict>>>
> = { "card-reader": testReader, "barcode-scanner": testScanner, "receipt-printer": testPrinter };

/** Everything this kind can prove. What the gateway refuses is a verdict too. */
export const testWhole = async (hands: Hands, device: Device): Promise<Verdict> => {
  const inside = await testInside(hands.client, device);
  const proof = byHand[device.kind];
  if (!inside.passed || proof === undefined) return inside;
  try {
    return await proof(hands, device);
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    return failed("refused", error.code);
  }
};
