// How much paper is left, by the millimetres printed since the roll was changed. A forecast for people:
// nothing depends on it.
import type { DocumentBlock } from "../../drivers/contract.ts";
import type { JsonObject } from "../json.ts";
import type { SideRow } from "../store/contract.ts";
import type { PrintDocument } from "./contract.ts";

/** A usual 80 mm roll of 80 mm diameter. */
const rollMm = 80_000;
const usualReceiptMm = 110;
/** 30 dots a line at 8 dots a millimetre, 48 cells on 80 mm paper. */
const lineMm = 3.75;
const cellsPerLine = 48;
const feedToCutterMm = 15;

/** Cells a text takes: a Chinese character is two wide. */
const cells = (text: string): number => text.length + (text.match(/[^ -\u00ff]/gu)?.length ?? 0);

const linesOf = (text: string, size: number): number =>
  Math.max(1, Math.ceil((cells(text) * size) / cellsPerLine)) * size;

const blockMm = (block: DocumentBlock): number => {
  switch (block.kind) {
    case "text":
      return linesOf(block.text, block.size ?? 1) * lineMm;
    case "row":
      return linesOf(`${block.left} ${block.right}`, 1) * lineMm;
    case "rule":
      return lineMm;
    case "space":
      return (block.lines ?? 1) * lineMm;
    case "qr":
    case "image":
      return 30;
    case "barcode":
      return 15;
    case "cut":
      return feedToCutterMm;
    case "drawer":
      return 0;
  }
};

/** Millimetres of paper a document takes, about. */
export const documentMm = (document: PrintDocument): number =>
  Math.round(document.blocks.reduce((sum, block) => sum + blockMm(block), 0));

export interface Paper {
  readonly used: (printer: string, mm: number) => SideRow;
  readonly rollChanged: (printer: string) => SideRow;
  readonly left: (printer: string) => {
    readonly remainingMm: number;
    readonly receiptsLeft: number;
  };
}

const rowId = (printer: string): string => `paper:${printer}`;

const usedOf = (body: JsonObject): number =>
  typeof body["usedMm"] === "number" ? body["usedMm"] : 0;

export const createPaper = (
  rows: readonly { readonly id: string; readonly body: JsonObject }[],
): Paper => {
  const usedByRow = new Map(rows.map(({ id, body }) => [id, usedOf(body)]));
  const put = (printer: string, usedMm: number): SideRow => {
    usedByRow.set(rowId(printer), usedMm);
    return { table: "meta", id: rowId(printer), body: { usedMm } };
  };
  return {
    used: (printer, mm) => put(printer, (usedByRow.get(rowId(printer)) ?? 0) + mm),
    rollChanged: (printer) => put(printer, 0),
    left: (printer) => {
      const remainingMm = Math.max(0, rollMm - (usedByRow.get(rowId(printer)) ?? 0));
      return { remainingMm, receiptsLeft: Math.floor(remainingMm / usualReceiptMm) };
    },
  };
};
