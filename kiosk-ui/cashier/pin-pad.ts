// The guest's pad: six digits as dots, by touch or key; a new PIN is entered twice. Shows nothing of the member.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { staffStyles } from "../kit/staff-styles.ts";
import type { Say } from "./words.ts";

const length = 6;
const digits = ["1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;

/** Emits `pin` with the digits, `count` with how many are in, `back` when the guest gives up. */
@customElement("pin-pad")
export class PinPad extends LitElement {
  @property({ attribute: false }) say!: Say;
  /** a new PIN: asked twice */
  @property({ type: Boolean }) twice = false;
  /** speaks to the guest herself: her own screen */
  @property({ type: Boolean }) own = false;
  @state() private typed = "";
  @state() private first: string | undefined;
  @state() private differs = false;

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("keydown", this.#onKey, true);
  }

  override disconnectedCallback(): void {
    removeEventListener("keydown", this.#onKey, true);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const { say, typed } = this;
    return html`
      <section aria-label=${say("pad.title")}>
        <h2>
          ${say(this.first === undefined ? (this.own ? "pad.yours" : "pad.title") : "pad.again")}
        </h2>
        <p class="note">${say(this.own ? "pad.yoursHelp" : "pad.help")}</p>
        <p class="dots" role="status" aria-label=${say("pad.count", { count: typed.length })}>
          ${Array.from({ length }, (_none, at) => html`<i class=${at < typed.length ? "in" : ""}></i>`)}
        </p>
        ${this.differs ? html`<p class="refused" role="alert">✕ ${say("pad.differs")}</p>` : nothing}
        <div class="pad">
          ${digits.map((digit) => this.#digit(digit))}
          <button type="button" class="word" @click=${this.#clear}>${say("pad.clear")}</button>
          ${this.#digit("0")}
          <button type="button" class="word" @click=${this.#giveUp}>${say("cancel")}</button>
        </div>
      </section>
    `;
  }

  #digit(digit: string): TemplateResult {
    return html`<button type="button" @click=${() => this.#type(digit)}>${digit}</button>`;
  }

  readonly #clear = (): void => this.#set("");

  #set(typed: string): void {
    this.typed = typed;
    this.dispatchEvent(new CustomEvent("count", { detail: typed.length }));
  }

  readonly #giveUp = (): void => {
    this.dispatchEvent(new CustomEvent("back"));
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (/^\d$/.test(event.key)) this.#type(event.key);
    else if (event.key === "Backspace") this.#set(this.typed.slice(0, -1));
    else if (event.key === "Escape") this.#giveUp();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  #type(digit: string): void {
    this.#set(`${this.typed}${digit}`.slice(0, length));
    this.differs = false;
    if (this.typed.length < length) return;
    const pin = this.typed;
    this.#set("");
    if (!this.twice) return this.#take(pin);
    if (this.first === undefined) {
      this.first = pin;
      return;
    }
    const same = this.first === pin;
    this.first = undefined;
    if (same) this.#take(pin);
    else this.differs = true;
  }

  #take(pin: string): void {
    this.dispatchEvent(new CustomEvent("pin", { detail: pin }));
  }

  static override styles = [
    staffStyles,
    css`
      section {
        display: grid;
        justify-items: center;
        gap: 12px;
        padding: 24px;
      }
      h2 {
        font: 700 1.5rem/2rem var(--font-display);
      }
      .dots {
        display: flex;
        gap: 14px;
        min-height: 24px;
      }
      .dots i {
        width: 20px;
        height: 20px;
        border: 2px solid var(--edge);
        border-radius: 50%;
      }
      .dots .in {
        background: var(--ink);
        border-color: var(--ink);
      }
      .pad {
        display: grid;
        grid-template-columns: repeat(3, 96px);
        gap: 8px;
      }
      .pad button {
        height: 64px;
        font-size: 1.5rem;
        font-weight: 700;
        border: 1px solid var(--edge);
        border-radius: 8px;
        background: var(--surface);
        cursor: pointer;
      }
      .pad .word {
        font-size: 0.875rem;
      }
      .refused {
        color: var(--bad);
        font-weight: 700;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "pin-pad": PinPad;
  }
}
