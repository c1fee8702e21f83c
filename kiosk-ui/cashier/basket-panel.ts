// The basket: lines with their price and why it is that price, totals, quick items. Emits edits, keeps none.
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { formatAmount } from "../charts/cashier/amount.ts";
import { type Basket, type BasketLine, listTotal } from "../charts/cashier/basket.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { basketStyles } from "./basket-styles.ts";
import { offRule } from "../charts/cashier/by-hand.ts";
import { cite, citeStyles } from "./cite.ts";
import type { Identified, Info, Quote } from "./desk.ts";
import { type Say, wordFor } from "./words.ts";

type QuotedLine = Quote["lines"][number];

@customElement("basket-panel")
export class BasketPanel extends LitElement {
  @property({ attribute: false }) say!: Say;
  @property({ attribute: false }) basket!: Basket;
  @property({ attribute: false }) quote: Quote | undefined;
  @property({ attribute: false }) identified: Identified | undefined;
  @property({ attribute: false }) info: Info | undefined;
  /** the refusal's sentence in the page's language */
  @property({ attribute: false }) sentence: (code: string) => string = (code) => code;

  override render(): TemplateResult {
    const { say, basket } = this;
    return html`
      <section class="panel" aria-label=${say("basket.item")}>
        ${this.#attached()}
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col" class="number">#</th>
                <th scope="col">${say("basket.item")}</th>
                <th scope="col">${say("basket.why")}</th>
                <th scope="col" class="figure">${say("basket.quantity")}</th>
                <th scope="col" class="figure">${say("basket.unit")}</th>
                <th scope="col" class="figure">${say("basket.list")}</th>
                <th scope="col" class="figure">${say("basket.net")}</th>
              </tr>
            </thead>
            <tbody>
              ${basket.lines.map((line, at) => this.#line(line, at))}
            </tbody>
          </table>
          ${this.#noted()}
          <p class="hint">
            ${
              basket.nextQuantity > 1
                ? html`${say("basket.next")} <kbd>${basket.nextQuantity} ×</kbd>`
                : say("basket.empty")
            }
          </p>
        </div>
        ${this.#quick()} ${this.#totals()}
      </section>
    `;
  }

  #attached(): TemplateResult | typeof nothing {
    const { say, identified, quote, basket } = this;
    if (identified === undefined) return nothing;
    const list = listTotal(basket);
    const due = quote?.due ?? list;
    return html`
      <header class="attached">
        <span>
          <b>${say("basket.attached")} ${identified.member.name}</b>
          ${
            basket.lines.length === 0 || basket.lines.length !== quote?.lines.length
              ? nothing
              : html`　${say("basket.totalChange")} ${formatAmount(list)} →
                  <b>${formatAmount(due)}</b>${
                    due < list
                      ? html` · ${say("basket.less")} ${formatAmount(list - due)}`
                      : nothing
                  }`
          }
        </span>
        <span class="spring"></span>
        <button class="plain" @click=${() => this.#emit("detach")}>
          <kbd>Alt</kbd><kbd>Z</kbd> ${say("basket.detach")}
        </button>
      </header>
    `;
  }

  #line(line: BasketLine, at: number): TemplateResult {
    const quoted = this.quote?.lines[at];
    const list = line.list * line.quantity;
    const net = quoted?.net ?? list;
    return html`
      <tr aria-selected=${at === this.basket.marked} @click=${() => this.#emit("mark", at)}>
        <td class="number">${at + 1}</td>
        <td>
          <button class="item" @click=${() => this.#emit("mark", at)}>${line.description}</button>
          <span class="meta">${this.#venue(line.venue)}</span>
        </td>
        <td>${this.#why(quoted)}</td>
        <td class="figure">${line.quantity}</td>
        <td class="figure">${formatAmount(line.list)}</td>
        <td class="figure">
          ${net === list ? formatAmount(list) : html`<s>${formatAmount(list)}</s>`}
        </td>
        <td class="figure net">${formatAmount(net)}</td>
      </tr>
    `;
  }

  /** Why the line costs what it costs: what applied, else what did not and why, else the list price. */
  #why(quoted: QuotedLine | undefined): TemplateResult {
    const applied = quoted?.applied ?? [];
    if (applied.length > 0)
      return html`${applied.map(
        (rule) => html`
          ${cite(rule.rule === offRule ? this.say("byHand.why") : rule.cite)}<span class="less">
            ${rule.amount > 0 ? `−${formatAmount(rule.amount)}` : formatAmount(-rule.amount)}
          </span>
        `,
      )}`;
    const [refused] = quoted?.refused ?? [];
    if (refused === undefined)
      return html`<span class="meta">${this.say("basket.listPrice")}</span>`;
    return html`${cite(refused.cite)}<span class="meta">
        ${this.say("basket.listPrice")} · ${this.sentence(refused.why)}
      </span>`;
  }

  #quick(): TemplateResult {
    const goods = this.info?.goods ?? [];
    return html`
      <div class="quick" role="group" aria-label=${this.say("goods.title")}>
        ${goods.slice(0, 11).map(
          (good, at) => html`
            <button
              @click=${() => this.#emit("add", { ...good, description: good.name, tags: good.tags ?? [] })}
            >
              <span>${good.name}</span>
              <span class="meta"
                >${formatAmount(good.list)} ${at < 9 ? html`<kbd>${at + 1}</kbd>` : nothing}</span
              >
            </button>
          `,
        )}
        <button @click=${() => this.#emit("open-amount")}>
          <span>${this.say("goods.open")}</span><span class="meta"><kbd>0</kbd></span>
        </button>
      </div>
    `;
  }

  #noted(): TemplateResult | typeof nothing {
    const { note } = this.basket;
    if (note === undefined) return nothing;
    return html`<p class="noted">
      <b>${this.say("note.add")}</b> ${note.text}
      ${note.printed ? html`<span class="tag">${this.say("note.printed")}</span>` : nothing}
    </p>`;
  }

  #totals(): TemplateResult {
    const { say, basket } = this;
    const list = listTotal(basket);
    const due = this.quote?.due ?? list;
    const lines = basket.lines.length;
    const pieces = basket.lines.reduce((sum, line) => sum + line.quantity, 0);
    return html`
      <footer>
        <span
          >${lines} ${say(lines === 1 ? "basket.line" : "basket.lines")} · ${pieces}
          ${say(pieces === 1 ? "basket.piece" : "basket.pieces")}</span
        >
        <span>${say("basket.listTotal")} <b>${formatAmount(list)}</b></span>
        <span>${say("basket.discount")} <b>${formatAmount(due - list)}</b></span>
        <button class="plain" @click=${() => this.#emit("note")}>
          <kbd>Alt</kbd><kbd>M</kbd> ${say("note.add")}
        </button>
        <span class="spring"></span>
        <span class="sum">${say("basket.total")} <b>${formatAmount(due)}</b></span>
      </footer>
    `;
  }

  #venue(id: string): string {
    return (
      this.info?.venues.find((venue) => venue.id === id)?.name ?? wordFor(this.say, "venue", id)
    );
  }

  #emit(name: string, detail?: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  static override styles = [staffStyles, citeStyles, basketStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "basket-panel": BasketPanel;
  }
}
