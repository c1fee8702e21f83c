// Beside a draft: its checks, one basket under both versions, past books replayed, and the two who publish it.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { ProgrammeFile } from "../../gateway/programme/format.ts";
import { type BasketRow, compareBasket } from "../charts/office/basket.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { findingText } from "./finding-names.ts";
import { countText, daysLater, moneyText } from "./format.ts";
import { type Office, reportTimeoutMs } from "./office.ts";
import { officeStyles } from "./office-styles.ts";

interface Finding {
  readonly level: string;
  readonly code: string;
  readonly at: string;
  readonly message: string;
}
interface Compared {
  readonly bills: number;
  readonly due: { readonly before: number; readonly after: number };
  readonly accounts: { readonly winners: number; readonly losers: number; readonly same: number };
}

const signs: Readonly<Record<string, string>> = { error: "✕", warning: "▲", note: "○" };

@customElement("programme-desk")
export class ProgrammeDesk extends LitElement {
  @property({ attribute: false }) office!: Office;
  @property({ attribute: false }) inForce!: ProgrammeFile;
  @property({ attribute: false }) draft!: ProgrammeFile;
  @state() private findings: readonly Finding[] | undefined;
  @state() private card = "";
  @state() private compared: Compared | undefined;
  @state() private wrong = "";

  override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("draft")) return;
    this.compared = undefined;
    this.findings = undefined;
    void this.#check();
  }

  get #file() {
    return this.draft as unknown as Record<string, unknown>;
  }

  async #check(): Promise<void> {
    try {
      const { findings } = await this.office.client.call("programme.check", { file: this.#file });
      this.findings = findings as readonly Finding[];
    } catch (error) {
      this.wrong = this.office.sentence(error);
    }
  }

  async #compare(): Promise<void> {
    const { today, client } = this.office;
    this.wrong = "";
    try {
      const span = { from: daysLater(today, -29), to: today };
      const compared = await client.call(
        "programme.compare",
        { file: this.#file, ...span },
        { timeoutMs: reportTimeoutMs },
      );
      this.compared = compared as unknown as Compared;
    } catch (error) {
      this.wrong = this.office.sentence(error);
    }
  }

  readonly #publish = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { client, say } = this.office;
    const value = (name: string): string =>
      this.renderRoot.querySelector<HTMLInputElement>(`input[name=${name}]`)?.value ?? "";
    this.wrong = "";
    try {
      const asked = {
        file: this.#file,
        effectiveFrom: value("from"),
        approval: { staff: value("second"), pin: value("pin") },
        key: client.newKey(),
      };
      // Before it is in force, all its cases are played.
      const { programme, from } = await client.call("programme.publish", asked, {
        timeoutMs: reportTimeoutMs,
      });
      const detail = say("programme.published", { version: programme.version, date: from });
      this.dispatchEvent(new CustomEvent("published", { detail }));
    } catch (error) {
      this.wrong = this.office.sentence(error);
    }
  };

  override render(): TemplateResult {
    return html`
      ${this.wrong === "" ? nothing : html`<p class="wrong" role="alert">✕ ${this.wrong}</p>`}
      ${this.#checks()} ${this.#basket()} ${this.#past()} ${this.#four()}
    `;
  }

  #checks(): TemplateResult {
    const { say, language } = this.office;
    const findings = this.findings ?? [];
    const errors = findings.filter(({ level }) => level === "error").length;
    const others = findings.filter(({ level }) => level === "warning").length;
    return html`
      <section class="panel" aria-label=${say("programme.check")} aria-live="polite">
        <header>
          <h2>${say("programme.check")}</h2>
          <span class="spring"></span>
          ${
            this.findings === undefined
              ? nothing
              : errors > 0
                ? html`<span class="tag bad">✕ ${say("programme.errors", { count: errors })}</span>`
                : others > 0
                  ? html`<span class="tag warn"
                      >▲ ${say("programme.warnings", { count: others })}</span
                    >`
                  : html`<span class="tag good">✓ ${say("programme.checked")}</span>`
          }
        </header>
        <ul class="findings">
          ${findings.map(
            (one) => html`
              <li>
                <b>${signs[one.level] ?? "○"}</b>
                <span>${findingText(one, language)}<br /><span class="mono">${one.at}</span></span>
              </li>
            `,
          )}
        </ul>
      </section>
    `;
  }

  #rows(): readonly BasketRow[] {
    const { inForce, draft, office } = this;
    const card = this.card === "" ? (inForce.cards[0]?.type ?? "") : this.card;
    const goods = (draft.goods ?? []).slice(0, 8).map(({ sku, venue, price, tags }) => ({
      sku,
      venue,
      list: price,
      quantity: 1,
      ...(tags === undefined ? {} : { tags }),
    }));
    const day = new Date(`${office.today}T00:00:00Z`).getUTCDay();
    const moment = { date: office.today, hour: 12, weekday: day === 0 ? 7 : day };
    try {
      return compareBasket({ now: inForce, then: draft }, goods, { card, moment });
    } catch {
      // A draft that does not compile yet: the checks say why.
      return [];
    }
  }

  #basket(): TemplateResult {
    const { say, reading, info } = this.office;
    const rows = this.#rows();
    const name = (sku: string): string => info?.goods.find((one) => one.sku === sku)?.name ?? sku;
    const sum = (of: "list" | "now" | "then"): number =>
      rows.reduce((total, row) => total + row[of], 0);
    const difference = (amount: number): string =>
      amount === 0 ? "—" : `${amount > 0 ? "+" : ""}${moneyText(amount, reading)}`;
    return html`
      <section class="panel" aria-label=${say("programme.basket")}>
        <header>
          <h2>${say("programme.basket")}</h2>
          <span class="spring"></span>
          <label class="field"
            ><span class="hidden">${say("programme.card")}</span>
            <select
              @change=${(event: Event) => {
                if (event.target instanceof HTMLSelectElement) this.card = event.target.value;
              }}
            >
              ${this.inForce.cards.map(
                ({ type }) =>
                  html`<option value=${type} ?selected=${type === this.card}>
                    ${info?.cards.find((one) => one.type === type)?.name ?? type}
                  </option>`,
              )}
            </select>
          </label>
        </header>
        <div class="scroll" tabindex="0" role="group" aria-label=${say("programme.basket")}>
          <table class="tight">
            <thead>
              <tr>
                <th scope="col">${say("programme.goods")}</th>
                <th scope="col" class="figure">${say("programme.list")}</th>
                <th scope="col" class="figure">${say("programme.now")}</th>
                <th scope="col" class="figure">${say("programme.then")}</th>
                <th scope="col" class="figure">${say("programme.difference")}</th>
              </tr>
            </thead>
            <tbody>
              ${rows.map(
                (row) => html`
                  <tr>
                    <th scope="row">${name(row.sku)}</th>
                    <td class="figure">${moneyText(row.list, reading)}</td>
                    <td class="figure">${moneyText(row.now, reading)}</td>
                    <td class="figure"><b>${moneyText(row.then, reading)}</b></td>
                    <td class="figure">${difference(row.then - row.now)}</td>
                  </tr>
                `,
              )}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">${say("report.total")}</th>
                <td class="figure">${moneyText(sum("list"), reading)}</td>
                <td class="figure">${moneyText(sum("now"), reading)}</td>
                <td class="figure">${moneyText(sum("then"), reading)}</td>
                <td class="figure">${difference(sum("then") - sum("now"))}</td>
              </tr>
            </tfoot>
          </table>
        </div>
      </section>
    `;
  }

  #past(): TemplateResult {
    const { say, reading } = this.office;
    const { compared } = this;
    const row = (title: string, value: string): TemplateResult =>
      html`<tr>
        <th scope="row">${title}</th>
        <td class="figure">${value}</td>
      </tr>`;
    return html`
      <section class="panel" aria-label=${say("programme.compare")}>
        <header>
          <h2>${say("programme.compare")}</h2>
          <span class="spring"></span>
          <button class="button small" @click=${() => void this.#compare()}>
            ${say("programme.compareGo")}
          </button>
        </header>
        ${
          compared === undefined
            ? nothing
            : html`<table class="tight" aria-live="polite">
                <tbody>
                  ${row(
                    say("programme.bills", { count: compared.bills }),
                    moneyText(compared.due.after - compared.due.before, reading),
                  )}
                  ${row(say("programme.winners"), countText(compared.accounts.winners, reading.language))}
                  ${row(say("programme.losers"), countText(compared.accounts.losers, reading.language))}
                  ${row(say("programme.same"), countText(compared.accounts.same, reading.language))}
                </tbody>
              </table>`
        }
      </section>
    `;
  }

  #four(): TemplateResult {
    const { say, staff, today } = this.office;
    const isSound = this.findings?.every(({ level }) => level !== "error") === true;
    return html`
      <section class="panel" aria-label=${say("programme.fourEyes")}>
        <header><h2>${say("programme.fourEyes")}</h2></header>
        <form class="body" @submit=${(event: SubmitEvent) => void this.#publish(event)}>
          <p>✓ ${say("programme.step1")} <b>${staff?.name}</b></p>
          <p>${isSound ? "✓" : "2"} ${say("programme.step2")}</p>
          <p>3 ${say("programme.step3")}</p>
          <label class="field"
            >${say("programme.from")}
            <input type="date" name="from" .value=${today} min=${today} required
          /></label>
          <label class="field"
            >${say("programme.second")} <input name="second" required autocomplete="off"
          /></label>
          <label class="field"
            >${say("programme.secondPin")}
            <input
              name="pin"
              type="password"
              inputmode="numeric"
              pattern="[0-9]{4,8}"
              required
              autocomplete="off"
          /></label>
          <button class="button primary" ?disabled=${!isSound}>${say("programme.publish")}</button>
        </form>
      </section>
    `;
  }

  static override styles = [
    staffStyles,
    officeStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 14px;
      }
      form {
        display: grid;
        gap: 10px;
      }
      .tight :is(th, td) {
        padding-inline: 6px;
      }
      .tight tbody th {
        white-space: normal;
      }
      .findings li {
        display: grid;
        grid-template-columns: 20px 1fr;
        gap: 4px;
        padding: 8px 16px;
        border-block-end: 1px solid var(--line);
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "programme-desk": ProgrammeDesk;
  }
}
