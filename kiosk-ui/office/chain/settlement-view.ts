// Who owes whom between the stores of a chain over a span of days: to be paid by legal entity, between stores, what it
// is made of, the entries behind; and what members are owed.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { ResultOf } from "../../../gateway/protocol/operations.ts";
import { staffStyles } from "../../kit/staff-styles.ts";
import { countText, daysLater, moneyText } from "../format.ts";
import type { Office } from "../office.ts";
import { officeStyles } from "../office-styles.ts";
import { opName } from "../op-names.ts";
import "./terms-form.ts";
import { asked, complaint, sayOf, table, tableStyles } from "./loading.ts";

type Settlement = ResultOf<"chain.settlement">;
type Row = Settlement["rows"][number];
type Balance = Settlement["entities"][number];

const spanDays = 30;

@customElement("settlement-view")
export class SettlementView extends LitElement {
  @property({ attribute: false }) office!: Office;
  @property() language = "";
  @state() wrong = "";
  @state() private found: Settlement | undefined;
  @state() private owed: ResultOf<"chain.liability">["rows"] = [];
  @state() private behind: ResultOf<"chain.claims">["entries"] | undefined;
  @state() private names: ReadonlyMap<string, string> = new Map();
  #span = { from: "", to: "" };

  override connectedCallback(): void {
    super.connectedCallback();
    const to = this.office.today;
    this.#span = { from: daysLater(to, -spanDays), to };
    void this.#load();
  }

  async #load(): Promise<void> {
    const { client } = this.office;
    this.behind = undefined;
    await asked(this, async () => {
      const [found, { rows }, { stores }] = await Promise.all([
        client.call("chain.settlement", this.#span),
        client.call("chain.liability", {}),
        client.call("chain.stores", {}),
      ]);
      this.names = new Map(stores.map(({ store, name }) => [store, name]));
      this.owed = rows;
      this.found = found;
    });
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const day = (name: string): string =>
      this.renderRoot.querySelector<HTMLInputElement>(`input[name=${name}]`)?.value ?? "";
    this.#span = { from: day("from"), to: day("to") };
    void this.#load();
  };

  async #show({ debtor, creditor, kind }: Row): Promise<void> {
    const claims = { ...this.#span, debtor, creditor, kind };
    const found = await asked(this, () => this.office.client.call("chain.claims", claims));
    this.behind = found?.entries;
  }

  async #pay({ from, to, amount }: Balance): Promise<void> {
    const paid = { ...this.#span, payer: from, payee: to, amount };
    await asked(this, () => this.office.client.call("chain.markPaid", paid));
    await this.#load();
  }

  #name(store: string): string {
    return this.names.get(store) ?? store;
  }

  #money(amount: number): string {
    return moneyText(amount, this.office.reading);
  }

  override render(): TemplateResult {
    const say = sayOf(this);
    return html`
      <form @submit=${this.#submit}>
        <label class="field"
          >${say("from")}<input type="date" name="from" .value=${this.#span.from}
        /></label>
        <label class="field"
          >${say("to")}<input type="date" name="to" .value=${this.#span.to}
        /></label>
        <button class="button">${say("show")}</button>
      </form>
      ${complaint(this)} ${this.found === undefined ? nothing : this.#statement(this.found)}
    `;
  }

  #statement({ entities, stores, rows, terms }: Settlement): TemplateResult {
    const say = sayOf(this);
    const figures = [say("owed"), say("owing"), say("net")].map((figure) => ({ figure }));
    const heads = [say("pays"), say("paid"), ...figures];
    const amounts = [say("amount"), say("worth")].map((figure) => ({ figure }));
    return html`
      ${table({
        name: say("perEntity"),
        heads: [...heads, say("payment")],
        none: say("none"),
        rows: entities.map((one) => this.#balance(one, this.#payment(one))),
      })}
      ${table({
        name: say("perStore"),
        heads,
        none: say("none"),
        rows: stores.map((one) => this.#balance(one)),
      })}
      ${table({
        name: say("what"),
        heads: [say("pays"), say("paid"), say("what"), ...amounts, say("entries")],
        none: say("none"),
        rows: rows.map((row) => this.#claim(row)),
      })}
      ${this.behind === undefined ? nothing : this.#entries(this.behind)} ${this.#liability()}
      <chain-terms-form
        .office=${this.office}
        .terms=${terms}
        .language=${this.language}
        @saved=${() => void this.#load()}
      ></chain-terms-form>
    `;
  }

  #balance({ from, to, owed, owing, amount }: Balance, end?: TemplateResult): TemplateResult {
    return html`<tr>
      <td>${this.#name(from)}</td>
      <td>${this.#name(to)}</td>
      <td class="figure">${this.#money(owed)}</td>
      <td class="figure">${this.#money(owing)}</td>
      <td class="figure"><b>${this.#money(amount)}</b></td>
      ${end === undefined ? nothing : html`<td>${end}</td>`}
    </tr>`;
  }

  #payment(one: Balance): TemplateResult {
    const say = sayOf(this);
    if (one.paidAt !== undefined)
      return html`<span class="tag good">${say("paidAt", { at: one.paidAt.slice(0, 10) })}</span>`;
    return html`<button class="button small" @click=${() => void this.#pay(one)}>
      ${say("markPaid")}
    </button>`;
  }

  #claim(row: Row): TemplateResult {
    const say = sayOf(this);
    const isMoney = row.unit === this.office.reading.currency;
    return html`<tr>
      <td>${this.#name(row.debtor)}</td>
      <td>${this.#name(row.creditor)}</td>
      <td>${say(row.kind)}</td>
      <td class="figure">
        ${isMoney ? this.#money(row.amount) : countText(row.amount, this.office.language)}
      </td>
      <td class="figure">${this.#money(row.worth)}</td>
      <td>
        <button class="button small" @click=${() => void this.#show(row)}>
          ${say("behind")} ${countText(row.entries, this.office.language)}
        </button>
      </td>
    </tr>`;
  }

  #entries(entries: ResultOf<"chain.claims">["entries"]): TemplateResult {
    const say = sayOf(this);
    return table({
      name: say("behind"),
      heads: [say("day"), say("store"), say("what"), { figure: say("amount") }],
      none: say("none"),
      rows: entries.map(
        ({ day, store, op, amount }) =>
          html`<tr>
            <td>${day}</td>
            <td>${this.#name(store)}</td>
            <td>${opName(op, this.office.language)}</td>
            <td class="figure">${this.#money(amount)}</td>
          </tr>`,
      ),
    });
  }

  #liability(): TemplateResult {
    const say = sayOf(this);
    const { currency } = this.office.reading;
    return table({
      name: say("owedTitle"),
      heads: [say("store"), say("what"), { figure: say("amount") }],
      none: say("none"),
      rows: this.owed.map(
        ({ store, kind, unit, amount }) =>
          html`<tr>
            <td>${this.#name(store)}</td>
            <td>${say(kind)}</td>
            <td class="figure">
              ${unit === currency ? this.#money(amount) : countText(amount, this.office.language)}
            </td>
          </tr>`,
      ),
    });
  }

  static override styles = [
    staffStyles,
    officeStyles,
    tableStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 14px;
      }
      form {
        display: flex;
        gap: 8px;
        align-items: end;
        flex-wrap: wrap;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "settlement-view": SettlementView;
  }
}
