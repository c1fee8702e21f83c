// A receipt to take along without paper: its words as a symbol that any telephone reads, with no network and no page.
import type { PrintDocument } from "../../devices/contract.ts";

type Block = PrintDocument["blocks"][number];

/** A symbol of cells of 6 dots, error correction M, as wide as the paper (576 dots): version 19 holds 624 bytes. */
const bytesMost = 600;

const lineOf = (block: Block): string => {
  if (block.kind === "text") return block.text.trim();
  return block.kind === "row" ? `${block.left.trim()} ${block.right.trim()}`.trim() : "";
};

/** The lines from the top, as many as one symbol holds. */
export const receiptWords = ({ blocks }: PrintDocument): string => {
  let words = "";
  for (const line of blocks.map(lineOf).filter((text) => text !== "")) {
    const longer = words === "" ? line : `${words}\n${line}`;
    if (Buffer.byteLength(longer) > bytesMost) break;
    words = longer;
  }
  return words;
};

/** The same receipt with its symbol beneath; what cuts paper or opens a drawer is no business of a picture. */
export const withCode = (document: PrintDocument): PrintDocument => ({
  ...document,
  blocks: [
    ...document.blocks.filter(({ kind }) => kind !== "cut" && kind !== "drawer"),
    { kind: "space", lines: 1 },
    { kind: "qr", data: receiptWords(document) },
  ],
});
