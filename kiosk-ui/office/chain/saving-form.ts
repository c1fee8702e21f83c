// What head office's small forms do alike: one call that saves, a tick when it is done, a sentence when it is not.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { staffStyles } from "../../kit/staff-styles.ts";
import type { Office } from "../office.ts";
import { officeStyles } from "../office-styles.ts";
import { asked, complaint, sayOf } from "./loading.ts";

/** Emits `saved` once the gateway has taken it. */
export abstract class SavingForm extends LitElement {
  @property({ attribute: false }) office!: Office;
  @property() language = "";
  @state() wrong = "";
  @state() private done = false;

  /** The call that saves what stands in the fields. */
  protected abstract put(value: (name: string) => string): Promise<unknown>;

  protected form(fields: unknown): TemplateResult {
    const say = sayOf(this);
    return html`
      <form @submit=${this.#save}>
        ${fields}
        <button class="button">${say("save")}</button>
        ${this.done ? html`<span class="tag good" role="status">✓ ${say("saved")}</span>` : nothing}
      </form>
      ${complaint(this)}
    `;
  }

  readonly #save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const data = new FormData(event.target);
    const value = (name: string): string => {
      const typed = data.get(name);
      return typeof typed === "string" ? typed.trim() : "";
    };
    this.done = (await asked(this, () => this.put(value))) !== undefined;
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
      input[type="number"] {
        inline-size: 9em;
      }
    `,
  ];
}
