// Rankings of a period: who spent, came or brought the most, and prizes for the first places, given once by two people.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { ParamsOf, ResultOf } from "../../../gateway/protocol/operations.ts";
import { staffStyles } from "../../kit/staff-styles.ts";
import { countText, daysLater, moneyText } from "../format.ts";
import { officeStyles } from "../office-styles.ts";
import { careStyles } from "./care-styles.ts";
import { CareView } from "./care-view.ts";
import { choice, field, minorOf, typedIn, wholeOf } from "./fields.ts";
import { giftFields, giftTyped } from "./gift-fields.ts";
import type { SayCare } from "./words.ts";

type Ranked = ResultOf<"ranking.list">;
type Asked = Omit<ParamsOf<"ranking.list">, "limit">;
type By = Asked["by"];
type Prize = ParamsOf<"ranking.award">["prizes"][number];

const kinds = ["spend", "visit", "night", "topup", "referral"] as const satisfies readonly By[];
const isMoney: Readonly<Record<By, boolean>> = {
  spend: true,
  topup: true,
  visit: false,
  night: false,
  referral: false,
};
/** Prizes of one award that the form offers: first place, and those after it. */
const prizes = [
  { name: "first", upTo: 1 },
  { name: "next", upTo: 3 },
] as const;
/** A walk over everybody with a card. */
const walkTimeoutMs = 120_000;

/** First and last day of the month before a day. */
const lastMonth = (today: string): { readonly from: string; readonly to: string } => {
  const to = daysLater(`${today.slice(0, 7)}-01`, -1);
  return { from: `${to.slice(0, 7)}-01`, to };
};

@customElement("ranking-panel")
export class RankingPanel extends CareView {
  @state() private ranked: Ranked | undefined;
  @state() private by: By = "spend";

  protected override async load(): Promise<void> {
    const period = lastMonth(this.office.today);
    await this.#look({ by: this.by, ...period });
  }

  #asked(): Asked {
    const typed = typedIn(this.renderRoot);
    const spend = minorOf(typed("newcomer"), this.office.reading);
    const { by } = this;
    const more = by === "referral" && spend !== undefined ? { spend } : {};
    return { by, from: typed("rankFrom"), to: typed("rankTo"), ...more };
  }

  async #look(asked: Asked): Promise<void> {
    const { client } = this.office;
    this.ranked = await client.call("ranking.list", asked, { timeoutMs: walkTimeoutMs });
  }

  #prizes(): readonly Prize[] {
    const typed = typedIn(this.renderRoot);
    return prizes.flatMap(({ name, upTo }) => {
      const gift = giftTyped(this.office, typed, name);
      const places = name === "next" ? (wholeOf(typed("upTo")) ?? upTo) : upTo;
      return gift === undefined ? [] : [{ upTo: places, gift }];
    });
  }

  async #award(): Promise<void> {
    const { client } = this.office;
    const typed = typedIn(this.renderRoot);
    const chosen = this.#prizes();
    const name = typed("prizeName");
    if (chosen.length === 0 || name === "") {
      this.wrong = this.say("ranking.prizeMissing");
      return;
    }
    const asked = this.#asked();
    const given = await client.call(
      "ranking.award",
      {
        ...asked,
        name,
        prizes: [...chosen],
        approval: { staff: typed("rankSecond"), pin: typed("rankPin") },
        key: client.newKey(),
      },
      { timeoutMs: walkTimeoutMs },
    );
    await this.#look(asked);
    this.said = `✓ ${name} · ${this.say("campaigns.gave", { count: given.granted })}`;
  }

  override render(): TemplateResult {
    const say = this.say;
    return html`
      <section class="panel" aria-label=${say("ranking.title")}>
        <header>
          <h2>${say("ranking.title")}</h2>
          <span class="spring"></span>
          <a href="#/reports/referrals">${say("campaigns.ranking")}</a>
        </header>
        ${this.wrongLine()}
        <div class="body">
          ${this.#period(say)}
          <div aria-live="polite">${this.#table(say)}</div>
          ${this.#form(say)} ${this.#given(say)}
        </div>
      </section>
    `;
  }

  #period(say: SayCare): TemplateResult {
    const { from, to } = lastMonth(this.office.today);
    return html`
      <form
        @submit=${(event: SubmitEvent) => {
          event.preventDefault();
          void this.attempt(() => this.#look(this.#asked()));
        }}
      >
        <div class="fields">
          ${choice({
            name: "by",
            label: say("ranking.by"),
            value: this.by,
            options: kinds.map((kind) => [kind, say(`ranking.${kind}`)]),
            changed: (kind) => {
              this.by = kinds.find((one) => one === kind) ?? "spend";
              this.ranked = undefined;
            },
          })}
          ${field({ name: "rankFrom", label: say("campaigns.from"), type: "date", value: from })}
          ${field({ name: "rankTo", label: say("ranking.to"), type: "date", value: to })}
          ${this.by === "referral" ? field({ name: "newcomer", label: say("ranking.newcomer") }) : nothing}
          <button class="button">${say("ranking.look")}</button>
        </div>
      </form>
    `;
  }

  #valueText(value: number): string {
    const { reading, language } = this.office;
    return isMoney[this.by] ? moneyText(value, reading) : countText(value, language);
  }

  #table(say: SayCare): TemplateResult | typeof nothing {
    const { ranked } = this;
    if (ranked === undefined) return nothing;
    if (ranked.rows.length === 0) return html`<p class="empty">${say("segments.none")}</p>`;
    return html`
      <div class="scroll" tabindex="0" role="group" aria-label=${say("ranking.title")}>
        <table class="tight">
          <thead>
            <tr>
              <th scope="col" class="figure narrow">${say("ranking.place")}</th>
              <th scope="col">${say("row.name")}</th>
              <th scope="col">${say("row.number")}</th>
              <th scope="col" class="figure">${say(`ranking.${this.by}`)}</th>
            </tr>
          </thead>
          <tbody>
            ${ranked.rows.map(
              (row) => html`
                <tr>
                  <td class="figure">${row.place}</td>
                  <th scope="row"><a href="#/members/${row.member}">${row.name}</a></th>
                  <td>${row.number}</td>
                  <td class="figure">${this.#valueText(row.value)}</td>
                </tr>
              `,
            )}
          </tbody>
        </table>
      </div>
    `;
  }

  #form(say: SayCare): TemplateResult {
    const { office } = this;
    return html`
      <form
        class="prizes"
        @submit=${(event: SubmitEvent) => {
          event.preventDefault();
          void this.attempt(() => this.#award());
        }}
      >
        <p class="meta">${say("ranking.once")}</p>
        ${prizes.map(({ name }) =>
          giftFields(
            { office, say },
            { prefix: name, legend: say(`ranking.${name}`), gift: {}, disabled: false },
          ),
        )}
        <div class="fields">
          ${field({ name: "upTo", label: say("ranking.upTo"), value: "3" })}
          ${field({ name: "prizeName", label: say("ranking.name"), required: true, wide: true })}
          ${field({ name: "rankSecond", label: say("merge.second"), required: true })}
          ${field({ name: "rankPin", label: say("merge.pin"), type: "password", required: true })}
        </div>
        <p class="acts">
          <span class="spring"></span>
          <button class="button primary" ?disabled=${this.busy}>${say("ranking.go")}</button>
        </p>
        ${this.saidLine()}
      </form>
    `;
  }

  #given(say: SayCare): TemplateResult | typeof nothing {
    const { ranked, office } = this;
    if (ranked === undefined || ranked.awards.length === 0) return nothing;
    return html`
      <h3>${say("ranking.given")}</h3>
      <ul>
        ${ranked.awards.map(
          (one) =>
            html`<li class="pick">
              <b>${one.name}</b>
              <span class="meta">
                ${say(`ranking.${one.by}`)} ${one.from} – ${one.to} ·
                ${say("campaigns.gave", { count: one.winners })} ·
                ${moneyText(one.cost, office.reading)} · ${one.on} · ${say("merge.second")}
                ${one.approvedBy}
              </span>
            </li>`,
        )}
      </ul>
    `;
  }

  static override styles = [staffStyles, officeStyles, careStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "ranking-panel": RankingPanel;
  }
}
