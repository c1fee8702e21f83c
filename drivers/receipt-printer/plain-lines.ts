// Runs of plain lines (left, one size, not wider than the paper) need no layout: each stands in the source as one sign,
// and its lines take that sign's place in the bytes. The layout of everything else is receiptline's, as ever.
import type { DocumentBlock } from "../contract.ts";
import { cellsOf, inGbkText } from "./receipt-source.ts";

/** Signs that stand for a run: private use, so that no text holds one. */
const firstSign = 0xe000;
const runsMax = 0x1000;
const isPrivate = /[\ue000-\uf8ff]/u;
const isAscii = /^[ -~]*$/u;
/** Signs that receiptline hands on as they are; composed, combined and rare ones are left to it. */
const isCommon =
  /^[ -~\u2014\u2018\u2019\u201c\u201d\u2026\u3001-\u3011\u4e00-\u9fa5\uff01-\uff5e\uffe5]+$/u;
const hasOuterBlank = /^ | $/u;

/** Lines as receiptline would set them without a change; undefined when the block needs its layout. */
const plainLines = (block: DocumentBlock, columns: number): readonly string[] | undefined => {
  if (block.kind !== "text" || block.size === 2 || block.bold === true) return undefined;
  if ((block.align ?? "left") !== "left") return undefined;
  const lines = inGbkText(block.text).split(/\r\n|[\r\n]/u);
  const fits = (line: string): boolean =>
    isCommon.test(line) &&
    !hasOuterBlank.test(line) &&
    (isAscii.test(line) ? line.length : cellsOf(line)) <= columns;
  return lines.every(fits) ? lines : undefined;
};

export interface PlainRuns {
  /** the document with one sign for each run */
  readonly blocks: readonly DocumentBlock[];
  readonly runs: readonly { readonly sign: string; readonly lines: readonly string[] }[];
}

/** `keeps`: blocks that are to stay as they are. */
export const takePlainRuns = (
  blocks: readonly DocumentBlock[],
  columns: number,
  keeps: (block: DocumentBlock) => boolean,
): PlainRuns => {
  const hasPrivate = blocks.some(
    (block) =>
      (block.kind === "text" && isPrivate.test(block.text)) ||
      (block.kind === "row" && isPrivate.test(block.left + block.right)),
  );
  if (hasPrivate) return { blocks, runs: [] };
  const left: DocumentBlock[] = [];
  const runs: { sign: string; lines: string[] }[] = [];
  let open: string[] | undefined;
  for (const block of blocks) {
    const lines = keeps(block) ? undefined : plainLines(block, columns);
    if (lines !== undefined && open !== undefined) open.push(...lines);
    else if (lines !== undefined && runs.length < runsMax) {
      open = [...lines];
      const sign = String.fromCodePoint(firstSign + runs.length);
      runs.push({ sign, lines: open });
      left.push({ kind: "text", text: sign });
    } else {
      open = undefined;
      left.push(block);
    }
  }
  return { blocks: left, runs };
};

/** What stands before the text of a plain line, learnt from the bytes of two such lines, of `first` and `second`. */
export const leadOf = (bytes: string, first: string, second: string): string => {
  const from = bytes.indexOf(`${first}\n`) + first.length + 1;
  return bytes.slice(from, bytes.indexOf(second, from));
};
