// What became of an act whose answer a guest never saw: by the reference on her screen or photograph. Changes nothing.
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { ResultOf } from "../../gateway/protocol/operations.ts";
import { readReference } from "../charts/cashier/reference.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { deskStyles } from "./card-desk-styles.ts";
import type { Desk } from "./desk.ts";
import { dialogStyles } from "./dialog-styles.ts";
import { type Say, wordFor } from "./words.ts";

type Found = ResultOf<"key.find">["found"];

@customElement("reference-panel")
export class ReferencePanel extends LitElement {
  @property({ attribute: false }) say!: Say;
  @property({ attribute: false }) desk!: Desk;
  /** one that was scanned: looked up at once */
  @property() scanned = "";
  @state() private found: Found | "unread" | undefined;

  override updated(changed: PropertyValues): void {
    if (changed.has("scanned") && this.scanned !== "") void this.#find(this.scanned);
  }

  override render(): TemplateResult {
    const { say } = this;
    return html`
      <section class="panel">
        <header><h2>${say("reference.title")}</h2></header>
        <form class="line" @submit=${this.#submit}>
          <label class="inline">
            ${say("reference.hint")}
            <input name="reference" autocomplete="off" maxlength="60" .value=${this.scanned} />
          </label>
          <span class="spring"></span>
          <button class="button primary">${say("reference.go")}</button>
        </form>
        <div role="status">${this.#says()}</div>
      </section>
    `;
  }

  #says(): TemplateResult | typeof nothing {
    const { say, found } = this;
    if (found === undefined) return nothing;
    if (found === "unread") return html`<p class="note none">${say("reference.unread")}</p>`;
    if (found.length === 0) return html`<p class="note none">○ ${say("reference.none")}</p>`;
    return html`${found.map(({ op, at, result }) => this.#line(op, at, result))}`;
  }

  #line(op: string, at: string, result: Found[number]["result"]): TemplateResult {
    const { say } = this;
    const { receipt } = result;
    return html`<div class="line">
      <span>${at.slice(5, 10)} ${at.slice(11, 16)}</span>
      <b>${wordFor(say, "reference.op", op)}</b>
      <span class="spring"></span>
      <span class="tag good">✓ ${say("reference.done")}</span>
      ${
        typeof receipt === "string"
          ? html`<button class="button" @click=${() => void this.#print(receipt)}>
              ${say("reference.print")}
            </button>`
          : nothing
      }
    </div>`;
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const field = this.renderRoot.querySelector<HTMLInputElement>("input[name=reference]");
    void this.#find(field?.value ?? "");
  };

  async #find(text: string): Promise<void> {
    const tail = readReference(text);
    if (tail === undefined) {
      this.found = "unread";
      return;
    }
    this.found = (await this.desk.attempt("key.find", { tail }))?.found;
  }

  async #print(receipt: string): Promise<void> {
    await this.desk.attempt("print.receipt", { receipt, key: this.desk.client.newKey() });
  }

  static override styles = [staffStyles, dialogStyles, deskStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "reference-panel": ReferencePanel;
  }
}
