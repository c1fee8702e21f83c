// Scripts for training and tests, and black boxes: plays what happens at the devices and shows how far it is; saves
// what was on a device's line as a file and runs such a file again. Talks to the gateway only.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { RefusalError, type TallygateClient } from "../../gateway/protocol/client.ts";
import type { ParamsOf, ResultOf } from "../../gateway/protocol/operations.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import type { Device } from "./device-table.ts";
import { lengthMs, scripts, type Step } from "./scripts.ts";
import { type Language, wordFor, wordsOf } from "./words.ts";

type Playing = ResultOf<"sim.timeline.state">;
type Recording = ParamsOf<"sim.replay">["recording"];

interface Replayed {
  readonly name: string;
  readonly result: ResultOf<"sim.replay">;
}

const lookEveryMs = 500;
/** Ten minutes of bytes are run again and drawn. */
const replayTimeoutMs = 60_000;

const seconds = (ms: number): string => `${Math.round(ms / 1_000)} s`;

/** A file that a person chose, as JSON; its shape is the gateway's to judge. */
const readJson = async (event: Event): Promise<{ name: string; value: unknown } | undefined> => {
  const input = event.target;
  if (!(input instanceof HTMLInputElement)) return undefined;
  const file = input.files?.item(0) ?? undefined;
  input.value = "";
  return file === undefined ? undefined : { name: file.name, value: JSON.parse(await file.text()) };
};

const save = (name: string, value: object): void => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(value)], { type: "application/json" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
};

@customElement("timeline-panel")
export class TimelinePanel extends LitElement {
  @property({ attribute: false }) client: TallygateClient | undefined;
  @property({ attribute: false }) device: Device | undefined;
  @property() language: Language = "zh-CN";
  @state() private playing: Playing | undefined;
  @state() private playingTitle = "";
  @state() private lengthMs = 0;
  @state() private startedAt = 0;
  @state() private replayed: Replayed | undefined;
  @state() private refused = "";
  #looking: ReturnType<typeof setInterval> | undefined;

  override disconnectedCallback(): void {
    clearInterval(this.#looking);
    super.disconnectedCallback();
  }

  /** Does it and says what was refused or is no such file. */
  async #try(work: (client: TallygateClient) => Promise<void>): Promise<void> {
    const { client } = this;
    if (client === undefined) return;
    try {
      await work(client);
    } catch (error) {
      this.refused = error instanceof RefusalError ? error.code : String(error);
    }
  }

  /** What a person asked for: an older refusal is over. A look in between leaves it standing. */
  #act(work: (client: TallygateClient) => Promise<void>): Promise<void> {
    this.refused = "";
    return this.#try(work);
  }

  #play(title: string, steps: readonly Step[]): Promise<void> {
    return this.#act(async (client) => {
      this.playing = await client.call("sim.timeline.play", { steps: [...steps] });
      this.playingTitle = title;
      this.lengthMs = lengthMs(steps);
      this.startedAt = performance.now();
      clearInterval(this.#looking);
      this.#looking = setInterval(() => void this.#look(), lookEveryMs);
    });
  }

  async #look(): Promise<void> {
    await this.#try(async (client) => {
      this.playing = await client.call("sim.timeline.state", {});
    });
    if (this.playing?.playing !== true) clearInterval(this.#looking);
  }

  #stop(): Promise<void> {
    return this.#act(async (client) => {
      this.playing = await client.call("sim.timeline.stop", {});
    });
  }

  #playFile(event: Event): Promise<void> {
    return this.#act(async () => {
      const file = await readJson(event);
      if (file === undefined) return;
      const steps = Array.isArray(file.value) ? file.value : [];
      await this.#play(file.name, steps as readonly Step[]);
    });
  }

  #saveBox(device: string): Promise<void> {
    return this.#act(async (client) => {
      const { recording } = await client.call("device.record", { device, seconds: 600 });
      save(`${device}-black-box.json`, recording);
    });
  }

  #replay(event: Event, device: string): Promise<void> {
    return this.#act(async (client) => {
      const file = await readJson(event);
      if (file === undefined) return;
      // What is no recording is refused by the gateway, and named.
      const recording = file.value as Recording;
      const result = await client.call(
        "sim.replay",
        { device, recording },
        { timeoutMs: replayTimeoutMs },
      );
      this.replayed = { name: file.name, result };
    });
  }

  override render(): TemplateResult {
    const words = wordsOf(this.language);
    return html`
      <section class="panel" aria-label=${words("script.title")}>
        <header>
          <h2>${words("script.title")}</h2>
          <span class="meta">${words("script.help")}</span>
          <span class="spring"></span>
          <label class="button file">
            ${words("script.file")}
            <input
              type="file"
              accept="application/json"
              @change=${(event: Event) => void this.#playFile(event)}
            />
          </label>
        </header>
        ${this.#progress()}
        <ul class="scripts">
          ${scripts.map(
            ({ title, says, steps }) => html`
              <li>
                <div>
                  <b>${title[this.language]}</b>
                  <p class="meta">${says[this.language]}</p>
                </div>
                <span class="meta figure">${seconds(lengthMs(steps))}</span>
                <button
                  class="button"
                  aria-label="${words("script.play")}: ${title[this.language]}"
                  @click=${() => void this.#play(title[this.language], steps)}
                >
                  ▶ ${words("script.play")}
                </button>
              </li>
            `,
          )}
        </ul>
        ${
          this.refused === ""
            ? nothing
            : html`<p class="refused" role="alert">✕ ${words("refused")}：${this.refused}</p>`
        }
        ${this.#blackBox()}
      </section>
    `;
  }

  #progress(): TemplateResult | typeof nothing {
    const words = wordsOf(this.language);
    const { playing } = this;
    if (playing?.playing !== true) return nothing;
    const share = Math.min(1, (performance.now() - this.startedAt) / Math.max(1, this.lengthMs));
    return html`
      <div class="progress" role="status">
        <b>${this.playingTitle}</b>
        <progress max="1" .value=${share} aria-label=${this.playingTitle}></progress>
        <span class="meta figure">${playing.done} / ${playing.steps}</span>
        <button class="button" @click=${() => void this.#stop()}>■ ${words("script.stop")}</button>
      </div>
    `;
  }

  #blackBox(): TemplateResult | typeof nothing {
    const words = wordsOf(this.language);
    const { device } = this;
    if (device === undefined) return nothing;
    const canReplay = device.simulated === true && device.kind === "receipt-printer";
    return html`
      <div class="box">
        <div>
          <b>${words("box.title")}</b>
          <p class="meta">${words("box.help")}</p>
        </div>
        <button class="button" @click=${() => void this.#saveBox(device.device)}>
          ${words("box.save")}
        </button>
        ${
          canReplay
            ? html`<label class="button file">
                ${words("box.replay")}
                <input
                  type="file"
                  accept="application/json"
                  @change=${(event: Event) => void this.#replay(event, device.device)}
                />
              </label>`
            : nothing
        }
      </div>
      ${this.#replayedSheet()}
    `;
  }

  #replayedSheet(): TemplateResult | typeof nothing {
    const { replayed, language } = this;
    if (replayed === undefined) return nothing;
    const { text, png, states } = replayed.result;
    const [first] = states;
    return html`
      <div class="replayed">
        <ol aria-label=${replayed.name}>
          ${states.map(
            (each) => html`
              <li>
                <span class="meta figure">+${seconds(each.at - (first?.at ?? each.at))}</span>
                <span class="tag">${wordFor(language, "state", each.state)}</span>
                <span class="meta"
                  >${each.why === undefined ? "" : wordFor(language, "why", each.why)}</span
                >
              </li>
            `,
          )}
        </ol>
        ${
          png === undefined
            ? html`<pre>${text}</pre>`
            : html`<img src="data:image/png;base64,${png}" alt=${text} />`
        }
      </div>
    `;
  }

  static override styles = [
    staffStyles,
    css`
      .scripts li,
      .box,
      .progress {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto auto;
        gap: 12px;
        align-items: center;
        padding: 10px 16px;
        border-block-end: 1px solid var(--line);
      }
      .progress {
        grid-template-columns: auto minmax(80px, 1fr) auto auto;
        background: var(--primary-soft);
      }
      progress {
        width: 100%;
        height: 8px;
      }
      .box {
        border-block-end: 0;
      }
      .replayed {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 268px;
        gap: 16px;
        align-items: start;
        padding: 12px 16px 16px;
        background: var(--sunken);
      }
      .replayed li {
        display: grid;
        grid-template-columns: 56px auto 1fr;
        gap: 10px;
        align-items: center;
        padding: 4px 0;
      }
      .replayed img,
      .replayed pre {
        width: 100%;
        margin: 0;
        background: #fffdf8;
        box-shadow: var(--shadow);
      }
      .refused {
        padding: 8px 16px;
        color: var(--bad);
        background: var(--bad-soft);
        font-weight: 700;
      }
      @media (max-width: 640px) {
        .replayed,
        .progress {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "timeline-panel": TimelinePanel;
  }
}
