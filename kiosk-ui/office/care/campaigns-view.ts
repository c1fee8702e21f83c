// Campaigns: what runs, what each gave and cost; a new one as a form, tried on today's members before it starts.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { ParamsOf, ResultOf } from "../../../gateway/protocol/operations.ts";
import { staffStyles } from "../../kit/staff-styles.ts";
import { countText, moneyText } from "../format.ts";
import { officeStyles } from "../office-styles.ts";
import { careStyles } from "./care-styles.ts";
import { CareView } from "./care-view.ts";
import { choice, field, typedIn, wholeOf } from "./fields.ts";
import { type Gift, giftFields, giftText, giftTyped } from "./gift-fields.ts";
import { peopleTable } from "./people-table.ts";
import {
  firstTrigger,
  type Kind,
  kinds,
  type Trigger,
  triggerFields,
  triggerText,
} from "./triggers.ts";
import "./ranking-panel.ts";
import type { SayCare } from "./words.ts";

type Campaign = ResultOf<"campaign.list">["campaigns"][number];
type Preview = ResultOf<"campaign.preview">;
type Put = ParamsOf<"campaign.put">;
type State = Campaign["state"];

/** A walk over everybody with a card. */
const walkTimeoutMs = 120_000;
const tones: Readonly<Record<State, string>> = { draft: "", active: "good", ended: "calm" };
const marks: Readonly<Record<State, string>> = { draft: "○", active: "✓", ended: "—" };
const order: readonly State[] = ["active", "draft", "ended"];

@customElement("campaigns-view")
export class CampaignsView extends CareView {
  @state() private all: readonly Campaign[] = [];
  @state() private segments: ResultOf<"segment.list">["segments"] = [];
  @state() private templates: ResultOf<"message.templates">["templates"] = [];
  @state() private chosen: Campaign | undefined;
  @state() private trigger: Trigger = firstTrigger("birthday");
  @state() private preview: Preview | undefined;

  protected override async load(): Promise<void> {
    const { client } = this.office;
    const [{ campaigns }, { segments }, { templates }] = await Promise.all([
      client.call("campaign.list", {}),
      client.call("segment.list", {}),
      client.call("message.templates", {}),
    ]);
    this.segments = segments.filter(({ withdrawn }) => !withdrawn);
    this.templates = templates.filter(({ active }) => active);
    this.all = campaigns.toSorted(
      (one, other) => order.indexOf(one.state) - order.indexOf(other.state),
    );
    this.chosen = this.all.find(({ campaign }) => campaign === this.chosen?.campaign);
  }

  #choose(one: Campaign | undefined): void {
    this.chosen = one;
    this.trigger = one?.trigger ?? firstTrigger("birthday");
    this.preview = undefined;
    this.said = "";
  }

  /** What stands in the form; a campaign that runs keeps what it promised. */
  #typed(to: State): Omit<Put, "key"> | undefined {
    const typed = typedIn(this.renderRoot);
    const { chosen, office, trigger } = this;
    const gift = giftTyped(office, typed, "gift");
    const friend = trigger.kind === "referral" ? giftTyped(office, typed, "friend") : undefined;
    const [name, from, until] = [typed("name"), typed("from"), typed("to")];
    const [segment, template, stock] = [
      typed("segment"),
      typed("template"),
      wholeOf(typed("stock")),
    ];
    if (name === "" || from === "" || gift === undefined) return undefined;
    return {
      name,
      from,
      trigger,
      gift,
      state: to,
      ...(friend === undefined ? {} : { friend }),
      ...(until === "" ? {} : { to: until }),
      ...(segment === "" ? {} : { segment }),
      ...(template === "" ? {} : { template }),
      ...(stock === undefined || stock === 0 ? {} : { stock }),
      ...(chosen === undefined ? {} : { campaign: chosen.campaign }),
    };
  }

  async #put(to: State): Promise<void> {
    const { client } = this.office;
    const { chosen } = this;
    const { given: _given, cost: _cost, ...kept } = chosen ?? { given: 0, cost: 0 };
    const file = chosen?.state === "active" ? { ...(kept as Put), state: to } : this.#typed(to);
    if (file === undefined) {
      this.wrong = this.say("campaigns.giftMissing");
      this.renderRoot.querySelector<HTMLElement>("[name='gift.value']")?.focus();
      return;
    }
    const { campaign } = await client.call("campaign.put", { ...file, key: client.newKey() });
    await this.load();
    this.#choose(this.all.find((one) => one.campaign === campaign));
    this.said = `✓ ${file.name} · ${this.say(`state.${to}`)}`;
  }

  async #look(): Promise<void> {
    if (this.chosen?.state !== "active") await this.#put("draft");
    const { chosen, office } = this;
    if (chosen === undefined) return;
    const asked = { campaign: chosen.campaign };
    this.preview = await office.client.call("campaign.preview", asked, {
      timeoutMs: walkTimeoutMs,
    });
  }

  async #run(): Promise<void> {
    const { chosen, office } = this;
    if (chosen === undefined) return;
    const key = office.client.newKey();
    const asked = { campaign: chosen.campaign, key };
    const { given } = await office.client.call("campaign.run", asked, { timeoutMs: walkTimeoutMs });
    await this.load();
    this.said = `✓ ${this.say("campaigns.gave", { count: countText(given, office.language) })}`;
  }

  override render(): TemplateResult {
    const say = this.say;
    return html`
      <header class="top">
        <h1>${this.office.say("nav.campaigns")}</h1>
        <p class="note">${say("campaigns.keeps")}</p>
        <span class="spring"></span>
        <a href="#/reports/coupons">${say("campaigns.return")}</a>
        <a href="#/reports/referrals">${say("campaigns.ranking")}</a>
      </header>
      ${this.wrongLine()}
      <div class="columns">
        ${this.#list(say)}
        <div class="stack">
          ${this.#form(say)} ${this.#previewed(say)}
          <ranking-panel .office=${this.office} language=${this.language}></ranking-panel>
        </div>
      </div>
    `;
  }

  #list(say: SayCare): TemplateResult {
    const { office } = this;
    return html`
      <section class="panel" aria-label=${office.say("nav.campaigns")}>
        <header>
          <h2>${say("campaigns.all")}</h2>
          <span class="spring"></span>
          <button class="button small" @click=${() => this.#choose(undefined)}>
            ${say("campaigns.new")}
          </button>
        </header>
        ${this.all.length === 0 ? html`<p class="empty">${say("campaigns.empty")}</p>` : nothing}
        <ul>
          ${this.all.map(
            (one) =>
              html`<li>
                <button
                  class="pick"
                  aria-current=${one.campaign === this.chosen?.campaign}
                  @click=${() => this.#choose(one)}
                >
                  <b>${one.name}</b>
                  <span class="tag ${tones[one.state]}"
                    >${marks[one.state]} ${say(`state.${one.state}`)}</span
                  >
                  <span class="meta"
                    >${say(`kind.${one.trigger.kind}`)} · ${giftText(office, say, one.gift)}</span
                  >
                  <span class="meta"
                    >${say("campaigns.given")} ${countText(one.given, office.language)} ·
                    ${say("campaigns.cost")} ${moneyText(one.cost, office.reading)}
                    ${
                      one.stock === undefined
                        ? nothing
                        : html`· ${say("campaigns.left", { count: one.stock - one.given })}`
                    }</span
                  >
                </button>
              </li>`,
          )}
        </ul>
      </section>
    `;
  }

  #form(say: SayCare): TemplateResult {
    const { chosen, office, trigger, busy } = this;
    const disabled = chosen !== undefined && chosen.state !== "draft";
    const change = (to: Trigger): void => {
      this.trigger = to;
    };
    return html`
      <section class="panel" aria-label=${chosen?.name ?? say("campaigns.new")}>
        <header>
          <h2>${chosen?.name ?? say("campaigns.new")}</h2>
          ${
            chosen === undefined
              ? nothing
              : html`<span class="tag ${tones[chosen.state]}"
                  >${marks[chosen.state]} ${say(`state.${chosen.state}`)}</span
                >`
          }
        </header>
        <form class="body" @submit=${(event: SubmitEvent) => event.preventDefault()}>
          <div class="fields">
            ${field({ name: "name", label: say("campaigns.name"), value: chosen?.name, required: true, disabled, wide: true })}
            ${choice({
              name: "kind",
              label: say("campaigns.kind"),
              value: trigger.kind,
              disabled,
              options: kinds.map((kind) => [kind, say(`kind.${kind}`)]),
              changed: (kind) => change(firstTrigger(kind as Kind)),
            })}
            ${triggerFields({ office, say, trigger, disabled, change })}
          </div>
          <p class="says">${triggerText(office, say, trigger)}</p>
          ${giftFields({ office, say }, { prefix: "gift", legend: say("campaigns.gift"), gift: chosen?.gift ?? noGift, disabled })}
          ${
            trigger.kind === "referral"
              ? giftFields(
                  { office, say },
                  {
                    prefix: "friend",
                    legend: say("campaigns.friend"),
                    gift: chosen?.friend ?? noGift,
                    disabled,
                  },
                )
              : nothing
          }
          <div class="fields">
            ${field({ name: "from", label: say("campaigns.from"), type: "date", value: chosen?.from ?? office.today, disabled })}
            ${field({ name: "to", label: say("campaigns.to"), type: "date", value: chosen?.to, disabled })}
            ${choice({
              name: "segment",
              label: say("campaigns.segment"),
              value: chosen?.segment,
              disabled,
              options: [
                ["", say("campaigns.everybody")],
                ...this.segments.map(({ segment, name }) => [segment, name] as const),
              ],
            })}
            ${field({ name: "stock", label: say("campaigns.stock"), value: chosen?.stock?.toString(), disabled })}
            ${choice({
              name: "template",
              label: say("campaigns.template"),
              value: chosen?.template,
              disabled,
              options: [
                ["", say("campaigns.silent")],
                ...this.templates.map(({ template, name }) => [template, name] as const),
              ],
            })}
          </div>
          ${disabled ? nothing : html`<p class="note">${say("campaigns.stockHelp")}</p>`}
          ${this.#actions(say, busy)} ${this.saidLine()}
        </form>
      </section>
    `;
  }

  #actions(say: SayCare, busy: boolean): TemplateResult | typeof nothing {
    const now = this.chosen?.state ?? "draft";
    if (now === "ended") return nothing;
    const act = (work: () => Promise<void>) => () => void this.attempt(work);
    return now === "draft"
      ? html`<p class="acts">
          <button class="button" ?disabled=${busy} @click=${act(() => this.#put("draft"))}>
            ${say("campaigns.draft")}
          </button>
          <button class="button" ?disabled=${busy} @click=${act(() => this.#look())}>
            ${say("campaigns.preview")}
          </button>
          <span class="spring"></span>
          <button class="button primary" ?disabled=${busy} @click=${act(() => this.#put("active"))}>
            ${say("campaigns.start")}
          </button>
        </p>`
      : html`<p class="acts">
          <button class="button" ?disabled=${busy} @click=${act(() => this.#look())}>
            ${say("campaigns.preview")}
          </button>
          <button class="button" ?disabled=${busy} @click=${act(() => this.#put("ended"))}>
            ${say("campaigns.end")}
          </button>
          <span class="spring"></span>
          <button class="button primary" ?disabled=${busy} @click=${act(() => this.#run())}>
            ${say("campaigns.run")}
          </button>
        </p>`;
  }

  #previewed(say: SayCare): TemplateResult | typeof nothing {
    const { preview, office } = this;
    if (preview === undefined) return nothing;
    const places = {
      count: countText(preview.gifts, office.language),
      cost: moneyText(preview.cost, office.reading),
    };
    return html`
      <section class="panel" aria-live="polite" aria-label=${say("campaigns.preview")}>
        <header>
          <h2>${say("campaigns.would", places)}</h2>
          <span class="spring"></span><span class="meta">${preview.on}</span>
        </header>
        ${
          preview.members.length === 0
            ? html`<p class="empty">${say("segments.none")}</p>`
            : peopleTable(office, say, preview.members)
        }
      </section>
    `;
  }

  static override styles = [staffStyles, officeStyles, careStyles];
}

const noGift: Gift = {};

declare global {
  interface HTMLElementTagNameMap {
    "campaigns-view": CampaignsView;
  }
}
