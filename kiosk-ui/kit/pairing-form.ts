// The screen of a browser that is no station yet: a code of eight signs, then six digits to compare. In both languages
// at once, for who stands here has chosen none.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Pairing, Tried } from "./pairing.ts";
import { staffStyles } from "./staff-styles.ts";

const roles = {
  kiosk: ["大堂自助机", "lobby kiosk"],
  cashier: ["收银台", "cashier station"],
  office: ["店长室", "office"],
  technician: ["技师", "technician"],
} as const;

const isRole = (name: string): name is keyof typeof roles => Object.hasOwn(roles, name);

@customElement("pairing-screen")
export class PairingScreen extends LitElement {
  @property({ attribute: false }) pairing: Pairing | undefined;
  @property({ attribute: false }) attempt: ((code: string) => Promise<Tried>) | undefined;
  @property({ attribute: false }) done: () => void = () => undefined;
  @state() private refused = "";
  @state() private check = "";
  @state() private busy = false;

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement) || this.busy) return;
    const typed = new FormData(event.target).get("code");
    const code = typeof typed === "string" ? typed.trim() : "";
    if (code === "" || this.attempt === undefined) return;
    this.busy = true;
    this.refused = "";
    try {
      const tried = await this.attempt(code);
      if ("check" in tried) this.check = tried.check;
      else this.refused = tried.refused;
    } catch {
      this.refused = "away";
    }
    this.busy = false;
  }

  #why(): TemplateResult | typeof nothing {
    const { refused } = this;
    if (refused === "") return nothing;
    const [zh, en] = isRole(refused)
      ? [`这个码是给${roles[refused][0]}的`, `This code is for a ${roles[refused][1]}`]
      : refused === "away"
        ? ["网关没有应答，请再试", "The gateway does not answer: try again"]
        : ["码不对、已过期或已用过", "The code is wrong, over or used"];
    return html`<p class="refused" role="alert">✕ ${zh}<br /><span lang="en">${en}</span></p>`;
  }

  override render(): TemplateResult | typeof nothing {
    if (this.pairing === undefined) return nothing;
    const [zh, en] = roles[this.pairing.role];
    return html`
      <main>
        <h1>${zh} <span lang="en">${en}</span></h1>
        ${this.check === "" ? this.#ask() : this.#compare()}
      </main>
    `;
  }

  #ask(): TemplateResult {
    return html`
      <p>这台浏览器还不是本店的终端。请技师给一个配对码。</p>
      <p lang="en" class="meta">
        This browser is no station of the store yet. Ask a technician for a code.
      </p>
      <form @submit=${(event: SubmitEvent) => void this.#submit(event)}>
        <label>
          <b>配对码 <span lang="en">Pairing code</span></b>
          <input
            name="code"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck="false"
            maxlength="12"
            placeholder="ABCD-EFGH"
            required
            autofocus
          />
        </label>
        ${this.#why()}
        <button class="primary" ?disabled=${this.busy}>配对 <span lang="en">Pair</span></button>
      </form>
    `;
  }

  #compare(): TemplateResult {
    return html`
      <p>技师那边显示的是同一个数吗？</p>
      <p lang="en" class="meta">Does the technician see the same number?</p>
      <output class="check">${this.check}</output>
      <p class="meta">
        不同：有人在中间，请技师撤销这个终端。
        <span lang="en">Another one: somebody stands between; have this station revoked.</span>
      </p>
      <button class="primary" autofocus @click=${this.done}>
        相同，继续 <span lang="en">The same: go on</span>
      </button>
    `;
  }

  static override styles = [
    staffStyles,
    css`
      :host {
        position: fixed;
        z-index: 10;
        inset: 0;
        display: grid;
        place-items: center;
        background: var(--paper);
      }
      main {
        display: grid;
        gap: 16px;
        width: min(92vw, 420px);
        padding: 32px;
        background: var(--surface);
        border: 1px solid var(--line);
        border-radius: 12px;
      }
      h1 span,
      label span,
      button span {
        color: inherit;
        font-weight: 400;
        opacity: 0.75;
      }
      form,
      label {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 12px;
      }
      input {
        min-height: 56px;
        padding: 0 16px;
        font-size: 1.5rem;
        letter-spacing: 0.15em;
        text-transform: uppercase;
        background: var(--paper);
        border: 1px solid var(--ink-2);
        border-radius: 8px;
      }
      .primary {
        min-height: 48px;
        color: var(--on-primary);
        background: var(--primary);
        border: 0;
        border-radius: 8px;
        cursor: pointer;
      }
      .check {
        font-size: 2.5rem;
        letter-spacing: 0.2em;
        text-align: center;
      }
      .refused {
        color: var(--bad);
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "pairing-screen": PairingScreen;
  }
}

/** Stands in the page until it is paired and the numbers were compared. */
export const showPairing = (
  pairing: Pairing,
  attempt: (code: string) => Promise<Tried>,
): Promise<void> =>
  new Promise((resolve) => {
    const screen = document.createElement("pairing-screen");
    screen.pairing = pairing;
    screen.attempt = attempt;
    screen.done = () => {
      screen.remove();
      resolve();
    };
    document.body.append(screen);
  });
