// The till's small questions: an open amount, the card's PIN, which parked bill.
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { ResultOf } from "../../gateway/protocol/operations.ts";
import { readBasket } from "../charts/cashier/basket.ts";
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

type ParkedBill = ResultOf<"bill.parked">["parked"][number];

const hourMs = 3_600_000;
/** From so long on a parked bill is shown as one that somebody may have forgotten. */
const agedMs = 2 * hourMs;

@customElement("parked-form")
export class ParkedForm extends SmallForm {
  @state() private bills: readonly ParkedBill[] = [];

  override firstUpdated(): void {
    void this.desk.attempt("bill.parked", {}).then((answer) => {
      this.bills = (answer?.parked ?? []).toSorted((one, other) => (one.at < other.at ? -1 : 1));
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
                ${this.#waits(bill)} ${this.#noted(bill)}
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

  #noted({ bill }: ParkedBill): TemplateResult | typeof nothing {
    const { note } = readBasket(JSON.stringify(bill));
    return note === undefined ? nothing : html`<span class="meta">${note.text}</span>`;
  }

  /** How many pieces, and how long they have waited: in words, and in colour when it is long. */
  #waits({ bill, at }: ParkedBill): TemplateResult {
    const { lines } = readBasket(JSON.stringify(bill));
    const pieces = lines.reduce((sum, { quantity }) => sum + quantity, 0);
    const waitedMs = Math.max(0, Date.now() - Date.parse(at));
    const minutes = String(Math.floor((waitedMs % hourMs) / 60_000));
    const hours = Math.floor(waitedMs / hourMs);
    const age =
      hours === 0
        ? this.say("park.minutes", { minutes })
        : this.say("park.hours", { hours: String(hours), minutes: minutes.padStart(2, "0") });
    const isOld = waitedMs >= agedMs;
    return html`<span class="meta"
        >${pieces} ${this.say(pieces === 1 ? "basket.piece" : "basket.pieces")}</span
      >
      <span class=${isOld ? "tag warn" : "meta"}>${isOld ? "▲ " : ""}${age}</span>`;
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
