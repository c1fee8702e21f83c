// The card desk: whose card, which act, what it needs, what it comes to; then done. Nothing happens before the look.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { formatAmount } from "../charts/cashier/amount.ts";
import {
  actionByLetter,
  type CardAction,
  cardActions,
  fieldsFor,
  firstAction,
  isShownAtOnce,
  mayBegin,
} from "../charts/cashier/card-desk.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { callCard, type Comes, type Filled } from "./card-calls.ts";
import { deskStyles } from "./card-desk-styles.ts";
import { cardFields } from "./card-fields.ts";
import { cardConditions, keptWithAccount } from "./card-preview.ts";
import { fieldsOf } from "./desk-forms.ts";
import type { Account } from "./desk.ts";
import { dialogStyles } from "./dialog-styles.ts";
import { type FoundCard, findMembers, type FoundMember } from "./find-members.ts";
import "./guest-pin.ts";
import { SheetForm } from "./sheet-form.ts";
import { wordFor } from "./words.ts";

interface Chosen {
  readonly member: FoundMember;
  readonly card: FoundCard;
}

@customElement("card-desk")
export class CardDesk extends SheetForm {
  @state() private found: readonly FoundMember[] | undefined;
  @state() private chosen: Chosen | undefined;
  @state() private account: Account | undefined;
  @state() private action: CardAction = "lost";
  @state() private comes: Comes | undefined;
  /** what was typed has been looked at: the next press does it */
  @state() private checked = false;
  @state() private token = "";
  @state() private cardPin: string | undefined;
  @state() private pad: "cardPin" | "newPin" | undefined;
  /** what the form held when the guest's pad was put over it */
  #underPad: Filled | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.desk.cardWanted = (token) => this.#tapped(token);
    this.desk.arming.waitForIdentity(({ name, number }) => {
      this.#fill("idNumber", number);
      this.#fill("idName", name);
    });
    addEventListener("keydown", this.#onKey);
    const { identified } = this.desk;
    if (identified?.member.member !== undefined) void this.#open({ card: identified.card });
  }

  override disconnectedCallback(): void {
    this.desk.cardWanted = undefined;
    this.desk.arming.waitForIdentity(undefined);
    removeEventListener("keydown", this.#onKey);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const { say, chosen, pad } = this;
    if (pad !== undefined)
      return html`<guest-pin
        .say=${say}
        ?twice=${pad === "newPin"}
        @back=${this.#closePad}
        @pin=${(event: CustomEvent<string>) => this.#pinTyped(event.detail)}
      ></guest-pin>`;
    return chosen === undefined ? this.#search() : this.#work(chosen);
  }

  #search(): TemplateResult {
    const { say, found } = this;
    return html`
      <form @submit=${this.#find}>
        <h2>${say("desk.card")}</h2>
        <label
          >${say("card.find")}<input name="text" autocomplete="off" required autofocus
        /></label>
        ${found?.length === 0 ? html`<p class="note" role="status">${say("find.none")}</p>` : nothing}
        <div class="choices">
          ${(found ?? []).flatMap((member) =>
            (member.cards ?? []).map((card) => this.#choice(member, card)),
          )}
        </div>
        ${this.foot(say("card.findGo"))}
      </form>
    `;
  }

  #choice(member: FoundMember, card: FoundCard): TemplateResult {
    return html`<button type="button" @click=${() => this.#choose({ member, card })}>
      <b>${member.name} ${member.phone ?? ""}</b>
      <span class="meta"
        >****${card.number.slice(-4)} · ${wordFor(this.say, "card.state", card.state)}</span
      >
    </button>`;
  }

  #work({ member, card }: Chosen): TemplateResult {
    const { say, action } = this;
    return html`
      <div class="desk">
        <nav aria-label=${say("desk.card")}>
          <h2>${say("desk.card")}</h2>
          ${cardActions.map(
            ([name, letter]) =>
              html`<button
                type="button"
                aria-pressed=${name === action}
                ?disabled=${!mayBegin(name, card.state)}
                @click=${() => this.#begin(name)}
              >
                ${say(`card.${name}`)} <kbd>Alt ${letter.toUpperCase()}</kbd>
              </button>`,
          )}
          <span class="spring"></span>
          <button type="button" @click=${this.#another}>${say("card.other")}</button>
          <p class="note">${say("card.offline")}</p>
        </nav>
        <section class="work">
          <header>
            <h1>${say(`card.${action}`)}</h1>
            <b class="name">${member.name}</b>
            <span class="note">${member.phone ?? ""}</span>
            <span class="spring"></span>
            <span class="tag ${card.state === "active" ? "good" : "bad"}"
              >****${card.number.slice(-4)} · ${wordFor(say, "card.state", card.state)}</span
            >
          </header>
          ${keptWithAccount(say, { action, account: this.account, info: this.desk.info })}
          <form @submit=${this.#submit} @input=${this.#edited} @change=${this.#edited}>
            ${cardFields(say, {
              fields: fieldsFor(action, { pin: this.#hasPin(card) }),
              english: this.english,
              token: this.token,
              fee: this.comes?.fee ?? 0,
              cardPinTyped: this.cardPin !== undefined,
              askCardPin: () => {
                this.pad = "cardPin";
              },
            })}
            ${this.foot(this.#primary(), { ready: mayBegin(action, card.state) })}
          </form>
        </section>
        ${cardConditions(say, { action, comes: this.comes, info: this.desk.info })}
      </div>
    `;
  }

  #primary(): string {
    const { say, action, comes } = this;
    if (action === "pin") return say("card.go.pin");
    if (!this.checked) return say("card.check");
    const amount = formatAmount(comes?.fee ?? comes?.pay ?? 0);
    return say(`card.go.${action}`, { amount, date: comes?.validTo ?? "" });
  }

  #hasPin({ type }: FoundCard): boolean {
    return this.desk.info?.cards.find((one) => one.type === type)?.pin === true;
  }

  #tapped(token: string): void {
    if (this.chosen === undefined) return void this.#open({ token });
    this.token = token;
    this.checked = false;
  }

  async #open(by: { readonly token: string } | { readonly card: string }): Promise<void> {
    const answer = await this.desk.attempt("member.find", by);
    const [member] = answer?.members ?? [];
    const cards = member?.cards ?? [];
    const card = "card" in by ? cards.find((one) => one.card === by.card) : cards[0];
    if (member !== undefined && card !== undefined) this.#choose({ member, card });
    else this.found = answer?.members ?? [];
  }

  readonly #find = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    void findMembers(this.desk, fieldsOf(event.target)("text") ?? "").then((found) => {
      this.found = found;
      const [member] = found;
      const [card] = member?.cards ?? [];
      if (found.length === 1 && member !== undefined && card !== undefined)
        this.#choose({ member, card });
    });
  };

  #choose(chosen: Chosen): void {
    this.chosen = chosen;
    this.account = undefined;
    this.#begin(firstAction(chosen.card.state));
    void this.desk.client
      .call("account.get", { account: chosen.card.account })
      .then((account) => {
        if (this.chosen === chosen) this.account = account;
      })
      .catch(() => undefined);
  }

  readonly #another = (): void => {
    this.chosen = undefined;
    this.found = undefined;
    this.token = "";
    this.desk.clearRefusal();
  };

  #begin(action: CardAction): void {
    this.action = action;
    this.comes = undefined;
    this.checked = false;
    this.cardPin = undefined;
    this.desk.clearRefusal();
    this.renderRoot.querySelector<HTMLFormElement>(".work form")?.reset();
    if (isShownAtOnce(action)) void this.#look(this.#filled());
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>(".work input, .work .primary")?.focus(),
    );
  }

  #filled(form?: HTMLFormElement): Filled {
    const field = form === undefined ? () => undefined : fieldsOf(form);
    const [number, name] = [field("idNumber"), field("idName")];
    const [staff, pin] = [field("secondStaff"), field("secondPin")];
    const [token, reason] = [field("token") ?? this.token, field("reason")];
    const type = field("idType") ?? "id-card";
    return {
      card: this.chosen?.card.card ?? "",
      paidBy: field("paidBy") ?? "cash",
      registration: field("registration") === "on",
      cardReturned: field("cardReturned") === "on",
      ...(number === undefined || name === undefined ? {} : { identity: { type, number, name } }),
      ...(token === "" ? {} : { token }),
      ...(reason === undefined ? {} : { reason }),
      ...(this.cardPin === undefined ? {} : { cardPin: this.cardPin }),
      ...(staff === undefined || pin === undefined ? {} : { second: { staff, pin } }),
    };
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const filled = this.#filled(event.target);
    if (this.action === "pin") {
      this.#underPad = filled;
      this.pad = "newPin";
      return;
    }
    void (this.checked ? this.#do(this.action, filled) : this.#look(filled, true));
  };

  readonly #edited = (): void => {
    this.checked = false;
  };

  async #look(filled: Filled, asked = false): Promise<void> {
    const { action, desk } = this;
    if (action === "pin") return;
    const given = { key: desk.client.newKey(), dryRun: true, fee: 0 };
    const comes = await callCard(desk, action, { filled, given });
    if (action !== this.action || (comes === undefined && !asked)) return;
    this.comes = comes ?? this.comes;
    this.checked = comes !== undefined && asked;
  }

  async #do(action: Exclude<CardAction, "pin">, filled: Filled): Promise<void> {
    const { desk } = this;
    const fee = this.comes?.fee ?? 0;
    const comes = await this.once((key) =>
      callCard(desk, action, { filled, given: { key, dryRun: false, fee } }),
    );
    if (comes === undefined) return;
    const amount = action === "refund" ? comes.pay : fee > 0 ? fee : undefined;
    desk.finish({
      what: action === "refund" ? "refundCard" : action,
      ...(amount === undefined ? {} : { amount }),
      ...(comes.receipt === undefined ? {} : { receipt: comes.receipt }),
    });
    if (action === "refund" && (comes.pay ?? 0) > 0) void desk.openDrawer("refund");
    if (desk.identified?.card === filled.card && action !== "renew") desk.detach();
    this.done();
  }

  #fill(name: string, value: string): void {
    const input = this.renderRoot.querySelector<HTMLInputElement>(`input[name=${name}]`);
    if (input !== null) input.value = value;
    this.checked = false;
  }

  readonly #closePad = (): void => {
    this.pad = undefined;
  };

  #pinTyped(pin: string): void {
    const { pad } = this;
    this.pad = undefined;
    if (pad === "cardPin") this.cardPin = pin;
    else void this.#setPin(pin);
  }

  async #setPin(pin: string): Promise<void> {
    const { desk } = this;
    const { card = "", identity } = this.#underPad ?? {};
    const shown = identity === undefined ? {} : { identity };
    const set = await this.once((key) => desk.attempt("card.setPin", { key, card, pin, ...shown }));
    if (set === undefined) return;
    desk.finish({ what: "pin" });
    this.done();
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const action = event.altKey ? actionByLetter(event.key) : undefined;
    const card = this.chosen?.card;
    if (action === undefined || card === undefined || this.pad !== undefined) return;
    event.preventDefault();
    if (mayBegin(action, card.state)) this.#begin(action);
  };

  static override styles = [staffStyles, dialogStyles, deskStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "card-desk": CardDesk;
  }
}
