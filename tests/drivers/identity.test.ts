// Identity cards: frames in any pieces and in noise, the card's text, and a reader that reads each card once.
import { fc } from "../support/seeded.ts";
import { afterEach, describe, expect, test } from "vitest";
import type { Device, DeviceEvent } from "../../drivers/driver.ts";
import { isIdentityNumber, parseIdentityText } from "../../drivers/id-reader/identity-text.ts";
import { createSamReader, samAnswer, samCommand } from "../../drivers/id-reader/sam-frames.ts";
import { createSamIdReader } from "../../drivers/id-reader/sam-reader.ts";
import { createSimulatedPort } from "../../drivers/ports/simulated.ts";
import { createPulse } from "../../drivers/pulse.ts";
import { createSimulatedIdModule } from "../../drivers/simulated/id-module.ts";

const field = (text: string, bytes: number): Buffer => {
  const buffer = Buffer.alloc(bytes, Buffer.from(" ", "utf16le"));
  Buffer.from(text, "utf16le").copy(buffer);
  return buffer;
};

const cardText = (number = "11010519491231002X", to = "长期"): Buffer =>
  Buffer.concat([
    field("韦小宝", 30),
    field("1", 2),
    field("01", 4),
    field("19491231", 16),
    field("北京市朝阳区某街1号", 70),
    field(number, 36),
    field("北京市公安局", 30),
    field("20100101", 16),
    field(to, 16),
    field("", 36),
  ]);

describe("an identity card's text", () => {
  test("is read field by field", () => {
    expect(parseIdentityText(cardText())).toEqual({
      name: "韦小宝",
      sex: "male",
      nation: "01",
      bornOn: "1949-12-31",
      address: "北京市朝阳区某街1号",
      number: "11010519491231002X",
      authority: "北京市公安局",
      validFrom: "2010-01-01",
    });
    expect(parseIdentityText(cardText(undefined, "20300101"))?.validTo).toBe("2030-01-01");
  });

  test("is refused when its number does not check or the bytes are no card's", () => {
    expect(isIdentityNumber("11010519491231002X")).toBe(true);
    expect(isIdentityNumber("110105194912310021")).toBe(false);
    expect(parseIdentityText(cardText("110105194912310021"))).toBeUndefined();
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 0, maxLength: 300 }), (bytes) => {
        expect(parseIdentityText(bytes)).toBeUndefined();
      }),
    );
  });
});

describe("frames of a security module", () => {
  test("are as published: find, select, read", () => {
    const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
    expect(hex(samCommand(0x20, 0x01))).toBe("aaaaaa96690003200122");
    expect(hex(samCommand(0x20, 0x02))).toBe("aaaaaa96690003200221");
    expect(hex(samCommand(0x30, 0x01))).toBe("aaaaaa96690003300132");
  });

  test("come out whole from any pieces, after noise and after a damaged one", () => {
    const damaged = samAnswer(0x90, Uint8Array.of(1, 2, 3));
    damaged[10] = (damaged[10] ?? 0) ^ 1;
    const stream = Buffer.concat([
      Buffer.from("noise\xaa\xaa", "latin1"),
      damaged,
      samAnswer(0x9f, Uint8Array.of(0, 0, 0, 0)),
      samAnswer(0x90, Buffer.alloc(1284, 7)),
    ]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), (size) => {
        const seen: string[] = [];
        const read = createSamReader(({ status, data }) => seen.push(`${status}:${data.length}`));
        for (let at = 0; at < stream.length; at += size) read(stream.subarray(at, at + size));
        expect(seen).toEqual(["159:4", "144:1284"]);
      }),
    );
  });
});

let device: Device | undefined;
afterEach(() => device?.close());

describe("an identity card reader", () => {
  test("reads a card that is laid on once, and waits for the next", async () => {
    const far = createSimulatedIdModule();
    const events: DeviceEvent[] = [];
    const pulse = createPulse();
    device = createSamIdReader(createSimulatedPort(far, Date.now).open, "test", {
      device: "id",
      nowMs: Date.now,
      emit: (event) => {
        events.push(event);
        pulse.beat();
      },
      changed: () => undefined,
      log: () => undefined,
      sibling: () => undefined,
      recorded: (open) => open,
      pcsc: () => {
        throw new Error("no PC/SC here");
      },
    });
    const person = { name: "韦小宝", number: "11010519491231002X" };
    far.lay(person);
    await pulse.next(30_000);
    far.lay({ ...person, validTo: "20300101" });
    await pulse.next(30_000);
    expect(events).toHaveLength(2);
    expect(events[0]).toMatchObject({ event: "identity.read", name: "韦小宝" });
    expect(events[1]).toMatchObject({ validTo: "2030-01-01" });
  });
});
