// Segments: conditions on facts as rows, who fits them today, the question kept under a name, the list as a file.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { ResultOf } from "../../../gateway/protocol/operations.ts";
import {
  type Condition,
  conditionsOf,
  type FactKind,
  type Operator,
  operatorsOf,
  questionOf,
} from "../../charts/office/segment.ts";
import { staffStyles } from "../../kit/staff-styles.ts";
import { officeStyles } from "../office-styles.ts";
import { saveFile } from "../save-file.ts";
import { careStyles } from "./care-styles.ts";
import { CareView } from "./care-view.ts";
import { conditionText, factName, factsIn, kindIn, optionsFor, typedValue } from "./fact-words.ts";
import { field, minorOf, typedIn, wholeOf } from "./fields.ts";
import { type People, peopleTable } from "./people-table.ts";
import type { SayCare } from "./words.ts";

type Kept = ResultOf<"segment.list">["segments"][number];

const pageSize = 50;
/** A walk over everybody with a card. */
const walkTimeoutMs = 120_000;

@customElement("segments-view")
export class SegmentsView extends CareView {
  @state() private kept: readonly Kept[] = [];
  @state() private chosen: string | undefined;
  @state() private name = "";
  @state() private conditions: readonly Condition[] | undefined = [];
  @state() private people: People | undefined;
  @state() private count = 0;

  protected override async load(): Promise<void> {
    const { segments } = await this.office.client.call("segment.list", {});
    this.kept = segments.filter(({ withdrawn }) => !withdrawn);
  }

  #choose(one: Kept | undefined): void {
    this.chosen = one?.segment;
    this.name = one?.name ?? "";
    this.conditions = conditionsOf(one?.when ?? {});
    this.people = undefined;
    this.said = "";
  }

  /** A kept segment the form cannot show is asked by its id. */
  #asking(): { segment: string } | { when: ReturnType<typeof questionOf> } {
    const { chosen, conditions } = this;
    if (conditions === undefined && chosen !== undefined) return { segment: chosen };
    return { when: questionOf(conditions ?? []) };
  }

  async #ask(): Promise<void> {
    const asked = { ...this.#asking(), count: true, limit: pageSize };
    const found = await this.office.client.call("segment.members", asked, {
      timeoutMs: walkTimeoutMs,
    });
    this.people = found.members;
    this.count = found.count ?? found.members.length;
  }

  async #save(withdrawn = false): Promise<void> {
    const { client } = this.office;
    const name = typedIn(this.renderRoot)("name");
    if (name === "" || this.conditions === undefined) return;
    const { segment } = await client.call("segment.put", {
      name,
      when: questionOf(this.conditions),
      key: client.newKey(),
      ...(withdrawn ? { withdrawn } : {}),
      ...(this.chosen === undefined ? {} : { segment: this.chosen }),
    });
    await this.load();
    if (withdrawn) this.#choose(undefined);
    else this.chosen = segment;
    this.said = `✓ ${this.say("segments.saved")} ${name}`;
  }

  async #export(format: "csv" | "xlsx"): Promise<void> {
    const typed = typedIn(this.renderRoot);
    const reason = typed("reason");
    if (reason === "") return this.renderRoot.querySelector<HTMLElement>("[name=reason]")?.focus();
    const { client, language } = this.office;
    const { file } = await client.call(
      "segment.export",
      { ...this.#asking(), format, lang: language, reason, reveal: typed("reveal") !== "" },
      { timeoutMs: walkTimeoutMs },
    );
    saveFile(file);
  }

  override render(): TemplateResult {
    const say = this.say;
    return html`
      <header class="top">
        <h1>${this.office.say("nav.segments")}</h1>
        <p class="note">${say("segments.help")}</p>
      </header>
      ${this.wrongLine()}
      <div class="columns">
        ${this.#list(say)}
        <div class="stack">${this.#form(say)} ${this.#found(say)}</div>
      </div>
    `;
  }

  #list(say: SayCare): TemplateResult {
    return html`
      <section class="panel" aria-label=${this.office.say("nav.segments")}>
        <header>
          <h2>${say("segments.kept")}</h2>
          <span class="spring"></span>
          <button class="button small" @click=${() => this.#choose(undefined)}>
            ${say("segments.new")}
          </button>
        </header>
        ${this.kept.length === 0 ? html`<p class="empty">${say("segments.empty")}</p>` : nothing}
        <ul>
          ${this.kept.map(
            (one) =>
              html`<li>
                <button
                  class="pick"
                  aria-current=${one.segment === this.chosen}
                  @click=${() => {
                    this.#choose(one);
                    void this.attempt(() => this.#ask());
                  }}
                >
                  <b>${one.name}</b>
                  <span class="meta">${this.#inWords(one)}</span>
                </button>
              </li>`,
          )}
        </ul>
      </section>
    `;
  }

  #inWords({ when }: Kept): string {
    const rows = conditionsOf(when);
    if (rows === undefined) return "…";
    if (rows.length === 0) return this.say("segments.all");
    return rows.map((row) => conditionText(this.office, this.say, row)).join(" · ");
  }

  #form(say: SayCare): TemplateResult {
    const { conditions } = this;
    return html`
      <section class="panel" aria-label=${say("segments.where")}>
        <form
          class="body"
          @submit=${(event: SubmitEvent) => {
            event.preventDefault();
            void this.attempt(() => this.#ask());
          }}
        >
          ${
            conditions === undefined
              ? html`<p class="says">${say("segments.other")}</p>`
              : html`<fieldset>
                    <legend>${say("segments.where")}</legend>
                    ${
                      conditions.length === 0
                        ? html`<p class="note">${say("segments.all")}</p>`
                        : nothing
                    }
                    ${conditions.map((one, at) => this.#row(say, one, at))}
                  </fieldset>
                  <p class="acts">
                    <button type="button" class="button small" @click=${() => this.#add()}>
                      + ${say("segments.add")}
                    </button>
                  </p>`
          }
          <div class="acts">
            ${field({ name: "name", label: say("segments.name"), value: this.name, wide: true })}
            <button
              type="button"
              class="button"
              ?disabled=${conditions === undefined}
              @click=${() => void this.attempt(() => this.#save())}
            >
              ${say("segments.save")}
            </button>
            ${
              this.chosen === undefined || conditions === undefined
                ? nothing
                : html`<button
                    type="button"
                    class="button"
                    @click=${() => void this.attempt(() => this.#save(true))}
                  >
                    ${say("segments.withdraw")}
                  </button>`
            }
            <span class="spring"></span>
            <button class="button primary">${say("segments.ask")}</button>
          </div>
          ${this.saidLine()}
        </form>
      </section>
    `;
  }

  #found(say: SayCare): TemplateResult | typeof nothing {
    const { people } = this;
    if (people === undefined) return nothing;
    return html`
      <section class="panel" aria-live="polite" aria-label=${say("segments.ask")}>
        <header><h2>${say("segments.count", { count: this.count })}</h2></header>
        ${
          people.length === 0
            ? html`<p class="empty">${say("segments.none")}</p>`
            : peopleTable(this.office, say, people)
        }
        <div class="body">
          <div class="acts no-print">
            ${field({ name: "reason", label: say("segments.reason"), wide: true })}
            <label class="check"
              ><input type="checkbox" name="reveal" />${say("segments.reveal")}</label
            >
            <button
              class="button small"
              @click=${() => void this.attempt(() => this.#export("csv"))}
            >
              ${say("segments.exportCsv")}
            </button>
            <button
              class="button small"
              @click=${() => void this.attempt(() => this.#export("xlsx"))}
            >
              ${say("segments.exportXlsx")}
            </button>
          </div>
        </div>
      </section>
    `;
  }

  #first(kind: FactKind): Condition["value"] {
    const [[first] = [""]] = optionsFor(this.office, this.say, kind) ?? [];
    if (kind === "flag") return true;
    if (kind === "day") return this.office.today;
    return kind === "money" || kind === "units" || kind === "count" ? 0 : first;
  }

  #add(fact = "tier", at = (this.conditions ?? []).length): void {
    const kind = kindIn(this.office, fact);
    const operator = operatorsOf(kind)[0] ?? "is";
    const rows = [...(this.conditions ?? [])];
    rows[at] = { fact, operator, value: this.#first(kind) };
    this.conditions = rows;
  }

  #change(at: number, to: Partial<Condition>): void {
    this.conditions = (this.conditions ?? []).map((one, place) =>
      place === at ? { ...one, ...to } : one,
    );
  }

  #typed(kind: FactKind, text: string): Condition["value"] {
    if (kind === "flag") return text === "yes";
    if (kind === "money") return minorOf(text, this.office.reading) ?? 0;
    return kind === "units" || kind === "count" ? (wholeOf(text) ?? 0) : text;
  }

  #row(say: SayCare, { fact, operator, value }: Condition, at: number): TemplateResult {
    const kind = kindIn(this.office, fact);
    const options = optionsFor(this.office, say, kind);
    const held = typedValue(this.office, { fact, operator, value });
    const name = factName(this.office, say, fact);
    const selected = (event: Event): string =>
      event.target instanceof HTMLSelectElement || event.target instanceof HTMLInputElement
        ? event.target.value
        : "";
    const typed = (event: Event): void =>
      this.#change(at, { value: this.#typed(kind, selected(event)) });
    return html`
      <div class="condition">
        <select
          aria-label=${say("segments.add")}
          @change=${(event: Event) => this.#add(selected(event), at)}
        >
          ${factsIn(this.office, say).map(
            ([id, text]) => html`<option value=${id} ?selected=${id === fact}>${text}</option>`,
          )}
        </select>
        <select
          aria-label=${name}
          @change=${(event: Event) => this.#change(at, { operator: selected(event) as Operator })}
        >
          ${operatorsOf(kind).map(
            (one) =>
              html`<option value=${one} ?selected=${one === operator}>${say(`op.${one}`)}</option>`,
          )}
        </select>
        ${
          options === undefined
            ? html`<input
                aria-label=${name}
                type=${kind === "day" ? "date" : "text"}
                inputmode=${kind === "text" ? "text" : "decimal"}
                .value=${held}
                @change=${typed}
              />`
            : html`<select aria-label=${name} @change=${typed}>
                ${options.map(
                  ([id, text]) =>
                    html`<option value=${id} ?selected=${id === held}>${text}</option>`,
                )}
              </select>`
        }
        <button
          type="button"
          class="button small"
          aria-label=${`${say("segments.remove")} ${name}`}
          @click=${() => {
            this.conditions = (this.conditions ?? []).filter((_, place) => place !== at);
          }}
        >
          ✕
        </button>
      </div>
    `;
  }

  static override styles = [staffStyles, officeStyles, careStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "segments-view": SegmentsView;
  }
}
