// What used value is worth between stores: the share of each kind that its taker pays, and money for points.
import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { ResultOf } from "../../../gateway/protocol/operations.ts";
import { staffStyles } from "../../kit/staff-styles.ts";
import type { Office } from "../office.ts";
import { officeStyles } from "../office-styles.ts";
import { asked, complaint, sayOf } from "./loading.ts";

type Terms = ResultOf<"chain.settlement">["terms"];

const kinds = ["principal", "bonus", "deferred", "voucher", "breakage"] as const;
/** basis points of a per cent, minor units of the currency */
const hundred = 100;

@customElement("chain-terms-form")
export class ChainTermsForm extends LitElement {
  @property({ attribute: false }) office!: Office;
  @property({ attribute: false }) terms!: Terms;
  @property() language = "";
  @state() wrong = "";
  @state() private done = false;

  override render(): TemplateResult {
    const say = sayOf(this);
    const { shareBp, pointsMinorPerThousand } = this.terms;
    const field = (name: string, label: string, value: number, max: number): TemplateResult =>
      html`<label class="field"
        >${label}<input
          name=${name}
          type="number"
          min="0"
          max=${max}
          step="0.01"
          required
          .value=${String(value / hundred)}
      /></label>`;
    return html`
      <section class="panel body" aria-label=${say("terms")}>
        <h2>${say("terms")}</h2>
        <form @submit=${this.#save}>
          ${kinds.map((kind) => field(kind, `${say(kind)} %`, shareBp[kind], hundred))}
          ${field("points", say("perThousand"), pointsMinorPerThousand, 10_000)}
          <button class="button">${say("save")}</button>
          ${this.done ? html`<span class="tag good" role="status">✓ ${say("saved")}</span>` : ""}
        </form>
        ${complaint(this)}
      </section>
    `;
  }

  readonly #save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const value = (name: string): number => {
      const input = this.renderRoot.querySelector<HTMLInputElement>(`input[name=${name}]`);
      return Math.round(Number(input?.value ?? 0) * hundred);
    };
    const [principal, bonus, deferred, voucher, breakage] = kinds.map(value);
    const shareBp = {
      principal: principal ?? 0,
      bonus: bonus ?? 0,
      deferred: deferred ?? 0,
      voucher: voucher ?? 0,
      breakage: breakage ?? 0,
    };
    const terms = { shareBp, pointsMinorPerThousand: value("points") };
    const put = () => this.office.client.call("chain.putTerms", terms);
    this.done = (await asked(this, put)) !== undefined;
    if (this.done) this.dispatchEvent(new Event("saved"));
  };

  static override styles = [
    staffStyles,
    officeStyles,
    css`
      form {
        display: flex;
        gap: 8px;
        align-items: end;
        flex-wrap: wrap;
      }
      input {
        inline-size: 9em;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "chain-terms-form": ChainTermsForm;
  }
}
