// Credit and invoices: what the shown member owes is paid off; the invoice of a receipt is looked at with its deadline,
// then asked for.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { ResultOf } from "../../gateway/protocol/operations.ts";
import { editableAmount, formatAmount } from "../charts/cashier/amount.ts";
import { receiptIn } from "../charts/cashier/refund.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { deskStyles } from "./card-desk-styles.ts";
import { creditOf } from "./credit.ts";
import { amountOf, fieldsOf, paidBy } from "./desk-forms.ts";
import { dialogStyles } from "./dialog-styles.ts";
import { SheetForm } from "./sheet-form.ts";

@customElement("tab-desk")
export class TabDesk extends SheetForm {
  @state() private invoice: ResultOf<"invoice.request"> | undefined;
  /** the receipt whose terms are shown */
  @state() private looked = "";

  protected override codeScanned(code: string): void {
    const field = this.renderRoot.querySelector<HTMLInputElement>("input[name=receipt]");
    if (field !== null) field.value = code;
    void this.#look(code);
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLInputElement>("input")?.focus();
  }

  override render(): TemplateResult {
    const { say, desk } = this;
    const credit = creditOf(desk);
    return html`
      <section class="work" aria-label=${say("desk.tab")}>
        <header>
          <h1>${say("desk.tab")}</h1>
          <b class="name">${desk.identified?.member.name ?? ""}</b>
        </header>
        ${credit === undefined ? html`<p class="note">${say("tab.none")}</p>` : this.#settle(credit)}
        ${this.#invoice()}
      </section>
    `;
  }

  #invoice(): TemplateResult {
    const { say, invoice, looked } = this;
    const amount = invoice === undefined ? "" : formatAmount(invoice.amount);
    return html`
      <form class="panel" @submit=${this.#asked}>
        <h2>${say("invoice.title")}</h2>
        <label>
          ${say("refund.receipt")}
          <input name="receipt" autocomplete="off" required @input=${() => this.#forget()} />
        </label>
        ${
          looked === "" || invoice === undefined
            ? nothing
            : html`<dl class="ways" role="status">
                <dt>${say("invoice.amount")}</dt>
                <dd class="due">${amount}</dd>
                <dt>${say("invoice.until")}</dt>
                <dd>${invoice.until ?? say("invoice.noEnd")}</dd>
              </dl>`
        }
        ${
          invoice?.invoice === undefined
            ? nothing
            : html`<p class="token good" role="status">
                ✓ ${say("invoice.asked", { amount, id: invoice.invoice.slice(-8) })}
              </p>`
        }
        ${this.foot(looked === "" ? say("invoice.look") : say("invoice.go", { amount }))}
      </form>
    `;
  }

  #settle(credit: { readonly owed: number; readonly available: number }): TemplateResult {
    const { say } = this;
    return html`
      <form class="panel" @submit=${this.#paid}>
        <dl class="ways">
          <dt>${say("tab.owed")}</dt>
          <dd class="due">${formatAmount(credit.owed)}</dd>
          <dt>${say("tab.free")}</dt>
          <dd>${formatAmount(credit.available)}</dd>
        </dl>
        <div class="two">
          <label>
            ${say("tab.pay")}
            <input
              name="amount"
              class="money"
              inputmode="decimal"
              required
              .value=${editableAmount(credit.owed)}
            />
          </label>
          ${paidBy(say, this.english)}
        </div>
        <div class="actions">
          <button class="button primary" ?disabled=${credit.owed === 0 || this.desk.busy}>
            ${say("tab.go")}
          </button>
        </div>
      </form>
    `;
  }

  readonly #paid = (event: SubmitEvent): void => {
    event.preventDefault();
    if (event.target instanceof HTMLFormElement) void this.#pay(fieldsOf(event.target));
  };

  async #pay(field: (name: string) => string | undefined): Promise<void> {
    const { desk } = this;
    const amount = amountOf(field("amount"));
    const account = desk.identified?.account;
    if (amount === undefined || amount === 0 || account === undefined) return;
    const type = field("paidBy") ?? "cash";
    const tenders = [{ type, amount }];
    const done = await this.once((key) =>
      desk.attempt("tab.settle", { account, amount, tenders, key }),
    );
    if (done === undefined) return;
    const { owed, receipt } = done;
    desk.finish({
      what: "tab",
      amount,
      before: owed + amount,
      after: owed,
      unit: "money",
      receipt,
    });
    if (type === "cash") void desk.openDrawer("sale");
    this.done();
  }

  readonly #asked = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    void (this.looked === ""
      ? this.#look(fieldsOf(event.target)("receipt") ?? "")
      : this.#request(this.looked));
  };

  #forget(): void {
    this.invoice = undefined;
    this.looked = "";
  }

  /** Sum and deadline, before anything is asked for. */
  async #look(text: string): Promise<void> {
    this.#forget();
    const receipt = receiptIn(text);
    if (receipt === undefined) return this.desk.refuse("refund.no_receipt");
    const key = this.desk.client.newKey();
    this.invoice = await this.desk.attempt("invoice.request", { receipt, dryRun: true, key });
    this.looked = this.invoice === undefined ? "" : receipt;
  }

  async #request(receipt: string): Promise<void> {
    const asked = await this.once((key) => this.desk.attempt("invoice.request", { receipt, key }));
    if (asked !== undefined) this.invoice = asked;
    this.looked = "";
  }

  static override styles = [staffStyles, dialogStyles, deskStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "tab-desk": TabDesk;
  }
}
