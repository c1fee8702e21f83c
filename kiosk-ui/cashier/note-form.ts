// Free words about the bill in the basket: kept with it, on the receipt only where that is wished.
import { html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { noteMax, withNote } from "../charts/cashier/basket.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { fieldsOf, formFoot } from "./desk-forms.ts";
import { dialogStyles } from "./dialog-styles.ts";
import { SheetForm } from "./sheet-form.ts";

@customElement("note-form")
export class NoteForm extends SheetForm {
  override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLInputElement>("input[name=text]")?.focus();
  }

  override render(): TemplateResult {
    const { say, desk } = this;
    const { note } = desk.basket;
    return html`
      <form @submit=${this.#submit}>
        <h2>${say("note.title")}</h2>
        <p class="note">${say("note.help")}</p>
        <label>
          ${say("note.text")}
          <input name="text" maxlength=${noteMax} autocomplete="off" .value=${note?.text ?? ""} />
        </label>
        <label class="tick">
          <input type="checkbox" name="printed" ?checked=${note?.printed === true} />
          ${say("note.printed")}
        </label>
        ${formFoot({ say, refused: this.refused, go: say("note.go"), ready: true, back: this.back })}
      </form>
    `;
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const field = fieldsOf(event.target);
    const note = { text: field("text") ?? "", printed: field("printed") !== undefined };
    this.desk.setBasket(withNote(this.desk.basket, note));
    this.done();
  };

  static override styles = [staffStyles, dialogStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "note-form": NoteForm;
  }
}
