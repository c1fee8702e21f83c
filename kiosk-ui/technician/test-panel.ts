// Self-tests: the chosen device with a hand's help, or every device one after another, each printer with a ticket.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { printTicket, testInside, testWhole, type Verdict } from "./device-test.ts";
import type { Device } from "./device-table.ts";
import { type TestWord, testWordsOf } from "./test-words.ts";
import { type Language, wordFor, wordsOf } from "./words.ts";

interface Tested {
  readonly verdict: Verdict;
  readonly at: Date;
}

/** A verdict in words: sign, sentence, detail. */
export const verdictText = (
  { passed, says, detail }: Verdict,
  language: Language,
): TemplateResult => html`
  <span class="tag ${passed ? "good" : "bad"}">
    ${passed ? "✓" : "✕"} ${testWordsOf(language)(says)}
  </span>
  ${detail === undefined ? nothing : html`<span class="meta">${wordFor(language, "why", detail)}</span>`}
`;

@customElement("test-panel")
export class TestPanel extends LitElement {
  @property({ attribute: false }) client: TallygateClient | undefined;
  @property({ attribute: false }) devices: readonly Device[] = [];
  @property({ attribute: false }) device: Device | undefined;
  @property() language: Language = "zh-CN";
  @state() private asked: TestWord | undefined;
  @state() private tested: ReadonlyMap<string, Tested> = new Map();
  #running: AbortController | undefined;

  override disconnectedCallback(): void {
    this.#running?.abort();
    super.disconnectedCallback();
  }

  #keep(device: string, verdict: Verdict): void {
    this.tested = new Map(this.tested).set(device, { verdict, at: new Date() });
  }

  /** One test at a time; what a lost connection breaks off is no verdict. */
  async #run(work: (client: TallygateClient, signal: AbortSignal) => Promise<void>): Promise<void> {
    const { client } = this;
    if (client === undefined || this.#running !== undefined) return;
    this.#running = new AbortController();
    this.asked = "testing";
    try {
      await work(client, this.#running.signal);
    } catch {
      // The line to the gateway broke; the page's head says so.
    } finally {
      this.#running = undefined;
      this.asked = undefined;
    }
  }

  #one(device: Device): Promise<void> {
    return this.#run(async (client, signal) => {
      const ask = (word: TestWord): void => {
        this.asked = word;
      };
      const hands = { client, signal, ask, devices: this.devices };
      this.#keep(device.device, await testWhole(hands, device));
    });
  }

  #every(): Promise<void> {
    return this.#run(async (client, signal) => {
      for (const device of this.devices) {
        if (signal.aborted) return;
        const inside = await testInside(client, device);
        const isPrinter = device.kind === "receipt-printer";
        const verdict = inside.passed && isPrinter ? await printTicket(client, device) : inside;
        this.#keep(device.device, verdict);
      }
    });
  }

  override render(): TemplateResult {
    const words = testWordsOf(this.language);
    const { device, asked } = this;
    const busy = asked !== undefined;
    return html`
      <section class="panel" aria-label=${words("title")}>
        <header>
          <h2>${words("title")}</h2>
          <span class="spring"></span>
          <button class="button every" ?disabled=${busy} @click=${() => void this.#every()}>
            ${words("every")}
          </button>
        </header>
        <div class="one">
          <div>
            <b>${device?.device ?? words("choose")}</b>
            <p class="meta">${words("help")}</p>
          </div>
          ${
            busy
              ? html`<button class="button" @click=${() => this.#running?.abort()}>
                  ■ ${words("stop")}
                </button>`
              : html`<button
                  class="button primary"
                  ?disabled=${device === undefined}
                  @click=${() => device !== undefined && void this.#one(device)}
                >
                  ${words("one")}
                </button>`
          }
        </div>
        <p class="asked" role="status">${asked === undefined ? nothing : words(asked)}</p>
        ${this.tested.size === 0 ? nothing : this.#results()}
      </section>
    `;
  }

  #results(): TemplateResult {
    const words = testWordsOf(this.language);
    return html`
      <table class="rows">
        <thead>
          <tr>
            <th scope="col">${wordsOf(this.language)("device")}</th>
            <th scope="col">${words("result")}</th>
            <th scope="col">${words("at")}</th>
          </tr>
        </thead>
        <tbody>
          ${[...this.tested].map(
            ([device, { verdict, at }]) => html`
              <tr>
                <td>${device}</td>
                <td>${verdictText(verdict, this.language)}</td>
                <td class="meta">${at.toLocaleTimeString("zh-CN", { hour12: false })}</td>
              </tr>
            `,
          )}
        </tbody>
      </table>
    `;
  }

  static override styles = [
    staffStyles,
    css`
      .one {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 12px;
        align-items: center;
        padding: 10px 16px;
      }
      .asked {
        padding: 8px 16px;
        background: var(--primary-soft);
        font-weight: 700;
      }
      .asked:empty {
        display: none;
      }
      td .meta {
        overflow-wrap: anywhere;
      }
      @media (max-width: 480px) {
        header {
          flex-wrap: wrap;
        }
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "test-panel": TestPanel;
  }
}
