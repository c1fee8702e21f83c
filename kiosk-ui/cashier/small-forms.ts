// The till's small questions: an open amount, the card's PIN, which parked bill.
import { html, LitElement, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { formatAmount } from "../charts/cashier/amount.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { amountOf, fieldsOf, formFoot } from "./desk-forms.ts";
import type { Desk } from "./desk.ts";
import { dialogStyles } from "./dialog-styles.ts";
import "./guest-pin.ts";
import type { Say } from "./words.ts";

class SmallForm extends LitElement {
  @property({ attribute: false }) say!: Say;
  @property({ attribute: false }) desk!: Desk;
  @property() refused = "";

  override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLInputElement>("input")?.focus();
  }

  protected readonly back = (): void => {
    this.dispatchEvent(new CustomEvent("back"));
  };

  protected done(detail?: unknown): void {
    this.dispatchEvent(new CustomEvent("done", { detail }));
  }

  static override styles = [staffStyles, dialogStyles];
}

/** Where the programme names no venues, what is sold is sold in the shop. */
const onlyVenue = "shop";

@customElement("open-amount-form")
export class OpenAmountForm extends SmallForm {
  override render(): TemplateResult {
    const { say, desk } = this;
    return html`
      <form @submit=${this.#submit}>
        <h2>${say("goods.open")}</h2>
        <label>
          ${say("goods.openName")}
          <select name="venue">
            ${(desk.info?.venues ?? []).map((venue) => html`<option value=${venue.id}>${venue.name}</option>`)}
          </select>
        </label>
        <label>
          ${say("goods.openAmount")}
          <input name="amount" class="money" inputmode="decimal" required />
        </label>
        ${formFoot({ say, refused: this.refused, go: say("goods.open"), ready: true, back: this.back })}
      </form>
    `;
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const field = fieldsOf(event.target);
    const list = amountOf(field("amount"));
    const venue = field("venue") ?? onlyVenue;
    if (list === undefined || list === 0) return;
    const description = this.desk.info?.venues.find((one) => one.id === venue)?.name ?? venue;
    this.done({ venue, description, list, tags: [] });
  };
}

@customElement("pin-form")
export class PinForm extends SmallForm {
  override render(): TemplateResult {
    return html`<guest-pin
      .say=${this.say}
      @pin=${(event: CustomEvent<string>) => this.done(event.detail)}
      @back=${this.back}
    ></guest-pin>`;
  }
}

@customElement("voucher-form")
export class VoucherForm extends SmallForm {
  override render(): TemplateResult {
    const { say } = this;
    return html`
      <form @submit=${this.#submit}>
        <h2>${say("voucher.title")}</h2>
        <label>${say("voucher.code")}<input name="code" autocomplete="off" required /></label>
        ${formFoot({
          say,
          refused: this.refused,
          go: say("voucher.go"),
          // Asking what a code is worth moves nothing: an Enter is never lost because a price is under way.
          ready: true,
          back: this.back,
        })}
      </form>
    `;
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (event.target instanceof HTMLFormElement)
      void this.#use(fieldsOf(event.target)("code") ?? "");
  };

  /** Only an open voucher goes on the bill; what is wrong with another is said here. */
  async #use(code: string): Promise<void> {
    const coupon = await this.desk.attempt("coupon.get", { code });
    if (coupon === undefined) return;
    if (coupon.state === "open") return this.done(coupon.coupon ?? code);
    this.desk.refuse(coupon.state === "used" ? "coupon.used" : "coupon.expired");
  }
}

interface ParkedBill {
  readonly parked: string;
  readonly at: string;
  readonly due?: number;
  readonly note?: string;
}

@customElement("parked-form")
export class ParkedForm extends SmallForm {
  @state() private bills: readonly ParkedBill[] = [];

  override firstUpdated(): void {
    void this.desk.attempt("bill.parked", {}).then((answer) => {
      this.bills = answer?.parked ?? [];
    });
  }

  override render(): TemplateResult {
    const { say } = this;
    return html`
      <form @submit=${(event: SubmitEvent) => event.preventDefault()}>
        <h2>${say("park.title")}</h2>
        ${this.bills.length === 0 ? html`<p class="note">${say("park.none")}</p>` : ""}
        <div class="choices">
          ${this.bills.map(
            (bill) => html`
              <button type="button" @click=${() => this.done(bill.parked)}>
                <b>${bill.note ?? bill.at.slice(11, 16)}</b>
                <span class="meta">${bill.due === undefined ? "" : formatAmount(bill.due)}</span>
              </button>
            `,
          )}
        </div>
        ${this.refused === "" ? "" : html`<p class="refused" role="alert">✕ ${this.refused}</p>`}
        <div class="actions">
          <button type="button" class="button" @click=${this.back}>
            ${say("cancel")} <kbd>Esc</kbd>
          </button>
        </div>
      </form>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "open-amount-form": OpenAmountForm;
    "pin-form": PinForm;
    "parked-form": ParkedForm;
    "voucher-form": VoucherForm;
  }
}
