// The swap wizard: the old device is unplugged, a new one takes its port and with it its name and use, and is tested.
// What each step waits for is what the gateway says of the device; nobody has to press "next".
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { testWhole, type Verdict } from "./device-test.ts";
import type { Device } from "./device-table.ts";
import { verdictText } from "./test-panel.ts";
import { type TestWord, testWordsOf } from "./test-words.ts";
import type { Language } from "./words.ts";

const steps = ["unplug", "plug", "test", "done"] as const;
type Step = (typeof steps)[number];

/** So long a new device may take to be recognised before the other way is told. */
const recogniseMs = 20_000;

const told = ({ model, identity, firmware }: Device): string =>
  [model, identity, firmware].filter((part) => part !== undefined).join(" · ");

@customElement("swap-panel")
export class SwapPanel extends LitElement {
  @property({ attribute: false }) client: TallygateClient | undefined;
  @property({ attribute: false }) devices: readonly Device[] = [];
  @property({ attribute: false }) device: Device | undefined;
  @property() language: Language = "zh-CN";
  @state() private step: Step | undefined;
  @state() private old: Device | undefined;
  @state() private verdict: Verdict | undefined;
  @state() private asked: TestWord | undefined;
  @state() private slow = false;
  @state() private tookMs = 0;
  #beganAt = 0;
  #slowTimer: ReturnType<typeof setTimeout> | undefined;
  #testing: AbortController | undefined;

  override disconnectedCallback(): void {
    this.#leave();
    super.disconnectedCallback();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("devices")) return;
    const now = this.#now();
    if (this.step === "unplug" && now?.state === "absent") this.#wait();
    else if (this.step === "plug" && now?.state === "ready") this.step = "test";
  }

  /** The device under swap as it stands. */
  #now(): Device | undefined {
    return this.devices.find(({ device }) => device === this.old?.device);
  }

  #begin(device: Device): void {
    this.#leave();
    this.old = device;
    this.#beganAt = performance.now();
    this.step = "unplug";
    if (device.state === "absent") this.#wait();
  }

  #wait(): void {
    this.step = "plug";
    this.#slowTimer = setTimeout(() => {
      this.slow = true;
    }, recogniseMs);
  }

  #leave(): void {
    clearTimeout(this.#slowTimer);
    this.#testing?.abort();
    this.step = undefined;
    this.old = undefined;
    this.verdict = undefined;
    this.slow = false;
  }

  async #test(): Promise<void> {
    const { client } = this;
    const device = this.#now();
    if (client === undefined || device === undefined || this.#testing !== undefined) return;
    this.#testing = new AbortController();
    this.asked = "testing";
    const ask = (word: TestWord): void => {
      this.asked = word;
    };
    const hands = { client, ask, devices: this.devices, signal: this.#testing.signal };
    try {
      const verdict = await testWhole(hands, device);
      if (this.step !== "test") return;
      this.verdict = verdict;
      if (!verdict.passed) return;
      this.tookMs = performance.now() - this.#beganAt;
      this.step = "done";
    } catch {
      // The line to the gateway broke; the page's head says so and the step can be done again.
    } finally {
      this.#testing = undefined;
      this.asked = undefined;
    }
  }

  override render(): TemplateResult {
    const words = testWordsOf(this.language);
    const { device, step } = this;
    return html`
      <section class="panel" aria-label=${words("swap")}>
        <header>
          <h2>${words("swap")}</h2>
          <span class="meta">${words("swap.help")}</span>
        </header>
        ${
          step === undefined
            ? html`<div class="line">
                <b>${device?.device ?? words("choose")}</b>
                <button
                  class="button"
                  ?disabled=${device === undefined}
                  @click=${() => device !== undefined && this.#begin(device)}
                >
                  ${words("swap.begin")}
                </button>
              </div>`
            : this.#steps(step)
        }
      </section>
    `;
  }

  /** What the hand has to do, or what to do where the new one is not recognised. */
  #told(step: Step): string {
    const words = testWordsOf(this.language);
    if (this.asked !== undefined) return words(this.asked);
    return step === "plug" && this.slow ? words("swap.other") : "";
  }

  #steps(step: Step): TemplateResult {
    const words = testWordsOf(this.language);
    const at = steps.indexOf(step);
    return html`
      <ol aria-label=${this.old?.device ?? ""}>
        ${steps.map(
          (one, index) => html`
            <li class=${index < at ? "past" : ""} aria-current=${one === step ? "step" : "false"}>
              <i aria-hidden="true">${index < at || step === "done" ? "✓" : index + 1}</i>
              ${words(`swap.${one}`)}
            </li>
          `,
        )}
      </ol>
      <p class="asked" role="status" ?hidden=${this.#told(step) === ""}>${this.#told(step)}</p>
      ${this.#changed(step)}
      <div class="line">
        <span
          >${this.verdict === undefined ? nothing : verdictText(this.verdict, this.language)}</span
        >
        ${
          step === "test"
            ? html`<button
                class="button primary"
                ?disabled=${this.asked !== undefined}
                @click=${() => void this.#test()}
              >
                ${words("swap.test")}
              </button>`
            : nothing
        }
        <button class="button" @click=${() => this.#leave()}>
          ${step === "done" ? "✓" : words("swap.cancel")}
        </button>
      </div>
    `;
  }

  /** What was there and what is there now. */
  #changed(step: Step): TemplateResult | typeof nothing {
    const words = testWordsOf(this.language);
    const now = this.#now();
    if (this.old === undefined) return nothing;
    return html`
      <dl>
        <dt>${words("swap.before")}</dt>
        <dd>${told(this.old)}</dd>
        ${
          now === undefined || now.state === "absent" || step === "unplug"
            ? nothing
            : html`<dt>${words("swap.after")}</dt>
                <dd>${told(now)}</dd>`
        }
        ${
          step === "done"
            ? html`<dt>${words("swap.took")}</dt>
                <dd>${Math.ceil(this.tookMs / 1_000)} s</dd>`
            : nothing
        }
      </dl>
    `;
  }

  static override styles = [
    staffStyles,
    css`
      .line {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 12px;
        align-items: center;
        justify-content: end;
        padding: 10px 16px;
      }
      .line > :first-child {
        flex: 1;
      }
      ol {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(150px, 1fr));
        gap: 8px;
        padding: 12px 16px;
      }
      li {
        display: flex;
        gap: 8px;
        align-items: center;
        color: var(--ink-2);
      }
      li i {
        flex: none;
        width: 24px;
        font-style: normal;
        line-height: 22px;
        text-align: center;
        border: 1px solid var(--edge);
        border-radius: 12px;
      }
      li[aria-current="step"] {
        color: var(--ink);
        font-weight: 700;
      }
      li[aria-current="step"] i {
        color: var(--on-primary);
        background: var(--primary);
        border-color: var(--primary);
      }
      .asked {
        padding: 8px 16px;
        background: var(--primary-soft);
        font-weight: 700;
      }
      dl {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 4px 12px;
        padding: 6px 16px;
        border-block-start: 1px solid var(--line);
      }
      dt {
        color: var(--ink-2);
      }
      dd {
        overflow-wrap: anywhere;
      }
      @media (max-width: 640px) {
        header {
          flex-wrap: wrap;
        }
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "swap-panel": SwapPanel;
  }
}
