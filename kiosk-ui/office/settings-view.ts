// The store's own matters: its stations, days off, backup, the audit of its ledger.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { ResultOf } from "../../gateway/protocol/operations.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import "./brand-panel.ts";
import { countText } from "./format.ts";
import type { Office } from "./office.ts";
import { officeStyles, tableHead, viewStyles } from "./office-styles.ts";

type Stations = ResultOf<"station.list">["stations"];

/** A whole audit of a large ledger reads every entry. */
const auditTimeoutMs = 300_000;

@customElement("settings-view")
export class SettingsView extends LitElement {
  @property({ attribute: false }) office!: Office;
  @property() language = "";
  @state() private stations: Stations = [];
  @state() private said: Readonly<Record<string, TemplateResult>> = {};
  @state() private busy = "";

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#do("stations", async () => {
      const { stations } = await this.office.client.call("station.list", {});
      this.stations = stations;
      return html``;
    });
  }

  /** Runs one of the page's actions and says beside it how it ended. */
  async #do(name: string, work: () => Promise<TemplateResult>): Promise<void> {
    this.busy = name;
    try {
      this.said = { ...this.said, [name]: await work() };
    } catch (error) {
      const sentence = this.office.sentence(error);
      const wrong = html`<p class="wrong" role="alert">✕ ${sentence}</p>`;
      this.said = { ...this.said, [name]: wrong };
    } finally {
      this.busy = "";
    }
  }

  readonly #putDay = (event: SubmitEvent): void => {
    event.preventDefault();
    const { client, say } = this.office;
    const date = this.renderRoot.querySelector<HTMLInputElement>("input[name=day]")?.value ?? "";
    const kind = this.renderRoot.querySelector<HTMLSelectElement>("select[name=kind]")?.value;
    if (date === "") return;
    void this.#do("calendar", async () => {
      await client.call("calendar.put", {
        calendar: "CN",
        days: [{ date, workday: kind === "workday" }],
        key: client.newKey(),
      });
      return html`<p class="done" role="status">✓ ${say("settings.saved")} ${date}</p>`;
    });
  };

  #backUp(): void {
    const { client, say, language } = this.office;
    void this.#do("backup", async () => {
      const made = await client.call(
        "backup.create",
        { key: client.newKey() },
        { timeoutMs: auditTimeoutMs },
      );
      const places = { entries: countText(made.entries, language), file: made.backup };
      return html`<p class="done" role="status">✓ ${say("settings.backedUp", places)}</p>`;
    });
  }

  #audit(): void {
    const { client, say, language } = this.office;
    void this.#do("ledger", async () => {
      const found = await client.call("ledger.verify", {}, { timeoutMs: auditTimeoutMs });
      const entries = countText(found.entries, language);
      return found.ok
        ? html`<p class="done" role="status">✓ ${say("settings.sound", { entries })}</p>`
        : html`<p class="wrong" role="alert">
              ✕ ${say("settings.unsound", { count: found.findings.length })}
            </p>
            <ul class="mono">
              ${found.findings.map((finding) => html`<li>${finding}</li>`)}
            </ul>`;
    });
  }

  override render(): TemplateResult {
    const { say } = this.office;
    const { said, busy } = this;
    return html`
      <h1>${say("nav.settings")}</h1>
      <div class="cards">
        ${this.#stations()}
        <brand-panel class="wide" .office=${this.office} .language=${this.language}></brand-panel>
        <section class="panel" aria-label=${say("settings.calendar")}>
          <header><h2>${say("settings.calendar")}</h2></header>
          <form class="body" @submit=${this.#putDay}>
            <p class="note">${say("settings.calendarHelp")}</p>
            <div class="row">
              <label class="field"
                >${say("settings.date")}<input type="date" name="day" required
              /></label>
              <label class="field"
                >${say("settings.role")}
                <select name="kind">
                  <option value="off">${say("settings.dayOff")}</option>
                  <option value="workday">${say("settings.workday")}</option>
                </select>
              </label>
              <button class="button">${say("settings.put")}</button>
            </div>
            ${said["calendar"] ?? nothing}
          </form>
        </section>
        ${this.#action("backup", () => this.#backUp())}
        ${this.#action("ledger", () => this.#audit())}
      </div>
      <p class="hidden" role="status">${busy}</p>
    `;
  }

  #action(name: "backup" | "ledger", go: () => void): TemplateResult {
    const { say } = this.office;
    return html`
      <section class="panel" aria-label=${say(`settings.${name}`)}>
        <header><h2>${say(`settings.${name}`)}</h2></header>
        <div class="body">
          <p class="note">${say(`settings.${name}Help`)}</p>
          <button class="button" ?disabled=${this.busy !== ""} @click=${go}>
            ${say(`settings.${name}Go`)}
          </button>
          ${this.said[name] ?? nothing}
        </div>
      </section>
    `;
  }

  #stations(): TemplateResult {
    const { say } = this.office;
    return html`
      <section class="panel wide" aria-label=${say("settings.stations")}>
        <header><h2>${say("settings.stations")}</h2></header>
        ${this.said["stations"] ?? nothing}
        <div class="scroll" tabindex="0" role="group" aria-label=${say("settings.stations")}>
          <table class="tight">
            ${tableHead([say("settings.station"), say("settings.role"), say("settings.seen"), say("staff.state")])}
            <tbody>
              ${this.stations.map(
                (one) => html`
                  <tr>
                    <th scope="row">${one.name}</th>
                    <td>${say(`role.${one.role}`)}</td>
                    <td>${(one.seenAt ?? one.pairedAt ?? "").slice(0, 16).replace("T", " ")}</td>
                    <td>
                      <span class="tag ${one.revoked ? "bad" : one.connected ? "good" : ""}"
                        >${
                          one.revoked
                            ? `✕ ${say("settings.revoked")}`
                            : one.connected
                              ? `✓ ${say("settings.connected")}`
                              : `○ ${say("settings.away")}`
                        }</span
                      >
                    </td>
                  </tr>
                `,
              )}
            </tbody>
          </table>
        </div>
      </section>
    `;
  }

  static override styles = [
    staffStyles,
    officeStyles,
    viewStyles,
    css`
      .cards {
        display: grid;
        grid-template-columns: repeat(3, minmax(0, 1fr));
        gap: 14px;
        align-items: start;
      }
      .wide {
        grid-column: 1 / -1;
      }
      .body {
        display: grid;
        gap: 10px;
        justify-items: start;
      }
      .row {
        display: flex;
        gap: 8px;
        align-items: end;
        flex-wrap: wrap;
      }
      @media (max-width: 1200px) {
        .cards {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "settings-view": SettingsView;
  }
}
