// One report as a picture with its table twin behind a switch; the choice is remembered. Loads nothing by itself.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { type ChartData, drawingOf, peakOf, type Row } from "../charts/office/chart.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { cellText } from "./format.ts";
import type { Office, Ran } from "./office.ts";
import { officeStyles } from "./office-styles.ts";
import "./report-chart.ts";
import "./report-table.ts";

const kept = (report: string): string => `office.view.${report}`;

const remembered = (report: string): "chart" | "table" =>
  localStorage.getItem(kept(report)) === "table" ? "table" : "chart";

@customElement("report-card")
export class ReportCard extends LitElement {
  @property({ attribute: false }) office!: Office;
  @property({ attribute: false }) ran!: Ran;
  @property({ attribute: false }) chosen: Row | undefined;
  @property() theme = "";
  /** the table stands under the picture, not behind it */
  @property({ type: Boolean }) both = false;
  /** rows of the table at most; 0 = all */
  @property({ type: Number }) most = 0;
  @state() private view: "chart" | "table" = "chart";

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("ran")) this.view = remembered(this.ran.report);
  }

  get #data(): ChartData | undefined {
    const { chart, columns = [], rows = [], names = {}, compared } = this.ran;
    if (chart === undefined) return undefined;
    return {
      chart,
      columns,
      rows,
      names,
      ...(compared === undefined
        ? {}
        : {
            before: {
              title: `${compared.from} – ${compared.to}`,
              rows: compared.rows,
            },
          }),
    };
  }

  override render(): TemplateResult {
    const { office, ran, view } = this;
    const { say } = office;
    const isEmpty = (ran.rows ?? []).length === 0;
    return html`
      <section class="panel" aria-label=${ran.name ?? ran.report}>
        <header>
          <h2><slot name="title">${ran.name}</slot></h2>
          <slot name="meta"></slot>
          <span class="spring"></span>
          <div class="switch no-print" role="group" aria-label=${say("report.view")}>
            <button aria-pressed=${view === "chart"} @click=${() => this.#look("chart")}>
              ${say("report.chart")}
            </button>
            <button aria-pressed=${view === "table"} @click=${() => this.#look("table")}>
              ${say("report.table")}
            </button>
          </div>
        </header>
        ${
          isEmpty
            ? html`<p class="empty">${say("report.none")}</p>`
            : view === "chart"
              ? html`${this.#picture()} ${this.both ? this.#table() : nothing}`
              : this.#table()
        }
      </section>
    `;
  }

  #picture(): TemplateResult | typeof nothing {
    const { office, ran } = this;
    const data = this.#data;
    if (data === undefined) return nothing;
    const drawing = drawingOf(data);
    const peak = peakOf(drawing);
    const [of = "", ...others] = data.chart.of;
    const total = others.length === 0 ? ran.totals?.[of] : undefined;
    const says = office.say(total === undefined ? "report.highest" : "report.peak", {
      category: [peak?.category, peak?.series].filter((part) => part).join(" · "),
      value: peak === undefined ? "—" : cellText(drawing.unit, peak.value, office.reading),
      total: total === undefined ? "" : cellText(drawing.unit, total, office.reading),
    });
    return html`
      <report-chart
        .data=${data}
        .reading=${office.reading}
        .says=${office.say("report.pictured", { name: ran.name ?? "", says })}
        .theme=${this.theme}
      ></report-chart>
      <p class="meta says">
        ${says}${drawing.left > 0 ? ` · ${office.say("report.left", { count: drawing.left })}` : ""}
      </p>
    `;
  }

  #table(): TemplateResult {
    const { office } = this;
    return html`<report-table
      .ran=${this.ran}
      .reading=${office.reading}
      .say=${office.say}
      .chosen=${this.chosen}
      .most=${this.most}
    ></report-table>`;
  }

  #look(view: "chart" | "table"): void {
    this.view = view;
    localStorage.setItem(kept(this.ran.report), view);
  }

  static override styles = [
    staffStyles,
    officeStyles,
    css`
      :host {
        min-width: 0;
      }
      .panel {
        display: flex;
        flex-direction: column;
        height: 100%;
      }
      @media print {
        /* a long table begins under its picture and goes on over the pages */
        .panel {
          display: block;
          break-inside: auto;
        }
      }
      .says {
        padding: 0 16px 10px;
      }
      report-chart {
        padding: 8px 8px 0;
      }
      @media (max-width: 560px) {
        .panel > header {
          flex-wrap: wrap;
        }
      }
      :host([both]) .says {
        border-block-end: 1px solid var(--line);
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "report-card": ReportCard;
  }
}
