// Layout and bytes of receipts, judged by what a printer makes of them: decoded by the simulator and by iconv.
import { fc } from "../support/seeded.ts";
import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import type { DocumentBlock, PrintDocument } from "../../drivers/contract.ts";
import { loadRaster } from "../../drivers/ports/raster.ts";
import { printerModel, printerModelIds } from "../../drivers/receipt-printer/models.ts";
import { isInGbk, receiptBytes, receiptSvg } from "../../drivers/receipt-printer/receipt-bytes.ts";
import { cellsOf } from "../../drivers/receipt-printer/receipt-source.ts";
import { dialectOf } from "../../drivers/simulated/dialects.ts";
import type { EscposCommand } from "../../drivers/simulated/escpos-parser.ts";
import { createPaper } from "../../drivers/simulated/paper.ts";

const documentOf = (...blocks: readonly DocumentBlock[]): PrintDocument => ({
  kind: "receipt",
  lang: "zh-CN",
  blocks,
});

const commandsOf = (bytes: Uint8Array, model: string): readonly EscposCommand[] => {
  const parser = dialectOf(printerModel(model)).createParser();
  parser.push(bytes);
  const commands: EscposCommand[] = [];
  for (let next = parser.next(); next !== undefined; next = parser.next()) commands.push(next);
  expect(parser.held()).toBe(0);
  return commands;
};

const printed = async (
  document: PrintDocument,
  { model = "epson-tm", copy }: { model?: string; copy?: number } = {},
) => {
  const raster = await loadRaster();
  const bytes = await receiptBytes(document, {
    model: printerModel(model),
    raster,
    ...(copy === undefined ? {} : { copy }),
  });
  const paper = createPaper(printerModel(model).columns);
  for (const command of commandsOf(bytes, model)) paper.act(command);
  expect(paper.unknown()).toEqual([]);
  return {
    bytes,
    slips: paper.slips(),
    text: paper
      .slips()
      .map((slip) => slip.text)
      .join("\n"),
  };
};

const everything = documentOf(
  { kind: "text", text: "牡丹酒店 Peony", size: 2, bold: true, align: "center" },
  { kind: "rule" },
  { kind: "row", left: "会员 王*明", right: "¥1,280.00" },
  { kind: "row", left: "剩余次数", right: "9", bold: true },
  { kind: "text", text: "右", align: "right" },
  { kind: "space", lines: 2 },
  { kind: "qr", data: "https://example.cn/r/7f3a?x=1;y|z" },
  { kind: "barcode", data: "6901234567892", symbology: "ean13" },
  { kind: "drawer" },
  { kind: "cut" },
);

describe("a receipt", () => {
  test.each(printerModelIds)(
    "comes out of a %s whole, line by line, with no unknown command",
    async (model) => {
      const { text, slips } = await printed(everything, { model });
      expect(text).toContain("牡丹酒店 Peony");
      expect(text).toMatch(/^会员 王\*明 +￥1,280\.00$/mu);
      expect(text).toMatch(/^剩余次数 +9$/mu);
      expect(text).toMatch(/^ +右$/mu);
      const { columns, cutter } = printerModel(model);
      for (const line of text.split("\n").filter((line) => !line.startsWith("[")))
        expect(cellsOf(line)).toBeLessThanOrEqual(columns);
      expect(slips.at(-1)?.cut).toBe(cutter);
    },
  );

  test.each(printerModelIds)(
    "has the same bytes on a %s whether its plain lines are set by receiptline or put in their place",
    async (id) => {
      const model = printerModel(id);
      const text = fc.oneof(
        fc.string({ unit: "grapheme", maxLength: 60 }),
        fc.constantFrom(
          "———",
          "牡丹—酒店——",
          " a",
          "a ",
          "",
          "¥1",
          "a  b",
          "\u0001",
          "\ue000",
          "王䶮",
        ),
        fc.stringMatching(/^[ -~]{0,52}$/u),
        fc.stringMatching(/^[\u4e00-\u9fa5—]{0,24}$/u),
      );
      const block: fc.Arbitrary<DocumentBlock> = fc.oneof(
        { weight: 4, arbitrary: fc.record({ kind: fc.constant("text" as const), text }) },
        fc.record({
          kind: fc.constant("text" as const),
          text,
          align: fc.constantFrom("left" as const, "center" as const, "right" as const),
          bold: fc.boolean(),
        }),
        fc.record({ kind: fc.constant("row" as const), left: text, right: text }),
        fc.constantFrom<DocumentBlock>(
          { kind: "rule" },
          { kind: "space", lines: 2 },
          { kind: "qr", data: "https://example.cn/7" },
        ),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(block, { maxLength: 12 }), async (blocks) => {
          const document = documentOf(...blocks);
          const quick = await receiptBytes(document, { model });
          const slow = await receiptBytes(document, { model, plainRuns: false });
          expect(Buffer.from(quick).toString("latin1")).toBe(Buffer.from(slow).toString("latin1"));
        }),
        { numRuns: 60 },
      );
    },
  );

  test("holds Chinese as GB18030 after FS &, readable by iconv alone", async () => {
    const { bytes } = await printed(everything);
    const raw = Buffer.from(bytes);
    const run = iconv.encode("会员 王*明", "gb18030");
    const at = raw.indexOf(run);
    expect(at).toBeGreaterThan(0);
    expect(raw.subarray(at - 2, at).toString("latin1")).toBe("\x1c&");
  });

  test("kicks the drawer with both times: 50 ms on, 500 ms off", async () => {
    const { bytes } = await printed(everything);
    expect(Buffer.from(bytes).includes(Buffer.of(0x1b, 0x70, 0, 25, 250))).toBe(true);
  });

  test("is marked 补打 with its number when it is a copy, and only then", async () => {
    expect((await printed(everything, { copy: 2 })).text).toContain("补打 COPY 2");
    expect((await printed(everything)).text).not.toContain("COPY");
  });

  test("keeps the signs that its layout language uses for itself", async () => {
    const hostile = String.raw`a|b {c:d} _e_ "f" ` + "`g` ^h^ ~i~ \\j - = k;l";
    const { text } = await printed(
      documentOf(
        { kind: "text", text: hostile },
        { kind: "text", text: "-----" },
        { kind: "text", text: "=" },
        { kind: "row", left: "{x|y}", right: "|" },
      ),
      { model: "escpos-58" },
    );
    expect(text.replaceAll(/\s/gu, "")).toContain(hostile.replaceAll(/\s/gu, ""));
    expect(text).toMatch(/^-----$/mu);
    expect(text).toMatch(/^=$/mu);
    expect(text).toMatch(/^\{x\|y\} +\|$/mu);
  });

  test("prints any text of GBK exactly, in order", async () => {
    const sign = fc
      .oneof(fc.integer({ min: 0x21, max: 0x7e }), fc.integer({ min: 0x4e00, max: 0x9fa5 }))
      .map((code) => String.fromCodePoint(code));
    await fc.assert(
      fc.asyncProperty(fc.array(sign, { minLength: 1, maxLength: 60 }), async (signs) => {
        const { text } = await printed(documentOf({ kind: "text", text: signs.join("") }));
        expect(text.replaceAll("\n", "")).toBe(signs.join(""));
      }),
      { numRuns: 150 },
    );
  });
});

describe("a character outside GBK", () => {
  const rare = documentOf({ kind: "row", left: "姓名 䶮𠮷", right: "1" });

  test("is told from those inside", () => {
    expect(isInGbk("王€￥牡")).toBe(true);
    expect(isInGbk("䶮")).toBe(false);
    expect(isInGbk("𠮷")).toBe(false);
  });

  test("is sent as four bytes to a printer that has it", async () => {
    expect((await printed(rare)).text).toContain("䶮𠮷");
  });

  test("is printed as a picture with ink on a printer that lacks it", async () => {
    const { slips } = await printed(rare, { model: "escpos-80" });
    const [bitmap] = slips[0]?.bitmaps ?? [];
    expect(bitmap?.width).toBe(576);
    expect(bitmap?.bits.some((byte) => byte !== 0)).toBe(true);
  });

  test("becomes a visible gap, never a wrong sign, where nothing can draw it", async () => {
    const bytes = await receiptBytes(rare, { model: printerModel("escpos-80") });
    expect(iconv.decode(Buffer.from(bytes), "gb18030")).toContain("姓名 〓〓");
  });
});

describe("the preview", () => {
  test("has every character of the receipt in the same order", () => {
    const svg = receiptSvg(everything, { columns: 48 });
    const signs = [...svg.matchAll(/<tspan[^>]*>([^<]*)<\/tspan>/gu)]
      .map((match) => match[1])
      .join("")
      .replaceAll("&#xa0;", " ");
    expect(signs).toContain("牡丹酒店 Peony");
    expect(signs).toContain("会员 王*明￥1,280.00");
  });
});
