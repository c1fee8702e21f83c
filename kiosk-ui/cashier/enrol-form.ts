// New member and first card in one sheet: person, consent, card type, the card itself, first top-up.
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { formatAmount } from "../charts/cashier/amount.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { amountOf, fieldsOf, formFoot, paidBy } from "./desk-forms.ts";
import type { Desk } from "./desk.ts";
import { dialogStyles } from "./dialog-styles.ts";
import "./guest-pin.ts";
import type { Say } from "./words.ts";

@customElement("enrol-form")
export class EnrolForm extends LitElement {
  @property({ attribute: false }) say!: Say;
  @property({ attribute: false }) desk!: Desk;
  @property() refused = "";
  @property({ type: Boolean }) english = false;
  @state() private token = "";
  @state() private type = "";
  /** the guest's pad lies over the form, which keeps what was typed */
  @state() private pad = false;
  #pin: string | undefined;
  /** made once per sheet: a second press after a lost answer is the same enrolment, the same card */
  #keys: { readonly enrol: string; readonly issue: string } | undefined;
  #member: string | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.desk.cardWanted = (token) => {
      this.token = token;
    };
    this.desk.arming.waitForIdentity(({ name, number }) => {
      this.#fill("name", name);
      this.#fill("identity", number);
    });
  }

  #fill(name: "name" | "identity", value: string): void {
    const input = this.renderRoot.querySelector<HTMLInputElement>(`input[name=${name}]`);
    if (input !== null) input.value = value;
  }

  override disconnectedCallback(): void {
    this.desk.cardWanted = undefined;
    this.desk.arming.waitForIdentity(undefined);
    this.desk.guestLanguage = undefined;
    super.disconnectedCallback();
  }

  override firstUpdated(_changed: PropertyValues): void {
    this.type = this.desk.info?.cards[0]?.type ?? "";
    this.renderRoot.querySelector<HTMLInputElement>("input[name=name]")?.focus();
  }

  override render(): TemplateResult {
    const { say, desk } = this;
    const cards = desk.info?.cards ?? [];
    const card = cards.find((one) => one.type === this.type);
    return html`
      ${this.pad ? this.#guestPad() : nothing}
      <form ?hidden=${this.pad} @submit=${this.#submit}>
        <h2>${say("enrol.title")} ${this.#guestLanguage()}</h2>
        <div class="two">
          <label
            >${say("enrol.name")}<input name="name" required maxlength="80" autocomplete="off"
          /></label>
          <label
            >${say("enrol.phone")}<input name="phone" inputmode="tel" autocomplete="off"
          /></label>
        </div>
        <label
          >${say("enrol.idNumber")}<input name="identity" autocomplete="off" maxlength="40"
        /></label>
        <div class="two">
          <label
            >${say("enrol.birthday")}<input
              name="birthday"
              type="date"
              min="1900-01-01"
              max=${new Date().toISOString().slice(0, 10)}
          /></label>
          <label>
            ${say("enrol.calendar")}
            <select name="calendar">
              <option value="solar">${say("enrol.solar")}</option>
              <option value="lunar">${say("enrol.lunar")}</option>
            </select>
          </label>
        </div>
        ${
          desk.devices.some(({ kind, state }) => kind === "id-reader" && state === "ready")
            ? html`<p class="meta">${say("enrol.idCard")}</p>`
            : nothing
        }
        <label class="tick"
          ><input type="checkbox" name="rules" required /> ${say("enrol.rules")}</label
        >
        <label class="tick"
          ><input type="checkbox" name="marketing" /> ${say("enrol.marketing")}</label
        >
        ${this.#cardFields(card?.pin === true)}
        ${formFoot({
          say,
          refused: this.refused,
          go: say("enrol.go"),
          ready: card !== undefined && !desk.busy && (card.pin !== true || this.#pin !== undefined),
          back: () => this.dispatchEvent(new CustomEvent("back")),
        })}
      </form>
    `;
  }

  /** The newcomer's language in its own name: the cashier knows whom to call. */
  #guestLanguage(): TemplateResult | typeof nothing {
    const { guestLanguage } = this.desk;
    if (guestLanguage === undefined) return nothing;
    const named = new Intl.DisplayNames([guestLanguage], { type: "language" }).of(guestLanguage);
    return html`<span class="tag calm" lang=${guestLanguage}>${named}</span>`;
  }

  #guestPad(): TemplateResult {
    const close = (): void => {
      this.pad = false;
    };
    return html`<guest-pin
      twice
      .say=${this.say}
      @back=${close}
      @pin=${(event: CustomEvent<string>) => {
        this.#pin = event.detail;
        close();
      }}
    ></guest-pin>`;
  }

  /** Which card, the card itself, its PIN where the type has one, and the first top-up. */
  #cardFields(needsPin: boolean): TemplateResult {
    const { say } = this;
    const cards = this.desk.info?.cards ?? [];
    return html`
      <div class="choices" role="group" aria-label=${say("enrol.cardType")}>
        ${cards.map(
          (one) => html`
            <button
              type="button"
              aria-pressed=${one.type === this.type}
              @click=${() => {
                this.type = one.type;
              }}
            >
              <b>${one.name}</b>
              <span class="meta">${say("enrol.fee")} ${formatAmount(one.fee)}</span>
            </button>
          `,
        )}
      </div>
      <div class="two">
        <p class="token ${this.token === "" ? "" : "good"}" role="status">
          ${this.token === "" ? say("enrol.token") : `✓ ····${this.token.slice(-4)}`}
        </p>
        <label>
          ${say("enrol.tokenTyped")}
          <input
            name="token"
            autocomplete="off"
            .value=${this.token}
            @change=${(event: Event) => {
              if (event.target instanceof HTMLInputElement) this.token = event.target.value.trim();
            }}
          />
        </label>
        ${
          needsPin
            ? html`<div class="pin">
                <span>${say("enrol.pin")}</span>
                <button
                  type="button"
                  class="button"
                  @click=${() => {
                    this.pad = true;
                  }}
                >
                  ${say(this.#pin === undefined ? "pad.go" : "pad.done")}
                </button>
              </div>`
            : nothing
        }
        <label>${say("enrol.topUp")}<input name="topUp" class="money" inputmode="decimal" /></label>
        ${paidBy(say, this.english)}
      </div>
    `;
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (event.target instanceof HTMLFormElement) void this.#enrol(fieldsOf(event.target));
  };

  async #enrol(field: (name: string) => string | undefined): Promise<void> {
    const { desk } = this;
    const { client } = desk;
    this.#keys ??= { enrol: client.newKey(), issue: client.newKey() };
    const number = field("identity");
    const phone = field("phone");
    const born = field("birthday");
    const calendar = field("calendar") === "lunar" ? "lunar" : "solar";
    if (this.#member === undefined) {
      const enrolled = await desk.attempt("member.enrol", {
        key: this.#keys.enrol,
        name: field("name") ?? "",
        ...(phone === undefined ? {} : { phone }),
        ...(born === undefined ? {} : { birthday: { date: born, calendar } }),
        ...(number === undefined ? {} : { identity: { type: "id-card", number } }),
        ...(desk.guestLanguage === undefined
          ? {}
          : { attributes: { language: desk.guestLanguage } }),
        consent: { rules: field("rules") === "on", marketing: field("marketing") === "on" },
      });
      if (enrolled === undefined) return this.#renew("enrol");
      this.#member = enrolled.member;
    }
    await this.#issue(this.#member, field);
  }

  async #issue(member: string, field: (name: string) => string | undefined): Promise<void> {
    const { desk } = this;
    const amount = amountOf(field("topUp"));
    const type = field("paidBy") ?? "cash";
    const fee = desk.info?.cards.find((one) => one.type === this.type)?.fee ?? 0;
    const pin = this.#pin;
    const issued = await desk.attempt("card.issue", {
      key: this.#keys?.issue ?? desk.client.newKey(),
      member,
      type: this.type,
      ...(this.token === "" ? {} : { token: this.token }),
      ...(pin === undefined ? {} : { pin }),
      ...(amount === undefined ? {} : { firstTopUp: { amount, tenders: [{ type, amount }] } }),
      ...(fee === 0 ? {} : { feeTenders: [{ type, amount: fee }] }),
    });
    if (issued === undefined) {
      // The guest chooses another PIN on the pad; everything else stays as it was typed.
      if (desk.refused?.code === "pin.weak") this.#pin = undefined;
      return this.#renew("issue");
    }
    if (this.token !== "") await desk.recognise({ token: this.token });
    desk.finish({
      what: "card",
      amount: issued.fee + (amount ?? 0),
      ...(amount === undefined ? {} : { before: 0, after: amount + issued.bonus, unit: "money" }),
      ...(issued.receipt === undefined ? {} : { receipt: issued.receipt }),
    });
    this.dispatchEvent(new CustomEvent("done"));
  }

  /** A refused call is not stored, so what is corrected afterwards goes under a key of its own. */
  #renew(name: "enrol" | "issue"): void {
    if (this.#keys !== undefined && this.desk.unknown === undefined)
      this.#keys = { ...this.#keys, [name]: this.desk.client.newKey() };
  }

  static override styles = [staffStyles, dialogStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "enrol-form": EnrolForm;
  }
}
