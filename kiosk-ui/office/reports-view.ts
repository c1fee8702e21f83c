// All reports by group, and the one that is chosen.
import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { staffStyles } from "../kit/staff-styles.ts";
import type { Office } from "./office.ts";
import { officeStyles } from "./office-styles.ts";
import "./report-view.ts";
import type { Word } from "./words.ts";

const groups: readonly (readonly [string, Word])[] = [
  ["takings", "reports.takings"],
  ["sales", "reports.sales"],
  ["members", "reports.members"],
  ["value", "reports.value"],
  ["programme", "reports.programme"],
  ["care", "reports.care"],
];

@customElement("reports-view")
export class ReportsView extends LitElement {
  @property({ attribute: false }) office!: Office;
  @property() report = "";
  @property() theme = "";
  @property() language = "";

  override updated(changed: Map<string, unknown>): void {
    if (changed.has("language") && changed.get("language") !== undefined)
      this.renderRoot.querySelector("report-view")?.again();
  }

  override render(): TemplateResult {
    const { office } = this;
    const chosen = this.report === "" ? (office.reports[0]?.id ?? "") : this.report;
    return html`
      <nav class="no-print" aria-label=${office.say("nav.reports")}>
        ${groups.map(
          ([group, word]) => html`
            <h2 class="meta">${office.say(word)}</h2>
            <ul>
              ${office.reports
                .filter((report) => report.group === group)
                .map(
                  ({ id, name }) => html`
                    <li>
                      <a href="#/reports/${id}" aria-current=${id === chosen ? "page" : "false"}
                        >${name}</a
                      >
                    </li>
                  `,
                )}
            </ul>
          `,
        )}
      </nav>
      <report-view .office=${office} .report=${chosen} .theme=${this.theme}></report-view>
    `;
  }

  static override styles = [
    staffStyles,
    officeStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: 176px minmax(0, 1fr);
        gap: 24px;
        align-items: start;
      }
      nav {
        position: sticky;
        top: 12px;
      }
      h2 {
        margin: 12px 0 4px;
        padding-inline-start: 10px;
        font-weight: 400;
      }
      h2:first-child {
        margin-block-start: 0;
      }
      a {
        display: block;
        padding: 5px 10px;
        color: var(--ink);
        text-decoration: none;
        border-radius: 8px;
      }
      a:hover {
        background: var(--sunken);
      }
      a[aria-current="page"] {
        background: var(--surface);
        box-shadow:
          inset 4px 0 var(--primary),
          inset 0 0 0 1px var(--line);
        font-weight: 700;
      }
      @media (max-width: 900px) {
        :host {
          grid-template-columns: minmax(0, 1fr);
        }
        nav {
          position: static;
          display: flex;
          gap: 4px;
          overflow-x: auto;
        }
        nav ul {
          display: flex;
          gap: 4px;
        }
        h2 {
          display: none;
        }
        a {
          white-space: nowrap;
          border: 1px solid var(--line);
        }
      }
      @media print {
        :host {
          display: block;
        }
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "reports-view": ReportsView;
  }
}
