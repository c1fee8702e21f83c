// The drawer opened without a sale: a reason first, then the kick; beside it what the drawer was opened for so far.
import { css, html, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { staffStyles } from "../kit/staff-styles.ts";
import { deskStyles } from "./card-desk-styles.ts";
import { fieldsOf } from "./desk-forms.ts";
import { dialogStyles } from "./dialog-styles.ts";
import { type DrawerRows, drawerRows } from "./shift-lists.ts";
import { shiftStyles } from "./shift-styles.ts";
import { SheetForm } from "./sheet-form.ts";

/** Longest word for why, characters (`drawer.open {note}`). */
const noteMax = 200;

@customElement("drawer-desk")
export class DrawerDesk extends SheetForm {
  @state() private rows: DrawerRows | undefined;

  override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLInputElement>("input[name=note]")?.focus();
    void this.#load();
  }

  async #load(): Promise<void> {
    this.rows = (await this.desk.attempt("shift.get", {}))?.drawer ?? [];
  }

  override render(): TemplateResult {
    const { say } = this;
    return html`
      <div class="shift">
        <form @submit=${this.#submit}>
          <h2>${say("drawer.noSale")}</h2>
          <p class="note">${say("drawer.noSaleHelp")}</p>
          <label>
            ${say("drawer.noSaleWhy")}
            <input name="note" list="why" autocomplete="off" maxlength=${noteMax} required />
            <datalist id="why">
              ${say("drawer.noSaleReasons")
                .split(",")
                .map((reason) => html`<option value=${reason}></option>`)}
            </datalist>
          </label>
          ${this.foot(say("drawer.noSaleGo"))}
        </form>
        <div class="lists">
          <section class="panel">
            <header><h2>${say("drawer.title")}</h2></header>
            ${this.rows === undefined ? html`<p class="note wait" role="status">…</p>` : drawerRows(say, this.rows)}
          </section>
        </div>
      </div>
    `;
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const note = fieldsOf(event.target)("note");
    if (note !== undefined) void this.#open(note);
  };

  async #open(note: string): Promise<void> {
    const opened = await this.once((key) =>
      this.desk.attempt("drawer.open", { reason: "no_sale", note, key }),
    );
    if (opened === undefined) return;
    if (opened.opened) this.done();
    else this.desk.refuse("drawer.stayed_shut");
  }

  static override styles = [
    staffStyles,
    dialogStyles,
    deskStyles,
    shiftStyles,
    css`
      form {
        align-content: start;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "drawer-desk": DrawerDesk;
  }
}
