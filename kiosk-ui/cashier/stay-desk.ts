// Arrivals and guests in the house: check-in with the deposit set aside, what leaving now costs, check-out.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { ResultOf } from "../../gateway/protocol/operations.ts";
import { amountOf, fieldsOf, paidBy } from "./desk-forms.ts";
import { editableAmount, formatAmount } from "../charts/cashier/amount.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { deskStyles } from "./card-desk-styles.ts";
import { dialogStyles } from "./dialog-styles.ts";
import { SheetForm } from "./sheet-form.ts";
import { wordFor } from "./words.ts";

type Stay = ResultOf<"stay.find">["stays"][number];
type Leaving = ResultOf<"stay.quoteCheckOut">;

const lists = ["booked", "waiting", "in_house"] as const;

@customElement("stay-desk")
export class StayDesk extends SheetForm {
  @state() private list: (typeof lists)[number] = "booked";
  @state() private stays: readonly Stay[] = [];
  @state() private stay: Stay | undefined;
  @state() private leaving: Leaving | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#show("booked");
  }

  async #show(list: (typeof lists)[number]): Promise<void> {
    this.list = list;
    this.stay = undefined;
    const found = await this.desk.attempt("stay.find", { state: list });
    this.stays = found?.stays ?? [];
  }

  override render(): TemplateResult {
    const { say, stay } = this;
    return html`
      <div class="desk wide-work">
        <nav aria-label=${say("desk.stays")}>
          <h2>${say("desk.stays")}</h2>
          ${lists.map(
            (name) =>
              html`<button
                type="button"
                aria-pressed=${name === this.list}
                @click=${() => void this.#show(name)}
              >
                ${say(`stay.${name}`)}
              </button>`,
          )}
        </nav>
        <section class="work">
          ${stay === undefined ? this.#rows() : this.list === "in_house" ? this.#checkOut(stay) : this.#checkIn(stay)}
        </section>
      </div>
    `;
  }

  #rows(): TemplateResult {
    const { say } = this;
    return html`
      <header><h1>${say(`stay.${this.list}`)}</h1></header>
      <div class="choices column">
        ${this.stays.map(
          (stay) =>
            html`<button type="button" @click=${() => void this.#choose(stay)}>
              <b>${stay.guest ?? stay.stay.slice(-8)} · ${stay.room ?? stay.roomType ?? ""}</b>
              <span class="meta">
                ${stay.arrive ?? ""} → ${stay.depart ?? ""}
                ${stay.priority > 0 ? html`<span class="tag gold">${say("stay.first")}</span>` : nothing}
              </span>
            </button>`,
        )}
      </div>
      ${this.stays.length === 0 ? html`<p class="note">${say("stay.none")}</p>` : nothing}
      ${this.refused === "" ? nothing : html`<p class="refused" role="alert">✕ ${this.refused}</p>`}
    `;
  }

  async #choose(stay: Stay): Promise<void> {
    this.leaving = undefined;
    if (this.list === "in_house") {
      const key = this.desk.client.newKey();
      this.leaving = await this.desk.attempt("stay.quoteCheckOut", { stay: stay.stay, key });
      if (this.leaving === undefined) return;
    }
    this.stay = stay;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLInputElement>(".work input, .work .primary")?.focus();
  }

  /** With a member shown her card goes with it: rate, benefits, and the deposit from her stored value. */
  #checkIn(stay: Stay): TemplateResult {
    const { say, desk } = this;
    const { identified } = desk;
    return html`
      <header>
        <h1>${say("stay.checkIn")}</h1>
        <b class="name">${stay.guest ?? ""}</b>
        <span class="note"
          >${stay.arrive ?? ""} → ${stay.depart ?? ""} · ${stay.roomType ?? ""}</span
        >
      </header>
      <p class="note">
        ${identified === undefined ? say("stay.noCard") : `${identified.member.name} · ****${identified.number?.slice(-4) ?? ""}`}
        ${(stay.benefits ?? []).map((one) => html` <span class="tag calm">${wordFor(say, "benefit", one.code)} ${one.until ?? ""}</span>`)}
      </p>
      <form @submit=${this.#checkInNow}>
        <div class="two">
          <label
            >${say("stay.room")}<input name="room" maxlength="20" .value=${stay.room ?? ""}
          /></label>
          <label>
            ${say("stay.deposit")}
            <input
              name="deposit"
              class="money"
              inputmode="decimal"
              ?disabled=${identified === undefined}
              .value=${stay.deposit === undefined ? "" : editableAmount(stay.deposit)}
            />
          </label>
        </div>
        <p class="note">
          ${identified === undefined ? "" : say("stay.depositHelp", { amount: formatAmount(desk.available("money")) })}
        </p>
        ${this.foot(say("stay.checkInGo"), { back: this.#up })}
      </form>
    `;
  }

  #checkOut(stay: Stay): TemplateResult {
    const { say, leaving } = this;
    const late = leaving?.lateMinutes ?? 0;
    return html`
      <header>
        <h1>${say("stay.checkOut")}</h1>
        <b class="name">${stay.guest ?? ""}</b>
        <span class="note">${stay.room ?? ""} · ${stay.arrive ?? ""} → ${stay.depart ?? ""}</span>
      </header>
      <div class="panel">
        <dl class="ways">
          <dt>${say("stay.until")}</dt>
          <dd>${leaving?.until ?? ""}</dd>
          <dt>${say("stay.late")}</dt>
          <dd>${late === 0 ? "—" : say("stay.minutes", { count: late })}</dd>
          <dt>${say("stay.charge")}</dt>
          <dd class="due">${formatAmount(leaving?.charge ?? 0)}</dd>
        </dl>
      </div>
      <form @submit=${this.#checkOutNow}>
        ${paidBy(say, this.english)}
        <label class="tick">
          <input type="checkbox" name="stored" ?checked=${(stay.deposit ?? 0) > 0} />
          ${say("stay.fromDeposit")}
        </label>
        ${this.foot(say("stay.checkOutGo", { amount: formatAmount(leaving?.charge ?? 0) }), { ready: leaving !== undefined, back: this.#up })}
      </form>
    `;
  }

  readonly #up = (): void => {
    this.stay = undefined;
    this.desk.clearRefusal();
  };

  readonly #checkInNow = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement) || this.stay === undefined) return;
    const field = fieldsOf(event.target);
    const { stay } = this.stay;
    const { identified } = this.desk;
    const [room, deposit] = [field("room"), amountOf(field("deposit"))];
    const more = {
      ...(room === undefined ? {} : { room }),
      ...(identified === undefined ? {} : { card: { card: identified.card } }),
      ...(identified === undefined || deposit === undefined ? {} : { deposit }),
    };
    void this.once((key) => this.desk.attempt("stay.checkIn", { stay, key, ...more })).then(
      (done) =>
        done === undefined
          ? undefined
          : this.#finish({ what: "checkIn", amount: done.deposit, receipt: done.receipt }),
    );
  };

  readonly #checkOutNow = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement) || this.stay === undefined) return;
    const field = fieldsOf(event.target);
    const { stay } = this.stay;
    const amount = this.leaving?.charge ?? 0;
    const type = field("paidBy") ?? "cash";
    const tenders = field("stored") === "on" || amount === 0 ? {} : { tenders: [{ type, amount }] };
    void this.once((key) => this.desk.attempt("stay.checkOut", { stay, key, ...tenders })).then(
      (done) =>
        done === undefined
          ? undefined
          : this.#finish({ what: "checkOut", amount: done.charge, receipt: done.receipt }),
    );
  };

  #finish(outcome: {
    readonly what: "checkIn" | "checkOut";
    readonly amount: number | undefined;
    readonly receipt: string | undefined;
  }): void {
    const { what, amount, receipt } = outcome;
    this.desk.finish({
      what,
      ...(amount === undefined ? {} : { amount }),
      ...(receipt === undefined ? {} : { receipt }),
    });
    this.done();
  }

  static override styles = [staffStyles, dialogStyles, deskStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "stay-desk": StayDesk;
  }
}
