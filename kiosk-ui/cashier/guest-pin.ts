// The guest enters a PIN: on the customer's screen where one is open, else on a pad over this one. The cashier
// sees dots.
import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { staffStyles } from "../kit/staff-styles.ts";
import { askAtCustomer } from "../second-screen/pad-channel.ts";
import "./pin-pad.ts";
import type { Say } from "./words.ts";

/** Emits `pin` with the digits; `back` when the guest gives up. */
@customElement("guest-pin")
export class GuestPin extends LitElement {
  @property({ attribute: false }) say!: Say;
  /** a new PIN: asked twice */
  @property({ type: Boolean }) twice = false;
  /** digits on the customer's screen; undefined while no such screen has answered */
  @state() private there: number | undefined;
  #takeBack: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#takeBack = askAtCustomer(
      { twice: this.twice },
      {
        counted: (count) => {
          this.there = count;
        },
        typed: (pin) => this.dispatchEvent(new CustomEvent("pin", { detail: pin })),
        gaveUp: () => this.dispatchEvent(new CustomEvent("back")),
      },
    );
  }

  override disconnectedCallback(): void {
    this.#takeBack?.();
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const { say, there } = this;
    if (there === undefined)
      return html`<pin-pad
        .say=${say}
        ?twice=${this.twice}
        @pin=${this.#pass}
        @back=${this.#back}
      ></pin-pad>`;
    return html`
      <section>
        <h2>${say("pad.there")}</h2>
        <p role="status">${say("pad.count", { count: there })}</p>
        <p class="dots" aria-hidden="true">${"●".repeat(there)}${"○".repeat(6 - there)}</p>
        <div class="actions">
          <button type="button" class="button" @click=${this.#back}>
            ${say("cancel")} <kbd>Esc</kbd>
          </button>
          <button type="button" class="button" @click=${this.#here}>${say("pad.here")}</button>
        </div>
      </section>
    `;
  }

  readonly #pass = (event: CustomEvent<string>): void => {
    this.dispatchEvent(new CustomEvent("pin", { detail: event.detail }));
  };

  readonly #back = (): void => {
    this.dispatchEvent(new CustomEvent("back"));
  };

  /** The screen is out of the guest's reach: she enters it here. */
  readonly #here = (): void => {
    this.#takeBack?.();
    this.#takeBack = undefined;
    this.there = undefined;
  };

  static override styles = [
    staffStyles,
    css`
      section {
        display: grid;
        justify-items: center;
        gap: 16px;
        padding: 32px 24px;
      }
      .dots {
        font-size: 1.75rem;
        letter-spacing: 0.4em;
      }
      .actions {
        display: flex;
        gap: 10px;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "guest-pin": GuestPin;
  }
}
