// Messages: templates in the house's words with places for the member's, how one member would read it, sending to a
// segment within consent and number, and what became of each.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { ResultOf } from "../../../gateway/protocol/operations.ts";
import { staffStyles } from "../../kit/staff-styles.ts";
import { countText } from "../format.ts";
import { officeStyles } from "../office-styles.ts";
import { careStyles } from "./care-styles.ts";
import { CareView } from "./care-view.ts";
import { choice, field, typedIn, wholeOf } from "./fields.ts";
import { findMember } from "./find-member.ts";
import { type Message, messageLog } from "./message-log.ts";
import type { SayCare } from "./words.ts";

type Templates = ResultOf<"message.templates">;
type Template = Templates["templates"][number];
type Preview = ResultOf<"message.preview">;

const languages = ["zh-CN", "en"] as const;
/** Members of one call; a segment is sent in calls one after the other. */
const sendMax = 200;
const logShown = 50;

@customElement("messages-view")
export class MessagesView extends CareView {
  @state() private templates: readonly Template[] = [];
  @state() private channels: Templates["channels"] = [];
  @state() private segments: ResultOf<"segment.list">["segments"] = [];
  @state() private log: readonly Message[] = [];
  @state() private chosen: Template | undefined;
  @state() private preview: Preview | undefined;

  protected override async load(): Promise<void> {
    const { client } = this.office;
    const [{ templates, channels }, { segments }] = await Promise.all([
      client.call("message.templates", {}),
      client.call("segment.list", {}),
    ]);
    this.templates = templates.filter(({ active }) => active);
    this.channels = channels;
    this.segments = segments.filter(({ withdrawn }) => !withdrawn);
    await this.#loadLog();
  }

  /** The newest; the list is told from the oldest on. */
  async #loadLog(): Promise<void> {
    let shown: readonly Message[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await this.office.client.call("message.list", {
        limit: 200,
        ...(cursor === undefined ? {} : { cursor }),
      });
      shown = [...shown, ...page.messages].slice(-logShown);
      cursor = page.cursor;
      if (cursor === undefined) break;
    }
    this.log = shown.toReversed();
  }

  #choose(one: Template | undefined): void {
    this.chosen = one;
    this.preview = undefined;
    this.said = "";
  }

  #texts(): Template["texts"] {
    const typed = typedIn(this.renderRoot);
    return Object.fromEntries(
      languages.flatMap((lang) => {
        const [subject, body] = [typed(`subject.${lang}`), typed(`body.${lang}`)];
        return body === "" ? [] : [[lang, { body, ...(subject === "" ? {} : { subject }) }]];
      }),
    );
  }

  async #save(active = true): Promise<void> {
    const { client } = this.office;
    const typed = typedIn(this.renderRoot);
    const texts = this.#texts();
    const name = typed("name");
    if (name === "" || Object.keys(texts).length === 0) return;
    const { template } = await client.call("message.putTemplate", {
      name,
      texts,
      active,
      channel: typed("channel") === "http" ? "http" : "email",
      marketing: typed("marketing") !== "",
      perWeek: Math.min(20, Math.max(1, wholeOf(typed("perWeek")) ?? 2)),
      key: client.newKey(),
      ...(this.chosen === undefined ? {} : { template: this.chosen.template }),
    });
    await this.load();
    this.chosen = this.templates.find((one) => one.template === template);
    this.said = `✓ ${this.say("messages.saved")} ${name}`;
  }

  async #look(): Promise<void> {
    const typed = typedIn(this.renderRoot);
    const texts = this.#texts();
    const found = await findMember(this.office, typed("previewOf"));
    if (found === undefined) {
      this.wrong = this.say("coupons.noMember");
      return;
    }
    const asked = { name: typed("name") || "—", texts, member: found.member };
    this.preview = await this.office.client.call("message.preview", asked);
  }

  async #members(segment: string): Promise<readonly string[]> {
    const members: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await this.office.client.call("segment.members", {
        limit: sendMax,
        ...(segment === "" ? { when: {} } : { segment }),
        ...(cursor === undefined ? {} : { cursor }),
      });
      members.push(...page.members.map(({ member }) => member));
      cursor = page.cursor;
      if (cursor === undefined) return members;
    }
  }

  async #send(): Promise<void> {
    const { client, language } = this.office;
    const template = this.chosen?.template;
    if (template === undefined) return;
    const members = await this.#members(typedIn(this.renderRoot)("segment"));
    let queued = 0;
    const reasons = { "missing.consent": 0, "limit.reached": 0, other: 0 };
    for (let from = 0; from < members.length; from += sendMax) {
      const some = members.slice(from, from + sendMax);
      const sent = await client.call("message.send", {
        template,
        members: some,
        key: client.newKey(),
      });
      queued += sent.queued;
      for (const { code } of sent.skipped)
        reasons[code === "missing.consent" || code === "limit.reached" ? code : "other"] += 1;
    }
    const skipped = members.length - queued;
    const count = (places: Readonly<Record<string, number>>): Record<string, string> =>
      Object.fromEntries(
        Object.entries(places).map(([name, of]) => [name, countText(of, language)]),
      );
    const why = [
      ["messages.optOut", reasons["missing.consent"]],
      ["messages.capped", reasons["limit.reached"]],
      ["messages.others", reasons.other],
    ] as const;
    const told = why.flatMap(([word, of]) =>
      of === 0 ? [] : [this.say(word, count({ count: of }))],
    );
    this.said = [`✓ ${this.say("messages.sent", count({ queued, skipped }))}`, ...told].join(" · ");
    await this.#loadLog();
  }

  override render(): TemplateResult {
    const say = this.say;
    return html`
      <header class="top"><h1>${this.office.say("nav.messages")}</h1></header>
      ${this.wrongLine()}
      <div class="columns">
        ${this.#list(say)}
        <div class="stack">${this.#form(say)} ${this.#sending(say)} ${this.#logged()}</div>
      </div>
    `;
  }

  #list(say: SayCare): TemplateResult {
    return html`
      <section class="panel" aria-label=${say("messages.templates")}>
        <header>
          <h2>${say("messages.templates")}</h2>
          <span class="spring"></span>
          <button class="button small" @click=${() => this.#choose(undefined)}>
            ${say("messages.new")}
          </button>
        </header>
        ${this.templates.length === 0 ? html`<p class="empty">${say("messages.noTemplates")}</p>` : nothing}
        <ul>
          ${this.templates.map(
            (one) =>
              html`<li>
                <button
                  class="pick"
                  aria-current=${one.template === this.chosen?.template}
                  @click=${() => this.#choose(one)}
                >
                  <b>${one.name}</b>
                  ${one.marketing ? html`<span class="tag gold">${say("messages.marketing")}</span>` : nothing}
                  <span class="meta"
                    >${say(`messages.${one.channel}`)} · ${Object.keys(one.texts).join(" · ")}</span
                  >
                </button>
              </li>`,
          )}
        </ul>
      </section>
    `;
  }

  #form(say: SayCare): TemplateResult {
    const { chosen } = this;
    const channel = chosen?.channel ?? this.channels[0] ?? "email";
    const assets = (this.office.info?.assets ?? []).map(({ id }) => `{balance:${id}}`);
    const places = ["{name}", "{number}", "{store}", ...assets, "{coupon}", "{value}", "{until}"];
    return html`
      <section class="panel" aria-label=${chosen?.name ?? say("messages.new")}>
        <header><h2>${chosen?.name ?? say("messages.new")}</h2></header>
        <form class="body" @submit=${(event: SubmitEvent) => event.preventDefault()}>
          <div class="fields">
            ${field({ name: "name", label: say("messages.name"), value: chosen?.name, required: true, wide: true })}
            ${choice({
              name: "channel",
              label: say("messages.channel"),
              value: channel,
              options: (["email", "http"] as const).map((one) => [one, say(`messages.${one}`)]),
            })}
            ${field({ name: "perWeek", label: say("messages.perWeek"), value: String(chosen?.perWeek ?? 2) })}
            <label class="check"
              ><input
                type="checkbox"
                name="marketing"
                .checked=${chosen?.marketing ?? true}
              />${say("messages.marketing")}</label
            >
          </div>
          <p class="note">${say("messages.marketingHelp")}</p>
          ${
            this.channels.includes(channel)
              ? nothing
              : html`<p class="says">▲ ${say("messages.noChannel")}</p>`
          }
          <div class="pair">${languages.map((lang) => this.#words(say, lang))}</div>
          <p class="meta">
            ${say("messages.places")}: ${places.map((place) => html`<code>${place}</code> `)}
          </p>
          <div class="acts">
            ${field({ name: "previewOf", label: say("messages.previewOf") })}
            <button
              class="button"
              ?disabled=${this.busy}
              @click=${() => void this.attempt(() => this.#look())}
            >
              ${say("messages.preview")}
            </button>
            <span class="spring"></span>
            ${
              chosen === undefined
                ? nothing
                : html`<button
                    class="button"
                    @click=${() => void this.attempt(() => this.#save(false))}
                  >
                    ${say("messages.putAway")}
                  </button>`
            }
            <button
              class="button primary"
              ?disabled=${this.busy}
              @click=${() => void this.attempt(() => this.#save())}
            >
              ${say("messages.save")}
            </button>
          </div>
          <div aria-live="polite">
            ${
              this.preview === undefined
                ? nothing
                : html`<div class="letter" lang=${this.preview.lang}>
                    <p><b>${this.preview.subject}</b></p>
                    <p class="text">${this.preview.body}</p>
                  </div>`
            }
          </div>
          ${this.saidLine()}
        </form>
      </section>
    `;
  }

  #words(say: SayCare, lang: (typeof languages)[number]): TemplateResult {
    const text = this.chosen?.texts[lang];
    return html`
      <fieldset>
        <legend>${lang === "en" ? "English" : "中文"}</legend>
        ${field({ name: `subject.${lang}`, label: say("messages.subject"), value: text?.subject })}
        <label class="field" lang=${lang}
          >${say("messages.body")}<textarea
            name="body.${lang}"
            .value=${text?.body ?? ""}
          ></textarea>
        </label>
      </fieldset>
    `;
  }

  #sending(say: SayCare): TemplateResult | typeof nothing {
    const { chosen } = this;
    if (chosen === undefined || !this.channels.includes(chosen.channel)) return nothing;
    return html`
      <section class="panel" aria-label=${say("messages.sendTo")}>
        <div class="body">
          <div class="acts">
            ${choice({
              name: "segment",
              label: say("messages.sendTo"),
              options: [
                ["", say("campaigns.everybody")],
                ...this.segments.map(({ segment, name }) => [segment, name] as const),
              ],
            })}
            <span class="spring"></span>
            <button
              class="button primary"
              ?disabled=${this.busy}
              @click=${() => void this.attempt(() => this.#send())}
            >
              ${say("messages.send")}
            </button>
          </div>
        </div>
      </section>
    `;
  }

  #logged(): TemplateResult {
    const nameOf = (id: string): string =>
      this.templates.find(({ template }) => template === id)?.name ?? id.slice(-6);
    const again = (): void => void this.attempt(() => this.#loadLog());
    return messageLog(this.say, { log: this.log, nameOf, again });
  }

  static override styles = [staffStyles, officeStyles, careStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "messages-view": MessagesView;
  }
}
