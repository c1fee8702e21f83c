// A report's picture: drawn as SVG when the library has come, in the theme's colours, with its finding in words.
import type { EChartsType } from "echarts/core";
import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { type ChartData, type Drawing, drawingOf } from "../charts/office/chart.ts";
import { chartOption, type Colours } from "./chart-option.ts";
import type { Reading } from "./format.ts";

const coloursOf = (element: Element): Colours => {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: token("ink"),
    ink2: token("ink-2"),
    line: token("line"),
    surface: token("surface"),
    primary: token("primary"),
    soft: token("primary-soft"),
    strong: token("primary-strong"),
    onPrimary: token("on-primary"),
    gold: token("gold"),
    goldSoft: token("gold-soft"),
  };
};

@customElement("report-chart")
export class ReportChart extends LitElement {
  @property({ attribute: false }) data!: ChartData;
  @property({ attribute: false }) reading!: Reading;
  /** the finding, for those who do not see the picture */
  @property() says = "";
  /** changes with the theme, so that the colours are read anew */
  @property() theme = "";
  @query(".drawing") private place!: HTMLElement;
  #chart: EChartsType | undefined;
  readonly #sizes = new ResizeObserver(() => this.#chart?.resize());

  override render(): TemplateResult {
    return html`<figure role="img" aria-label=${this.says}>
      <div class="drawing" aria-hidden="true"></div>
    </figure>`;
  }

  override updated(): void {
    void this.#draw();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("beforeprint", this.#paint);
    addEventListener("afterprint", this.#paint);
  }

  override disconnectedCallback(): void {
    removeEventListener("beforeprint", this.#paint);
    removeEventListener("afterprint", this.#paint);
    this.#sizes.disconnect();
    this.#chart?.dispose();
    this.#chart = undefined;
    super.disconnectedCallback();
  }

  async #draw(): Promise<void> {
    const { init } = await import("./drawing.ts");
    if (!this.isConnected) return;
    if (this.#chart === undefined) {
      this.#chart = init(this.place, undefined, { renderer: "svg" });
      this.#sizes.observe(this.place);
    }
    this.#paint();
    this.dataset["drawn"] = "true";
  }

  /** At once, in the colours there are now: a printer does not wait for the next frame. */
  readonly #paint = (): void => {
    if (this.#chart === undefined) return;
    const drawing: Drawing = drawingOf(this.data);
    this.#chart.setOption(chartOption(drawing, coloursOf(this), this.reading), { notMerge: true });
    this.#chart.getZr().flush();
  };

  static override styles = css`
    :host {
      display: block;
    }
    figure {
      margin: 0;
    }
    .drawing {
      height: var(--chart-height, 320px);
    }
    @media print {
      .drawing {
        height: 260px;
      }
    }
  `;
}

declare global {
  interface HTMLElementTagNameMap {
    "report-chart": ReportChart;
  }
}
