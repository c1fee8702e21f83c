// Printing judged by others: the system's iconv reads the bytes, OCR reads the paper, receiptline's own picture has
// every sign where our paper has it.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { DocumentBlock, PrintDocument } from "../../drivers/contract.ts";
import { loadRaster } from "../../drivers/ports/raster.ts";
import { printerModel } from "../../drivers/receipt-printer/models.ts";
import { receiptBytes, receiptSvg } from "../../drivers/receipt-printer/receipt-bytes.ts";
import { cellsOf } from "../../drivers/receipt-printer/receipt-source.ts";
import { dialectOf } from "../../drivers/simulated/dialects.ts";
import { paperSvg } from "../../drivers/simulated/paper-picture.ts";
import { createSimulatedPrinter } from "../../drivers/simulated/printer.ts";
import { lacks } from "../support/parts.ts";
import { fc } from "../support/seeded.ts";

const folder = mkdtempSync(join(tmpdir(), "tallygate-print-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const documentOf = (blocks: readonly DocumentBlock[]): PrintDocument => ({
  kind: "receipt",
  lang: "zh-CN",
  blocks,
});

const bytesOf = async (document: PrintDocument, model = "epson-tm"): Promise<Uint8Array> =>
  receiptBytes(document, { model: printerModel(model), raster: await loadRaster() });

const paperOf = async (document: PrintDocument, model = "epson-tm") => {
  const { columns } = printerModel(model);
  const far = createSimulatedPrinter({ columns, dialect: dialectOf(printerModel(model)) });
  const link = far.connect({ deliver: () => undefined, drop: () => undefined });
  await link.receive(await bytesOf(document, model));
  return far;
};

/** Characters of GBK's first two levels, which every Chinese printer has, and signs of ASCII. */
const han = fc.integer({ min: 0x4e00, max: 0x9fa5 }).map((code) => String.fromCodePoint(code));
const line = fc
  .array(fc.oneof(han, fc.stringMatching(/^[ -~]$/u)), { minLength: 1, maxLength: 20 })
  .map((signs) => signs.join("").trim())
  .filter((text) => text !== "");

/** What the system's iconv makes of the runs of text between an ESC/POS `FS &` and the next command. */
const readByIconv = (bytes: Uint8Array): string => {
  const file = join(folder, "runs");
  const raw = Buffer.from(bytes);
  const runs: Buffer[] = [];
  const start = Buffer.of(0x1c, 0x26);
  for (let at = raw.indexOf(start); at >= 0; at = raw.indexOf(start, at)) {
    at += start.length;
    const end = raw.findIndex((byte, index) => index >= at && byte < 0x20);
    runs.push(raw.subarray(at, end < 0 ? raw.length : end), Buffer.from("\n"));
  }
  writeFileSync(file, Buffer.concat(runs));
  return execFileSync("iconv", ["-f", "GB18030", "-t", "UTF-8", file], { encoding: "utf8" });
};

describe.skipIf(lacks("iconv"))("the printed bytes", () => {
  test("read by iconv are the texts of the document", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 12 }), async (lines) => {
        const texts = lines.map((text) => ({ kind: "text", text }) as const);
        const read = readByIconv(await bytesOf(documentOf(texts)));
        expect(read.replaceAll("\n", "").replaceAll(" ", "")).toBe(
          lines.join("").replaceAll(" ", ""),
        );
      }),
      { numRuns: 40 },
    );
  });
});

interface Placed {
  readonly sign: string;
  readonly x: number;
}

/** Signs of receiptline's picture with the dot at which each begins, in reading order. */
const signsOfSvg = (svg: string): readonly Placed[] =>
  [...svg.matchAll(/<g transform="translate\((\d+),(\d+)\)">(.*?)<\/g>/gu)].flatMap(
    ([, left = "0", , body = ""]) =>
      [...body.matchAll(/<text(?: transform="scale\((\d),\d\)")?[^>]*>(.*?)<\/text>/gu)].flatMap(
        ([, scale = "1", spans = ""]) =>
          [...spans.matchAll(/<tspan x="(\d+)">(.*?)<\/tspan>/gu)].map(
            ([, center = "0", text = ""]) => {
              const entities = { "&#xa0;": " ", "&lt;": "<", "&gt;": ">", "&amp;": "&" } as const;
              const sign = Object.hasOwn(entities, text)
                ? entities[text as keyof typeof entities]
                : text;
              return {
                sign,
                x: Number(left) + (Number(center) - cellsOf(sign) * 6) * Number(scale),
              };
            },
          ),
      ),
  );

describe("receiptline's own picture", () => {
  test.each(["epson-tm", "escpos-58", "star-line-80"])(
    "has every sign at the dot at which it stands on the paper of a %s",
    async (model) => {
      const { columns } = printerModel(model);
      await fc.assert(
        fc.asyncProperty(
          fc.array(
            fc.oneof(
              fc.record({
                kind: fc.constant("text" as const),
                text: line,
                align: fc.constantFrom("left" as const, "center" as const, "right" as const),
              }),
              fc.record({ kind: fc.constant("row" as const), left: line, right: line }),
            ),
            { minLength: 1, maxLength: 6 },
          ),
          async (blocks) => {
            const far = await paperOf(documentOf(blocks), model);
            const ours = far
              .output()
              .slips.flatMap(({ glyphs }) => [...glyphs].toSorted((a, b) => a.y - b.y || a.x - b.x))
              .map(({ sign, x }) => ({ sign, x }));
            const theirs = signsOfSvg(receiptSvg(documentOf(blocks), { columns }));
            const visible = (signs: readonly Placed[]) =>
              signs.filter(({ sign }) => sign.trim() !== "");
            expect(visible(ours)).toEqual(visible(theirs));
          },
        ),
        { numRuns: 25 },
      );
    },
  );
});

describe.skipIf(lacks("tesseract", "fonts"))("a person's eye, as far as OCR has one", () => {
  test.each(["epson-tm", "star-prnt-80"])("reads the paper of a %s", async (model) => {
    const far = await paperOf(
      documentOf([
        { kind: "text", text: "会员消费凭证", align: "center" },
        { kind: "row", left: "深层按摩", right: "1280.00" },
        { kind: "row", left: "剩余次数", right: "9" },
        { kind: "text", text: "谢谢光临" },
      ]),
      model,
    );
    const raster = await loadRaster();
    const picture = join(folder, `${model}.png`);
    writeFileSync(picture, await raster.png(paperSvg(far.output().slips, 48), 2));
    const read = execFileSync("tesseract", [picture, "-", "-l", "chi_sim", "--psm", "6"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      env: { ...process.env, OMP_THREAD_LIMIT: "1" },
    }).replaceAll(/[ \n]/gu, "");
    for (const text of ["会员消费凭证", "深层按摩", "1280.00", "剩余次数", "谢谢光临"])
      expect(read).toContain(text);
  });
});
