// Card readers behind a real pcscd with a virtual reader: each card announced and cleared exactly once.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { lacks } from "../support/parts.ts";
import { ntag424Card } from "./support/cards.ts";
import { startHostProcess, type HostConnection, type HostProcess } from "./support/host-process.ts";
import { startPcscd, uidCard, type Pcscd } from "./support/pcscd.ts";

let pcscd: Pcscd;
let host: HostProcess;
let gateway: HostConnection;

const open = async (simulate: boolean, options: object = {}): Promise<void> => {
  pcscd = await startPcscd();
  host = startHostProcess({
    simulate,
    env: { PCSCLITE_CSOCK_NAME: pcscd.socketPath },
    ...(simulate ? {} : { devices: [{ device: "lobby-reader", driver: "pcsc-reader", options }] }),
  });
  gateway = await host.connect();
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
const unreadable = (): readonly string[] =>
  gateway.events.flatMap((event) => (event.event === "card.unreadable" ? [event.why] : []));
const untilUnreadable = (words: readonly string[]): Promise<unknown> =>
  gateway.until(() => unreadable().join() === words.join(), words.join());
const untilReady = (): Promise<unknown> =>
  gateway.until(() => gateway.stateOf("lobby-reader") === "ready", "ready");
const untilCards = (count: number): Promise<unknown> =>
  gateway.until(() => cardEvents().length >= count, `${count} card events`);

describe.skipIf(lacks("pcscd", "vpcd"))("a reader behind pcscd", () => {
  test("announces a card with its UID and trust, and clears it when it is taken away", async () => {
    await open(false);
    await untilReady();
    const card = await pcscd.lay(uidCard("04A1B2C3D4E5F6"));
    await untilCards(1);
    expect(gateway.events.findLast((event) => event.event === "card.presented")).toMatchObject({
      device: "lobby-reader",
      uid: "04A1B2C3D4E5F6",
      trust: "uid",
      atr: "3B8F8001804F0CA000000306030001000000006A",
    });
    card.lift();
    await untilCards(2);
    expect(cardEvents()).toEqual(["+04A1B2C3D4E5F6", "-04A1B2C3D4E5F6"]);
  });

  test("comes back after pcscd was killed, and announces again the card that lies there", async () => {
    await open(false);
    await untilReady();
    const card = await pcscd.lay(uidCard("0411223344" + "5566"));
    await untilCards(1);
    await pcscd.kill();
    await gateway.until(() => gateway.stateOf("lobby-reader") === "absent", "absent");
    card.lift();
    await pcscd.start();
    const from = performance.now();
    await pcscd.lay(uidCard("04AABBCCDDEEFF"));
    await untilCards(3);
    expect(performance.now() - from).toBeLessThan(5000);
    expect(cardEvents()).toEqual(["+04112233445566", "-04112233445566", "+04AABBCCDDEEFF"]);
  });

  test("tells a gateway that connects later which card lies there", async () => {
    await open(false);
    await untilReady();
    await pcscd.lay(uidCard("01020304"));
    await untilCards(1);
    gateway.close();
    gateway = await host.connect();
    await untilCards(1);
    expect(cardEvents()).toEqual(["+01020304"]);
  });

  test("does not announce a mute card, counts it, and reads the next one", async () => {
    await open(false);
    await untilReady();
    const mute = await pcscd.lay(() => Buffer.of(0x63, 0x00));
    const counted = async (): Promise<number> => {
      const answer = await gateway.send({ do: "list" });
      return JSON.stringify(answer).includes('"unreadable":1') ? 1 : 0;
    };
    await expect.poll(counted, { timeout: 10_000 }).toBe(1);
    await untilUnreadable(["mute"]);
    mute.lift();
    await pcscd.lay(uidCard("01020304"));
    await untilCards(1);
    expect(cardEvents()).toEqual(["+01020304"]);
  });

  test("tells that a card left before it was read, and reads it when it comes back", async () => {
    await open(false);
    await untilReady();
    // the card hears the question and is taken away before it answers
    const asked = Promise.withResolvers<undefined>();
    const card = await pcscd.lay(() => {
      asked.resolve(undefined);
      return undefined;
    });
    await asked.promise;
    card.lift();
    await gateway.until(() => unreadable().length > 0, "told");
    expect(cardEvents()).toEqual([]);
    // vpcd is looked at every 400 ms: a swap in between is no removal, the guest lays her card down once more
    await vi.waitFor(
      async () => {
        const again = await pcscd.lay(uidCard("01020304"));
        try {
          await vi.waitFor(() => expect(cardEvents()).toEqual(["+01020304"]), 2_000);
        } catch (fault) {
          again.lift();
          throw fault;
        }
      },
      { timeout: 30_000, interval: 500 },
    );
  });

  test("asks an NTAG 424 for its cryptogram and tells what it proved", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tallygate-keys-"));
    const zero = join(folder, "zero");
    writeFileSync(zero, "0".repeat(32));
    await open(false, { proof: { sun: { metaKeyFile: zero, fileKeyFile: zero } } });
    await untilReady();
    const published =
      "https://ntag.nxp.com/424?e=EF963FF7828658A599F3041510671E88&c=94EED9EE65337086";
    await pcscd.lay(ntag424Card("04DE5F1EACC040", published).answer);
    await untilCards(1);
    expect(gateway.events.findLast((event) => event.event === "card.presented")).toMatchObject({
      uid: "04DE5F1EACC040",
      trust: "cryptogram",
      counter: 61,
    });
    rmSync(folder, { recursive: true });
  });

  test("takes the simulated lobby reader's place in a demonstration store", async () => {
    await open(true);
    await gateway.until(
      () =>
        gateway.events.findLast(
          (event) =>
            event.event === "device" &&
            event.device.device === "lobby-reader" &&
            !event.device.simulated &&
            event.device.state === "ready",
        ),
      "the real reader",
    );
    await pcscd.lay(uidCard("04A1B2C3D4E5F6"));
    await untilCards(1);
    const refused = await gateway.send({
      do: "sim",
      device: "lobby-reader",
      verb: { verb: "present", uid: "01020304" },
    });
    expect(refused).toMatchObject({ ok: false });
    expect(host.errors()).toContain("a real reader is there");
  });
});
