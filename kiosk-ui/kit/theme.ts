// Day or night on staff pages: turned by hand, remembered by this browser for all of them.
import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

/** `""` is day */
export type Theme = "" | "night";

const kept = "tallygate.theme";

export const keptTheme = (): Theme => (localStorage.getItem(kept) === "night" ? "night" : "");

/** Puts it on the page and remembers it. */
export const wearTheme = (theme: Theme): void => {
  const { dataset, style } = document.documentElement;
  if (theme === "") delete dataset["theme"];
  else dataset["theme"] = theme;
  // The browser's own parts of fields follow.
  style.colorScheme = theme === "" ? "light" : "dark";
  localStorage.setItem(kept, theme);
};

/** Paper is white: what is printed wears the day's colours, and the screen has its own again afterwards. */
const wearForPrint = (): void => {
  const { dataset, style } = document.documentElement;
  delete dataset["theme"];
  style.colorScheme = "light";
};
addEventListener("beforeprint", wearForPrint);
addEventListener("afterprint", () => wearTheme(keptTheme()));

/** A button of the dark top bar. */
@customElement("theme-button")
export class ThemeButton extends LitElement {
  @property() label = "";
  @state() private theme = keptTheme();

  override connectedCallback(): void {
    super.connectedCallback();
    wearTheme(this.theme);
  }

  override render(): TemplateResult {
    return html`<button aria-pressed=${this.theme === "night"} @click=${() => this.#turn()}>
      ${this.label}
    </button>`;
  }

  #turn(): void {
    this.theme = this.theme === "" ? "night" : "";
    wearTheme(this.theme);
  }

  static override styles = css`
    button {
      min-height: 32px;
      padding: 0 12px;
      font: inherit;
      color: inherit;
      background: none;
      border: 1px solid rgb(255 255 255 / 0.5);
      border-radius: 8px;
      cursor: pointer;
    }
    button[aria-pressed="true"] {
      background: rgb(255 255 255 / 0.18);
    }
    button:focus-visible {
      outline: 2px solid currentcolor;
      outline-offset: 2px;
    }
  `;
}

declare global {
  interface HTMLElementTagNameMap {
    "theme-button": ThemeButton;
  }
}
