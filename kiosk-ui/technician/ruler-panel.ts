// The screen ruler: a bar drawn on this very glass, what it measures by a real ruler, and what that means for hands and
// eyes. Opened on the kiosk's own glass; the station is told, and its page follows at once.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { RefusalError, type TallygateClient } from "../../gateway/protocol/client.ts";
import type { ResultOf } from "../../gateway/protocol/operations.ts";
import { type FitFault, fitOf } from "../charts/kiosk/screen-fit.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { type Language, wordsOf } from "./words.ts";

type Station = ResultOf<"station.list">["stations"][number];

/** CSS pixels */
const barPx = 400;
const faultWords = {
  type: "ruler.type",
  target: "ruler.target",
  reach: "ruler.reach",
} as const satisfies Record<FitFault, string>;

@customElement("ruler-panel")
export class RulerPanel extends LitElement {
  @property({ attribute: false }) client: TallygateClient | undefined;
  @property() language: Language = "zh-CN";
  @state() private stations: readonly Station[] = [];
  @state() private station = "";
  @state() private barMm: number | undefined;
  @state() private edgeMm: number | undefined;
  @state() private said = "";

  override connectedCallback(): void {
    super.connectedCallback();
    void this.client
      ?.call("station.list", {})
      .then(({ stations }) => {
        this.stations = stations.filter(({ revoked, role }) => !revoked && role === "kiosk");
        this.station = this.stations[0]?.station ?? "";
      })
      .catch(() => undefined);
  }

  override render(): TemplateResult {
    const words = wordsOf(this.language);
    return html`
      <section class="panel" aria-label=${words("ruler")}>
        <header><h2>${words("ruler")}</h2></header>
        <p class="note">${words("ruler.help")}</p>
        <div
          class="bar-line"
          style="inline-size: ${barPx}px"
          role="img"
          aria-label=${words("ruler.bar")}
        >
          ${Array.from({ length: 11 }, () => html`<i></i>`)}
        </div>
        <form @submit=${this.#keep}>
          <label>
            ${words("ruler.station")}
            <select
              @change=${(event: Event) => {
                if (event.target instanceof HTMLSelectElement) this.station = event.target.value;
              }}
            >
              ${this.stations.map(({ station, name }) => html`<option value=${station}>${name}</option>`)}
            </select>
          </label>
          ${this.#millimetres("ruler.measured", (mm) => {
            this.barMm = mm;
          })}
          ${this.#millimetres("ruler.edge", (mm) => {
            this.edgeMm = mm;
          })}
          <button
            class="button primary"
            ?disabled=${this.#mmPerPx() === undefined || this.station === ""}
          >
            ${words("ruler.keep")}
          </button>
        </form>
        ${this.#means()}
        ${this.said === "" ? nothing : html`<p class="said" role="status">${this.said}</p>`}
      </section>
    `;
  }

  #millimetres(
    word: "ruler.measured" | "ruler.edge",
    take: (mm: number | undefined) => void,
  ): TemplateResult {
    return html`<label>
      ${wordsOf(this.language)(word)}
      <input
        inputmode="decimal"
        autocomplete="off"
        @input=${(event: Event) => {
          if (!(event.target instanceof HTMLInputElement)) return;
          const mm = Number(event.target.value.replace(",", "."));
          take(event.target.value.trim() === "" || !Number.isFinite(mm) ? undefined : mm);
        }}
      />
    </label>`;
  }

  /** Undefined while nothing was measured, or nothing a screen can be. */
  #mmPerPx(): number | undefined {
    const { barMm } = this;
    if (barMm === undefined) return undefined;
    const mmPerPx = barMm / barPx;
    return mmPerPx < 0.05 || mmPerPx > 2 ? undefined : mmPerPx;
  }

  #means(): TemplateResult | typeof nothing {
    const mmPerPx = this.#mmPerPx();
    if (mmPerPx === undefined) return nothing;
    const words = wordsOf(this.language);
    const { edgeMm } = this;
    const screen = { widthPx: innerWidth, heightPx: innerHeight };
    const { faults } = fitOf({ umPerPx: mmPerPx * 1000, edgeMm }, screen);
    return html`<p class="means">
      <b>${mmPerPx.toFixed(4)} mm/px</b>
      ${faults.length === 0 ? html`<span class="tag good">✓ ${words("ruler.fits")}</span>` : nothing}
      ${faults.map((fault) => html`<span class="tag warn">▲ ${words(faultWords[fault])}</span>`)}
    </p>`;
  }

  readonly #keep = (event: SubmitEvent): void => {
    event.preventDefault();
    void this.#tell();
  };

  async #tell(): Promise<void> {
    const { client, station, edgeMm } = this;
    const mmPerPx = this.#mmPerPx();
    if (client === undefined || mmPerPx === undefined) return;
    const screen = {
      umPerPx: Math.round(mmPerPx * 1000),
      ...(edgeMm === undefined ? {} : { edgeMm }),
    };
    try {
      await client.call("station.configure", { station, screen, key: client.newKey() });
      this.said = wordsOf(this.language)("ruler.kept");
    } catch (error) {
      this.said = `✕ ${error instanceof RefusalError ? error.code : String(error)}`;
    }
  }

  static override styles = [
    staffStyles,
    css`
      .note,
      form,
      .means,
      .said {
        padding: 8px 16px;
      }
      .bar-line {
        display: flex;
        justify-content: space-between;
        block-size: 28px;
        margin: 4px 16px;
        max-inline-size: none;
        border-block-end: 3px solid var(--ink);
      }
      .bar-line i {
        inline-size: 1px;
        block-size: 100%;
        background: var(--ink);
      }
      form {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: 12px;
      }
      label {
        display: grid;
        gap: 4px;
        font-size: 0.8125rem;
        font-weight: 700;
      }
      input,
      select {
        block-size: 36px;
        inline-size: 120px;
        padding: 0 8px;
        border: 1px solid var(--edge);
        border-radius: 8px;
        background: var(--surface);
      }
      .means {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: center;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "ruler-panel": RulerPanel;
  }
}
