// The shelf: what is there, what to order, what sells; a delivery or a count as one sheet, typed or scanned.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { ResultOf } from "../../gateway/protocol/operations.ts";
import { after, scannedOnce, type StockSheet, typedUnits } from "../charts/cashier/stock.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { deskStyles } from "./card-desk-styles.ts";
import { deskLooks, fieldsOf } from "./desk-forms.ts";
import { dialogStyles } from "./dialog-styles.ts";
import { SheetForm } from "./sheet-form.ts";

type Goods = ResultOf<"goods.list">["goods"][number];

const looks = ["shelf", "low", "receive", "count", "add"] as const;
type Look = (typeof looks)[number];

@customElement("goods-desk")
export class GoodsDesk extends SheetForm {
  @state() private look: Look = "shelf";
  @state() private goods: readonly Goods[] = [];
  @state() private sheet: StockSheet = {};

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
  }

  async #load(): Promise<void> {
    this.goods = (await this.desk.attempt("goods.list", {}))?.goods ?? this.goods;
  }

  /** A code of the shop's list, or the sku itself; goods nobody counts are said to be so. */
  protected override codeScanned(code: string): void {
    const sku = this.desk.info?.goods.find((one) => one.code === code)?.sku ?? code;
    if (this.look !== "receive" && this.look !== "count") return;
    const sheet = scannedOnce(this.sheet, this.goods, sku);
    if (sheet === this.sheet) this.desk.refuse("not_found");
    this.sheet = sheet;
  }

  override render(): TemplateResult {
    const { say, look } = this;
    return html`
      <div class="desk wide-work">
        ${deskLooks({
          title: say("desk.goods"),
          looks,
          now: look,
          named: (name) => say(`goods.${name}`),
          show: (name) => this.#show(name),
        })}
        <section class="work">
          ${look === "add" ? this.#add() : look === "receive" || look === "count" ? this.#enter(look) : this.#table()}
        </section>
      </div>
    `;
  }

  #show(look: Look): void {
    this.look = look;
    this.sheet = {};
    this.desk.clearRefusal();
  }

  #table(): TemplateResult {
    const { say, look } = this;
    const rows = this.goods.filter(({ isLow }) => isLow || look === "shelf");
    return html`
      <header><h1>${say(`goods.${look}`)}</h1></header>
      ${
        rows.length === 0
          ? html`<p class="note">${say(look === "low" ? "goods.noneLow" : "goods.none")}</p>`
          : html`<div class="panel">
              <table class="rows compact">
                <tr>
                  <th>${say("goods.name")}</th>
                  <th class="figure">${say("goods.onHand")}</th>
                  <th class="figure">${say("goods.lowAt")}</th>
                  <th class="figure">${say("goods.thisMonth")}</th>
                  <th class="figure">${say("goods.lastMonth")}</th>
                </tr>
                ${rows.map((row) => this.#row(row))}
              </table>
            </div>`
      }
      ${this.#foot()}
    `;
  }

  #row({ sku, name, onHand, lowAt, isLow, soldThisMonth, soldLastMonth }: Goods): TemplateResult {
    return html`<tr>
      <td>
        <b>${name}</b> <span class="meta">${sku}</span>
        ${isLow ? html`<span class="tag warn">▲ ${this.say("goods.isLow")}</span>` : nothing}
      </td>
      <td class="figure"><b>${onHand}</b></td>
      <td class="figure">${lowAt ?? "—"}</td>
      <td class="figure">${soldThisMonth}</td>
      <td class="figure">${soldLastMonth}</td>
    </tr>`;
  }

  #foot(): TemplateResult {
    const { say } = this;
    return html`
      ${this.refused === "" ? nothing : html`<p class="refused" role="alert">✕ ${this.refused}</p>`}
      <div class="actions">
        <button type="button" class="button" @click=${this.back}>
          ${say("cancel")} <kbd>Esc</kbd>
        </button>
      </div>
    `;
  }

  #enter(mode: "receive" | "count"): TemplateResult {
    const { say, sheet } = this;
    return html`
      <header>
        <h1>${say(`goods.${mode}`)}</h1>
        <span class="note">${say(`goods.${mode}Help`)}</span>
      </header>
      <form @submit=${this.#book}>
        <div class="panel">
          <table class="rows compact">
            <tr>
              <th>${say("goods.name")}</th>
              <th class="figure">${say(mode === "receive" ? "goods.units" : "goods.counted")}</th>
              <th class="figure">${say("before")}</th>
              <th class="figure">${say("after")}</th>
            </tr>
            ${this.goods.map(
              (row) =>
                html`<tr aria-selected=${sheet[row.sku] !== undefined}>
                  <td><b>${row.name}</b> <span class="meta">${row.sku}</span></td>
                  <td class="figure">
                    <input
                      class="units"
                      inputmode="numeric"
                      aria-label="${row.name} ${say("goods.units")}"
                      .value=${String(sheet[row.sku] ?? "")}
                      @change=${(event: Event) => this.#typed(row.sku, event)}
                    />
                  </td>
                  <td class="figure">${mode === "count" ? "···" : row.onHand}</td>
                  <td class="figure"><b>${after(sheet, row, mode) ?? "—"}</b></td>
                </tr>`,
            )}
          </table>
        </div>
        <label>
          ${say(mode === "receive" ? "goods.note" : "goods.reason")}
          <input name="note" maxlength="200" autocomplete="off" ?required=${mode === "count"} />
        </label>
        ${this.foot(say(`goods.${mode}Go`, { count: Object.keys(sheet).length }), { ready: Object.keys(sheet).length > 0 })}
      </form>
    `;
  }

  #typed(sku: string, event: Event): void {
    if (event.target instanceof HTMLInputElement)
      this.sheet = typedUnits(this.sheet, sku, event.target.value);
    this.requestUpdate();
  }

  readonly #book = (event: SubmitEvent): void => {
    event.preventDefault();
    if (event.target instanceof HTMLFormElement)
      void this.#bookSheet(fieldsOf(event.target)("note"));
  };

  async #bookSheet(note: string | undefined): Promise<void> {
    const { desk } = this;
    const units = Object.entries(this.sheet);
    const done = await this.once((key) =>
      this.look === "count"
        ? desk.attempt("goods.count", {
            rows: units.map(([sku, counted]) => ({ sku, counted })),
            reason: note ?? "",
            key,
          })
        : desk.attempt("goods.receive", {
            rows: units
              .filter(([, quantity]) => quantity > 0)
              .map(([sku, quantity]) => ({ sku, quantity })),
            ...(note === undefined ? {} : { note }),
            key,
          }),
    );
    if (done === undefined) return;
    this.#show("shelf");
    await this.#load();
  }

  /** Goods of the programme's list that are not counted yet. */
  #add(): TemplateResult {
    const { say } = this;
    const counted = new Set(this.goods.map(({ sku }) => sku));
    const others = (this.desk.info?.goods ?? []).flatMap(({ sku, name }) =>
      sku === undefined || counted.has(sku) ? [] : [{ sku, name }],
    );
    return html`
      <header><h1>${say("goods.add")}</h1></header>
      <form @submit=${this.#begin}>
        <div class="two">
          <label>
            ${say("goods.sku")}
            <input name="sku" list="skus" required maxlength="64" autocomplete="off" />
            <datalist id="skus">
              ${others.map(({ sku, name }) => html`<option value=${sku}>${name}</option>`)}
            </datalist>
          </label>
          <label>${say("goods.name")}<input name="name" maxlength="80" autocomplete="off" /></label>
        </div>
        <label>
          ${say("goods.lowAt")}
          <input name="lowAt" inputmode="numeric" pattern="[0-9]{1,7}" autocomplete="off" />
        </label>
        ${this.foot(say("goods.addGo"))}
      </form>
    `;
  }

  readonly #begin = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const field = fieldsOf(event.target);
    const sku = field("sku") ?? "";
    const name = field("name") ?? this.desk.info?.goods.find((one) => one.sku === sku)?.name;
    const lowAt = field("lowAt");
    const more = {
      ...(name === undefined ? {} : { name }),
      ...(lowAt === undefined ? {} : { lowAt: Number(lowAt) }),
    };
    void this.once((key) => this.desk.attempt("goods.put", { sku, ...more, key })).then(
      async (put) => {
        if (put === undefined) return;
        await this.#load();
        this.#show("receive");
      },
    );
  };

  static override styles = [staffStyles, dialogStyles, deskStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "goods-desk": GoodsDesk;
  }
}
