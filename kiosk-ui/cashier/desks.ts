// The till's desks: their names, letters and sheets. A new desk is an import and a line here.
import type { TemplateResult } from "lit";
import { html, literal, type StaticValue } from "lit/static-html.js";
import "./batch-desk.ts";
import "./card-desk.ts";
import "./deposit-desk.ts";
import type { Desk } from "./desk.ts";
import "./drawer-desk.ts";
import "./goods-desk.ts";
import "./queue-desk.ts";
import "./refund-desk.ts";
import "./shift-desk.ts";
import "./slot-desk.ts";
import "./stay-desk.ts";
import "./tab-desk.ts";
import "./task-desk.ts";
import "./voucher-desk.ts";
import type { Say, Word } from "./words.ts";

/** What every desk's sheet is given. */
interface SheetGiven {
  readonly say: Say;
  readonly desk: Desk;
  readonly refused: string;
  readonly english: boolean;
  readonly close: () => void;
}

interface DeskLine {
  readonly name: string;
  readonly word: Word;
  /** with Alt */
  readonly letter: string;
  readonly tag: StaticValue;
}

export const desks = [
  { name: "card", word: "desk.card", letter: "k", tag: literal`card-desk` },
  { name: "batch", word: "desk.batch", letter: "b", tag: literal`batch-desk` },
  { name: "refund", word: "desk.refund", letter: "u", tag: literal`refund-desk` },
  { name: "shift", word: "desk.shift", letter: "s", tag: literal`shift-desk` },
  { name: "drawer", word: "desk.drawer", letter: "d", tag: literal`drawer-desk` },
  { name: "stays", word: "desk.stays", letter: "a", tag: literal`stay-desk` },
  { name: "queue", word: "desk.queue", letter: "q", tag: literal`queue-desk` },
  { name: "tab", word: "desk.tab", letter: "g", tag: literal`tab-desk` },
  { name: "vouchers", word: "desk.vouchers", letter: "o", tag: literal`voucher-desk` },
  { name: "goods", word: "desk.goods", letter: "i", tag: literal`goods-desk` },
  { name: "deposits", word: "desk.deposits", letter: "w", tag: literal`deposit-desk` },
  { name: "slots", word: "desk.slots", letter: "v", tag: literal`slot-desk` },
  { name: "tasks", word: "desk.tasks", letter: "y", tag: literal`task-desk` },
] as const satisfies readonly DeskLine[];

export type OpenDesk = (typeof desks)[number]["name"];

/** The desk's sheet, or undefined where there is no desk of that name. */
export const deskSheet = (
  name: string,
  { say, desk, refused, english, close }: SheetGiven,
): TemplateResult | undefined => {
  const tag = desks.find((line) => line.name === name)?.tag;
  return tag === undefined
    ? undefined
    : html`<${tag}
        .say=${say}
        .desk=${desk}
        .refused=${refused}
        ?english=${english}
        @back=${close}
        @done=${close}
      ></${tag}>`;
};

export const isDesk = (name: string): name is OpenDesk => desks.some((line) => line.name === name);
