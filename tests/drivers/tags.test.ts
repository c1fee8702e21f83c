// Tags and contact cards: addresses read and written whole or not at all, numbers read from where they stand.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { readContactNumber } from "../../drivers/card-reader/contact-card.ts";
import { addressMessage, ndefAddress } from "../../drivers/card-reader/ndef.ts";
import {
  readMessage,
  tagTypeOf,
  writeMessage,
  type TagType,
} from "../../drivers/card-reader/ndef-tags.ts";
import { isModuleSlot, readerModelOf } from "../../drivers/card-reader/reader-models.ts";
import type { TagOrder } from "../../drivers/contract.ts";
import { createSimulatedCard } from "../../drivers/simulated/card.ts";
import { lacks } from "../support/parts.ts";
import { fc } from "../support/seeded.ts";
import { classicCard, contactCard, liftable, type4Tag } from "./support/cards.ts";
import { startHostProcess, type HostConnection, type HostProcess } from "./support/host-process.ts";
import { startPcscd, type CardAnswer, type Pcscd } from "./support/pcscd.ts";

const ntag213 = (): { answer: CardAnswer; atr: Buffer } => {
  const card = createSimulatedCard("04A1B2C3D4E5F6");
  return {
    answer: (apdu) => Buffer.from(card.answer(apdu)),
    atr: Buffer.from(card.atr, "hex"),
  };
};
const tags = { 2: () => ntag213().answer, 4: type4Tag } as const;
const application = "D15600012345";
const contactNumber = Buffer.from("86000012345678901234", "hex");

describe.each([2, 4] as const)("a type %i tag", (type: TagType) => {
  test("gives back the address that was written, and an NDEF message of no length before", async () => {
    const { transmit } = liftable(tags[type]());
    expect(ndefAddress(await readMessage(transmit, type))).toBeUndefined();
    await fc.assert(
      fc.asyncProperty(
        fc.webUrl().filter((url) => url.length < 120),
        async (url) => {
          await writeMessage(transmit, type, addressMessage(url));
          expect(ndefAddress(await readMessage(transmit, type))).toBe(url);
        },
      ),
      { numRuns: 30 },
    );
  });

  test("that is pulled at any moment of a write holds the old address, none, or the new one", async () => {
    const urls = ["https://store.example/m/old", "https://store.example/m/another-one"] as const;
    for (let exchanges = 0; exchanges < 24; exchanges++) {
      const card = liftable(tags[type]());
      await writeMessage(card.transmit, type, addressMessage(urls[0]));
      card.leaveAfter(exchanges);
      const wrote = await writeMessage(card.transmit, type, addressMessage(urls[1])).then(
        () => true,
        () => false,
      );
      card.leaveAfter(Infinity);
      const left = ndefAddress(await readMessage(card.transmit, type));
      expect(wrote ? [urls[1]] : [...urls, undefined]).toContain(left);
    }
  });
});

test("a message that does not fit a tag is refused before anything is written", async () => {
  const { transmit } = liftable(tags[2]());
  await writeMessage(transmit, 2, addressMessage("https://a.example"));
  const long = addressMessage(`https://a.example/${"x".repeat(200)}`);
  await expect(writeMessage(transmit, 2, long)).rejects.toThrow(/too small/u);
  expect(ndefAddress(await readMessage(transmit, 2))).toBe("https://a.example");
  expect(() => addressMessage(`https://${"x".repeat(300)}`)).toThrow(RangeError);
});

test("kinds of tags are told by their ATR, readers by their name, and a module's slot is no reader", () => {
  expect(tagTypeOf("3B8F8001804F0CA0000003060300030000000068")).toBe(2);
  expect(tagTypeOf("3B8F8001804F0CA000000306030001000000006A")).toBeUndefined();
  expect(tagTypeOf("3B8180018080")).toBe(4);
  expect(readerModelOf("ACS ACR1252 1S CL Reader [ACR1252 Reader PICC] 00 00")?.id).toBe(
    "acr1252u",
  );
  expect(isModuleSlot("ACS ACR1252 1S CL Reader [ACR1252 Reader SAM] 01 00")).toBe(true);
  expect(readerModelOf("Some Reader 00")?.signal).toBeUndefined();
});

test("a contact card's number is put together from the pieces of T=0", async () => {
  const { transmit } = liftable(contactCard(application, contactNumber));
  const where = { application, at: 0, bytes: 10 };
  expect(await readContactNumber(transmit, where)).toBe("86000012345678901234");
  // Fewer bytes than asked for: the card names the length, and the number is what there is.
  expect(await readContactNumber(transmit, { ...where, at: 4, bytes: 8 })).toBe("345678901234");
  await expect(
    readContactNumber(transmit, { ...where, application: "D156000199" }),
  ).rejects.toThrow(/6a82/u);
});

describe.skipIf(lacks("pcscd", "vpcd"))("behind a real pcscd", () => {
  let pcscd: Pcscd;
  let host: HostProcess;
  let gateway: HostConnection;

  const open = async (options: object = {}, { swift = false } = {}): Promise<void> => {
    pcscd = await startPcscd(swift ? { swift, atr: Buffer.from(ntag213().atr) } : {});
    host = startHostProcess({
      simulate: false,
      env: { PCSCLITE_CSOCK_NAME: pcscd.socketPath },
      devices: [{ device: "lobby-reader", driver: "pcsc-reader", options }],
    });
    gateway = await host.connect();
    await gateway.until(() => gateway.stateOf("lobby-reader") === "ready", "ready");
  };
  afterEach(async () => {
    gateway.close();
    await host.close();
    await pcscd.close();
  });
  const shown = async () => {
    const event = () => gateway.events.findLast((said) => said.event === "card.presented");
    await gateway.until(() => event() !== undefined, "a card");
    return event();
  };
  const tag = (order: TagOrder) => gateway.send({ do: "tag", device: "lobby-reader", order });

  test("an NTAG213 is personalised, and no card but the one that was meant", async () => {
    await open();
    const { answer, atr } = ntag213();
    expect(await tag({ verb: "read" })).toMatchObject({ ok: false, retryable: true });
    await pcscd.lay(answer, atr);
    await shown();
    const address = "https://store.example/m/8";
    const wrong: TagOrder = { verb: "write", uid: "04000000000000", address };
    expect(await tag(wrong)).toMatchObject({
      ok: false,
      fault: expect.stringContaining("another"),
    });
    expect(await tag({ verb: "read" })).toMatchObject({ ok: true, result: { type: 2 } });
    expect(await tag({ verb: "write", uid: "04A1B2C3D4E5F6", address })).toMatchObject({
      ok: true,
      result: { uid: "04A1B2C3D4E5F6", address },
    });
  });

  test.skipIf(lacks("reader"))(
    "a tag that is taken off the reader in the middle of a write is never torn",
    async () => {
      await open({}, { swift: true });
      const { answer, atr } = ntag213();
      const old = "https://store.example/m/old";
      const fresh = "https://store.example/m/another-one";
      let seen = 0;
      const count = (name: "card.presented" | "card.removed"): number =>
        gateway.events.filter(({ event }) => event === name).length;
      const isLaid = () => gateway.until(() => count("card.presented") === seen, "the card");
      const isGone = () => gateway.until(() => count("card.removed") === seen, "no card");
      /** Lays the same tag down; it is taken away when it is to answer for the n-th time after its number. */
      const lay = async (exchanges: number) => {
        let left = exchanges;
        const card = await pcscd.lay((apdu) => {
          if (apdu[1] !== 0xca) left -= 1;
          if (left >= 0) return answer(apdu);
          card.lift();
          return undefined;
        }, atr);
        seen += 1;
        await isLaid();
        return card;
      };
      const outcomes = new Set<string>();
      for (const exchanges of [0, 2, 3, 5, 9, 13, 40]) {
        const whole = await lay(Infinity);
        const first = await tag({ verb: "write", uid: "04A1B2C3D4E5F6", address: old });
        expect(first).toMatchObject({ ok: true });
        whole.lift();
        await isGone();
        const torn = await lay(exchanges);
        const wrote = await tag({ verb: "write", uid: "04A1B2C3D4E5F6", address: fresh });
        torn.lift();
        await isGone();
        const after = await lay(Infinity);
        const read = await tag({ verb: "read" });
        const { address } = (read.ok ? read.result : {}) as { address?: string };
        expect(wrote.ok ? [fresh] : [old, undefined, fresh]).toContain(address);
        outcomes.add(`${wrote.ok} ${address ?? "empty"}`);
        after.lift();
        await isGone();
      }
      // The moments reach from before the first byte to the whole message.
      for (const outcome of [`false ${old}`, "false empty", `true ${fresh}`])
        expect(outcomes).toContain(outcome);
    },
    120_000,
  );

  test("a MIFARE Classic card proves a sector's key, loaded into the reader", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tallygate-keys-"));
    const keyFile = join(folder, "sector");
    writeFileSync(keyFile, "A0A1A2A3A4A5");
    await open({ proof: { sector: { sector: 1, keyFile } } });
    await pcscd.lay(classicCard("01020304", "A0A1A2A3A4A5").answer);
    expect(await shown()).toMatchObject({ uid: "01020304", trust: "sector" });
    expect(await tag({ verb: "read" })).toMatchObject({ ok: false, retryable: false });
    rmSync(folder, { recursive: true });
  });

  test("a contact card is known by the number that its file holds", async () => {
    await open({ contact: { application, at: 0, bytes: 10 } });
    await pcscd.lay(
      contactCard(application, contactNumber),
      Buffer.from("3B6800000073C84000009000", "hex"),
    );
    expect(await shown()).toMatchObject({ uid: "86000012345678901234", trust: "uid" });
  });
});
