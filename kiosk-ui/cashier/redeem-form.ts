// Points for a reward or a thing of the owner's catalogue, before → after; and what is promised is handed over.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { formFoot } from "./desk-forms.ts";
import { ValueForm } from "./value-form.ts";
import { wordFor } from "./words.ts";

/** What points can be given for here; no `points`: the clerk types the price. */
interface Offer {
  readonly reward: string;
  readonly name: string;
  readonly points?: number;
  readonly choice?: string;
  readonly left?: number;
}

@customElement("redeem-form")
export class RedeemForm extends ValueForm {
  @state() private offers: readonly Offer[] = [];
  @state() private chosen: Offer | undefined;
  @state() private typedPoints = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
  }

  /** The programme's rewards, and what the owner's catalogue makes of them. */
  async #load(): Promise<void> {
    const { gifts } = (await this.desk.attempt("gift.list", {})) ?? { gifts: [] };
    const rewards = this.desk.info?.rewards ?? [];
    const priced = gifts.filter((gift) => gift.points !== undefined);
    this.offers = [
      ...rewards
        .filter(
          ({ reward, points }) => points !== 1 || priced.every((gift) => gift.reward !== reward),
        )
        .map(({ reward, name, points, choices }) => ({
          reward,
          name,
          ...(points === undefined ? {} : { points }),
          ...(choices?.[0] === undefined ? {} : { choice: choices[0] }),
        })),
      ...priced.map(({ reward, choice, name, points, left }) => ({
        reward,
        name: name ?? choice ?? reward,
        ...(points === undefined ? {} : { points }),
        ...(choice === undefined ? {} : { choice }),
        ...(left === undefined ? {} : { left }),
      })),
    ];
  }

  override render(): TemplateResult {
    const { say, desk } = this;
    const have = desk.available("points");
    const { chosen, offers } = this;
    const cost = chosen?.points ?? this.typedPoints;
    return html`
      <form @submit=${this.#submit}>
        <h2>${say("redeem.title")}　${desk.identified?.member.name ?? ""}</h2>
        <p class="note">${say("redeem.have", { count: have.toLocaleString("en-US") })}</p>
        ${offers.length === 0 ? html`<p class="note">${say("redeem.none")}</p>` : nothing}
        <div class="choices">
          ${offers.map((one) => {
            const price = one.points ?? 0;
            return html`
              <button
                type="button"
                aria-pressed=${one === chosen}
                ?disabled=${price > have || one.left === 0}
                @click=${() => {
                  this.chosen = one;
                }}
              >
                <b>${one.name}</b>
                <span class="meta">
                  ${
                    one.left === 0
                      ? say("redeem.gone")
                      : price > have
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
        ${this.#toGive()}
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

  /** Benefits that are counted: a birthday gift, a prize. Handing one over prints its slip. */
  #toGive(): TemplateResult | typeof nothing {
    const { say, desk } = this;
    const counted = (desk.account?.benefits ?? []).filter(
      ({ left }) => left !== undefined && left > 0,
    );
    if (counted.length === 0) return nothing;
    return html`
      <h3>${say("give.title")}</h3>
      <div class="choices">
        ${counted.map(
          ({ code, left = 0 }) => html`
            <button type="button" ?disabled=${desk.busy} @click=${() => void this.#give(code)}>
              <b>${wordFor(say, "benefit", code)}</b>
              <span class="meta">${say("give.left", { count: left })}</span>
            </button>
          `,
        )}
      </div>
    `;
  }

  async #give(benefit: string): Promise<void> {
    const { desk, account } = this;
    const given = await desk.attempt("benefit.give", { key: this.takeKey(), account, benefit });
    if (given === undefined) {
      if (desk.unknown === undefined) this.key = undefined;
      return;
    }
    desk.finish({ what: "redeem", receipt: given.receipt });
    this.done();
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    void this.#redeem();
  };

  async #redeem(): Promise<void> {
    const { desk } = this;
    const { chosen } = this;
    if (chosen === undefined) return;
    const { choice } = chosen;
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
    "redeem-form": RedeemForm;
  }
}
