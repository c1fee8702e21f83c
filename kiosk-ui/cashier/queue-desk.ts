// What waits for a person: guests who called from a kiosk, top-ups told there, guests who saw no answer there.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { ResultOf } from "../../gateway/protocol/operations.ts";
import { formatAmount } from "../charts/cashier/amount.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { deskStyles } from "./card-desk-styles.ts";
import { tenderName, tenderTypes } from "./desk-forms.ts";
import { dialogStyles } from "./dialog-styles.ts";
import "./reference-panel.ts";
import { SheetForm } from "./sheet-form.ts";
import { wordFor } from "./words.ts";

type Calls = ResultOf<"help.list">["calls"];
type Intents = ResultOf<"topup.intents">["intents"];

/** The answer that comes next: seen, on the way, done. */
const nextAnswer = { called: "seen", seen: "coming", coming: "done" } as const;

@customElement("queue-desk")
export class QueueDesk extends SheetForm {
  @state() private calls: Calls = [];
  @state() private intents: Intents = [];
  /** the reference in a guest's photograph */
  @state() private reference = "";
  @state() private paidBy: string = tenderTypes[0];

  override connectedCallback(): void {
    super.connectedCallback();
    this.desk.addEventListener("alert", this.#load);
    this.desk.addEventListener("reference", this.#scanned);
    this.#load();
  }

  override disconnectedCallback(): void {
    this.desk.removeEventListener("alert", this.#load);
    this.desk.removeEventListener("reference", this.#scanned);
    super.disconnectedCallback();
  }

  readonly #load = (): void => {
    void this.desk.client.call("help.list", {}).then(({ calls }) => {
      this.calls = calls;
    });
    void this.desk.client.call("topup.intents", {}).then(({ intents }) => {
      this.intents = intents;
    });
  };

  readonly #scanned = (event: Event): void => {
    if (event instanceof CustomEvent && typeof event.detail === "string")
      this.reference = event.detail;
  };

  override render(): TemplateResult {
    const { say } = this;
    return html`
      <section class="work" aria-label=${say("desk.queue")}>
        <header><h1>${say("desk.queue")}</h1></header>
        <section class="panel">
          <header><h2>${say("queue.calls")}</h2></header>
          ${this.calls.map((call) => this.#call(call))}
          ${this.calls.length === 0 ? html`<p class="note none">${say("queue.noCalls")}</p>` : nothing}
        </section>
        <section class="panel">
          <header>
            <h2>${say("queue.topUps")}</h2>
            <span class="spring"></span>
            <label class="inline">
              ${say("topUp.paidBy")}
              <select
                @change=${(event: Event) => {
                  if (event.target instanceof HTMLSelectElement) this.paidBy = event.target.value;
                }}
              >
                ${tenderTypes.map(
                  (type) => html`<option value=${type}>${tenderName(type, this.english)}</option>`,
                )}
              </select>
            </label>
          </header>
          ${this.intents.map((intent) => this.#intent(intent))}
          ${this.intents.length === 0 ? html`<p class="note none">${say("queue.noTopUps")}</p>` : nothing}
        </section>
        <reference-panel
          .say=${say}
          .desk=${this.desk}
          .scanned=${this.reference}
        ></reference-panel>
        ${this.refused === "" ? nothing : html`<p class="refused" role="alert">✕ ${this.refused}</p>`}
        <div class="actions">
          <button type="button" class="button" @click=${this.back}>
            ${say("cancel")} <kbd>Esc</kbd>
          </button>
        </div>
      </section>
    `;
  }

  #call(call: Calls[number]): TemplateResult {
    const { say } = this;
    const next = nextAnswer[call.state];
    return html`<div class="line">
      <span>${new Date(call.at).toTimeString().slice(0, 5)}</span>
      <b>${call.name}</b>
      <span>${wordFor(say, "queue.reason", call.reason)} ${call.member?.name ?? ""}</span>
      <span class="spring"></span>
      <span class="tag ${call.state === "called" ? "bad" : "warn"}">
        ${wordFor(say, "queue.state", call.state)}
      </span>
      <button class="button primary" @click=${() => void this.#answer(call.help, next)}>
        ${say(`queue.answer.${next}`)}
      </button>
    </div>`;
  }

  #intent(intent: Intents[number]): TemplateResult {
    const { say } = this;
    return html`<div class="line">
      <span>${new Date(intent.at).toTimeString().slice(0, 5)}</span>
      <b>${intent.name}</b>
      <span>${intent.member?.name ?? ""}</span>
      <span class="spring"></span>
      <b class="figure">${formatAmount(intent.amount)}</b>
      <button class="button" @click=${() => void this.#cancel(intent.intent)}>
        ${say("queue.refuse")}
      </button>
      <button class="button primary" @click=${() => void this.#take(intent)}>
        ${say("topUp.go", { amount: formatAmount(intent.amount) })}
      </button>
    </div>`;
  }

  async #answer(help: string, to: "seen" | "coming" | "done"): Promise<void> {
    await this.once((key) => this.desk.attempt("help.answer", { help, state: to, key }));
    this.#load();
  }

  async #cancel(intent: string): Promise<void> {
    await this.once((key) => this.desk.attempt("topup.cancel", { intent, key }));
    this.#load();
  }

  /** The money is in the cashier's hand: the intent is taken on and closed by the top-up itself. */
  async #take(wanted: Intents[number]): Promise<void> {
    const { desk } = this;
    const { intent, account, amount } = wanted;
    const taken =
      wanted.state === "taken"
        ? wanted
        : await this.once((key) => desk.attempt("topup.take", { intent, key }));
    if (taken === undefined) return this.#load();
    const tenders = [{ type: this.paidBy, amount }];
    const done = await this.once((key) =>
      desk.attempt("account.topUp", { account, amount, tenders, intent, key }),
    );
    if (done === undefined) return this.#load();
    const before = done.available - done.amount - done.bonus;
    const { available: after, receipt } = done;
    desk.finish({ what: "topUp", amount, before, after, unit: "money", receipt });
    if (this.paidBy === "cash") void desk.openDrawer("sale");
    this.done();
  }

  static override styles = [staffStyles, dialogStyles, deskStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "queue-desk": QueueDesk;
  }
}
