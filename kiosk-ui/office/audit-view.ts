// Who did and saw what, newest first, by operation and employee. Read only.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { ResultOf } from "../../gateway/protocol/operations.ts";
import { shortId } from "../kit/short-id.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { factName } from "./fact-names.ts";
import type { Office } from "./office.ts";
import { officeStyles, tableHead, viewStyles } from "./office-styles.ts";
import { opName } from "./op-names.ts";
import { valueText } from "./value-names.ts";
import { isWord, type Language } from "./words.ts";

type Records = ResultOf<"audit.list">["records"];

const pageSize = 100;

@customElement("audit-view")
export class AuditView extends LitElement {
  @property({ attribute: false }) office!: Office;
  @property() language = "";
  @state() private records: Records | undefined;
  @state() private cursor: string | undefined;
  @state() private wrong = "";
  #asked: { readonly op?: string; readonly staff?: string } = {};

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
  }

  async #load(cursor?: string): Promise<void> {
    this.wrong = "";
    try {
      const found = await this.office.client.call("audit.list", {
        ...this.#asked,
        limit: pageSize,
        ...(cursor === undefined ? {} : { cursor }),
      });
      const before = cursor === undefined ? [] : (this.records ?? []);
      this.records = [...before, ...found.records];
      this.cursor = found.cursor;
    } catch (error) {
      this.wrong = this.office.sentence(error);
    }
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const value = (name: string): string =>
      this.renderRoot.querySelector<HTMLInputElement>(`input[name=${name}]`)?.value.trim() ?? "";
    const [op, staff] = [value("op"), value("staff")];
    this.#asked = { ...(op === "" ? {} : { op }), ...(staff === "" ? {} : { staff }) };
    void this.#load();
  };

  override render(): TemplateResult {
    const { say } = this.office;
    return html`
      <h1>${say("nav.audit")}</h1>
      <form @submit=${this.#submit}>
        <label class="field">${say("audit.op")}<input name="op" autocomplete="off" /></label>
        <label class="field">${say("staff.number")}<input name="staff" autocomplete="off" /></label>
        <button class="button">${say("audit.filter")}</button>
      </form>
      ${this.wrong === "" ? nothing : html`<p class="wrong" role="alert">✕ ${this.wrong}</p>`}
      <section class="panel" aria-label=${say("nav.audit")}>
        ${this.records?.length === 0 ? html`<p class="empty">${say("audit.none")}</p>` : this.#table()}
      </section>
    `;
  }

  #roleName(role: string): string {
    const word = `role.${role}`;
    return isWord(word) ? this.office.say(word) : role;
  }

  #table(): TemplateResult {
    const { say, language } = this.office;
    return html`
      <div class="scroll" tabindex="0" role="group" aria-label=${say("nav.audit")}>
        <table class="tight">
          ${tableHead([say("audit.when"), say("audit.what"), say("audit.who"), say("audit.where"), say("audit.facts")])}
          <tbody>
            ${(this.records ?? []).map(
              (record) => html`
                <tr>
                  <td>${record.at.slice(0, 16).replace("T", " ")}</td>
                  <td>${opName(record.op, language)}</td>
                  <td>${record.staff ?? this.#roleName(record.role)}</td>
                  <td class="mono" title=${record.station}>${shortId(record.station)}</td>
                  <td class="facts" title=${factsText(record.facts, "en")}>
                    ${shortId(factsText(record.facts, language))}
                  </td>
                </tr>
              `,
            )}
          </tbody>
        </table>
      </div>
      ${
        this.cursor === undefined
          ? nothing
          : html`<p class="body">
              <button class="button small" @click=${() => void this.#load(this.cursor)}>
                ${say("more")}
              </button>
            </p>`
      }
    `;
  }

  static override styles = [
    staffStyles,
    officeStyles,
    viewStyles,
    css`
      form {
        display: flex;
        gap: 8px;
        align-items: end;
        flex-wrap: wrap;
      }
      td {
        white-space: nowrap;
      }
      td.facts {
        min-width: 280px;
        white-space: normal;
        overflow-wrap: anywhere;
      }
    `,
  ];
}

const factsText = (facts: Readonly<Record<string, unknown>>, language: Language): string =>
  Object.entries(facts)
    .filter(([name]) => name !== "type")
    .map(([name, value]) => `${factName(name, language)} ${valueText(name, value, language)}`)
    .join(" · ");

declare global {
  interface HTMLElementTagNameMap {
    "audit-view": AuditView;
  }
}
