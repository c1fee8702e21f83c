// A typed document as receiptline source: the one layout from which bytes, preview and pictures are made.
import receiptline from "receiptline";
import type { DocumentBlock, PrintDocument } from "../contract.ts";

/** Cells that a text takes on paper: 1 for ASCII, 2 for the characters of GB18030. */
export const cellsOf = (text: string): number =>
  receiptline.commands.escpos.measureText(text, "gb18030");

/** U+00A5 is not in GBK; the full-width sign that Chinese printers have is. */
export const inGbkText = (text: string): string => text.replaceAll("¥", "￥");

const inGbk = (block: DocumentBlock): DocumentBlock => {
  if (block.kind === "text") return { ...block, text: inGbkText(block.text) };
  if (block.kind !== "row") return block;
  return { ...block, left: inGbkText(block.left), right: inGbkText(block.right) };
};

/** Free text as receiptline text: its signs lose their meaning, control codes are dropped by receiptline itself. */
const escaped = (text: string): string => text.replace(/[\\{|}~_"`^=-]/gu, (sign) => `\\${sign}`);

/** A property's value: also the semicolon and the line's end end it. Signs of text keep their meaning-less form. */
const escapedValue = (text: string): string =>
  text.replace(/[\\{|};]/gu, (sign) => `\\${sign}`).replaceAll("\n", "\\n");

const styled = (text: string, style: { size?: 1 | 2; bold?: boolean }): string => {
  const sized = style.size === 2 ? `^^^${text}^^^` : text;
  return style.bold === true ? `"${sized}"` : sized;
};

const aligned = (text: string, align: "left" | "center" | "right"): string =>
  align === "left" ? `|${text}` : align === "right" ? `${text}|` : `| ${text} |`;

const rowLines = (
  row: Extract<DocumentBlock, { kind: "row" }>,
  columns: number,
): readonly string[] => {
  const rightCells = Math.min(Math.max(cellsOf(row.right), 1), Math.floor(columns * 0.7));
  const style = row.bold === undefined ? {} : { bold: row.bold };
  return [
    `{width:*,${rightCells}}`,
    `|${styled(escaped(row.left), style)} | ${styled(escaped(row.right), style)}|`,
    "{width:auto}",
  ];
};

const drawerCommand = (pulse: Uint8Array): string =>
  [...pulse].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");

const blockLines = (
  block: DocumentBlock,
  { columns, drawer }: Pick<SourceOptions, "columns" | "drawer">,
): readonly string[] => {
  switch (block.kind) {
    case "text":
      return block.text
        .split(/\r\n|[\r\n]/u)
        .map((line) => aligned(styled(escaped(line), block), block.align ?? "left"));
    case "row":
      return rowLines(block, columns);
    case "rule":
      return ["-"];
    case "space":
      return Array.from({ length: Math.min(Math.max(block.lines ?? 1, 1), 20) }, () => "");
    case "qr":
      return [`{code:${escapedValue(block.data)};option:qrcode,6,m}`];
    case "barcode":
      return [
        `{code:${escapedValue(block.data)};option:${block.symbology === "ean13" ? "ean" : "code128"},2,72,hri}`,
      ];
    case "image":
      return [`{image:${block.png.replace(/^data:image\/png;base64,/u, "")}}`];
    case "cut":
      return ["="];
    case "drawer":
      return drawer === undefined ? [] : [`{command:${drawerCommand(drawer)}}`];
  }
};

/** The mark that every print after the first carries, so that no second slip passes for the first. */
const copyMark = (copy: number): string =>
  aligned(styled(escaped(`*** 补打 COPY ${copy} ***`), { bold: true }), "center");

export interface SourceOptions {
  readonly columns: number;
  /** bytes that open the drawer; absent: a drawer block leaves nothing (previews) */
  readonly drawer?: Uint8Array;
  /** number of this reprint; absent on the first print */
  readonly copy?: number;
}

/** Document → receiptline source. A block that `picture` answers is put as that PNG (base64). */
export const receiptSource = (
  document: PrintDocument,
  options: SourceOptions,
  picture: (block: DocumentBlock) => string | undefined = () => undefined,
): string => {
  const lines = document.blocks.flatMap((block) => {
    const png = picture(block);
    return png === undefined ? blockLines(inGbk(block), options) : [`{image:${png}}`];
  });
  return [...(options.copy === undefined ? [] : [copyMark(options.copy)]), ...lines].join("\n");
};
