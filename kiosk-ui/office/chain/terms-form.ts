// What used value is worth between stores: the share of each kind that its taker pays, and money for points.
import { html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { ResultOf } from "../../../gateway/protocol/operations.ts";
import { sayOf } from "./loading.ts";
import { SavingForm } from "./saving-form.ts";

type Terms = ResultOf<"chain.settlement">["terms"];

const kinds = ["principal", "bonus", "deferred", "voucher", "breakage"] as const;
/** basis points of a per cent, minor units of the currency */
const hundred = 100;

@customElement("chain-terms-form")
export class ChainTermsForm extends SavingForm {
  @property({ attribute: false }) terms!: Terms;

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
        ${this.form([
          ...kinds.map((kind) => field(kind, `${say(kind)} %`, shareBp[kind], hundred)),
          field("points", say("perThousand"), pointsMinorPerThousand, 10_000),
        ])}
      </section>
    `;
  }

  protected override put(value: (name: string) => string): Promise<unknown> {
    const share = (name: string): number => Math.round(Number(value(name)) * hundred);
    const shareBp = {
      principal: share("principal"),
      bonus: share("bonus"),
      deferred: share("deferred"),
      voucher: share("voucher"),
      breakage: share("breakage"),
    };
    const terms = { shareBp, pointsMinorPerThousand: share("points") };
    return this.office.client.call("chain.putTerms", terms);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "chain-terms-form": ChainTermsForm;
  }
}
