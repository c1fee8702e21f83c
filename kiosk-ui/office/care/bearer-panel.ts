// Bearer vouchers at the office: what is owed to whoever holds one, what became of each, and some handed out for
// nothing, by two people.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { ParamsOf, ResultOf } from "../../../gateway/protocol/operations.ts";
import { staffStyles } from "../../kit/staff-styles.ts";
import { countText, daysLater, moneyText } from "../format.ts";
import { officeStyles } from "../office-styles.ts";
import { careStyles } from "./care-styles.ts";
import { CareView } from "./care-view.ts";
import { field, minorOf, typedIn, wholeOf } from "./fields.ts";
import type { SayCare } from "./words.ts";

type Listed = ResultOf<"voucher.list">;
type Filter = NonNullable<ParamsOf<"voucher.list">["filter"]>;
type State = Listed["vouchers"][number]["state"];

const states = ["open", "used", "expired", "void"] as const satisfies readonly State[];
const marks: Readonly<Record<State, string>> = { open: "✓", used: "●", expired: "▲", void: "✕" };
const tones: Readonly<Record<State, string>> = {
  open: "good",
  used: "calm",
  expired: "warn",
  void: "bad",
};
const daysDefault = 90;

@customElement("bearer-panel")
export class BearerPanel extends CareView {
  @state() private listed: Listed | undefined;
  @state() private filter: Filter = {};
  @state() private codes: readonly string[] = [];

  protected override async load(): Promise<void> {
    this.listed = await this.office.client.call("voucher.list", { filter: this.filter, limit: 50 });
  }

  #filtered(one: State | undefined): void {
    this.filter = one === undefined ? {} : { state: one };
    void this.attempt(() => this.load());
  }

  async #more(): Promise<void> {
    const { cursor, vouchers = [] } = this.listed ?? {};
    if (cursor === undefined) return;
    const asked = { filter: this.filter, limit: 50, cursor };
    const next = await this.office.client.call("voucher.list", asked);
    this.listed = { ...next, vouchers: [...vouchers, ...next.vouchers] };
  }

  async #hand(): Promise<void> {
    const { client, reading } = this.office;
    const typed = typedIn(this.renderRoot);
    const [value, count] = [
      minorOf(typed("bearer.value"), reading),
      wholeOf(typed("bearer.count")),
    ];
    const reason = typed("bearer.reason");
    if (value === undefined || value === 0 || count === undefined || reason === "") return;
    const minSpend = minorOf(typed("bearer.minSpend"), reading);
    const { vouchers } = await client.call("voucher.hand", {
      value,
      count,
      expiresOn: typed("bearer.expires"),
      reason,
      approval: { staff: typed("bearer.second"), pin: typed("bearer.pin") },
      key: client.newKey(),
      ...(minSpend === undefined || minSpend === 0 ? {} : { minSpend }),
    });
    this.codes = vouchers.map(({ code }) => code);
    await this.load();
    this.said = `✓ ${this.say("bearer.handed", { count })}`;
  }

  override render(): TemplateResult {
    const say = this.say;
    return html`${this.#list(say)} ${this.#form(say)}`;
  }

  #list(say: SayCare): TemplateResult {
    const { listed, office } = this;
    const { count = 0, amount = 0 } = listed?.totals.open ?? {};
    const money = moneyText(amount, office.reading);
    return html`
      <section class="panel" aria-label=${say("bearer.title")}>
        <header>
          <h2>${say("bearer.title")}</h2>
          <span class="spring"></span>
          <a href="#/reports/bearer">${say("bearer.report")}</a>
        </header>
        <p class="body">
          ${say("bearer.owed", { amount: money, count: countText(count, office.language) })}
        </p>
        <p class="acts body" role="group" aria-label=${say("bearer.filter")}>
          ${[undefined, ...states].map(
            (one) =>
              html`<button
                class="button small"
                aria-pressed=${this.filter.state === one}
                @click=${() => this.#filtered(one)}
              >
                ${one === undefined ? say("bearer.all") : `${say(`coupon.${one}`)} ${this.#count(one)}`}
              </button>`,
          )}
        </p>
        ${listed?.vouchers.length === 0 ? html`<p class="empty">${say("bearer.none")}</p>` : this.#table(say)}
        ${
          listed?.cursor === undefined
            ? nothing
            : html`<p class="acts body">
                <button class="button small" @click=${() => void this.attempt(() => this.#more())}>
                  ${say("bearer.more")}
                </button>
              </p>`
        }
        ${this.wrongLine()}
      </section>
    `;
  }

  #count(one: State): string {
    const { listed, office } = this;
    return listed === undefined ? "" : countText(listed.totals[one].count, office.language);
  }

  #table(say: SayCare): TemplateResult {
    const { reading } = this.office;
    return html`
      <div class="scroll" tabindex="0" role="group" aria-label=${say("bearer.title")}>
        <table class="tight">
          <thead>
            <tr>
              <th scope="col">${say("coupons.code")}</th>
              <th scope="col">${say("bearer.how")}</th>
              <th scope="col">${say("coupons.expires")}</th>
              <th scope="col">${say("bearer.state")}</th>
              <th scope="col" class="figure">${say("campaigns.value")}</th>
            </tr>
          </thead>
          <tbody>
            ${(this.listed?.vouchers ?? []).map(
              (one) => html`
                <tr>
                  <th scope="row">…${one.code}</th>
                  <td>${one.on} ${say(`bearer.${one.how}By`)}</td>
                  <td>${one.expiresOn ?? "—"}</td>
                  <td>
                    <span class="tag ${tones[one.state]}"
                      >${marks[one.state]} ${say(`coupon.${one.state}`)}</span
                    >
                  </td>
                  <td class="figure">${moneyText(one.value, reading)}</td>
                </tr>
              `,
            )}
          </tbody>
        </table>
      </div>
    `;
  }

  #form(say: SayCare): TemplateResult {
    return html`
      <section class="panel" aria-label=${say("bearer.hand")}>
        <header><h2>${say("bearer.hand")}</h2></header>
        <form
          class="body"
          @submit=${(event: SubmitEvent) => {
            event.preventDefault();
            void this.attempt(() => this.#hand());
          }}
        >
          <p class="meta">${say("bearer.note")}</p>
          <div class="fields">
            ${field({ name: "bearer.value", label: say("campaigns.value"), required: true })}
            ${field({ name: "bearer.count", label: say("bearer.count"), required: true, value: "1" })}
            ${field({
              name: "bearer.expires",
              label: say("coupons.expires"),
              type: "date",
              required: true,
              value: daysLater(this.office.today, daysDefault),
            })}
            ${field({ name: "bearer.minSpend", label: say("campaigns.minSpend") })}
            ${field({ name: "bearer.reason", label: say("coupons.reason"), required: true, wide: true })}
            ${field({ name: "bearer.second", label: say("merge.second"), required: true })}
            ${field({ name: "bearer.pin", label: say("merge.pin"), type: "password", required: true })}
          </div>
          <p class="acts">
            <span class="spring"></span>
            <button class="button primary">${say("bearer.go")}</button>
          </p>
          ${this.saidLine()}
          ${
            this.codes.length === 0
              ? nothing
              : html`<ul aria-label=${say("coupons.code")}>
                  ${this.codes.map((code) => html`<li class="pick"><b>${code}</b></li>`)}
                </ul>`
          }
        </form>
      </section>
    `;
  }

  static override styles = [staffStyles, officeStyles, careStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "bearer-panel": BearerPanel;
  }
}
