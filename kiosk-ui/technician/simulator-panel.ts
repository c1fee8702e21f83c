// The far end of one simulated device: cards to lay on, paper that comes out, faults to try. Emits what
// should be done (`simulate`); the page does it.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { OperationName, ParamsOf } from "../../gateway/protocol/operations.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import type { Device } from "./device-table.ts";
import { type Language, wordFor, wordsOf } from "./words.ts";

type SimulationName = Extract<OperationName, `sim.${string}`>;

/** One thing to do at the far end: an operation of the protocol with its params. */
export type Simulate = {
  readonly [O in SimulationName]: { readonly op: O; readonly params: ParamsOf<O> };
}[SimulationName];

export interface DemoCard {
  readonly token: string;
  readonly name: string;
  readonly says?: string;
}

/** What came out of a printer: a picture of the paper where the host could draw it, else its text. */
export interface Paper {
  readonly text: string;
  readonly png?: string;
}

/** How a drawer stands, and whether something keeps it from shutting. */
export interface Drawer {
  readonly open: boolean;
  readonly held: boolean;
}

const tapMs = 1_200;
const faults = [
  ["paper_out", "sim.paperOut"],
  ["cover_open", "sim.cover"],
  ["stall", "sim.stall"],
  ["reset", "sim.reset"],
] as const;

@customElement("simulator-panel")
export class SimulatorPanel extends LitElement {
  @property({ attribute: false }) device: Device | undefined;
  @property({ attribute: false }) cards: readonly DemoCard[] = [];
  @property({ attribute: false }) paper: Paper | undefined;
  @property({ attribute: false }) drawer: Drawer | undefined;
  @property() language: Language = "zh-CN";
  @state() private fault = "";
  @state() private laid = "";

  override willUpdate(changed: Map<string, unknown>): void {
    const before = changed.get("device");
    if (changed.has("device") && (before as Device | undefined)?.device !== this.device?.device) {
      this.fault = "";
      this.laid = "";
    }
  }

  override render(): TemplateResult {
    const { device } = this;
    const words = wordsOf(this.language);
    if (device === undefined)
      return html`<section class="panel">
        <p class="note empty">${words("sim.choose")}</p>
      </section>`;
    return html`
      <section class="panel" aria-label=${device.device}>
        <header>
          <h2>${device.device}</h2>
          <span class="meta">${wordFor(this.language, "kind", device.kind)}</span>
          ${device.simulated ? html`<span class="tag">${words("simulated")}</span>` : nothing}
        </header>
        ${device.simulated ? this.#controls(device) : html`<p class="note empty">${words("sim.real")}</p>`}
      </section>
    `;
  }

  #controls(device: Device): TemplateResult {
    switch (device.kind) {
      case "card-reader":
        return this.#reader(device);
      case "receipt-printer":
        return this.#printer(device);
      case "barcode-scanner":
        return this.#scanner(device);
      case "cash-drawer":
        return this.#drawer(device);
      default:
        return this.#plug(device);
    }
  }

  #reader({ device }: Device): TemplateResult {
    const words = wordsOf(this.language);
    return html`
      <div class="body">
        <h3>${words("sim.cards")}</h3>
        <p class="meta">${words("sim.cardsHelp")}</p>
        <ul class="cards">
          ${this.cards.map(
            (card, at) => html`
              <li>
                <button
                  class="card"
                  aria-pressed=${this.laid === card.token}
                  @click=${() => this.#lay(device, card.token)}
                >
                  <kbd>${at + 1}</kbd><b>${card.name}</b>
                  <span class="meta">${card.says ?? ""}</span>
                  <span class="meta end">····${card.token.slice(-4)}</span>
                </button>
              </li>
            `,
          )}
        </ul>
        <form
          @submit=${(event: SubmitEvent) => this.#typed(event, (token) => this.#lay(device, token))}
        >
          <input
            name="typed"
            aria-label=${words("sim.otherCard")}
            placeholder=${words("sim.otherCard")}
          />
          <button class="button">${words("sim.present")}</button>
        </form>
      </div>
      ${this.#plug({ device })}
    `;
  }

  #printer({ device }: Device): TemplateResult {
    const words = wordsOf(this.language);
    return html`
      <div class="printer">
        <div class="body">
          <h3>${words("sim.faults")}</h3>
          <div class="faults">
            ${faults.map(
              ([fault, word]) => html`
                <button
                  class="button"
                  aria-pressed=${this.fault === fault}
                  @click=${() => this.#setFault(device, this.fault === fault ? null : fault)}
                >
                  ${words(word)}
                </button>
              `,
            )}
          </div>
        </div>
        <figure class="feed" aria-label=${words("sim.paper")}>
          <div class="slot"></div>
          <div class="paper">${this.#sheet()}</div>
        </figure>
      </div>
      ${this.#plug({ device })}
    `;
  }

  #sheet(): TemplateResult {
    const words = wordsOf(this.language);
    const { paper } = this;
    if (paper === undefined) return html`<p class="note" role="status">${words("sim.looking")}</p>`;
    if (paper.text.trim() === "") return html`<p class="note">${words("sim.noPaper")}</p>`;
    if (paper.png === undefined) return html`<pre>${paper.text}</pre>`;
    return html`<img
      src="data:image/png;base64,${paper.png}"
      alt=${paper.text}
      @load=${() => this.#toNewest()}
    />`;
  }

  /** The newest receipt hangs at the lower end. */
  #toNewest(): void {
    const feed = this.renderRoot.querySelector(".feed");
    feed?.scrollTo({ top: feed.scrollHeight });
  }

  #scanner({ device }: Device): TemplateResult {
    const words = wordsOf(this.language);
    return html`
      <div class="body">
        <form
          @submit=${(event: SubmitEvent) =>
            this.#typed(event, (code) =>
              this.#simulate({ op: "sim.scan", params: { device, code } }),
            )}
        >
          <input name="typed" aria-label=${words("sim.code")} placeholder=${words("sim.code")} />
          <button class="button primary">${words("sim.scan")}</button>
        </form>
      </div>
      ${this.#plug({ device })}
    `;
  }

  #drawer({ device }: Device): TemplateResult {
    const words = wordsOf(this.language);
    const { open = false, held = false } = this.drawer ?? {};
    const hold = { op: "sim.drawer.hold", params: { device, held: !held } } as const;
    return html`
      <div class="body">
        <h3>${words(open ? "sim.drawerOpen" : "sim.drawerShut")}</h3>
        <p class="meta">${words("sim.drawerHelp")}</p>
        <div class="faults">
          <button class="button" aria-pressed=${held} @click=${() => this.#simulate(hold)}>
            ${words("sim.drawerHeld")}
          </button>
        </div>
      </div>
    `;
  }

  #plug({ device }: { readonly device: string }): TemplateResult {
    const words = wordsOf(this.language);
    return html`
      <footer>
        <button
          class="button"
          @click=${() => this.#simulate({ op: "sim.device.unplug", params: { device } })}
        >
          ${words("sim.unplug")}
        </button>
        <button
          class="button"
          @click=${() => this.#simulate({ op: "sim.device.plug", params: { device } })}
        >
          ${words("sim.plug")}
        </button>
      </footer>
    `;
  }

  /** Lays the card with this number of the list on the reader; used by the page's digit keys. */
  layCard(at: number): void {
    const card = this.cards[at];
    if (card !== undefined && this.device?.kind === "card-reader")
      this.#lay(this.device.device, card.token);
  }

  /** A tap: the card lies on the reader for a moment, as a guest's does. */
  #lay(device: string, token: string): void {
    this.laid = token;
    this.#simulate({ op: "sim.card.present", params: { device, token } });
    setTimeout(() => {
      if (this.laid !== token) return;
      this.laid = "";
      this.#simulate({ op: "sim.card.remove", params: { device } });
    }, tapMs);
  }

  #setFault(device: string, fault: "paper_out" | "cover_open" | "stall" | "reset" | null): void {
    this.fault = fault ?? "";
    this.#simulate({ op: "sim.printer.fault", params: { device, fault } });
  }

  #typed(event: SubmitEvent, then: (typed: string) => void): void {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const typed = new FormData(event.target).get("typed");
    if (typeof typed === "string" && typed.trim() !== "") then(typed.trim());
  }

  #simulate(detail: Simulate): void {
    this.dispatchEvent(new CustomEvent<Simulate>("simulate", { detail, bubbles: true }));
  }

  static override styles = [
    staffStyles,
    css`
      .empty {
        padding: 32px 16px;
        text-align: center;
      }
      .body {
        display: grid;
        gap: 8px;
        align-content: start;
        padding: 12px 16px;
      }
      .cards {
        display: grid;
        gap: 6px;
      }
      .card {
        display: grid;
        grid-template-columns: auto auto 1fr auto;
        align-items: center;
        gap: 10px;
        width: 100%;
        min-height: 44px;
        padding: 6px 12px;
        text-align: start;
        border: 1px solid var(--edge);
        border-radius: 8px;
        background: var(--surface);
        cursor: pointer;
      }
      .card:hover {
        background: var(--primary-soft);
      }
      .card[aria-pressed="true"] {
        border-color: var(--primary);
        box-shadow: inset 4px 0 var(--primary);
        background: var(--primary-soft);
      }
      form {
        display: flex;
        gap: 8px;
      }
      input {
        flex: 1;
        min-width: 0;
        height: 36px;
        padding: 0 10px;
        border: 1px solid var(--edge);
        border-radius: 8px;
        background: var(--surface);
      }
      .faults {
        display: grid;
        gap: 6px;
      }
      .printer {
        display: grid;
        grid-template-columns: 152px 1fr;
      }
      .feed {
        display: flex;
        flex-direction: column;
        align-items: center;
        min-height: 320px;
        max-height: calc(var(--screen-height, 100vh) - 300px);
        padding: 14px 0;
        overflow-y: auto;
        background: var(--sunken);
      }
      .slot {
        flex: none;
        width: 292px;
        height: 16px;
        border-radius: 8px;
        background: #2b2924;
        box-shadow: inset 0 -4px 5px #000;
        z-index: 1;
      }
      .paper {
        width: 268px;
        margin-top: -8px;
        padding: 22px 10px 20px;
        color: #1b1a17;
        background: #fffdf8;
        box-shadow: var(--shadow);
      }
      .paper .note {
        color: #4f4a42;
        text-align: center;
      }
      .paper img {
        display: block;
        width: 100%;
      }
      .paper pre {
        margin: 0;
        font:
          0.6875rem/1.4 "Noto Sans Mono CJK SC",
          monospace;
        white-space: pre-wrap;
      }
      footer {
        display: flex;
        gap: 8px;
        padding: 10px 16px;
        border-block-start: 1px solid var(--line);
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "simulator-panel": SimulatorPanel;
  }
}
