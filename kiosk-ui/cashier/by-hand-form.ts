// F3: what is taken off by hand, where, how much and why; a manager's word where it is more than small change.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { formatAmount } from "../charts/cashier/amount.ts";
import {
  type Less,
  offsFor,
  payRatioIn,
  type Scope,
  smallChange,
  takeOff,
} from "../charts/cashier/by-hand.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { amountOf, fieldsOf, formFoot } from "./desk-forms.ts";
import { dialogStyles } from "./dialog-styles.ts";
import { SheetForm } from "./sheet-form.ts";

@customElement("by-hand-form")
export class ByHandForm extends SheetForm {
  @state() private scope: Scope = "line";
  @state() private kind: Less["kind"] = "ratio";
  /** by line; undefined while nothing usable was typed */
  @state() private offs: readonly number[] | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    const { marked, lines } = this.desk.basket;
    if (lines.length > 1 && marked < 0) this.scope = "bill";
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLInputElement>("input[name=value]")?.focus();
  }

  override render(): TemplateResult {
    const { say, offs } = this;
    const { basket, quote } = this.desk;
    if (basket.lines.length === 0 || quote === undefined)
      return html`<form @submit=${this.#submit}>
        <h2>${say("byHand.title")}</h2>
        <p class="note">${say("byHand.none")}</p>
        ${formFoot({ say, refused: "", go: say("byHand.wait"), ready: false, back: this.back })}
      </form>`;
    return html`
      <form @submit=${this.#submit} @input=${this.#typed}>
        <h2>${say("byHand.title")}</h2>
        ${this.#where()} ${this.#how()}
        <label>
          ${say("byHand.reason")}
          <input name="reason" list="reasons" autocomplete="off" maxlength="200" required />
          <datalist id="reasons">
            ${say("byHand.reasons")
              .split(",")
              .map((reason) => html`<option value=${reason}></option>`)}
          </datalist>
        </label>
        ${this.#second()}
        ${formFoot({
          say,
          refused: this.refused,
          go: offs === undefined ? say("byHand.wait") : this.#change(offs),
          ready: offs !== undefined && !this.desk.stale,
          back: this.back,
        })}
      </form>
    `;
  }

  #where(): TemplateResult {
    const { say, scope } = this;
    const { lines, marked } = this.desk.basket;
    const item = (lines[marked] ?? lines[0])?.description ?? "";
    return html`<label>
      ${say("byHand.on")}
      <select name="scope">
        <option value="line" ?selected=${scope === "line"}>${say("byHand.line", { item })}</option>
        <option value="bill" ?selected=${scope === "bill"}>${say("byHand.bill")}</option>
      </select>
    </label>`;
  }

  #how(): TemplateResult {
    const { say, kind } = this;
    return html`<div class="two">
      <label>
        ${say("byHand.how")}
        <select name="kind">
          <option value="ratio" ?selected=${kind === "ratio"}>${say("byHand.ratio")}</option>
          <option value="amount" ?selected=${kind === "amount"}>${say("byHand.amount")}</option>
        </select>
      </label>
      <label>
        ${say(kind === "ratio" ? "byHand.value" : "byHand.less")}
        <input name="value" class="money" inputmode="decimal" autocomplete="off" required />
      </label>
    </div>`;
  }

  #second(): TemplateResult | typeof nothing {
    const { say } = this;
    const off = (this.offs ?? []).reduce((sum, one) => sum + one, 0);
    if (off < smallChange || this.desk.staff?.rights.includes("manager") === true) return nothing;
    return html`<p class="note">${say("byHand.second")}</p>
      <div class="two">
        <label>${say("byHand.staff")}<input name="staff" autocomplete="off" required /></label>
        <label>
          ${say("byHand.pin")}
          <input name="pin" type="password" inputmode="numeric" autocomplete="off" required />
        </label>
      </div>`;
  }

  /** What the bill costs now and then: nobody has to reckon. */
  #change(offs: readonly number[]): string {
    const { basket, quote } = this.desk;
    const before = quote?.due ?? 0;
    const now = basket.lines.reduce((sum, { off = 0 }) => sum + off, 0);
    const after = before + now - offs.reduce((sum, one) => sum + one, 0);
    return this.say("byHand.go", { before: formatAmount(before), after: formatAmount(after) });
  }

  readonly #typed = (): void => {
    const form = this.renderRoot.querySelector("form");
    const { basket, quote } = this.desk;
    if (form === null || quote === undefined) return;
    const field = fieldsOf(form);
    this.scope = field("scope") === "bill" ? "bill" : "line";
    this.kind = field("kind") === "amount" ? "amount" : "ratio";
    const less = this.#less(field("value") ?? "");
    this.offs =
      less === undefined
        ? undefined
        : offsFor(this.#marked(basket), quote.lines, { scope: this.scope, less });
  };

  /** Without a mark the first line is meant. */
  #marked<Marked extends { readonly marked: number }>(basket: Marked): Marked {
    return { ...basket, marked: Math.max(0, basket.marked) };
  }

  #less(value: string): Less | undefined {
    if (this.kind === "amount") {
      const amount = amountOf(value);
      return amount === undefined ? undefined : { kind: "amount", amount };
    }
    const payRatio = payRatioIn(value, this.english);
    return payRatio === undefined ? undefined : { kind: "ratio", payRatio };
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (event.target instanceof HTMLFormElement) void this.#take(event.target);
  };

  /** A wrong PIN is told here, where the second person stands, and not when the guest pays. */
  async #take(form: HTMLFormElement): Promise<void> {
    const { offs, desk } = this;
    if (offs === undefined) return;
    const field = fieldsOf(form);
    const [staff, pin] = [field("staff"), field("pin")];
    const approval = staff === undefined || pin === undefined ? undefined : { staff, pin };
    if (approval !== undefined && (await desk.attempt("staff.vouch", { approval })) === undefined)
      return this.#askAgain();
    desk.approval = approval;
    desk.setBasket(takeOff(desk.basket, offs, field("reason") ?? ""));
    this.done();
  }

  #askAgain(): void {
    const pin = this.renderRoot.querySelector<HTMLInputElement>("input[name=pin]");
    if (pin === null) return;
    pin.value = "";
    pin.focus();
  }

  static override styles = [staffStyles, dialogStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "by-hand-form": ByHandForm;
  }
}
