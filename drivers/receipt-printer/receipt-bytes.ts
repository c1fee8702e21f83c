// A typed document as bytes for one model: receiptline's layout in the model's language, rare characters as pictures.
import iconv from "iconv-lite";
import receiptline from "receiptline";
import type { DocumentBlock, PrintDocument } from "../contract.ts";
import type { Raster } from "../ports/raster.ts";
import { languageOf, type PrinterModel } from "./models.ts";
import { leadOf, takePlainRuns, type PlainRuns } from "./plain-lines.ts";
import { inGbkText, receiptSource } from "./receipt-source.ts";

/** The last row of GBK (lead byte FE) was filled only later: the fonts of older printers end before it. */
const isOldGbk = (bytes: Uint8Array): boolean => bytes.length === 2 && (bytes[0] ?? 0) < 0xfe;

/** Can a printer with a GBK font print this? GB18030's four-byte characters need a newer one. */
export const isInGbk = (text: string): boolean =>
  Array.from(text).every((sign) => sign <= "\x7f" || isOldGbk(iconv.encode(sign, "gb18030")));

/** Stands for a character that can be neither printed nor drawn: a visible gap instead of a wrong sign. */
const replaceUnprintable = (text: string): string =>
  Array.from(text, (sign) => (isInGbk(sign) ? sign : "〓")).join("");

const textOf = (block: DocumentBlock): string =>
  block.kind === "text" ? block.text : block.kind === "row" ? block.left + block.right : "";

const withoutUnprintable = (block: DocumentBlock): DocumentBlock => {
  if (block.kind === "text") return { ...block, text: replaceUnprintable(block.text) };
  if (block.kind !== "row") return block;
  return {
    ...block,
    left: replaceUnprintable(block.left),
    right: replaceUnprintable(block.right),
  };
};

/** The same layout as a picture: what the pages show, and what a line of rare characters is printed from. */
export const receiptSvg = (
  document: PrintDocument,
  options: { readonly columns: number; readonly copy?: number },
): string =>
  receiptline.transform(receiptSource(document, options), {
    cpl: options.columns,
    encoding: "gb18030",
    command: "svg",
  });

export interface ReceiptBytesOptions {
  readonly model: PrinterModel;
  /** false: every line goes through the layout; the bytes are the same, ten times as late */
  readonly plainRuns?: boolean;
  readonly copy?: number;
  /** absent: rare characters become 〓 on printers that lack them */
  readonly raster?: Raster | undefined;
}

/** Pictures of the blocks that the model's font lacks, by block. */
const rarePictures = async (
  blocks: readonly DocumentBlock[],
  { raster, document, columns }: { raster: Raster; document: PrintDocument; columns: number },
): Promise<ReadonlyMap<DocumentBlock, string>> => {
  const pictures = new Map<DocumentBlock, string>();
  for (const block of blocks) {
    const png = await raster.png(receiptSvg({ ...document, blocks: [block] }, { columns }));
    pictures.set(block, Buffer.from(png).toString("base64"));
  }
  return pictures;
};

const transform = (source: string, model: PrinterModel): string =>
  receiptline.transform(source, {
    cpl: model.columns,
    encoding: "gb18030",
    cutting: false,
    command: languageOf(model).commandsFor(model),
  });

/** The bytes with the lines of each run in the place of its sign. */
const withRuns = (bytes: string, runs: PlainRuns["runs"], model: PrinterModel): string => {
  if (runs.length === 0) return bytes;
  const encode = (text: string): string => languageOf(model).encode(model, text);
  const signs = ["\ue000", "\ue001"] as const;
  const lead = leadOf(
    transform(`|${signs[0]}\n|${signs[1]}`, model),
    encode(signs[0]),
    encode(signs[1]),
  );
  const parts: string[] = [];
  let from = 0;
  for (const { sign, lines } of runs) {
    // With the lead and the end of its line: the bytes of a sign alone may stand across two others, or in a picture.
    const at = bytes.indexOf(`${lead}${encode(sign)}\n`, from);
    parts.push(
      bytes.slice(from, at),
      lead,
      encode(lines.join("\n")).replaceAll("\n", () => `\n${lead}`),
    );
    from = at + lead.length + encode(sign).length;
  }
  return parts.join("") + bytes.slice(from);
};

/** Document → bytes, from its reset to the last block. Deterministic for the same document, model and fonts. */
export const receiptBytes = async (
  document: PrintDocument,
  options: ReceiptBytesOptions,
): Promise<Uint8Array> => {
  const { model, raster } = options;
  const { columns } = model;
  const language = languageOf(model);
  const copy = options.copy === undefined ? {} : { copy: options.copy };
  const rare = document.blocks.filter(
    (block) => !model.fourByteCharacters && !isInGbk(inGbkText(textOf(block))),
  );
  const pictures =
    raster === undefined ? undefined : await rarePictures(rare, { raster, document, columns });
  const blocks =
    pictures === undefined
      ? document.blocks.map((block) => (rare.includes(block) ? withoutUnprintable(block) : block))
      : document.blocks;
  const isPictured = (block: DocumentBlock): boolean => pictures?.has(block) === true;
  const plain: PlainRuns =
    options.plainRuns === false ? { blocks, runs: [] } : takePlainRuns(blocks, columns, isPictured);
  const source = receiptSource(
    { ...document, blocks: plain.blocks },
    { columns, drawer: language.drawerPulse(2), ...copy },
    (block) => pictures?.get(block),
  );
  const commands = withRuns(transform(source, model), plain.runs, model);
  return Buffer.from(commands, "latin1");
};
