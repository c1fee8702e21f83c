// A punch card as a tally stick: each use cuts a V into the upper edge and leaves a seal; what is left is an open ring.
// The strip is silent; whoever shows it says the same in one sentence.
import { svg, html, type TemplateResult } from "lit";

export interface Notches {
  readonly used: number;
  readonly left: number;
  /** how many of `left` the next step will use: drawn dashed */
  readonly next?: number;
}

/** Millimetres of the strip's drawing; beyond this many places the strip shows only the last ones. */
const size = { height: 18, placesMax: 12, cut: 2.5 } as const;

const edgePath = (centres: readonly number[], width: number): string => {
  const cuts = centres.map((x) => `L${x - size.cut} 1 L${x} 5.4 L${x + size.cut} 1`);
  return `M1.6 1 ${cuts.join(" ")} L${width - 1.6} 1 Q${width - 0.6} 1 ${width - 0.6} 2 L${width - 0.6} 16.4 Q${width - 0.6} 17.4 ${width - 1.6} 17.4 L1.6 17.4 Q.6 17.4 .6 16.4 L.6 2 Q.6 1 1.6 1 Z`;
};

const used = (
  x: number,
  at: number,
  radius: number,
): TemplateResult | ReturnType<typeof svg> => svg`
  <g transform="translate(${x} 11.6) rotate(${[-6, 5, -3, 7][at % 4] ?? 0})">
    <rect x=${-radius} y=${-radius} width=${2 * radius} height=${2 * radius} rx=".5" fill="var(--seal)" />
    ${
      radius >= 3
        ? svg`<text font-size=${radius * 1.5} text-anchor="middle" dominant-baseline="central" fill="var(--paper)">讫</text>`
        : ""
    }
  </g>`;

/** Draws the strip `width` millimetres wide. */
export const notchStrip = (notches: Notches, width: number): TemplateResult => {
  const all = notches.used + notches.left;
  const places = Math.min(Math.max(all, 1), size.placesMax);
  const shownUsed = Math.max(0, notches.used - (all - places));
  const step = width / places;
  const radius = Math.min(3.3, step / 2 - 0.9);
  const centre = (at: number): number => Number(((at + 0.5) * step).toFixed(2));
  const next = Math.min(notches.next ?? 0, places - shownUsed);
  const centres = Array.from({ length: shownUsed }, (_none, at) => centre(at));
  return html`<svg class="strip" viewBox="0 0 ${width} ${size.height}" aria-hidden="true">
    <path class="wood" d=${edgePath(centres, width)} />
    ${Array.from({ length: places }, (_none, at) => {
      const x = centre(at);
      if (at < shownUsed) return used(x, at, radius);
      if (at < shownUsed + next)
        return svg`<path class="next-cut" d="M${x - size.cut} 1 L${x} 5.4 L${x + size.cut} 1" />
          <rect class="next" x=${x - radius} y=${11.6 - radius} width=${2 * radius} height=${2 * radius} rx=".5" />`;
      return svg`<circle class="open" cx=${x} cy="11.6" r=${Math.max(1.2, radius - 0.2)} />`;
    })}
  </svg>`;
};
