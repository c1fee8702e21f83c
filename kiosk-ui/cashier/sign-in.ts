// Who is on duty: the employees of the demonstration store to choose from, else a number; then the PIN.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { dutyName } from "../kit/duty-names.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { fieldsOf } from "./desk-forms.ts";
import type { Info } from "./desk.ts";
import type { Say } from "./words.ts";

/** Emitted as `sign-in`. */
export interface Credentials {
  readonly staff: string;
  readonly pin: string;
}

@customElement("sign-in")
export class SignIn extends LitElement {
  @property({ attribute: false }) say!: Say;
  @property({ attribute: false }) info: Info | undefined;
  @property() refused = "";
  @property() language = "";
  @state() private chosen = "";
  @query("input[name=pin]") private pin!: HTMLInputElement;

  override render(): TemplateResult {
    const { say } = this;
    const staff = this.info?.demo?.staff ?? [];
    const demoPin = staff.find((one) => one.id === this.chosen)?.pin;
    return html`
      <form class="panel" @submit=${this.#submit}>
        <span class="mark" aria-hidden="true">契</span>
        <h1>${say("signIn.title")}</h1>
        <p class="note">${say("signIn.help")}</p>
        ${
          staff.length === 0
            ? html`<input
                name="staff"
                autocomplete="off"
                aria-label=${say("signIn.title")}
                required
              />`
            : html`<div class="people">
                ${staff.map(
                  (one) => html`
                    <button
                      type="button"
                      aria-pressed=${one.id === this.chosen}
                      @click=${() => this.#choose(one.id)}
                    >
                      <b>${one.name}</b
                      ><span class="meta">${one.id} · ${dutyName(one.role, this.language)}</span>
                    </button>
                  `,
                )}
              </div>`
        }
        <label>
          <span>${say("signIn.pin")}</span>
          <input
            name="pin"
            type="password"
            inputmode="numeric"
            autocomplete="off"
            pattern="[0-9]{4,8}"
            required
          />
        </label>
        <p class="note hint">
          ${demoPin === undefined ? nothing : html`${say("signIn.demo")} <b>${demoPin}</b>`}
        </p>
        ${this.refused === "" ? nothing : html`<p class="refused" role="alert">✕ ${this.refused}</p>`}
        <button class="button primary">${say("signIn.go")} <kbd>Enter</kbd></button>
      </form>
    `;
  }

  override updated(): void {
    const [first] = this.info?.demo?.staff ?? [];
    if (this.chosen === "" && first !== undefined) this.#choose(first.id);
  }

  #choose(id: string): void {
    this.chosen = id;
    this.pin.focus();
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const field = fieldsOf(event.target);
    const detail: Credentials = {
      staff: this.chosen === "" ? (field("staff") ?? "") : this.chosen,
      pin: field("pin") ?? "",
    };
    this.pin.value = "";
    this.dispatchEvent(new CustomEvent<Credentials>("sign-in", { detail }));
  };

  static override styles = [
    staffStyles,
    css`
      :host {
        display: grid;
        place-items: center;
        padding: 24px 16px;
      }
      /* A field is as wide as its form, not as its twenty characters. */
      form,
      label {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
      }
      form {
        gap: 12px;
        width: min(400px, 100%);
        padding: 28px;
      }
      .mark {
        display: grid;
        place-items: center;
        width: 44px;
        height: 44px;
        border-radius: 6px;
        color: #fff;
        background: #c8321e;
        font: 700 1.5rem/1 var(--font-display);
      }
      .people {
        display: grid;
        gap: 8px;
      }
      .people button {
        display: flex;
        justify-content: space-between;
        align-items: center;
        min-height: 48px;
        padding: 0 14px;
        border: 1px solid var(--edge);
        border-radius: 8px;
        background: var(--surface);
        cursor: pointer;
      }
      .people button[aria-pressed="true"] {
        border-color: var(--primary);
        background: var(--primary-soft);
        box-shadow: inset 4px 0 var(--primary);
      }
      label {
        gap: 4px;
        font-weight: 700;
      }
      input {
        height: 48px;
        padding: 0 12px;
        font-size: 1.25rem;
        letter-spacing: 0.2em;
        border: 1px solid var(--edge);
        border-radius: 8px;
        background: var(--surface);
      }
      .hint {
        min-height: 1.25rem;
      }
      .refused {
        padding: 8px 12px;
        color: var(--bad);
        background: var(--bad-soft);
        border-radius: 8px;
        font-weight: 700;
      }
      .primary {
        min-height: 48px;
        font-size: 1rem;
      }
      .primary kbd {
        color: inherit;
        background: none;
        border-color: rgb(255 255 255 / 0.5);
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "sign-in": SignIn;
  }
}
