// A punch card as a tally stick: each use cuts a V into the upper edge and leaves a seal; what is left is an open ring.
// The strip is silent; whoever shows it says the same in one sentence.
import { html, svg, type SVGTemplateResult, type TemplateResult } from "lit";

export interface Notches {
  readonly used: number;
  readonly left: number;
  /** how many of `left` the next step will use: drawn dashed */
  readonly next?: number;
}

/** Millimetres. A strip as wide as the slip is taller; beyond this many places only the last ones are shown. */
const placesMax = 12;
const broadFrom = 150;

interface Cut {
  readonly height: number;
  readonly half: number;
  readonly depth: number;
}
const broad: Cut = { height: 31, half: 2.7, depth: 5.6 };
const narrow: Cut = { height: 18, half: 2.5, depth: 5.4 };

const notch = (x: number, cut: Cut): string =>
  `L${x - cut.half} 1 L${x} ${cut.depth} L${x + cut.half} 1`;

const edgePath = (centres: readonly number[], width: number, cut: Cut): string => {
  const [right, low] = [width - 0.6, cut.height - 0.6];
  const cuts = centres.map((x) => notch(x, cut)).join(" ");
  return `M1.6 1 ${cuts} L${right - 1} 1 Q${right} 1 ${right} 2 L${right} ${low - 1} Q${right} ${low} ${right - 1} ${low} L1.6 ${low} Q.6 ${low} .6 ${low - 1} L.6 2 Q.6 1 1.6 1 Z`;
};

const used = (
  at: number,
  place: { readonly x: number; readonly y: number; readonly radius: number },
): SVGTemplateResult => svg`
  <g transform="translate(${place.x} ${place.y}) rotate(${[-6, 5, -3, 7][at % 4] ?? 0})">
    <rect x=${-place.radius} y=${-place.radius} width=${2 * place.radius} height=${2 * place.radius} rx=".5" fill="var(--seal)" />
    ${
      place.radius >= 4.5
        ? svg`<text font-size=${place.radius * 1.5} text-anchor="middle" dominant-baseline="central" fill="var(--paper)">讫</text>`
        : ""
    }
  </g>`;

/** Draws the strip `width` millimetres wide. */
export const notchStrip = (notches: Notches, width: number): TemplateResult => {
  const cut = width >= broadFrom ? broad : narrow;
  const all = notches.used + notches.left;
  const places = Math.min(Math.max(all, 1), placesMax);
  const shownUsed = Math.max(0, notches.used - (all - places));
  const step = width / places;
  const radius = Math.min(cut.height * 0.21, step * 0.29);
  const y = (cut.depth + cut.height) / 2;
  const centre = (at: number): number => Number(((at + 0.5) * step).toFixed(2));
  const next = Math.min(notches.next ?? 0, places - shownUsed);
  const centres = Array.from({ length: shownUsed }, (_none, at) => centre(at));
  return html`<svg class="strip" viewBox="0 0 ${width} ${cut.height}" aria-hidden="true">
    <path class="wood" d=${edgePath(centres, width, cut)} />
    ${Array.from({ length: places }, (_none, at) => {
      const x = centre(at);
      if (at < shownUsed) return used(at, { x, y, radius });
      if (at < shownUsed + next)
        return svg`<path class="next-cut" d=${`M${notch(x, cut).slice(1)}`} />
          <rect class="next" x=${x - radius} y=${y - radius} width=${2 * radius} height=${2 * radius} rx=".5" />`;
      return svg`<circle class="open" cx=${x} cy=${y} r=${radius * 0.95} />`;
    })}
  </svg>`;
};
