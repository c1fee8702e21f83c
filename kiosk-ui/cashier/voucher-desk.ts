// Bearer vouchers at the till: sold for what they are worth, an unused one taken back, and what became of them all.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { ResultOf } from "../../gateway/protocol/operations.ts";
import { formatAmount } from "../charts/cashier/amount.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { deskStyles } from "./card-desk-styles.ts";
import { amountOf, deskLooks, fieldsOf, paidBy } from "./desk-forms.ts";
import { dialogStyles } from "./dialog-styles.ts";
import { SheetForm } from "./sheet-form.ts";

const looks = ["sell", "back", "list"] as const;
type Look = (typeof looks)[number];
type Listed = ResultOf<"voucher.list">;

const marks = { open: "✓", used: "●", expired: "▲", void: "✕" } as const;
const countMax = 50;

@customElement("voucher-desk")
export class VoucherDesk extends SheetForm {
  @state() private look: Look = "sell";
  @state() private value = 0;
  @state() private count = 1;
  @state() private code = "";
  @state() private listed: Listed | undefined;

  protected override codeScanned(code: string): void {
    this.#show("back");
    this.code = code;
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLInputElement>("input")?.focus();
  }

  #show(look: Look): void {
    this.look = look;
    this.code = "";
    this.desk.clearRefusal();
    if (look === "list") void this.#load();
  }

  async #load(): Promise<void> {
    this.listed = await this.desk.attempt("voucher.list", {});
  }

  override render(): TemplateResult {
    const { say, look } = this;
    return html`
      <div class="desk wide-work">
        ${deskLooks({
          title: say("desk.vouchers"),
          looks,
          now: look,
          named: (name) => say(`vouchers.${name}`),
          show: (name) => this.#show(name),
          also: html`<span class="spring"></span>
            <p class="note">${say("vouchers.note")}</p>`,
        })}
        <section class="work">
          ${look === "sell" ? this.#sell() : look === "back" ? this.#back() : this.#list()}
        </section>
      </div>
    `;
  }

  #sell(): TemplateResult {
    const { say, value, count } = this;
    const amount = value * count;
    return html`
      <header><h1>${say("vouchers.sell")}</h1></header>
      <form
        @input=${(event: InputEvent) => {
          const form = event.currentTarget;
          if (!(form instanceof HTMLFormElement)) return;
          const field = fieldsOf(form);
          this.value = amountOf(field("value")) ?? 0;
          this.count = Number(field("count") ?? "0");
        }}
        @submit=${this.#sold}
      >
        <div class="two">
          <label>
            ${say("vouchers.value")}
            <input name="value" class="money" inputmode="decimal" required autocomplete="off" />
          </label>
          <label>
            ${say("vouchers.count")}
            <input
              name="count"
              class="money"
              type="number"
              min="1"
              max=${countMax}
              required
              value="1"
            />
          </label>
          <label>${say("vouchers.until")}<input name="until" type="date" /></label>
          ${paidBy(say, this.english)}
        </div>
        ${this.foot(say("vouchers.go", { amount: formatAmount(amount), count }), { ready: amount > 0 })}
      </form>
    `;
  }

  readonly #sold = (event: SubmitEvent): void => {
    event.preventDefault();
    if (event.target instanceof HTMLFormElement) void this.#sellNow(fieldsOf(event.target));
  };

  async #sellNow(field: (name: string) => string | undefined): Promise<void> {
    const { desk, value, count } = this;
    if (value === 0 || count < 1) return;
    const type = field("paidBy") ?? "cash";
    const until = field("until");
    const sale = {
      value,
      count,
      tenders: [{ type, amount: value * count }],
      ...(until === undefined ? {} : { expiresOn: until }),
    };
    const done = await this.once((key) => desk.attempt("voucher.sell", { ...sale, key }));
    if (done === undefined) return;
    const codes = done.vouchers.map((one) => one.code);
    desk.finish({ what: "vouchers", amount: done.due, receipt: done.receipt, codes });
    if (type === "cash") void desk.openDrawer("sale");
    this.done();
  }

  #back(): TemplateResult {
    const { say } = this;
    return html`
      <header><h1>${say("vouchers.back")}</h1></header>
      <form @submit=${this.#takenBack}>
        <label>
          ${say("vouchers.code")}
          <input name="code" required autocomplete="off" maxlength="64" .value=${this.code} />
        </label>
        <label>
          ${say("vouchers.reason")}
          <input name="reason" required autocomplete="off" maxlength="200" />
        </label>
        <div class="two">
          <label>${say("vouchers.second")}<input name="second" autocomplete="off" /></label>
          <label>
            ${say("vouchers.secondPin")}
            <input name="pin" type="password" inputmode="numeric" autocomplete="off" />
          </label>
        </div>
        <p class="note">${say("vouchers.secondNote")}</p>
        ${this.foot(say("vouchers.backGo"))}
      </form>
    `;
  }

  readonly #takenBack = (event: SubmitEvent): void => {
    event.preventDefault();
    if (event.target instanceof HTMLFormElement) void this.#takeBack(fieldsOf(event.target));
  };

  async #takeBack(field: (name: string) => string | undefined): Promise<void> {
    const { desk } = this;
    const [coupon, reason, staff, pin] = ["code", "reason", "second", "pin"].map(field);
    if (coupon === undefined || reason === undefined) return;
    const approval = staff === undefined || pin === undefined ? {} : { approval: { staff, pin } };
    const done = await this.once((key) =>
      desk.attempt("voucher.takeBack", { coupon, reason, ...approval, key }),
    );
    if (done === undefined) return;
    desk.finish({ what: "voucherBack", amount: done.paid, receipt: done.receipt });
    void desk.openDrawer("refund");
    this.done();
  }

  #list(): TemplateResult {
    const { say, listed } = this;
    const { vouchers = [], totals } = listed ?? {};
    const { count = 0, amount = 0 } = totals?.open ?? {};
    return html`
      <header>
        <h1>${say("vouchers.list")}</h1>
        <span class="note">${say("vouchers.owed", { amount: formatAmount(amount), count })}</span>
      </header>
      <table class="rows compact">
        <tbody>
          ${vouchers.map(
            (one) =>
              html`<tr>
                <td class="figure"><b>${formatAmount(one.value)}</b></td>
                <td>…${one.code}<br />${marks[one.state]} ${say(`vouchers.${one.state}`)}</td>
                <td class="meta">
                  ${one.on} ${say(`vouchers.${one.how}`)}<br />
                  ${one.expiresOn === null ? "—" : say("member.until", { date: one.expiresOn })}
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
      ${vouchers.length === 0 ? html`<p class="note">${say("vouchers.none")}</p>` : nothing}
      ${this.refused === "" ? nothing : html`<p class="refused" role="alert">✕ ${this.refused}</p>`}
      <div class="actions">
        <button type="button" class="button" @click=${this.back}>
          ${say("cancel")} <kbd>Esc</kbd>
        </button>
      </div>
    `;
  }

  static override styles = [staffStyles, dialogStyles, deskStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "voucher-desk": VoucherDesk;
  }
}
