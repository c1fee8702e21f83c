// The tender row: voucher, stored value, cash, other; every amount editable; the rest and the change live.
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { editableAmount, formatAmount, parseAmount } from "../charts/cashier/amount.ts";
import { cashSuggestions, type TenderEdits, type TenderPlan } from "../charts/cashier/tender.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { tenderStyles } from "./tender-styles.ts";
import type { Say } from "./words.ts";

const problemWords = {
  stored_short: "tender.problem.stored_short",
  too_much: "tender.problem.too_much",
  cash_short: "tender.problem.cash_short",
} as const;

const outsideWays = ["card", "wechat", "alipay"] as const;

/** A member's tab, minor units. */
export interface Credit {
  /** what the tender is called in the protocol: the asset's id */
  readonly tender: string;
  readonly owed: number;
  readonly available: number;
}

@customElement("tender-row")
export class TenderRow extends LitElement {
  @property({ attribute: false }) say!: Say;
  @property({ attribute: false }) plan: TenderPlan | undefined;
  @property({ attribute: false }) edits: TenderEdits = {};
  @property({ type: Number }) due = 0;
  @property({ type: Number }) available = 0;
  @property({ type: Number }) points = 0;
  @property({ type: Boolean }) member = false;
  @property({ type: Boolean }) busy = false;
  /** the member's tab, where the programme gives credit; minor units */
  @property({ attribute: false }) credit: Credit | undefined;

  override render(): TemplateResult {
    const { plan, say } = this;
    const stored = plan?.stored ?? 0;
    return html`
      <section aria-label=${say("tender.due")}>
        <div class="tile">
          <h3><kbd>F5</kbd> ${say("tender.voucher")}</h3>
          <output class="amount">${formatAmount(plan?.voucher ?? 0)}</output>
          <p class="meta">${(plan?.voucher ?? 0) === 0 ? say("tender.none") : ""}</p>
        </div>
        <div class="tile" ?inert=${!this.member}>
          <h3><kbd>F7</kbd> ${say("tender.stored")}</h3>
          ${this.#field("stored", stored)}
          <p class="meta">
            ${
              this.member
                ? say("tender.after", {
                    before: formatAmount(this.available),
                    after: formatAmount(this.available - stored),
                  })
                : ""
            }
          </p>
        </div>
        <div class="tile">
          <h3>${say("tender.other")}</h3>
          ${this.#field("other", plan?.other ?? 0)} ${this.#otherWays()}
        </div>
        <div class="tile current">
          <h3>
            <kbd>F8</kbd> ${say("tender.cash")}<span class="meta end"
              >${say("tender.received")}</span
            >
          </h3>
          ${this.#field("cash", plan?.cash ?? 0)}
          <div class="notes">
            <button @click=${() => this.#edit({ ...this.edits, cash: plan?.cashDue ?? 0 })}>
              ${say("tender.exact")}
            </button>
            ${cashSuggestions(plan?.cashDue ?? 0).map(
              (note) =>
                html`<button @click=${() => this.#edit({ ...this.edits, cash: note })}>
                  ${note / 100}
                </button>`,
            )}
          </div>
        </div>
        ${this.#sums()} ${this.#settle()}
      </section>
    `;
  }

  /** Choosing a way takes what is left to pay; the amount can still be changed. */
  #otherWays(): TemplateResult {
    const { say, credit } = this;
    const ways = [
      ...outsideWays.map((type) => ({ type, word: `tender.${type}` as const })),
      ...(credit === undefined ? [] : [{ type: credit.tender, word: "tender.tab" as const }]),
    ];
    const now = this.edits.other?.type ?? "card";
    return html`
      <div class="notes ways">
        ${ways.map(
          ({ type, word }) =>
            html`<button aria-pressed=${type === now} @click=${() => this.#payBy(type)}>
              ${say(word)}
            </button>`,
        )}
      </div>
      ${
        credit === undefined
          ? nothing
          : html`<p class="meta">
              ${say("tab.limits", { owed: formatAmount(credit.owed), free: formatAmount(credit.available) })}
            </p>`
      }
    `;
  }

  #payBy(type: string): void {
    const amount = (this.plan?.other ?? 0) + (this.plan?.cashDue ?? 0);
    this.#edit({ ...this.edits, other: { type, amount } });
  }

  #sums(): TemplateResult {
    const { say, plan } = this;
    const covered = (plan?.voucher ?? 0) + (plan?.stored ?? 0) + (plan?.other ?? 0);
    return html`
      <dl class="sums">
        <dt>${say("tender.due")}</dt>
        <dd>${formatAmount(this.due)}</dd>
        <dt>${say("tender.covered")}</dt>
        <dd>${formatAmount(covered)}</dd>
        <dt class="strong">${say("tender.cashDue")}</dt>
        <dd class="strong">${formatAmount(plan?.cashDue ?? this.due)}</dd>
        <dt>${say("tender.change")}</dt>
        <dd>${formatAmount(plan?.change ?? 0)}</dd>
      </dl>
    `;
  }

  #settle(): TemplateResult {
    const { say, plan } = this;
    const problem = plan?.problem;
    return html`
      <div class="settle">
        ${this.#keepChange(plan?.change ?? 0)}
        <button
          class="button primary"
          ?disabled=${plan === undefined || problem !== undefined || this.busy}
          @click=${() => this.dispatchEvent(new CustomEvent("settle"))}
        >
          ${problem === undefined ? say("tender.settle") : say(problemWords[problem])}
          ${problem === undefined ? html`<kbd>Enter</kbd>` : nothing}
        </button>
        <p class="meta">
          ${this.points > 0 ? say("tender.earns", { count: this.points }) : say("tender.plain")}
        </p>
      </div>
    `;
  }

  /** 找零存入余额: offered where there is change and somebody to keep it for. */
  #keepChange(change: number): TemplateResult | typeof nothing {
    if (change === 0 || !this.member) return nothing;
    const kept = this.edits.keepChange === true;
    return html`<button
      class="button keep"
      aria-pressed=${kept}
      @click=${() => this.#edit({ ...this.edits, keepChange: !kept })}
    >
      <kbd>Alt C</kbd>
      ${this.say(kept ? "tender.kept" : "tender.keep", { amount: formatAmount(change) })}
    </button>`;
  }

  #field(name: "stored" | "cash" | "other", amount: number): TemplateResult {
    return html`<input
      name=${name}
      class="amount"
      inputmode="decimal"
      aria-label=${this.say(`tender.${name}`)}
      data-amount=${editableAmount(amount)}
      ?disabled=${name === "stored" && !this.member}
      @focus=${(event: FocusEvent) => selectAll(event)}
      @change=${(event: Event) => this.#typed(name, event)}
    />`;
  }

  /** Shows the planned amounts, but never under the fingers of somebody who is typing one. */
  override updated(): void {
    const active = this.shadowRoot?.activeElement;
    for (const field of this.renderRoot.querySelectorAll<HTMLInputElement>("input.amount"))
      if (field !== active) field.value = field.dataset["amount"] ?? "";
  }

  #typed(name: "stored" | "cash" | "other", event: Event): void {
    if (!(event.target instanceof HTMLInputElement)) return;
    const amount = parseAmount(event.target.value);
    if (amount === undefined) return this.requestUpdate();
    this.#edit({
      ...this.edits,
      [name]: name === "other" ? { type: this.edits.other?.type ?? "card", amount } : amount,
    });
  }

  #edit(detail: TenderEdits): void {
    this.dispatchEvent(new CustomEvent<TenderEdits>("edit", { detail }));
  }

  /** Puts the cursor into a field; used by the page's function keys. */
  focusField(name: "stored" | "cash" | "other"): void {
    this.renderRoot.querySelector<HTMLInputElement>(`input[name=${name}]`)?.focus();
  }

  static override styles = [staffStyles, tenderStyles];
}

const selectAll = (event: FocusEvent): void => {
  if (event.target instanceof HTMLInputElement) event.target.select();
};

declare global {
  interface HTMLElementTagNameMap {
    "tender-row": TenderRow;
  }
}
