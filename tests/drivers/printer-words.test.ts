// What a printer says: words told apart by their bits, in any pieces, and nothing strange taken for "printed".
import { fc } from "../support/seeded.ts";
import { describe, expect, test } from "vitest";
import {
  createPrinterEars,
  realtimeStatus,
  type PrinterWord,
} from "../../drivers/receipt-printer/printer-words.ts";

const hear = (...chunks: readonly (readonly number[])[]): readonly PrinterWord[] => {
  const words: PrinterWord[] = [];
  const ears = createPrinterEars((word) => words.push(word));
  for (const chunk of chunks) ears(Uint8Array.from(chunk));
  return words;
};

const echo = [0x37, 0x22, 0x30, 0x30, 0x37, 0x61, 0];
const automatic = [0x10, 0, 0x0c, 0];

describe("a printer's words", () => {
  test("are told apart when they come mixed", () => {
    expect(hear([...automatic, 0x12, ...echo, 0x00]).map((word) => word.word)).toEqual([
      "automatic",
      "realtime",
      "echo",
      "sensor",
    ]);
  });

  test("are the same in any pieces", () => {
    const stream = [...echo, ...automatic, 0x12, ...automatic, ...echo, 0x00, 0x16];
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length), { maxLength: 6 }), (cuts) => {
        const ends = [...new Set([...cuts.toSorted((a, b) => a - b), stream.length])];
        let start = 0;
        const chunks = ends.map((end) => stream.slice(start, (start = end)));
        expect(hear(...chunks)).toEqual(hear(stream));
      }),
    );
  });

  test("never confirm anything when they are noise", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (noise) => {
        for (const word of hear([...noise])) {
          if (word.word === "echo") expect(Buffer.from(noise).includes(0x37)).toBe(true);
          if (word.word === "sensor")
            expect([0, 3, 12, 15].some((byte) => noise.includes(byte))).toBe(true);
        }
      }),
    );
    const words = hear([...Buffer.from("Please insert paper. 24h service")]);
    expect(words.map((word) => word.word)).not.toContain("sensor");
    expect(words.map((word) => word.word)).not.toContain("echo");
  });

  test.each([
    ["paper_out", [0x1a, 0x32, 0x12, 0x7e]],
    ["cover_open", [0x1a, 0x16, 0x12, 0x12]],
    ["cutter", [0x1a, 0x12, 0x1a, 0x12]],
    ["offline", [0x1a, 0x12, 0x12, 0x12]],
    [undefined, [0x12, 0x12, 0x12, 0x12]],
  ])("say %s by four answers to DLE EOT", (blocked, answers) => {
    expect(realtimeStatus(answers).blocked).toBe(blocked);
  });

  test("say that paper is low before it is out", () => {
    expect(realtimeStatus([0x12, 0x12, 0x12, 0x1e])).toMatchObject({
      blocked: undefined,
      paperLow: true,
    });
  });
});
