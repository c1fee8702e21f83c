// The day at a glance: sales, what is owed, who joined, who is leaving, what waits; each figure leads to its report.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { staffStyles } from "../kit/staff-styles.ts";
import { cellText, countText, daysLater, moneyText, weekdayText } from "./format.ts";
import { type Office, type Ran, reportTimeoutMs } from "./office.ts";
import { officeStyles, viewStyles } from "./office-styles.ts";
import "./report-card.ts";
import type { Word } from "./words.ts";

type Runs = Readonly<
  Record<"today" | "hours" | "age" | "points" | "rfm" | "quadrants" | "churn" | "joined", Ran>
>;

@customElement("today-view")
export class TodayView extends LitElement {
  @property({ attribute: false }) office!: Office;
  @property() theme = "";
  @property() language = "";
  @state() private runs: Partial<Runs> = {};
  @state() private open: number | undefined;
  @state() private wrong = "";
  readonly #onAlert = (): void => void this.#countExceptions();

  override connectedCallback(): void {
    super.connectedCallback();
    this.office.addEventListener("alert", this.#onAlert);
  }

  override disconnectedCallback(): void {
    this.office.removeEventListener("alert", this.#onAlert);
    super.disconnectedCallback();
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("language")) void this.#load();
  }

  async #load(): Promise<void> {
    const { today } = this.office;
    const week = daysLater(today, -7);
    const ask = async (
      name: keyof Runs,
      report: string,
      more: { from?: string; compare?: { from: string; to: string } } = {},
    ): Promise<void> => {
      const params = { report, from: today, to: today, lang: this.office.language, ...more };
      const ran = await this.office.client.call("report.run", params, {
        timeoutMs: reportTimeoutMs,
      });
      this.runs = { ...this.runs, [name]: ran };
    };
    this.wrong = "";
    try {
      await ask("today", "sales-day", { compare: { from: week, to: week } });
      await ask("hours", "sales-day", { from: daysLater(today, -13) });
      await ask("age", "liability-age");
      await ask("points", "points", { from: daysLater(today, -180) });
      await ask("joined", "new-members", { from: daysLater(today, -6) });
      await ask("rfm", "rfm");
      await ask("quadrants", "quadrants");
      await ask("churn", "churn");
      await this.#countExceptions();
    } catch (error) {
      this.wrong = this.office.sentence(error);
    }
  }

  async #countExceptions(): Promise<void> {
    const { exceptions } = await this.office.client
      .call("exception.list", { state: "open", limit: 200 })
      .catch(() => ({ exceptions: undefined }));
    this.open = exceptions?.length;
  }

  override render(): TemplateResult {
    const { office, runs } = this;
    const { say, today, language } = office;
    return html`
      <header class="top">
        <h1>${say("nav.today")}</h1>
        <p class="note">${today} ${weekdayText(today, language)}</p>
        <span class="spring"></span>
        <button class="button small no-print" @click=${() => print()}>
          ${say("report.print")}
        </button>
      </header>
      ${this.wrong === "" ? nothing : html`<p class="wrong" role="alert">✕ ${this.wrong}</p>`}
      ${this.#tiles()}
      <div class="cards">
        ${this.#card("hours", "wide")} ${this.#card("age")} ${this.#card("points")}
        ${this.#card("rfm", "wide")} ${this.#card("quadrants")}
        ${runs.churn === undefined ? nothing : this.#leaving(runs.churn)}
      </div>
    `;
  }

  #tiles(): TemplateResult {
    const { office, runs } = this;
    const { say, reading, language } = office;
    const sales = runs.today?.totals?.["net"];
    const before = runs.today?.compared?.totals["net"] ?? 0;
    const owed = runs.age?.totals ?? {};
    const newest = runs.joined?.rows?.find((row) => row["day"] === office.today);
    const pointsLeft = (runs.points?.rows ?? []).reduce(
      (sum, row) => sum + Number(row["change"] ?? 0),
      0,
    );
    const count = (value: number | undefined): string =>
      value === undefined ? "…" : countText(value, language);
    const money = (value: number | undefined): string =>
      value === undefined ? "…" : moneyText(value, reading);
    return html`
      <section class="panel tiles" aria-label=${say("nav.today")}>
        ${this.#tile("today.sales", "sales-day", money(sales), this.#change(sales, before))}
        ${this.#tile(
          "today.stored",
          "liability-age",
          money(owed["owed"]),
          say("today.ofWhich", {
            principal: money(owed["principal"]),
            bonus: money(owed["bonus"]),
          }),
        )}
        ${this.#tile("today.points", "points", runs.points === undefined ? "…" : count(pointsLeft), say("today.units"))}
        ${this.#tile(
          "today.joined",
          "new-members",
          runs.joined === undefined ? "…" : count(Number(newest?.["joined"] ?? 0)),
          say("today.lastSeven", { count: runs.joined?.totals?.["joined"] ?? 0 }),
        )}
        ${this.#tile("today.churn", "churn", count(runs.churn?.rows?.length), say("today.people"))}
        <a class="tile" href="#/inbox">
          <span class="meta">${say("today.exceptions")}</span>
          <b>${count(this.open)}</b>
          <span class="meta">${say("today.cases")}</span>
        </a>
      </section>
    `;
  }

  #tile(word: Word, report: string, value: string, under: string | TemplateResult): TemplateResult {
    return html`<a class="tile" href="#/reports/${report}">
      <span class="meta">${this.office.say(word)}</span>
      <b>${value}</b>
      <span class="meta">${under}</span>
    </a>`;
  }

  #change(now: number | undefined, before: number): string | TemplateResult {
    const { say, language } = this.office;
    if (now === undefined || before === 0) return say("today.weekBefore") + " —";
    const part = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
    const change = (now - before) / before;
    const tone = change < 0 ? "down" : "up";
    return html`<span class=${tone}
      >${change < 0 ? "▼" : "▲"} ${part.format(Math.abs(change))} ${say("today.weekBefore")}</span
    >`;
  }

  #card(name: keyof Runs, width = ""): TemplateResult | typeof nothing {
    const ran = this.runs[name];
    if (ran === undefined) return html`<section class="panel waiting ${width}"></section>`;
    return html`<report-card
      class=${width}
      .office=${this.office}
      .ran=${ran}
      .theme=${this.theme}
      .most=${6}
    >
      <a slot="title" href="#/reports/${ran.report}">${ran.name}</a>
    </report-card>`;
  }

  #leaving(ran: Ran): TemplateResult {
    const { office } = this;
    const { say, reading } = office;
    const rows = (ran.rows ?? []).slice(0, 6);
    return html`
      <section class="panel" aria-label=${ran.name ?? ""}>
        <header>
          <h2>${ran.name}</h2>
          <span class="spring"></span>
          <a class="meta" href="#/reports/churn">${say("today.all")} ${ran.rows?.length ?? 0}</a>
        </header>
        ${rows.length === 0 ? html`<p class="empty">✓ ${say("report.none")}</p>` : nothing}
        <ul class="people">
          ${rows.map(
            (row) => html`
              <li>
                <b>${ran.names?.["account"]?.[String(row["account"])] ?? row["account"]}</b>
                <b class="figure">${cellText("money", row["stored"] ?? null, reading)}</b>
                <span class="meta"
                  >${ran.columns?.[1]?.title} ${row["usual"]} · ${ran.columns?.[2]?.title}
                  ${row["away"]}</span
                >
              </li>
            `,
          )}
        </ul>
      </section>
    `;
  }

  static override styles = [
    staffStyles,
    officeStyles,
    viewStyles,
    css`
      .top {
        display: flex;
        gap: 12px;
        align-items: baseline;
      }
      .tiles {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(150px, 1fr));
      }
      .tile {
        display: grid;
        gap: 2px;
        padding: 12px 16px;
        color: inherit;
        text-decoration: none;
        box-shadow: 1px 0 var(--line);
      }
      .tile:hover {
        background: var(--primary-soft);
      }
      .tile b {
        font-size: 1.5rem;
        line-height: 2rem;
        white-space: nowrap;
      }
      .up {
        color: var(--good);
      }
      .down {
        color: var(--bad);
      }
      .cards {
        display: grid;
        grid-template-columns: repeat(3, minmax(0, 1fr));
        gap: 14px;
        --chart-height: 240px;
      }
      .waiting {
        min-height: 300px;
      }
      h2 a,
      a[slot="title"] {
        color: inherit;
        text-decoration-color: var(--edge);
        text-underline-offset: 4px;
      }
      .people li {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 0 12px;
        padding: 8px 0;
        margin: 0 16px;
        border-block-end: 1px solid var(--line);
      }
      .people .meta {
        grid-column: 1 / -1;
      }
      @media (min-width: 1800px) {
        .cards {
          grid-template-columns: repeat(4, minmax(0, 1fr));
        }
        .wide {
          grid-column: span 2;
        }
      }
      @media (max-width: 1100px) {
        .cards {
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
      }
      @media (max-width: 720px) {
        .cards {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "today-view": TodayView;
  }
}
