// Employees with their rights, and what the programme promises each: the statement that goes with the wages.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { ResultOf } from "../../gateway/protocol/operations.ts";
import { dutyName } from "../kit/duty-names.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import type { Office } from "./office.ts";
import { officeStyles, tableHead } from "./office-styles.ts";
import "./report-view.ts";

type Employees = ResultOf<"staff.list">["staff"];

@customElement("staff-view")
export class StaffView extends LitElement {
  @property({ attribute: false }) office!: Office;
  @property() language = "";
  @state() private employees: Employees = [];
  @state() private wrong = "";

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("language")) void this.#load();
  }

  async #load(): Promise<void> {
    try {
      const { staff } = await this.office.client.call("staff.list", {});
      this.employees = staff;
      this.renderRoot.querySelector("report-view")?.again();
    } catch (error) {
      this.wrong = this.office.sentence(error);
    }
  }

  override render(): TemplateResult {
    const { office } = this;
    const { say } = office;
    return html`
      ${this.wrong === "" ? nothing : html`<p class="wrong" role="alert">✕ ${this.wrong}</p>`}
      <report-view .office=${office} report="commission"></report-view>
      <section class="panel no-print" aria-label=${say("staff.list")}>
        <header><h2>${say("staff.list")}</h2></header>
        <div class="scroll">
          <table class="tight">
            ${tableHead([say("staff.number"), say("staff.name"), say("staff.rights"), say("staff.state")])}
            <tbody>
              ${this.employees.map(
                (one) => html`
                  <tr>
                    <td>${one.staff}</td>
                    <th scope="row">${one.name}</th>
                    <td>
                      ${one.rights.map((right) => html`<span class="tag">${dutyName(right, office.language)}</span> `)}
                    </td>
                    <td>
                      <span class="tag ${one.active ? "good" : ""}"
                        >${one.active ? `✓ ${say("staff.active")}` : say("staff.left")}</span
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
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 20px;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "staff-view": StaffView;
  }
}
