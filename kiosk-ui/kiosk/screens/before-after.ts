// What is and what will be, side by side. The longer its figures the smaller, so that each keeps its unit beside it.
import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../../kit/icons.ts";

export interface BeforeAfter {
  readonly labels: readonly [now: string, after: string];
  readonly figures: readonly [now: string, after: string];
  /** stands beside each figure; words have none */
  readonly unit?: string;
}

/** In widths of a digit: a mark is half of one, a character of an East Asian script nearly two. */
export const widthOf = (text: string): number =>
  Array.from(text).reduce(
    (sum, sign) => sum + (/[.,]/.test(sign) ? 0.5 : sign > "⺀" ? 1.8 : 1),
    0,
  );

export const beforeAfter = ({ labels, figures, unit }: BeforeAfter): TemplateResult => {
  const [now, after] = figures.map(
    (figure) =>
      html`<span class="big"
        >${figure}${unit === undefined ? nothing : html`<span class="unit">${unit}</span>`}</span
      >`,
  );
  // where no unit stands beside them figures may be as much wider
  const room = unit === undefined ? 0.8 : 1;
  return html`
    <div class="before-after" style="--long: ${Math.max(...figures.map(widthOf)) * room}">
      ${labels.map((label) => html`<p class="label">${label}</p>`)} ${now} ${icon("go", "turns")}
      ${after}
    </div>
  `;
};
