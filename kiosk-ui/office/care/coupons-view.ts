// Vouchers one by one: what a code is worth and whose it is, one given by hand, one taken out of use. And flash
// prices of the catalogue: for some days, to so many.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { ResultOf } from "../../../gateway/protocol/operations.ts";
import { staffStyles } from "../../kit/staff-styles.ts";
import { countText, daysLater, moneyText } from "../format.ts";
import { officeStyles } from "../office-styles.ts";
import "./bearer-panel.ts";
import { careStyles } from "./care-styles.ts";
import { CareView } from "./care-view.ts";
import { choice, field, minorOf, typedIn, wholeOf } from "./fields.ts";
import { findMember } from "./find-member.ts";
import type { SayCare } from "./words.ts";

type Coupon = ResultOf<"coupon.get">;
type Gift = ResultOf<"gift.list">["gifts"][number];

const tones: Readonly<Record<Coupon["state"], string>> = {
  open: "good",
  used: "calm",
  expired: "warn",
  void: "bad",
};
const marks: Readonly<Record<Coupon["state"], string>> = {
  open: "✓",
  used: "●",
  expired: "▲",
  void: "✕",
};
const daysDefault = 30;

@customElement("coupons-view")
export class CouponsView extends CareView {
  @state() private coupon: Coupon | undefined;
  @state() private gifts: readonly Gift[] = [];

  protected override async load(): Promise<void> {
    const { gifts } = await this.office.client.call("gift.list", {});
    this.gifts = gifts;
  }

  async #look(): Promise<void> {
    const code = typedIn(this.renderRoot)("code");
    if (code === "") return;
    this.coupon = undefined;
    this.coupon = await this.office.client.call("coupon.get", { code: code.toUpperCase() });
  }

  async #give(): Promise<void> {
    const { client, reading } = this.office;
    const typed = typedIn(this.renderRoot);
    const value = minorOf(typed("value"), reading);
    const minSpend = minorOf(typed("minSpend"), reading);
    const reason = typed("reason");
    if (value === undefined || value === 0 || reason === "") return;
    const found = await findMember(this.office, typed("member"));
    if (found?.account === undefined) {
      this.wrong = this.say("coupons.noMember");
      return;
    }
    const expiresOn = typed("expires");
    const { code } = await client.call("coupon.issue", {
      account: found.account,
      kind: "voucher",
      value,
      reason,
      key: client.newKey(),
      ...(minSpend === undefined || minSpend === 0 ? {} : { minSpend }),
      ...(expiresOn === "" ? {} : { expiresOn }),
    });
    this.said = `✓ ${found.name} · ${this.say("coupons.gave", { code })}`;
  }

  async #void(): Promise<void> {
    const { client } = this.office;
    const coupon = this.coupon?.coupon;
    const reason = typedIn(this.renderRoot)("voidReason");
    if (coupon === undefined || reason === "") return;
    await client.call("coupon.void", { coupon, reason, key: client.newKey() });
    this.coupon = await client.call("coupon.get", { coupon });
  }

  async #flash(flash: Gift["flash"] | null): Promise<void> {
    const { client } = this.office;
    const [reward = "", choiceOf] = typedIn(this.renderRoot)("gift").split("|");
    if (reward === "") return;
    await client.call("gift.put", {
      reward,
      key: client.newKey(),
      flash: flash ?? null,
      ...(choiceOf === undefined ? {} : { choice: choiceOf }),
    });
    await this.load();
  }

  #startFlash(): void {
    const typed = typedIn(this.renderRoot);
    const [points, left] = [wholeOf(typed("flashPoints")), wholeOf(typed("flashLeft"))];
    if (points === undefined || left === undefined) return;
    const flash = { from: typed("flashFrom"), to: typed("flashTo"), points, left };
    void this.attempt(() => this.#flash(flash));
  }

  override render(): TemplateResult {
    const say = this.say;
    return html`
      <header class="top">
        <h1>${this.office.say("nav.coupons")}</h1>
        <span class="spring"></span>
        <a href="#/reports/coupons">${say("campaigns.return")}</a>
      </header>
      ${this.wrongLine()}
      <div class="columns">
        <div class="stack">${this.#found(say)} ${this.#byHand(say)}</div>
        <div class="stack">
          <bearer-panel .office=${this.office} language=${this.language}></bearer-panel>
          ${this.#flashes(say)}
        </div>
      </div>
    `;
  }

  #found(say: SayCare): TemplateResult {
    const { coupon } = this;
    return html`
      <section class="panel" aria-label=${say("coupons.find")}>
        <header><h2>${say("coupons.find")}</h2></header>
        <form
          class="body"
          @submit=${(event: SubmitEvent) => {
            event.preventDefault();
            void this.attempt(() => this.#look());
          }}
        >
          <div class="acts">
            ${field({ name: "code", label: say("coupons.code"), wide: true })}
            <button class="button">${say("coupons.look")}</button>
          </div>
          <div aria-live="polite">${coupon === undefined ? nothing : this.#state(say, coupon)}</div>
        </form>
      </section>
    `;
  }

  #state(say: SayCare, coupon: Coupon): TemplateResult {
    const { reading } = this.office;
    return html`
      <div class="says">
        <p>
          <b>${moneyText(coupon.value, reading)}</b>
          <span class="tag ${tones[coupon.state]}"
            >${marks[coupon.state]} ${say(`coupon.${coupon.state}`)}</span
          >
        </p>
        <p class="meta">
          ${coupon.expiresOn === undefined ? nothing : html`${say("coupons.expires")} ${coupon.expiresOn}`}
          ${coupon.minSpend === undefined ? nothing : html` · ${say("coupons.min", { amount: moneyText(coupon.minSpend, reading) })}`}
        </p>
      </div>
      ${
        coupon.state === "open"
          ? html`<div class="acts">
              ${field({ name: "voidReason", label: say("coupons.reason") })}
              <button
                type="button"
                class="button"
                @click=${() => void this.attempt(() => this.#void())}
              >
                ${say("coupons.void")}
              </button>
            </div>`
          : nothing
      }
    `;
  }

  #byHand(say: SayCare): TemplateResult {
    return html`
      <section class="panel" aria-label=${say("coupons.give")}>
        <header><h2>${say("coupons.give")}</h2></header>
        <form
          class="body"
          @submit=${(event: SubmitEvent) => {
            event.preventDefault();
            void this.attempt(() => this.#give());
          }}
        >
          <div class="fields">
            ${field({ name: "member", label: say("coupons.member"), required: true, wide: true })}
            ${field({ name: "value", label: say("campaigns.value"), required: true })}
            ${field({ name: "minSpend", label: say("campaigns.minSpend") })}
            ${field({
              name: "expires",
              label: say("coupons.expires"),
              type: "date",
              value: daysLater(this.office.today, daysDefault),
            })}
            ${field({ name: "reason", label: say("coupons.reason"), required: true, wide: true })}
          </div>
          <p class="acts">
            <span class="spring"></span>
            <button class="button primary">${say("coupons.go")}</button>
          </p>
          ${this.saidLine()}
        </form>
      </section>
    `;
  }

  #flashes(say: SayCare): TemplateResult {
    const { gifts, office } = this;
    const named = ({ reward, choice: of, name }: Gift): string =>
      name ?? of ?? office.info?.rewards.find((one) => one.reward === reward)?.name ?? reward;
    const { today } = office;
    return html`
      <section class="panel" aria-label=${say("flash.title")}>
        <header><h2>${say("flash.title")}</h2></header>
        ${
          gifts.length === 0
            ? html`<p class="empty">${say("flash.none")}</p>`
            : html`<ul>
                  ${gifts.map(
                    (gift) =>
                      html`<li class="pick">
                        <b>${named(gift)}</b>
                        <span class="figure"
                          >${say("flash.costs", { points: countText(gift.points ?? 0, office.language) })}</span
                        >
                        ${
                          gift.flash === undefined
                            ? nothing
                            : html`<span class="meta"
                                >${say("flash.until", gift.flash)}
                                ${gift.regular === undefined ? nothing : html`· ${say("flash.regular", { points: gift.regular })}`}</span
                              >`
                        }
                      </li>`,
                  )}
                </ul>
                <form class="body" @submit=${(event: SubmitEvent) => event.preventDefault()}>
                  <div class="fields">
                    ${choice({
                      name: "gift",
                      label: say("flash.gift"),
                      options: gifts.map((gift) => [
                        gift.choice === undefined ? gift.reward : `${gift.reward}|${gift.choice}`,
                        named(gift),
                      ]),
                    })}
                    ${field({ name: "flashFrom", label: say("campaigns.from"), type: "date", value: today })}
                    ${field({ name: "flashTo", label: say("coupons.expires"), type: "date", value: daysLater(today, 7) })}
                    ${field({ name: "flashPoints", label: say("flash.points") })}
                    ${field({ name: "flashLeft", label: say("flash.left") })}
                  </div>
                  <p class="acts">
                    <button
                      class="button"
                      @click=${() => void this.attempt(() => this.#flash(null))}
                    >
                      ${say("flash.stop")}
                    </button>
                    <span class="spring"></span>
                    <button class="button primary" @click=${() => this.#startFlash()}>
                      ${say("flash.go")}
                    </button>
                  </p>
                </form>`
        }
      </section>
    `;
  }

  static override styles = [staffStyles, officeStyles, careStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "coupons-view": CouponsView;
  }
}
