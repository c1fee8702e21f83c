// F1: every key of the till on one sheet, from the tables the keys are read from.
import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { staffStyles } from "../kit/staff-styles.ts";
import { desks } from "./desks.ts";
import { dialogStyles } from "./dialog-styles.ts";
import { memberActions } from "./member-panel.ts";
import type { Say, Word } from "./words.ts";

/** F-keys mean the same on every screen (design: staff pages, "Forms and keys"). */
export const functionKeys: readonly (readonly [string, Word])[] = [
  ["F1", "key.help"],
  ["F2", "key.quantity"],
  ["F3", "key.discount"],
  ["F4", "key.round"],
  ["F5", "key.voucher"],
  ["F6", "key.points"],
  ["F7", "key.stored"],
  ["F8", "key.cash"],
  ["F9", "key.member"],
  ["F10", "key.park"],
  ["F11", "key.unpark"],
  ["F12", "key.lock"],
];

const basketKeys: readonly (readonly [string, Word])[] = [
  ["1 … 9, 0", "help.quick"],
  ["12 *", "help.times"],
  ["↑ ↓ J K", "help.mark"],
  ["− Delete", "help.out"],
  ["Enter", "help.primary"],
  ["Esc", "key.back"],
];

@customElement("key-list")
export class KeyList extends LitElement {
  @property({ attribute: false }) say!: Say;

  override firstUpdated(): void {
    this.renderRoot.querySelector("button")?.focus();
  }

  override render(): TemplateResult {
    const { say } = this;
    const alt = (letter: string): string => `Alt ${letter.toUpperCase()}`;
    return html`<section>
      <header>
        <h2>${say("help.title")}</h2>
        <button
          type="button"
          class="button"
          @click=${() => this.dispatchEvent(new CustomEvent("back"))}
        >
          ${say("cancel")} <kbd>Esc</kbd>
        </button>
      </header>
      <div class="columns">
        ${this.#part("help.bill", functionKeys)} ${this.#part("help.basket", basketKeys)}
        ${this.#part("help.member", [
          ...memberActions.map(([, word, letter]) => [alt(letter), word] as const),
          [alt("z"), "basket.detach"],
          [alt("c"), "help.keep"],
          [alt("m"), "note.title"],
        ])}
        ${this.#part(
          "help.desks",
          desks.map(({ word, letter }) => [alt(letter), word]),
        )}
      </div>
      <p class="note">${say("help.scans")}</p>
    </section>`;
  }

  #part(title: Word, keys: readonly (readonly [string, Word])[]): TemplateResult {
    const { say } = this;
    return html`<div>
      <h3>${say(title)}</h3>
      <dl>
        ${keys.map(
          ([key, word]) =>
            html`<div>
              <dt><kbd>${key}</kbd></dt>
              <dd>${say(word)}</dd>
            </div>`,
        )}
      </dl>
    </div>`;
  }

  static override styles = [
    staffStyles,
    dialogStyles,
    css`
      section {
        display: grid;
        gap: 14px;
        padding: 20px 24px 24px;
      }
      header {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 16px;
      }
      .columns {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(216px, 1fr));
        gap: 8px 28px;
        align-items: start;
      }
      h3 {
        font: 700 0.8125rem/1.25rem var(--font-sans);
        padding-block-end: 4px;
        border-block-end: 1px solid var(--line);
      }
      dl > div {
        display: grid;
        grid-template-columns: 76px 1fr;
        align-items: baseline;
        padding-block: 3px;
      }
      kbd {
        white-space: nowrap;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "key-list": KeyList;
  }
}
