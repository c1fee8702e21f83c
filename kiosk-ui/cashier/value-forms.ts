// Top-up and pass: two small sheets about the shown member's account, each before → after.
import { html, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { formatAmount, parseAmount } from "../charts/cashier/amount.ts";
import { fieldsOf, formFoot, paidBy } from "./desk-forms.ts";
import { ValueForm } from "./value-form.ts";

@customElement("top-up-form")
export class TopUpForm extends ValueForm {
  @state() private amount = 0;

  override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLInputElement>("input")?.focus();
  }

  override render(): TemplateResult {
    const { say, desk } = this;
    const before = desk.available("money");
    return html`
      <form @submit=${this.#submit}>
        <h2>${say("topUp.title")}　${desk.identified?.member.name ?? ""}</h2>
        <div class="choices">
          ${(desk.info?.topUps ?? []).map(
            (preset) => html`
              <button
                type="button"
                aria-pressed=${preset === this.amount}
                @click=${() => {
                  this.amount = preset;
                }}
              >
                <b>${formatAmount(preset)}</b>
              </button>
            `,
          )}
        </div>
        <div class="two">
          <label>
            ${say("topUp.amount")}
            <input
              class="money"
              inputmode="decimal"
              .value=${this.amount === 0 ? "" : String(this.amount / 100)}
              @input=${(event: Event) => {
                if (event.target instanceof HTMLInputElement)
                  this.amount = parseAmount(event.target.value) ?? 0;
              }}
            />
          </label>
          ${paidBy(say, this.english)}
        </div>
        <p class="note">
          ${say("before")} ${formatAmount(before)} → ${say("after")}
          <b>${formatAmount(before + this.amount)}</b> · ${say("topUp.bonus")}
        </p>
        ${formFoot({
          say,
          refused: this.refused,
          go: say("topUp.go", { amount: formatAmount(this.amount) }),
          ready: this.amount > 0 && !desk.busy,
          back: this.back,
        })}
      </form>
    `;
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (event.target instanceof HTMLFormElement)
      void this.#topUp(fieldsOf(event.target)("paidBy") ?? "cash");
  };

  async #topUp(type: string): Promise<void> {
    const { desk, amount } = this;
    const before = desk.available("money");
    const done = await desk.attempt("account.topUp", {
      key: this.takeKey(),
      account: this.account,
      amount,
      tenders: [{ type, amount }],
    });
    if (done === undefined) {
      if (desk.unknown === undefined) this.key = undefined;
      return;
    }
    desk.finish({
      what: "topUp",
      amount,
      before,
      after: done.available,
      unit: "money",
      receipt: done.receipt,
    });
    this.done();
  }
}

@customElement("pass-form")
export class PassForm extends ValueForm {
  @state() private pass = "";

  override render(): TemplateResult {
    const { say, desk } = this;
    const passes = desk.info?.passes ?? [];
    const chosen = passes.find((one) => one.pass === this.pass);
    return html`
      <form @submit=${this.#submit}>
        <h2>${say("pass.title")}　${desk.identified?.member.name ?? ""}</h2>
        <div class="choices">
          ${passes.map(
            (one) => html`
              <button
                type="button"
                aria-pressed=${one.pass === this.pass}
                @click=${() => {
                  this.pass = one.pass;
                }}
              >
                <b>${one.name}</b>
                <span class="meta">
                  ${say("pass.count", { count: one.quantity })} · ${formatAmount(one.price)}
                </span>
              </button>
            `,
          )}
        </div>
        ${paidBy(say, this.english)}
        ${formFoot({
          say,
          refused: this.refused,
          go: say("pass.go", { amount: formatAmount(chosen?.price ?? 0) }),
          ready: chosen !== undefined && !desk.busy,
          back: this.back,
        })}
      </form>
    `;
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (event.target instanceof HTMLFormElement)
      void this.#sell(fieldsOf(event.target)("paidBy") ?? "cash");
  };

  async #sell(type: string): Promise<void> {
    const { desk } = this;
    const chosen = desk.info?.passes.find((one) => one.pass === this.pass);
    if (chosen === undefined) return;
    const before = desk.account?.assets[chosen.asset]?.available ?? 0;
    const sold = await desk.attempt("pass.sell", {
      key: this.takeKey(),
      account: this.account,
      pass: chosen.pass,
      tenders: [{ type, amount: chosen.price }],
    });
    if (sold === undefined) {
      if (desk.unknown === undefined) this.key = undefined;
      return;
    }
    desk.finish({
      what: "pass",
      amount: chosen.price,
      before,
      after: sold.available,
      unit: "uses",
      receipt: sold.receipt,
    });
    this.done();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "top-up-form": TopUpForm;
    "pass-form": PassForm;
  }
}
