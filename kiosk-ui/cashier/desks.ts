// The till's desks: their names, letters and sheets. A new desk is a line here.
import { html, type TemplateResult } from "lit";
import "./batch-desk.ts";
import "./card-desk.ts";
import "./deposit-desk.ts";
import type { Desk } from "./desk.ts";
import "./goods-desk.ts";
import "./queue-desk.ts";
import "./refund-desk.ts";
import "./shift-desk.ts";
import "./slot-desk.ts";
import "./stay-desk.ts";
import "./tab-desk.ts";
import "./task-desk.ts";
import type { Say, Word } from "./words.ts";

/** What every desk's sheet is given. */
export interface SheetGiven {
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
  readonly draw: (given: SheetGiven) => TemplateResult;
}

export const desks = [
  {
    name: "card",
    word: "desk.card",
    letter: "k",
    draw: ({ say, desk, refused, english, close }) =>
      html`<card-desk
        .say=${say}
        .desk=${desk}
        .refused=${refused}
        ?english=${english}
        @back=${close}
        @done=${close}
      ></card-desk>`,
  },
  {
    name: "batch",
    word: "desk.batch",
    letter: "b",
    draw: ({ say, desk, refused, english, close }) =>
      html`<batch-desk
        .say=${say}
        .desk=${desk}
        .refused=${refused}
        ?english=${english}
        @back=${close}
        @done=${close}
      ></batch-desk>`,
  },
  {
    name: "refund",
    word: "desk.refund",
    letter: "u",
    draw: ({ say, desk, refused, english, close }) =>
      html`<refund-desk
        .say=${say}
        .desk=${desk}
        .refused=${refused}
        ?english=${english}
        @back=${close}
        @done=${close}
      ></refund-desk>`,
  },
  {
    name: "shift",
    word: "desk.shift",
    letter: "s",
    draw: ({ say, desk, refused, english, close }) =>
      html`<shift-desk
        .say=${say}
        .desk=${desk}
        .refused=${refused}
        ?english=${english}
        @back=${close}
        @done=${close}
      ></shift-desk>`,
  },
  {
    name: "stays",
    word: "desk.stays",
    letter: "a",
    draw: ({ say, desk, refused, english, close }) =>
      html`<stay-desk
        .say=${say}
        .desk=${desk}
        .refused=${refused}
        ?english=${english}
        @back=${close}
        @done=${close}
      ></stay-desk>`,
  },
  {
    name: "queue",
    word: "desk.queue",
    letter: "q",
    draw: ({ say, desk, refused, english, close }) =>
      html`<queue-desk
        .say=${say}
        .desk=${desk}
        .refused=${refused}
        ?english=${english}
        @back=${close}
        @done=${close}
      ></queue-desk>`,
  },
  {
    name: "tab",
    word: "desk.tab",
    letter: "g",
    draw: ({ say, desk, refused, english, close }) =>
      html`<tab-desk
        .say=${say}
        .desk=${desk}
        .refused=${refused}
        ?english=${english}
        @back=${close}
        @done=${close}
      ></tab-desk>`,
  },
  {
    name: "goods",
    word: "desk.goods",
    letter: "i",
    draw: ({ say, desk, refused, english, close }) =>
      html`<goods-desk
        .say=${say}
        .desk=${desk}
        .refused=${refused}
        ?english=${english}
        @back=${close}
        @done=${close}
      ></goods-desk>`,
  },
  {
    name: "deposits",
    word: "desk.deposits",
    letter: "w",
    draw: ({ say, desk, refused, english, close }) =>
      html`<deposit-desk
        .say=${say}
        .desk=${desk}
        .refused=${refused}
        ?english=${english}
        @back=${close}
        @done=${close}
      ></deposit-desk>`,
  },
  {
    name: "slots",
    word: "desk.slots",
    letter: "v",
    draw: ({ say, desk, refused, english, close }) =>
      html`<slot-desk
        .say=${say}
        .desk=${desk}
        .refused=${refused}
        ?english=${english}
        @back=${close}
        @done=${close}
      ></slot-desk>`,
  },
  {
    name: "tasks",
    word: "desk.tasks",
    letter: "y",
    draw: ({ say, desk, refused, english, close }) =>
      html`<task-desk
        .say=${say}
        .desk=${desk}
        .refused=${refused}
        ?english=${english}
        @back=${close}
        @done=${close}
      ></task-desk>`,
  },
] as const satisfies readonly DeskLine[];

export type OpenDesk = (typeof desks)[number]["name"];

export const deskNamed = (name: string): (typeof desks)[number] | undefined =>
  desks.find((desk) => desk.name === name);
