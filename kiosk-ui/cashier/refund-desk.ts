// Goods come back: the receipt is scanned, units are picked or scanned, the way of the money is shown, then done.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { ResultOf } from "../../gateway/protocol/operations.ts";
import { formatAmount } from "../charts/cashier/amount.ts";
import {
  allPicks,
  leftOf,
  noPicks,
  pick,
  type Picks,
  pickSku,
  receiptIn,
  toLines,
} from "../charts/cashier/refund.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { deskStyles } from "./card-desk-styles.ts";
import { fieldsOf } from "./desk-forms.ts";
import { dialogStyles } from "./dialog-styles.ts";
import { SheetForm } from "./sheet-form.ts";
import { wordFor } from "./words.ts";

type Bill = ResultOf<"bill.get">;
type Row = Bill["rows"][number];
type Undone = Pick<ResultOf<"bill.reverse">, "returned" | "clawedBack">;

const reasons = ["quality", "wrong_item", "price", "guest", "other"] as const;

@customElement("refund-desk")
export class RefundDesk extends SheetForm {
  @state() private bill: Bill | undefined;
  @state() private picks: Picks = [];
  @state() private undone: Undone | undefined;
  #round = 0;

  override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLInputElement>("input")?.focus();
  }

  override render(): TemplateResult {
    const { say, bill } = this;
    return bill === undefined
      ? html`<form @submit=${this.#find}>
          <h2>${say("desk.refund")}</h2>
          <label>
            ${say("refund.receipt")}
            <input name="receipt" autocomplete="off" required />
          </label>
          ${this.foot(say("refund.find"))}
        </form>`
      : this.#lines(bill);
  }

  #lines(bill: Bill): TemplateResult {
    const { say } = this;
    return html`
      <form class="work" @submit=${this.#submit}>
        <header>
          <h1>${say("desk.refund")}</h1>
          <span class="note"
            >${bill.at.slice(0, 16).replace("T", " ")} ·
            ${bill.receipt.slice(-8).toUpperCase()}</span
          >
          <span class="spring"></span>
          ${bill.state === "settled" ? nothing : html`<span class="tag warn">▲ ${say(bill.state === "reversed" ? "refund.whole" : "refund.part")}</span>`}
        </header>
        ${bill.note === undefined ? nothing : html`<p class="note noted">${say("note.add")} · ${bill.note.text}</p>`}
        <div class="panel">
          <table class="rows">
            <thead>
              <tr>
                <th scope="col">${say("basket.item")}</th>
                <th scope="col" class="figure">${say("basket.quantity")}</th>
                <th scope="col" class="figure">${say("basket.net")}</th>
                <th scope="col" class="figure">${say("refund.before")}</th>
                <th scope="col" class="figure">${say("refund.now")}</th>
              </tr>
            </thead>
            <tbody>
              ${bill.rows.map((row, at) => this.#row(row, at))}
            </tbody>
          </table>
        </div>
        ${this.#ways()}
        <div class="two">
          <label>
            ${say("card.reason")}
            <select name="reason">
              ${reasons.map((one) => html`<option value=${one}>${wordFor(say, "refund.why", one)}</option>`)}
            </select>
          </label>
          <button type="button" class="button" @click=${() => this.#set(allPicks(bill.rows))}>
            ${say("refund.all")}
          </button>
        </div>
        ${this.foot(say("refund.go", { amount: formatAmount(this.#total()) }), { ready: this.undone !== undefined && toLines(this.picks).length > 0 })}
      </form>
    `;
  }

  #row(row: Row, at: number): TemplateResult {
    const { say, picks } = this;
    return html`<tr>
      <td>${row.description ?? row.sku ?? row.venue}</td>
      <td class="figure">${row.quantity}</td>
      <td class="figure">${formatAmount(row.net)}</td>
      <td class="figure">${row.returned === 0 ? "—" : row.returned}</td>
      <td class="figure">
        <input
          class="units"
          type="number"
          min="0"
          max=${leftOf(row)}
          ?disabled=${leftOf(row) === 0}
          aria-label=${`${say("refund.now")} ${row.description ?? row.venue}`}
          .value=${String(picks[at] ?? 0)}
          @input=${(event: Event) => {
            if (event.target instanceof HTMLInputElement && this.bill !== undefined)
              this.#set(pick(this.bill.rows, picks, { at, units: Number(event.target.value) }));
          }}
        />
      </td>
    </tr>`;
  }

  /** Money goes back the way it came, points it earned are taken back: both before anything happens. */
  #ways(): TemplateResult {
    const { say, undone } = this;
    if (undone === undefined) return html`<p class="note">${say("refund.pick")}</p>`;
    return html`<dl class="ways panel" role="status">
      ${Object.entries(undone.returned).map(
        ([type, amount]) =>
          html`<dt>${say("refund.to", { tender: wordFor(say, "tender", type) })}</dt>
            <dd><b>−${formatAmount(amount)}</b></dd>`,
      )}
      ${Object.entries(undone.clawedBack)
        .filter(([, units]) => units !== 0)
        .map(
          ([asset, units]) =>
            html`<dt>${say("refund.clawed")} ${this.#nameOf(asset)}</dt>
              <dd>−${this.#units(asset, units)}</dd>`,
        )}
    </dl>`;
  }

  #assetOf(id: string) {
    return this.desk.info?.assets.find((one) => one.id === id);
  }

  #nameOf(id: string): string {
    return this.#assetOf(id)?.name ?? id;
  }

  #units(id: string, units: number): string {
    return this.#assetOf(id)?.kind === "money"
      ? formatAmount(units)
      : units.toLocaleString("en-US");
  }

  #total(): number {
    return Object.values(this.undone?.returned ?? {}).reduce((sum, one) => sum + one, 0);
  }

  /** The receipt first; after that the goods themselves, one unit a scan. */
  protected override codeScanned(code: string): void {
    const { bill, desk } = this;
    if (bill === undefined) return void this.#open(code);
    const good = desk.info?.goods.find((one) => one.code === code || one.sku === code);
    const picks = pickSku(bill.rows, this.picks, good?.sku ?? code);
    if (picks === undefined) desk.refuse("refund.not_on_it");
    else this.#set(picks);
  }

  readonly #find = (event: SubmitEvent): void => {
    event.preventDefault();
    if (event.target instanceof HTMLFormElement)
      void this.#open(fieldsOf(event.target)("receipt") ?? "");
  };

  async #open(text: string): Promise<void> {
    const receipt = receiptIn(text);
    if (receipt === undefined) return this.desk.refuse("refund.no_receipt");
    const bill = await this.desk.attempt("bill.get", { receipt });
    if (bill === undefined) return;
    this.bill = bill;
    this.picks = noPicks(bill.rows);
  }

  #set(picks: Picks): void {
    this.picks = picks;
    this.undone = undefined;
    void this.#look();
  }

  #ask(bill: Bill) {
    return { bill: bill.bill, lines: toLines(this.picks) };
  }

  async #look(): Promise<void> {
    const { bill, desk } = this;
    const round = ++this.#round;
    if (bill === undefined || toLines(this.picks).length === 0) return desk.clearRefusal();
    const ask = { ...this.#ask(bill), reason: "look", dryRun: true, key: desk.client.newKey() };
    const undone = await desk.attempt("bill.reverse", ask);
    if (round === this.#round) this.undone = undone;
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (event.target instanceof HTMLFormElement)
      void this.#reverse(fieldsOf(event.target)("reason") ?? "other");
  };

  async #reverse(reason: string): Promise<void> {
    const { bill, desk } = this;
    if (bill === undefined) return;
    const done = await this.once((key) =>
      desk.attempt("bill.reverse", { ...this.#ask(bill), reason, key }),
    );
    if (done === undefined) return;
    const { receipt, returned } = done;
    desk.finish({
      what: "refund",
      amount: -Object.values(returned).reduce((sum, one) => sum + one, 0),
      ...(receipt === undefined ? {} : { receipt }),
    });
    if ((returned["cash"] ?? 0) > 0) void desk.openDrawer("refund", bill.bill);
    this.done();
  }

  static override styles = [staffStyles, dialogStyles, deskStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "refund-desk": RefundDesk;
  }
}
