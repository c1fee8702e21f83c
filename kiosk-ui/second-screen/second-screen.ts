// The customer's screen at the till: what is rung up, what it saves, the total, the change. Shows, and asks for
// nothing but a PIN; the newest line is marked, and large figures read from a metre away.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import { formatAmount } from "../charts/cashier/amount.ts";
import "../cashier/pin-pad.ts";
import { sayIn } from "../cashier/words.ts";
import type { CustomerPad, PadAsked } from "./pad-channel.ts";
import { nothingShown, type ShownBill, type ShownLine } from "./shown-bill.ts";
import { screenWords, type ScreenWord } from "./words.ts";

/** The last lines of a long bill: the others have gone up out of sight. */
const linesShownMax = 8;

@customElement("second-screen")
export class SecondScreen extends LitElement {
  @property({ attribute: false }) bill: ShownBill = nothingShown;
  @property() language = "zh-CN";
  /** a PIN the till asks the guest for */
  @property({ attribute: false }) asked: PadAsked | undefined;
  @property({ attribute: false }) pad: CustomerPad | undefined;

  override render(): TemplateResult {
    const { bill } = this;
    return html`
      <header><span class="mark" aria-hidden="true">契</span>${bill.store}</header>
      <main data-stage=${this.asked === undefined ? bill.stage : "pin"}>${this.#stage()}</main>
    `;
  }

  #guestPad({ twice }: PadAsked): TemplateResult {
    return html`<pin-pad
      own
      ?twice=${twice}
      .say=${sayIn(this.language.startsWith("en") ? "en" : "zh-CN")}
      @count=${(event: CustomEvent<number>) => this.pad?.counted(event.detail)}
      @pin=${(event: CustomEvent<string>) => this.pad?.typed(event.detail)}
      @back=${() => this.pad?.gaveUp()}
    ></pin-pad>`;
  }

  #stage(): unknown {
    if (this.asked !== undefined) return keyed(this.asked.of, this.#guestPad(this.asked));
    switch (this.bill.stage) {
      case "idle":
        return this.#idle();
      case "open":
        return this.#open();
      case "paid":
        return this.#paid();
    }
  }

  #say(word: ScreenWord): string {
    return screenWords(this.language)[word];
  }

  #idle(): TemplateResult {
    return html`<p class="welcome">${this.#say("welcome")}</p>
      <p class="hint">${this.#say("showCard")}</p>`;
  }

  #open(): TemplateResult {
    const { lines, list, due, member, tenders, change } = this.bill;
    const hidden = Math.max(0, lines.length - linesShownMax);
    return html`
      ${member === undefined ? nothing : html`<p class="member">${this.#say("member")} ${member}</p>`}
      <ol class="lines">
        ${hidden === 0 ? nothing : html`<li class="more">${this.#say("more")} ${hidden}</li>`}
        ${lines.slice(-linesShownMax).map((line, at, shown) => this.#line(line, at === shown.length - 1))}
      </ol>
      <dl class="totals" aria-live="polite">
        ${
          due < list
            ? html`<div class="saved">
                <dt>${this.#say("saved")}</dt>
                <dd>−${formatAmount(list - due)}</dd>
              </div>`
            : nothing
        }
        ${tenders
          .filter(({ type }) => type !== "cash" || change > 0)
          .map(
            ({ type, amount }) =>
              html`<div>
                <dt>${this.#say(type)}</dt>
                <dd>${formatAmount(amount)}</dd>
              </div>`,
          )}
        <div class="due">
          <dt>${this.#say("due")}</dt>
          <dd>${formatAmount(due)}</dd>
        </div>
        ${
          change > 0
            ? html`<div class="change">
                <dt>${this.#say("change")}</dt>
                <dd>${formatAmount(change)}</dd>
              </div>`
            : nothing
        }
      </dl>
    `;
  }

  #line({ text, quantity, list, net }: ShownLine, isNewest: boolean): TemplateResult {
    return html`
      <li class=${isNewest ? "newest" : ""}>
        <span class="text">${text}</span>
        <span class="quantity">${quantity > 1 ? html`× ${quantity}` : nothing}</span>
        <span class="amount">
          ${net < list ? html`<s>${formatAmount(list)}</s>` : nothing} ${formatAmount(net)}
        </span>
      </li>
    `;
  }

  #paid(): TemplateResult {
    const { due, change } = this.bill;
    return html`
      <p class="stamp">${this.#say("paid")}</p>
      <p class="figure">${formatAmount(due)}</p>
      ${
        change > 0
          ? html`<p class="change">${this.#say("change")} <b>${formatAmount(change)}</b></p>`
          : nothing
      }
      <p class="hint">${this.#say("thanks")}</p>
    `;
  }

  static override styles = css`
    :host {
      display: grid;
      grid-template-rows: auto minmax(0, 1fr);
      min-height: 100vh;
      box-sizing: border-box;
      padding: clamp(20px, 3vw, 48px);
      font: 400 clamp(18px, 2.1vw, 34px) / 1.5 var(--font);
      font-variant-numeric: tabular-nums lining-nums;
      color: var(--ink);
      background: var(--paper);
    }
    header {
      display: flex;
      gap: 0.6em;
      align-items: center;
      font-family: var(--font-display);
      font-weight: 700;
    }
    .mark {
      display: grid;
      place-items: center;
      width: 1.7em;
      height: 1.7em;
      color: var(--surface);
      background: var(--seal);
      border-radius: 0.25em;
    }
    main {
      display: flex;
      flex-direction: column;
      min-height: 0;
      padding-block-start: 1em;
    }
    main:not([data-stage="open"]) {
      align-items: center;
      justify-content: center;
      text-align: center;
    }
    p,
    ol,
    dl,
    dd {
      margin: 0;
      padding: 0;
      list-style: none;
    }
    .welcome {
      font: 700 2.4em/1.3 var(--font-display);
    }
    .hint,
    .more {
      color: var(--ink-2);
    }
    .member {
      padding-block-end: 0.4em;
      color: var(--gold);
      font-weight: 700;
    }
    .lines {
      flex: 1;
      min-height: 0;
      overflow: hidden;
    }
    .lines li {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto minmax(5em, auto);
      gap: 1em;
      align-items: baseline;
      padding: 0.35em 0.6em;
      border-block-end: 1px solid var(--line);
    }
    .lines .more {
      display: block;
    }
    .newest {
      background: var(--primary-soft);
      border-radius: 0.35em;
    }
    .text {
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .amount,
    dd {
      text-align: end;
    }
    s {
      margin-inline-end: 0.5em;
      color: var(--ink-3);
    }
    .totals {
      padding-block-start: 0.6em;
      border-block-start: 3px double var(--edge);
    }
    .totals div {
      display: flex;
      justify-content: space-between;
      padding-inline: 0.6em;
    }
    .saved,
    .change {
      color: var(--good);
      font-weight: 700;
    }
    .due {
      font: 700 2.2em/1.3 var(--font);
    }
    .totals .change {
      font-size: 1.6em;
    }
    .stamp {
      padding: 0.1em 0.6em;
      color: var(--seal-text);
      border: 0.12em solid var(--seal);
      border-radius: 0.2em;
      font: 700 2em/1.4 var(--font-display);
      transform: rotate(-3deg);
    }
    p.figure {
      font: 700 3.6em/1.4 var(--font);
    }
    p.change {
      font-size: 1.8em;
    }
  `;
}

declare global {
  interface HTMLElementTagNameMap {
    "second-screen": SecondScreen;
  }
}
