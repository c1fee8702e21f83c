// Top-up, pass and reward: three small sheets about the shown member's account, each before → after.
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { formatAmount, parseAmount } from "../charts/cashier/amount.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { fieldsOf, formFoot, paidBy } from "./desk-forms.ts";
import type { Desk } from "./desk.ts";
import { dialogStyles } from "./dialog-styles.ts";
import type { Say } from "./words.ts";

/** What the three sheets share: who, how to say it, and one key per sheet until it is refused. */
class ValueForm extends LitElement {
  @property({ attribute: false }) say!: Say;
  @property({ attribute: false }) desk!: Desk;
  @property() refused = "";
  @property({ type: Boolean }) english = false;
  protected key: string | undefined;

  protected takeKey(): string {
    this.key ??= this.desk.client.newKey();
    return this.key;
  }

  protected get account(): string {
    return this.desk.identified?.account ?? "";
  }

  protected done(): void {
    this.dispatchEvent(new CustomEvent("done"));
  }

  protected readonly back = (): void => {
    this.dispatchEvent(new CustomEvent("back"));
  };

  static override styles = [staffStyles, dialogStyles];
}

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

@customElement("redeem-form")
export class RedeemForm extends ValueForm {
  @state() private reward = "";
  @state() private typedPoints = 0;

  override render(): TemplateResult {
    const { say, desk } = this;
    const have = desk.available("points");
    const rewards = desk.info?.rewards ?? [];
    const chosen = rewards.find((one) => one.reward === this.reward);
    const cost = chosen?.points ?? this.typedPoints;
    return html`
      <form @submit=${this.#submit}>
        <h2>${say("redeem.title")}　${desk.identified?.member.name ?? ""}</h2>
        <p class="note">${say("redeem.have", { count: have.toLocaleString("en-US") })}</p>
        ${rewards.length === 0 ? html`<p class="note">${say("redeem.none")}</p>` : nothing}
        <div class="choices">
          ${rewards.map((one) => {
            const price = one.points ?? 0;
            return html`
              <button
                type="button"
                aria-pressed=${one.reward === this.reward}
                ?disabled=${price > have}
                @click=${() => {
                  this.reward = one.reward;
                }}
              >
                <b>${one.name}</b>
                <span class="meta">
                  ${
                    price > have
                      ? say("redeem.short", { count: price - have })
                      : one.points === undefined
                        ? say("redeem.points")
                        : say("redeem.cost", { count: price })
                  }
                </span>
              </button>
            `;
          })}
        </div>
        ${
          chosen !== undefined && chosen.points === undefined
            ? html`<label>
                ${say("redeem.points")}
                <input
                  class="money"
                  inputmode="numeric"
                  @input=${(event: Event) => {
                    if (event.target instanceof HTMLInputElement)
                      this.typedPoints = /^\d{1,9}$/.test(event.target.value)
                        ? Number(event.target.value)
                        : 0;
                  }}
                />
              </label>`
            : nothing
        }
        <p class="note">
          ${say("before")} ${have} → ${say("after")} <b>${Math.max(0, have - cost)}</b>
        </p>
        ${formFoot({
          say,
          refused: this.refused,
          go: say("redeem.go", { count: cost }),
          ready: chosen !== undefined && cost > 0 && cost <= have && !desk.busy,
          back: this.back,
        })}
      </form>
    `;
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    void this.#redeem();
  };

  async #redeem(): Promise<void> {
    const { desk } = this;
    const chosen = desk.info?.rewards.find((one) => one.reward === this.reward);
    if (chosen === undefined) return;
    const [choice] = chosen.choices ?? [];
    const done = await desk.attempt("points.redeem", {
      key: this.takeKey(),
      account: this.account,
      reward: chosen.reward,
      where: "desk",
      ...(chosen.points === undefined ? { points: this.typedPoints } : {}),
      ...(choice === undefined ? {} : { choice }),
    });
    if (done === undefined) {
      if (desk.unknown === undefined) this.key = undefined;
      return;
    }
    desk.finish({
      what: "redeem",
      before: done.available + done.spent,
      after: done.available,
      unit: "points",
      ...(done.receipt === undefined ? {} : { receipt: done.receipt }),
    });
    this.done();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "top-up-form": TopUpForm;
    "pass-form": PassForm;
    "redeem-form": RedeemForm;
  }
}
