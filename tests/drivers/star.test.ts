// Star printers: their status frames in any pieces, their layout as it lies on paper, and jobs told truthfully.
import { afterEach, describe, expect, test } from "vitest";
import type { PrintDocument } from "../../drivers/contract.ts";
import { loadRaster } from "../../drivers/ports/raster.ts";
import { printerModel } from "../../drivers/receipt-printer/models.ts";
import type { PrinterWord } from "../../drivers/receipt-printer/printer-words.ts";
import { receiptBytes } from "../../drivers/receipt-printer/receipt-bytes.ts";
import { createStarEars } from "../../drivers/receipt-printer/star-words.ts";
import { createStarParser } from "../../drivers/simulated/star-parser.ts";
import { createSimulatedPrinter } from "../../drivers/simulated/printer.ts";
import { starDialect } from "../../drivers/simulated/star-answers.ts";
import { fc } from "../support/seeded.ts";
import { openBench, receipt, type PrinterBench } from "./support/printer-bench.ts";

const models = ["star-line-80", "star-prnt-80", "star-prnt-58"] as const;

/** Star Line Mode specifications, "Automatic status": nine bytes, version 3. */
const frame = (state = 0, error = 0, paper = 0, marks = 0): Buffer =>
  Buffer.of(0x23, 0x06, state, error, 0, paper, 0, marks, 0);

const heard = (bytes: Buffer, size = bytes.length): readonly PrinterWord[] => {
  const words: PrinterWord[] = [];
  const hear = createStarEars((word) => words.push(word));
  for (let at = 0; at < bytes.length; at += size) hear(bytes.subarray(at, at + size));
  return words;
};

describe("a status frame", () => {
  test.each([
    ["no paper", frame(0x08, 0, 0x0c), { blocked: "paper_out", paperLow: true }],
    ["an open cover", frame(0x28), { blocked: "cover_open" }],
    ["a jammed cutter", frame(0x08, 0x08), { blocked: "cutter" }],
    ["a hot head", frame(0x08, 0x40), { blocked: "offline" }],
    ["paper near its end", frame(0, 0, 0x04), { blocked: undefined, paperLow: true }],
    ["a closed switch of the drawer", frame(0x04), { blocked: undefined, drawerHigh: true }],
  ])("says %s", (_name, bytes, status) => {
    expect(heard(bytes)[0]).toMatchObject({ word: "automatic", status });
  });

  test("counts marks in five bits around one that is always 0", () => {
    const ids = [0, 1, 7, 8, 21, 31].map((marks) => {
      const bits = ((marks & 0x18) << 2) | ((marks & 0x07) << 1);
      return heard(frame(0x02, 0, 0, bits))[1];
    });
    expect(ids.map((word) => (word?.word === "echo" ? word.id : ""))).toEqual([
      "0",
      "1",
      "7",
      "8",
      "21",
      "31",
    ]);
  });

  test("comes out whole from any pieces, behind noise, and behind one that was cut off", () => {
    const stream = Buffer.concat([
      Buffer.of(0x11, 0xff, 0x80),
      frame(0x28).subarray(0, 5),
      frame(0x08, 0, 0x0c),
      frame(),
    ]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: stream.length }), (size) => {
        const said = heard(stream, size).flatMap((word) =>
          word.word === "automatic" ? [word.status.blocked] : [],
        );
        expect(said).toEqual(["paper_out", undefined]);
      }),
    );
  });

  test("is never heard in anything that is none", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const words = heard(Buffer.from(bytes.map((byte) => byte & 0xfe)));
        expect(words.every((word) => word.word === "strange")).toBe(true);
      }),
    );
  });
});

const everything: PrintDocument = {
  kind: "receipt",
  lang: "zh-CN",
  blocks: [
    { kind: "text", text: "牡丹酒店", size: 2, bold: true, align: "center" },
    { kind: "rule" },
    { kind: "row", left: "深层按摩 60 分钟", right: "¥1,280.00" },
    { kind: "text", text: "王䶮" },
    { kind: "qr", data: "https://store.example/r/7" },
    { kind: "barcode", data: "VIP-0007", symbology: "code128" },
    { kind: "drawer" },
    { kind: "cut" },
  ],
};

const printed = async (model: (typeof models)[number], document: PrintDocument) => {
  const { columns } = printerModel(model);
  const far = createSimulatedPrinter({ dialect: starDialect, columns });
  const link = far.connect({ deliver: () => undefined, drop: () => undefined });
  const options = { model: printerModel(model), raster: await loadRaster() };
  await link.receive(await receiptBytes(document, options));
  return far;
};

describe.each(models)("paper of a %s", (model) => {
  test("bears text in cells, pictures of rare characters, codes, and a cut; nothing is unknown", async () => {
    const far = await printed(model, everything);
    const { text, slips, unknown } = far.output();
    expect(unknown).toEqual([]);
    expect(slips).toMatchObject([{ cut: true }]);
    expect(text).toContain("牡丹酒店");
    expect(text).toMatch(/深层按摩 60 分钟 +￥1,280\.00/u);
    expect(text).toMatch(/─{10,}/u);
    expect(text).toContain("[barcode VIP-0007]");
    const pictures = slips[0]?.bitmaps ?? [];
    expect(pictures.length).toBeGreaterThanOrEqual(2);
    const row = (text.split("\n").find((line) => line.startsWith("深层")) ?? "").length;
    expect(row).toBeGreaterThan(printerModel(model).columns / 2);
    const wide = printerModel(model).columns * 12;
    for (const glyph of slips[0]?.glyphs ?? [])
      expect(glyph.x + glyph.cells * 12 * glyph.scaleX).toBeLessThanOrEqual(wide);
    expect(far.pulses()).toEqual([{ pin: 2, onMs: 50, offMs: 500 }]);
  });

  test("is cut into the same commands from any pieces", async () => {
    const bytes = await receiptBytes(everything, {
      model: printerModel(model),
      raster: await loadRaster(),
    });
    const cut = (size: number): unknown[] => {
      const parser = createStarParser();
      const said: unknown[] = [];
      for (let at = 0; at < bytes.length; at += size) {
        parser.push(bytes.subarray(at, at + size));
        for (let next = parser.next(); next !== undefined; next = parser.next())
          if (next.kind !== "text") said.push(next);
      }
      expect(parser.held()).toBe(0);
      return said;
    };
    const whole = cut(bytes.length);
    for (const size of [7, 61, 997]) expect(cut(size)).toEqual(whole);
  });
});

let bench: PrinterBench | undefined;
afterEach(() => bench?.close());

describe("a job on a Star printer", () => {
  test("is printed when the counter says so, one after the other, beyond the counter's end", async () => {
    bench = await openBench({ model: "star-line-80" });
    await bench.isReady();
    for (let job = 1; job <= 35; job++) {
      bench.print(`j${job}`, 1, receipt(`j${job}`, 0));
      await bench.untilJob(`j${job}`, "printed");
      expect(bench.cameOut(`j${job}`)).toBe(1);
    }
    expect(bench.printer.status().confirms).toBe("status");
  });

  test("waits for paper and then heals", async () => {
    bench = await openBench({ model: "star-prnt-80" });
    await bench.isReady();
    bench.far.fault("paper_out");
    await bench.until(() => bench?.printer.status().why === "paper_out", "paper_out");
    bench.print("p");
    await bench.untilJob("p", "blocked");
    expect(bench.cameOut("p")).toBe(0);
    bench.far.fault(null);
    await bench.untilJob("p", "printed");
    expect(bench.cameOut("p")).toBe(1);
  });

  test("that runs out of paper in the middle is not printed until its end is on paper", async () => {
    bench = await openBench({ model: "star-line-80" });
    await bench.isReady();
    bench.far.faultAfter(3, "cover_open");
    bench.print("m", 1, receipt("m", 8));
    await bench.until(() => bench?.printer.status().why === "cover_open", "cover_open");
    expect(bench.jobState("m")).not.toBe("printed");
    bench.far.fault(null);
    await bench.untilJob("m", "printed");
    expect(bench.cameOut("m")).toBe(1);
  });

  test("ends sent on a printer that never answers, lost on one that is reset", async () => {
    bench = await openBench({ model: "star-line-80", far: { answers: false } });
    await bench.isReady();
    bench.print("mute");
    await bench.untilJob("mute", "sent");
    await bench.close();
    bench = await openBench({ model: "star-line-80" });
    await bench.isReady();
    bench.far.faultAfter(2, "cover_open");
    bench.print("cut", 1, receipt("cut", 8));
    await bench.until(() => bench?.printer.status().why === "cover_open", "cover_open");
    bench.far.fault("reset");
    await bench.untilJob("cut", "lost");
  });

  test("opens both drawers, and sees the switch of one", async () => {
    bench = await openBench({ model: "star-line-80" });
    await bench.isReady();
    await bench.printer.kick(2);
    await bench.until(() => bench?.printer.drawerIsOpen() === true, "open");
    await bench.printer.kick(5);
    await bench.until(() => bench?.far.pulses().length === 2, "two pulses");
    expect(bench.far.pulses().map(({ pin }) => pin)).toEqual([2, 5]);
    bench.far.closeDrawer();
    await bench.until(() => bench?.printer.drawerIsOpen() === false, "shut");
  });
});
