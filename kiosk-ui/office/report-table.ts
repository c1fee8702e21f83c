// A report's rows with their total, the chart's twin: the newest day first, what is beyond a screen folded; a row leads
// to its entries. Emits `row-chosen`.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Row } from "../charts/office/chart.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { cellText, currencyName, isFigure, type Reading } from "./format.ts";
import { officeStyles } from "./office-styles.ts";
import type { Ran } from "./office.ts";
import type { Say } from "./words.ts";

type Columns = NonNullable<Ran["columns"]>;

const unfoldedRows = 31;

/** Days come oldest first, as a picture needs them; who reads a table looks for the last one. */
const newestFirst = (rows: readonly Row[], [first]: Columns): readonly Row[] =>
  first?.kind === "day"
    ? rows.toSorted((one, other) =>
        String(other[first.id] ?? "").localeCompare(String(one[first.id] ?? "")),
      )
    : rows;

@customElement("report-table")
export class ReportTable extends LitElement {
  @property({ attribute: false }) ran!: Ran;
  @property({ attribute: false }) reading!: Reading;
  @property({ attribute: false }) say!: Say;
  @property({ attribute: false }) chosen: Row | undefined;
  /** rows shown at most; 0 = all */
  @property({ type: Number }) most = 0;
  @state() private isUnfolded = false;

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("ran")) this.isUnfolded = false;
  }

  override render(): TemplateResult {
    const { ran, say, reading } = this;
    const { columns = [], rows = [], totals = {}, cut = 0, compared } = ran;
    const ordered = newestFirst(rows, columns);
    const shown = this.most === 0 ? ordered : ordered.slice(0, this.most);
    const hidden = rows.length - shown.length + cut;
    const firstTotal = columns.findIndex(({ total }) => total);
    return html`
      <div class="scroll" tabindex="0" role="group" aria-label=${ran.name ?? ran.report}>
        <table class="tight ${this.isUnfolded ? "" : "folded"}">
          <caption class="hidden">
            ${ran.name}
          </caption>
          <thead>
            <tr>
              ${columns.map(
                ({ title, kind }) =>
                  html`<th scope="col" class=${isFigure(kind) ? "figure" : ""}>
                    ${title}${kind === "money" ? html` <small>${currencyName(reading)}</small>` : nothing}
                  </th>`,
              )}
            </tr>
          </thead>
          <tbody>
            ${shown.map((row, at) => this.#row(row, columns, at))}
          </tbody>
          ${
            firstTotal === -1
              ? nothing
              : html`<tfoot>
                  ${this.#sums(columns, totals, say("report.total"))}
                  ${
                    compared === undefined
                      ? nothing
                      : html`${this.#sums(
                          columns,
                          compared.totals,
                          `${say("report.previous")} ${compared.from} – ${compared.to}`,
                        )}
                        ${this.#sums(columns, differences(totals, compared.totals), say("report.change"))}`
                  }
                </tfoot>`
          }
        </table>
      </div>
      ${this.#fold(shown.length)}
      ${hidden > 0 ? html`<p class="meta foot">${say("report.cut", { count: hidden })}</p>` : nothing}
    `;
  }

  #fold(count: number): TemplateResult | typeof nothing {
    if (count <= unfoldedRows) return nothing;
    const { say, isUnfolded } = this;
    return html`<p class="foot no-print">
      <button
        class="button small"
        aria-expanded=${isUnfolded}
        @click=${() => {
          this.isUnfolded = !isUnfolded;
        }}
      >
        ${isUnfolded ? say("report.fewer") : say("report.all", { count })}
      </button>
    </p>`;
  }

  #row(row: Row, columns: Columns, at: number): TemplateResult {
    const isChosen = row === this.chosen;
    const canOpen = this.ran.measure !== undefined;
    return html`
      <tr
        aria-selected=${isChosen}
        class="${canOpen ? "opens" : ""} ${at < unfoldedRows ? "" : "rest"}"
        @click=${() => this.#choose(row)}
      >
        ${columns.map((column, place) => {
          const text = this.#text(row, column);
          const cell = isFigure(column.kind) ? "figure" : "";
          return place === 0 && canOpen
            ? html`<th scope="row" class=${cell}>
                <button class="plain" aria-expanded=${isChosen}>${text}</button>
              </th>`
            : html`<td class=${cell}>${text}</td>`;
        })}
      </tr>
    `;
  }

  #text(row: Row, { id, kind }: Columns[number]): string {
    const value = row[id] ?? null;
    const named = typeof value === "string" ? this.ran.names?.[id]?.[value] : undefined;
    return named ?? cellText(kind, value, this.reading);
  }

  #sums(columns: Columns, totals: Readonly<Record<string, number>>, title: string): TemplateResult {
    return html`<tr>
      ${columns.map(({ id, kind }, at) => {
        const total = totals[id];
        const cell = isFigure(kind) ? "figure" : "";
        if (at === 0 && total === undefined) return html`<th scope="row">${title}</th>`;
        return html`<td class=${cell}>
          ${total === undefined ? "" : cellText(kind, total, this.reading)}
        </td>`;
      })}
    </tr>`;
  }

  #choose(row: Row): void {
    if (this.ran.measure === undefined) return;
    this.dispatchEvent(
      new CustomEvent<Row>("row-chosen", { detail: row, bubbles: true, composed: true }),
    );
  }

  static override styles = [
    staffStyles,
    officeStyles,
    css`
      small {
        font-weight: 400;
      }
      .foot {
        padding: 8px 16px;
      }
      /* paper has all of them */
      @media screen {
        .folded .rest {
          display: none;
        }
      }
      tr.opens {
        cursor: pointer;
      }
      tr.opens:hover td,
      tr.opens:hover th {
        background: var(--primary-soft);
      }
    `,
  ];
}

const differences = (
  now: Readonly<Record<string, number>>,
  before: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(now).map(([id, sum]) => [id, sum - (before[id] ?? 0)]));

declare global {
  interface HTMLElementTagNameMap {
    "report-table": ReportTable;
  }
}
