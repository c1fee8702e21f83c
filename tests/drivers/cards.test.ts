// Cards: cryptograms against published vectors, NDEF against anything, announcements exactly once in any order.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fc } from "../support/seeded.ts";
import { afterAll, describe, expect, test } from "vitest";
import { aesCmac } from "../../drivers/card-reader/aes-cmac.ts";
import { createCardProof } from "../../drivers/card-reader/card-proof.ts";
import {
  authenticateSector,
  firstBlockOf,
  readBlock,
  writeBlock,
} from "../../drivers/card-reader/card-verbs.ts";
import { createCardWatch } from "../../drivers/card-reader/card-watch.ts";
import { CardError } from "../../drivers/card-reader/exchange.ts";
import { ndefAddress } from "../../drivers/card-reader/ndef.ts";
import { verifySun } from "../../drivers/card-reader/sun.ts";
import { classicCard, ntag424Card } from "./support/cards.ts";

const hex = (text: string): Buffer => Buffer.from(text, "hex");
const zeroKeys = { meta: Buffer.alloc(16), file: Buffer.alloc(16) };
/** NXP AN12196, section on SUN verification with plain and with encrypted file data. */
const published = "https://ntag.nxp.com/424?e=EF963FF7828658A599F3041510671E88&c=94EED9EE65337086";

const folder = mkdtempSync(join(tmpdir(), "tallygate-keys-"));
const keyFile = (name: string, text: string): string => {
  writeFileSync(join(folder, name), `${text}\n`);
  return join(folder, name);
};
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("AES-CMAC", () => {
  const message = hex(
    "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710",
  );
  test.each([
    [0, "bb1d6929e95937287fa37d129b756746"],
    [16, "070a16b46b4d4144f79bdd9dd04a287c"],
    [40, "dfa66747de9ae63030ca32611497c827"],
    [64, "51f0bebf7e3b9d92fc49741779363cfe"],
  ])("agrees with RFC 4493 on %i bytes", (length, mac) => {
    const key = hex("2b7e151628aed2a6abf7158809cf4f3c");
    expect(aesCmac(key, message.subarray(0, length)).toString("hex")).toBe(mac);
  });
});

describe("a tag's address", () => {
  test("is proven by the published example: UID and counter", () => {
    expect(verifySun(published, zeroKeys)).toEqual({ uid: "04DE5F1EACC040", counter: 61 });
  });

  test("is opened with its file data by the published example with encryption", () => {
    const address =
      "https://example.cn/?picc_data=FD91EC264309878BE6345CBE53BADF40&enc=CEE9A53E3E463EF1F459635736738962&cmac=ECC1E7F6C6C73BF6";
    const proof = verifySun(address, zeroKeys, { picc: "picc_data", mac: "cmac", data: "enc" });
    expect(proof).toMatchObject({ uid: "04958CAA5C5E80", counter: 8 });
    expect(Buffer.from(proof?.data ?? []).toString()).toBe("xxxxxxxxxxxxxxxx");
  });

  test("proves nothing when one bit of it is another, or under another key", () => {
    for (let bit = 0; bit < 64; bit++) {
      const mac = hex("94EED9EE65337086");
      mac[bit >> 3] = (mac[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(
        verifySun(published.replace("94EED9EE65337086", mac.toString("hex")), zeroKeys),
      ).toBeUndefined();
    }
    expect(verifySun(published, { ...zeroKeys, file: Buffer.alloc(16, 1) })).toBeUndefined();
    expect(verifySun(published, { ...zeroKeys, meta: Buffer.alloc(16, 1) })).toBeUndefined();
  });

  test("proves nothing and breaks nothing when it is nonsense", () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.string()), (text) => {
        expect(verifySun(text, zeroKeys)).toBeUndefined();
      }),
    );
  });
});

describe("NDEF", () => {
  test("gives the address of a short and of a long record, also behind another record", () => {
    const uri = Buffer.concat([Buffer.of(4), Buffer.from("example.cn/c?x=1")]);
    const short = Buffer.concat([Buffer.of(0xd1, 1, uri.length), Buffer.from("U"), uri]);
    const long = Buffer.concat([Buffer.of(0xc1, 1, 0, 0, 0, uri.length), Buffer.from("U"), uri]);
    const text = Buffer.concat([Buffer.of(0x91, 1, 3), Buffer.from("T"), Buffer.from("abc")]);
    for (const message of [short, long, Buffer.concat([text, short])])
      expect(ndefAddress(message)).toBe("https://example.cn/c?x=1");
  });

  test("never throws, whatever the tag holds", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        ndefAddress(bytes);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("a card's proof", () => {
  const sun = {
    metaKeyFile: keyFile("meta", "0".repeat(32)),
    fileKeyFile: keyFile("file", "0".repeat(32)),
  };
  const sector = { sector: 1, keyFile: keyFile("sector", "A0A1A2A3A4A5") };

  test("is a cryptogram when the tag's message verifies, and once only for the same counter", async () => {
    const prove = createCardProof({ sun });
    const tag = ntag424Card("04DE5F1EACC040", published);
    expect(await prove(tag.transmit, "04DE5F1EACC040")).toEqual({
      trust: "cryptogram",
      counter: 61,
    });
    expect(await prove(tag.transmit, "04DE5F1EACC040")).toEqual({ trust: "uid" });
  });

  test("is only its number when the message is another tag's", async () => {
    const tag = ntag424Card("04000000000001", published);
    expect(await createCardProof({ sun })(tag.transmit, "04000000000001")).toEqual({
      trust: "uid",
    });
  });

  test("is a sector's key when the card knows it, else only its number", async () => {
    const prove = createCardProof({ sun, sector });
    expect(await prove(classicCard("01020304", "A0A1A2A3A4A5").transmit, "01020304")).toEqual({
      trust: "sector",
    });
    expect(await prove(classicCard("01020304", "FFFFFFFFFFFF").transmit, "01020304")).toEqual({
      trust: "uid",
    });
  });

  test("asks for key files that hold keys", () => {
    expect(() => createCardProof({ sector: { ...sector, keyFile: join(folder, "none") } })).toThrow(
      /cannot read/u,
    );
    expect(() =>
      createCardProof({ sector: { ...sector, keyFile: keyFile("short", "A0") } }),
    ).toThrow(/6 bytes/u);
  });
});

describe("MIFARE Classic", () => {
  const key = { key: hex("A0A1A2A3A4A5"), type: "A" } as const;

  test("gives and takes blocks of an authenticated sector only", async () => {
    const { transmit } = classicCard("01020304", "A0A1A2A3A4A5");
    await expect(readBlock(transmit, 4)).rejects.toThrow(/6982/u);
    await authenticateSector(transmit, 1, key);
    await writeBlock(transmit, 4, Buffer.from("balance 12 times"));
    expect((await readBlock(transmit, 4)).toString()).toBe("balance 12 times");
    await expect(readBlock(transmit, 8)).rejects.toThrow(CardError);
  });

  test("that leaves in the middle of a write makes the write fail", async () => {
    const card = classicCard("01020304", "A0A1A2A3A4A5");
    await authenticateSector(card.transmit, 1, key);
    card.leaveAfter(1);
    await expect(writeBlock(card.transmit, 4, Buffer.alloc(16, 7))).rejects.toThrow(/gone/u);
  });

  test("has its sectors where they are", () => {
    expect([0, 1, 31, 32, 39].map(firstBlockOf)).toEqual([0, 4, 124, 128, 240]);
  });
});

describe("a card watch", () => {
  test("tells a mute card once it has been asked three times, a card that left at once, no other", async () => {
    const told: string[] = [];
    const watch = createCardWatch({
      presented: ({ uid }) => told.push(`+${uid}`),
      removed: (uid) => told.push(`-${uid}`),
      unreadable: (_why, how) => told.push(how),
    });
    const transmit = (): Promise<Uint8Array> => Promise.resolve(Uint8Array.of(0x63, 0));
    await watch.inserted({ at: 0, transmit });
    watch.cleared();
    expect(told.splice(0)).toEqual(["mute"]);
    const reading = watch.inserted({ at: 0, transmit: () => new Promise(() => undefined) });
    watch.cleared();
    expect(told.splice(0)).toEqual(["left"]);
    void reading;
    await watch.inserted({
      at: 0,
      transmit: () => Promise.resolve(Uint8Array.of(1, 2, 3, 4, 0x90, 0)),
    });
    watch.cleared();
    watch.cleared();
    expect(told).toEqual(["+01020304", "-01020304"]);
  });

  test("announces and clears in turn, whatever order a reader's words come in (300 taps, seeds)", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom("in", "out", "answer", "mute"), fc.nat(5)), {
          maxLength: 300,
        }),
        async (words) => {
          const said: string[] = [];
          const pending: ((bytes: Uint8Array) => void)[] = [];
          const watch = createCardWatch({
            presented: ({ uid }) => said.push(`+${uid}`),
            removed: (uid) => said.push(`-${uid}`),
            unreadable: () => undefined,
          });
          for (const [word, card] of words) {
            if (word === "in")
              void watch.inserted({
                at: 0,
                transmit: () => new Promise((resolve) => pending.push(resolve)),
              });
            else if (word === "out") watch.cleared();
            else
              pending.shift()?.(
                word === "answer" ? Uint8Array.of(1, 2, 3, card, 0x90, 0) : Uint8Array.of(0x63, 0),
              );
            await Promise.resolve();
            await Promise.resolve();
          }
          watch.cleared();
          let lying = "";
          for (const event of said) {
            expect(event.startsWith("+")).toBe(lying === "");
            if (lying !== "") expect(event.slice(1)).toBe(lying);
            lying = event.startsWith("+") ? event.slice(1) : "";
          }
          expect(lying).toBe("");
        },
      ),
      { numRuns: 60 },
    );
  });
});
