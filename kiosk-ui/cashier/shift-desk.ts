// The shift: opened with a float, counted blind by denominations, the difference explained, closed with the Z report.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { ResultOf } from "../../gateway/protocol/operations.ts";
import { formatAmount } from "../charts/cashier/amount.ts";
import {
  denominations,
  isCounted,
  type Pieces,
  totalOf,
  withPieces,
} from "../charts/cashier/cash-count.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { deskStyles } from "./card-desk-styles.ts";
import { amountOf, fieldsOf } from "./desk-forms.ts";
import { dialogStyles } from "./dialog-styles.ts";
import { drawerLog, openingsLine, parkedList } from "./shift-lists.ts";
import { shiftStyles } from "./shift-styles.ts";
import { SheetForm } from "./sheet-form.ts";
import { wordFor } from "./words.ts";

type Shift = ResultOf<"shift.get">;
type Count = ResultOf<"shift.count">;
type Parked = ResultOf<"bill.parked">["parked"];

@customElement("shift-desk")
export class ShiftDesk extends SheetForm {
  @state() private shift: Shift | undefined;
  @state() private parked: Parked = [];
  @state() private pieces: Pieces = {};
  @state() private count: Count | undefined;
  /** the count is done again: that needs a reason */
  @state() private again = false;

  override firstUpdated(): void {
    void this.#load();
  }

  async #load(): Promise<void> {
    const [shift, parked] = await Promise.all([
      this.desk.attempt("shift.get", {}),
      this.desk.attempt("bill.parked", {}),
    ]);
    this.shift = shift;
    this.parked = parked?.parked ?? [];
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLInputElement>("form input")?.focus();
  }

  override render(): TemplateResult {
    const { shift } = this;
    if (shift === undefined) return html`<p class="note wait" role="status">…</p>`;
    if (shift.shift === null) return this.#opening();
    return html`
      <div class="shift">
        ${this.count === undefined && (shift.state === "open" || this.again) ? this.#counting() : this.#closing(shift)}
        <div class="lists">
          ${drawerLog(this.say, shift.drawer ?? [], (event) => this.#move(event), this.refused)}
          ${parkedList(this.say, this.parked)}
        </div>
      </div>
    `;
  }

  #opening(): TemplateResult {
    const { say } = this;
    return html`
      <form @submit=${this.#open}>
        <h2>${say("shift.open")}</h2>
        <p class="note">${say("shift.openHelp")}</p>
        <label>
          ${say("shift.float")}
          <input name="float" class="money" inputmode="decimal" required value="500.00" />
        </label>
        ${this.foot(say("shift.openGo"))}
      </form>
    `;
  }

  #counting(): TemplateResult {
    const { say, pieces } = this;
    return html`
      <form class="count" @submit=${this.#countNow}>
        <h2>${say("shift.count")} <span class="note">${say("shift.blind")}</span></h2>
        <table class="compact">
          <tbody>
            ${denominations(this.desk.info?.currency ?? "").map(
              (value) =>
                html`<tr>
                  <th scope="row" class="figure">${value / 100} ×</th>
                  <td>
                    <input
                      inputmode="numeric"
                      autocomplete="off"
                      aria-label=${`${value / 100}`}
                      @keydown=${this.#nextField}
                      @input=${(event: Event) => {
                        if (event.target instanceof HTMLInputElement)
                          this.pieces = withPieces(pieces, value, event.target.value);
                      }}
                    />
                  </td>
                  <td class="figure">
                    ${pieces[value] === undefined ? "—" : formatAmount(value * (pieces[value] ?? 0))}
                  </td>
                </tr>`,
            )}
          </tbody>
        </table>
        <p class="total">${say("shift.total")} <b>${formatAmount(totalOf(pieces))}</b></p>
        ${
          this.again
            ? html`<label
                >${say("shift.againWhy")}<input name="reason" required maxlength="200"
              /></label>`
            : html`<p class="envelope"><b>${say("shift.sealed")}</b> ${say("shift.sealedHelp")}</p>`
        }
        ${this.foot(say("shift.countGo"), { ready: isCounted(pieces) })}
      </form>
    `;
  }

  #closing(shift: Shift): TemplateResult {
    const { say, count } = this;
    const expected = count?.expected ?? shift.expected ?? {};
    const counted = { ...expected, ...(count?.counted ?? shift.counted) };
    const tenders = [...new Set([...Object.keys(expected), ...Object.keys(counted)])];
    const differs = tenders.some((name) => (counted[name] ?? 0) !== (expected[name] ?? 0));
    return html`
      <form class="count" @submit=${this.#close}>
        <h2>
          ${say("shift.close")}
          ${count?.ledger === undefined ? nothing : html`<span class="note">${say("shift.code", { code: count.ledger.code })}</span>`}
        </h2>
        <table class="rows">
          <thead>
            <tr>
              <th scope="col">${say("topUp.paidBy")}</th>
              <th scope="col" class="figure">${say("shift.expected")}</th>
              <th scope="col" class="figure">${say("shift.counted")}</th>
              <th scope="col" class="figure">${say("shift.difference")}</th>
            </tr>
          </thead>
          <tbody>
            ${tenders.map((name) => {
              const difference = (counted[name] ?? 0) - (expected[name] ?? 0);
              return html`<tr>
                <th scope="row">${wordFor(say, "tender", name)}</th>
                <td class="figure">${formatAmount(expected[name] ?? 0)}</td>
                <td class="figure">${formatAmount(counted[name] ?? 0)}</td>
                <td class="figure ${difference === 0 ? "" : "differs"}">
                  <b>${difference > 0 ? "+" : ""}${formatAmount(difference)}</b>
                </td>
              </tr>`;
            })}
          </tbody>
        </table>
        ${openingsLine(say, count?.report.openings ?? shift.report?.openings)}
        ${
          differs
            ? html`<label>
                ${say("shift.why")}<input name="reason" required maxlength="200" />
              </label>`
            : html`<p class="tag good">✓ ${say("shift.even")}</p>`
        }
        <button type="button" class="button" @click=${this.#countAgain}>
          ${say("shift.again")}
        </button>
        ${this.foot(say("shift.closeGo"))}
      </form>
    `;
  }

  /** Enter goes to the next denomination; on the last it hands the count in. */
  readonly #nextField = (event: KeyboardEvent): void => {
    const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    const fields = [...this.renderRoot.querySelectorAll<HTMLInputElement>("table input")];
    const next = fields[fields.findIndex((field) => field === event.target) + step];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  };

  readonly #countAgain = (): void => {
    this.count = undefined;
    this.pieces = {};
    this.again = true;
  };

  readonly #open = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const float = amountOf(fieldsOf(event.target)("float"));
    if (float === undefined) return;
    void this.once((key) => this.desk.attempt("shift.open", { float, key })).then((opened) =>
      opened === undefined ? undefined : this.#load(),
    );
  };

  readonly #countNow = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const reason = fieldsOf(event.target)("reason");
    const counted = { cash: totalOf(this.pieces) };
    const why = reason === undefined ? {} : { reason };
    void this.once((key) => this.desk.attempt("shift.count", { counted, key, ...why })).then(
      (count) => {
        if (count === undefined) return;
        this.count = count;
        this.again = false;
        void this.#load();
      },
    );
  };

  readonly #close = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const reason = fieldsOf(event.target)("reason");
    void this.#closeNow(reason);
  };

  async #closeNow(reason: string | undefined): Promise<void> {
    const { desk } = this;
    const why = reason === undefined ? {} : { reason };
    const closed = await this.once((key) => desk.attempt("shift.close", { key, ...why }));
    if (closed === undefined) return;
    const { ledger, receipt } = closed;
    desk.finish({
      what: "shift",
      amount: closed.counted["cash"] ?? 0,
      ...(receipt === undefined ? {} : { receipt }),
      ...(ledger === undefined ? {} : { entry: ledger.code }),
    });
    this.done();
  }

  /** Cash in or out, or the drawer opened for change: each with a reason. */
  #move(event: SubmitEvent): void {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const form = event.target;
    void this.#moveNow(fieldsOf(form)).then((done) => (done ? form.reset() : undefined));
  }

  async #moveNow(field: (name: string) => string | undefined): Promise<boolean> {
    const { desk } = this;
    const reason = field("why") ?? "";
    const amount = amountOf(field("amount")) ?? 0;
    const ways = {
      in: { way: "in", with: "safe" },
      safe: { way: "out", with: "safe" },
      expense: { way: "out", with: "expense" },
    } as const;
    const kind = field("kind");
    const chosen = kind === "in" || kind === "safe" || kind === "expense" ? ways[kind] : undefined;
    if (chosen === undefined || amount === 0) {
      desk.refuse("amount.out_of_range");
      return false;
    }
    const moved = await this.once((key) =>
      desk.attempt("shift.cash", { ...chosen, amount, reason, key }),
    );
    if (moved === undefined) return false;
    await desk.openDrawer("count");
    await this.#load();
    return true;
  }

  static override styles = [staffStyles, dialogStyles, deskStyles, shiftStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "shift-desk": ShiftDesk;
  }
}
