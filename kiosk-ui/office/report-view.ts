// One report whole: span, comparison, picture and table, the entries behind a row, files and print.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Row } from "../charts/office/chart.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import "./entries-panel.ts";
import { daysLater } from "./format.ts";
import { type Office, type Ran, reportTimeoutMs } from "./office.ts";
import { officeStyles } from "./office-styles.ts";
import "./report-card.ts";
import { saveFile } from "./save-file.ts";
import type { Word } from "./words.ts";

const spans: readonly (readonly [Word, number])[] = [
  ["report.day", 1],
  ["report.week", 7],
  ["report.month", 30],
  ["report.quarter", 90],
  ["report.year", 365],
];
const comparisons = ["none", "previous", "year"] as const;
type Comparison = (typeof comparisons)[number];
const comparisonWords: Readonly<Record<Comparison, Word>> = {
  none: "report.compareNone",
  previous: "report.comparePrevious",
  year: "report.compareYear",
};
const dayMs = 86_400_000;

@customElement("report-view")
export class ReportView extends LitElement {
  @property({ attribute: false }) office!: Office;
  @property() report = "";
  @property() theme = "";
  @state() private from = "";
  @state() private to = "";
  @state() private comparison: Comparison = "none";
  @state() private ran: Ran | undefined;
  @state() private row: Row | undefined;
  @state() private wrong = "";
  @state() private isBusy = false;
  #asked = 0;

  override willUpdate(changed: Map<string, unknown>): void {
    if (this.to === "") {
      this.to = this.office.today;
      this.from = daysLater(this.to, -29);
    }
    if (changed.has("report")) {
      this.row = undefined;
      void this.#run();
    }
  }

  /** The same question in another language. */
  again(): void {
    void this.#run();
  }

  get #listed() {
    return this.office.reports.find(({ id }) => id === this.report);
  }

  #compare(): { readonly from: string; readonly to: string } | undefined {
    const { from, to, comparison } = this;
    if (comparison === "none") return undefined;
    // A report as of a day is held against the day a month before.
    const days =
      this.#listed?.standing === true ? 30 : (Date.parse(to) - Date.parse(from)) / dayMs + 1;
    const back = comparison === "previous" ? -days : -364;
    return { from: daysLater(from, back), to: daysLater(to, back) };
  }

  #params() {
    const compare = this.#compare();
    return {
      report: this.report,
      from: this.from,
      to: this.to,
      lang: this.office.language,
      ...(compare === undefined ? {} : { compare }),
    };
  }

  async #run(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    this.wrong = "";
    this.isBusy = true;
    try {
      const options = { timeoutMs: reportTimeoutMs };
      const ran = await this.office.client.call("report.run", this.#params(), options);
      if (asked !== this.#asked) return;
      this.ran = ran;
      this.row = undefined;
    } catch (error) {
      if (asked === this.#asked) this.wrong = this.office.sentence(error);
    } finally {
      if (asked === this.#asked) this.isBusy = false;
    }
  }

  async #save(format: "csv" | "xlsx"): Promise<void> {
    try {
      const { file } = await this.office.client.call(
        "report.run",
        { ...this.#params(), format },
        { timeoutMs: reportTimeoutMs },
      );
      if (file !== undefined) saveFile(file);
    } catch (error) {
      this.wrong = this.office.sentence(error);
    }
  }

  #span(days: number): void {
    this.to = this.office.today;
    this.from = daysLater(this.to, 1 - days);
    void this.#run();
  }

  override render(): TemplateResult {
    const { office, ran } = this;
    const { say } = office;
    const listed = this.#listed;
    return html`
      <header class="top">
        <div class="title">
          <p class="print-only">${office.info?.store.name ?? ""} · ${this.#spanText(ran)}</p>
          <h1>${listed?.name ?? ran?.name ?? ""}</h1>
          <p class="note">${listed?.says ?? ran?.says ?? ""}</p>
        </div>
        <div class="actions no-print">
          <button class="button small" @click=${() => void this.#save("csv")}>CSV</button>
          <button class="button small" @click=${() => void this.#save("xlsx")}>XLSX</button>
          <button class="button small" @click=${() => print()}>${say("report.print")}</button>
        </div>
      </header>
      ${this.#controls(listed?.standing === true)}
      ${this.wrong === "" ? nothing : html`<p class="wrong" role="alert">✕ ${this.wrong}</p>`}
      <div aria-busy=${this.isBusy} class="result">
        ${ran === undefined ? html`<p class="empty">${say("report.loading")}</p>` : this.#result(ran)}
      </div>
    `;
  }

  /** What the figures are of, with what they are held against. */
  #spanText(ran: Ran | undefined): string {
    if (ran === undefined) return "";
    const of = ({ from, to }: { readonly from: string; readonly to: string }): string =>
      this.#listed?.standing === true ? to : `${from} – ${to}`;
    const { compared } = ran;
    const { say } = this.office;
    return [
      of(ran),
      ...(compared === undefined ? [] : [`${say("report.previous")} ${of(compared)}`]),
    ].join(" · ");
  }

  #controls(standing: boolean): TemplateResult {
    const { say } = this.office;
    const set = (name: "from" | "to") => (event: Event) => {
      if (!(event.target instanceof HTMLInputElement) || event.target.value === "") return;
      this[name] = event.target.value;
      if (this.from > this.to) this[name === "from" ? "to" : "from"] = event.target.value;
      void this.#run();
    };
    return html`
      <div class="controls no-print">
        ${
          standing
            ? nothing
            : html`<label class="field"
                >${say("report.from")}
                <input type="date" .value=${this.from} max=${this.to} @change=${set("from")} />
              </label>`
        }
        <label class="field"
          >${say(standing ? "report.on" : "report.to")}
          <input type="date" .value=${this.to} @change=${set("to")} />
        </label>
        ${
          standing
            ? nothing
            : html`<div class="switch">
                ${spans.map(
                  ([word, days]) =>
                    html`<button
                      aria-pressed=${
                        this.to === this.office.today && this.from === daysLater(this.to, 1 - days)
                      }
                      @click=${() => this.#span(days)}
                    >
                      ${say(word)}
                    </button>`,
                )}
              </div>`
        }
        ${this.#listed?.compares === false ? nothing : this.#comparing()}
      </div>
    `;
  }

  #comparing(): TemplateResult {
    const { say } = this.office;
    return html`<label class="field"
      >${say("report.compare")}
      <select
        @change=${(event: Event) => {
          if (!(event.target instanceof HTMLSelectElement)) return;
          const { value } = event.target;
          this.comparison = comparisons.find((one) => one === value) ?? "none";
          void this.#run();
        }}
      >
        ${comparisons.map(
          (one) =>
            html`<option value=${one} ?selected=${one === this.comparison}>
              ${say(comparisonWords[one])}
            </option>`,
        )}
      </select>
    </label>`;
  }

  #result(ran: Ran): TemplateResult {
    const { office } = this;
    const isHere = ran.report === this.report;
    if (!isHere) return html`<p class="empty">${office.say("report.loading")}</p>`;
    return html`
      <report-card
        .office=${office}
        .ran=${ran}
        .chosen=${this.row}
        .theme=${this.theme}
        both
        @row-chosen=${(event: CustomEvent<Row>) => {
          this.row = this.row === event.detail ? undefined : event.detail;
        }}
      >
        <span slot="meta" class="meta">${this.#spanText(ran)}</span>
      </report-card>
      ${
        this.row === undefined
          ? nothing
          : html`<entries-panel
              .office=${office}
              .ran=${ran}
              .row=${this.row}
              @entries-closed=${() => {
                this.row = undefined;
              }}
            ></entries-panel>`
      }
      <p class="meta">✓ ${office.say("report.upTo", { seq: ran.upTo })}</p>
    `;
  }

  static override styles = [
    staffStyles,
    officeStyles,
    css`
      :host {
        display: grid;
        gap: 14px;
        align-content: start;
        min-width: 0;
      }
      .top {
        display: flex;
        gap: 16px;
        align-items: start;
        flex-wrap: wrap;
      }
      .title {
        flex: 1 1 320px;
      }
      .actions,
      .controls {
        display: flex;
        gap: 8px;
        align-items: end;
        flex-wrap: wrap;
      }
      .controls .switch button {
        min-height: 34px;
      }
      .result {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 14px;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "report-view": ReportView;
  }
}
