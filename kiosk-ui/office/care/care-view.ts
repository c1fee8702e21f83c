// What the office's views of care share: they load when they are shown, one thing is done at a time, and beside it
// stands how it ended.
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { Office } from "../office.ts";
import { careIn, type SayCare } from "./words.ts";

export abstract class CareView extends LitElement {
  @property({ attribute: false }) office!: Office;
  @property() language = "";
  @state() protected said = "";
  @state() protected wrong = "";
  @state() protected busy = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.attempt(() => this.load());
  }

  protected abstract load(): Promise<void>;

  protected get say(): SayCare {
    return careIn(this.office.language);
  }

  protected async attempt(work: () => Promise<void>): Promise<void> {
    this.wrong = "";
    this.said = "";
    this.busy = true;
    try {
      await work();
    } catch (error) {
      this.wrong = this.office.sentence(error);
    }
    this.busy = false;
  }

  protected wrongLine(): TemplateResult | typeof nothing {
    return this.wrong === "" ? nothing : html`<p class="wrong" role="alert">✕ ${this.wrong}</p>`;
  }

  protected saidLine(): TemplateResult | typeof nothing {
    return this.said === "" ? nothing : html`<p class="done" role="status">${this.said}</p>`;
  }
}
