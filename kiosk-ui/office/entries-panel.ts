// The journal entries behind one row: they add up to it, and each opens into its lines. Read only.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { ResultOf } from "../../gateway/protocol/operations.ts";
import type { Row } from "../charts/office/chart.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { cellText, moneyText } from "./format.ts";
import { type Office, type Ran, reportTimeoutMs } from "./office.ts";
import { officeStyles } from "./office-styles.ts";

type Found = ResultOf<"report.entries">;
interface Line {
  readonly account: string;
  readonly unit: string;
  readonly amount: number;
}
interface Opened {
  readonly entry: string;
  readonly lines: readonly Line[];
  readonly hash: string;
}

const pageSize = 50;

@customElement("entries-panel")
export class EntriesPanel extends LitElement {
  @property({ attribute: false }) office!: Office;
  @property({ attribute: false }) ran!: Ran;
  @property({ attribute: false }) row!: Row;
  @property({ attribute: false }) filter: Readonly<Record<string, string>> | undefined;
  @state() private found: Found | undefined;
  @state() private opened: Opened | undefined;
  @state() private wrong = "";

  override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("row") && !changed.has("ran")) return;
    this.found = undefined;
    this.opened = undefined;
    void this.#load();
  }

  async #load(cursor?: string): Promise<void> {
    const { office, ran, row } = this;
    const keys = ran.keys ?? [];
    this.wrong = "";
    try {
      const found = await office.client.call(
        "report.entries",
        {
          report: ran.report,
          from: ran.from,
          to: ran.to,
          row: Object.fromEntries(keys.map((key) => [key, row[key] ?? null])),
          limit: pageSize,
          ...(this.filter === undefined ? {} : { filter: this.filter }),
          ...(cursor === undefined ? {} : { cursor }),
        },
        { timeoutMs: reportTimeoutMs },
      );
      if (row !== this.row) return;
      const before = cursor === undefined ? [] : (this.found?.entries ?? []);
      this.found = { ...found, entries: [...before, ...found.entries] };
    } catch (error) {
      this.wrong = office.sentence(error);
    }
  }

  async #open(entry: string): Promise<void> {
    if (this.opened?.entry === entry) {
      this.opened = undefined;
      return;
    }
    try {
      const { body, hash } = await this.office.client.call("ledger.entry", { entry });
      const lines = Array.isArray(body["lines"]) ? (body["lines"] as Line[]) : [];
      this.opened = { entry, lines, hash };
    } catch (error) {
      this.wrong = this.office.sentence(error);
    }
  }

  override render(): TemplateResult {
    const { office, found } = this;
    const { say } = office;
    return html`
      <section class="panel" aria-label=${say("entries.title")}>
        <header>
          <h2>${say("entries.title")}</h2>
          ${found === undefined ? nothing : this.#adds(found)}
          <span class="spring"></span>
          <button class="button small" @click=${() => this.#close()}>
            ${say("entries.close")}
          </button>
        </header>
        ${this.wrong === "" ? nothing : html`<p class="wrong" role="alert">✕ ${this.wrong}</p>`}
        ${found === undefined ? nothing : this.#table(found)}
      </section>
    `;
  }

  #adds({ count, amount }: Found): TemplateResult {
    const { office, ran, row } = this;
    const { say, reading } = office;
    const measure = ran.columns?.find(({ id }) => id === ran.measure);
    const equals = row[ran.measure ?? ""] === amount;
    const text = cellText(measure?.kind ?? "count", amount, reading);
    return html`<span class="tag ${equals ? "good" : "bad"}">
      ${equals ? "✓" : "✕"}
      ${say("entries.adds", { count, amount: text })}${equals ? `，${say("entries.equals")}` : ""}
    </span>`;
  }

  #table(found: Found): TemplateResult {
    const { say } = this.office;
    return html`
      <div class="scroll" tabindex="0" role="group" aria-label=${say("entries.title")}>
        <table class="tight">
          <thead>
            <tr>
              <th scope="col">${say("entries.time")}</th>
              <th scope="col">${say("entries.what")}</th>
              <th scope="col">${say("entries.who")}</th>
              <th scope="col">${say("entries.staff")}</th>
              <th scope="col" class="figure">${say("entries.amount")}</th>
              <th scope="col" class="figure">${say("entries.entry")}</th>
            </tr>
          </thead>
          <tbody>
            ${found.entries.map((entry) => this.#entry(entry))}
          </tbody>
        </table>
      </div>
      ${
        found.cursor === undefined
          ? nothing
          : html`<p class="body">
              <button class="button small" @click=${() => void this.#load(found.cursor)}>
                ${say("entries.more")}
              </button>
            </p>`
      }
    `;
  }

  #entry(entry: Found["entries"][number]): TemplateResult {
    const { ran, office, opened } = this;
    const measure = ran.columns?.find(({ id }) => id === ran.measure);
    const isOpen = opened?.entry === entry.entry;
    return html`
      <tr aria-selected=${isOpen}>
        <td>${entry.at.slice(0, 16).replace("T", " ")}</td>
        <td><code>${entry.op}</code></td>
        <td>${entry.member ?? "—"}</td>
        <td>${entry.staff ?? "—"}</td>
        <td class="figure">${cellText(measure?.kind ?? "count", entry.amount, office.reading)}</td>
        <td class="figure">
          <button
            class="plain"
            aria-expanded=${isOpen}
            @click=${() => void this.#open(entry.entry)}
          >
            ${entry.seq}
          </button>
        </td>
      </tr>
      ${isOpen && opened !== undefined ? this.#lines(opened) : nothing}
    `;
  }

  #lines({ lines, hash }: Opened): TemplateResult {
    const { say, reading } = this.office;
    const amount = (line: Line): string => {
      const positive = Math.abs(line.amount);
      return line.unit === reading.currency
        ? moneyText(positive, reading)
        : cellText("units", positive, reading);
    };
    return html`
      <tr class="lines">
        <td colspan="6">
          <table class="tight" aria-label=${say("entry.lines")}>
            <thead>
              <tr>
                <th scope="col">${say("entry.account")}</th>
                <th scope="col">${say("entry.unit")}</th>
                <th scope="col" class="figure">${say("entry.debit")}</th>
                <th scope="col" class="figure">${say("entry.credit")}</th>
              </tr>
            </thead>
            <tbody>
              ${lines.map(
                (line) => html`
                  <tr>
                    <td class="mono">${line.account}</td>
                    <td>${line.unit}</td>
                    <td class="figure">${line.amount > 0 ? amount(line) : ""}</td>
                    <td class="figure">${line.amount < 0 ? amount(line) : ""}</td>
                  </tr>
                `,
              )}
            </tbody>
          </table>
          <p class="meta">
            <span class="tag good">✓ ${say("entry.balanced")}</span>
            ${say("entry.hash")} <span class="mono">${hash.slice(0, 16)}</span>
          </p>
        </td>
      </tr>
    `;
  }

  #close(): void {
    this.dispatchEvent(new Event("entries-closed"));
  }

  static override styles = [
    staffStyles,
    officeStyles,
    css`
      .wrong {
        margin: 12px 16px;
      }
      .lines td {
        background: var(--paper);
        white-space: normal;
      }
      .lines .tight {
        border: 1px dashed var(--edge);
      }
      .lines p {
        padding: 6px 0;
      }
      header {
        flex-wrap: wrap;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "entries-panel": EntriesPanel;
  }
}
