// The seal: the house's mark (square) and the stamp of what is done (upright 68:100). Vermilion means done.
import { html, type TemplateResult } from "lit";

/** Roughens edges and wears the ink, as a hand-cut stamp does. Put once into a page that shows seals. */
export const sealInk = html`<svg width="0" height="0" class="ink" aria-hidden="true">
  <defs>
    <filter id="worn" x="-8%" y="-8%" width="116%" height="116%">
      <feTurbulence
        type="fractalNoise"
        baseFrequency=".045"
        numOctaves="2"
        seed="9"
        result="wave"
      />
      <feDisplacementMap
        in="SourceGraphic"
        in2="wave"
        scale="2.4"
        xChannelSelector="R"
        yChannelSelector="G"
        result="rough"
      />
      <feTurbulence
        type="fractalNoise"
        baseFrequency=".11 .16"
        numOctaves="4"
        seed="21"
        result="grain"
      />
      <feColorMatrix
        in="grain"
        type="matrix"
        values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 -14 9.8"
        result="mask"
      />
      <feComposite in="rough" in2="mask" operator="in" />
    </filter>
  </defs>
</svg>`;

export const mark = (character = "契"): TemplateResult => html`
  <svg class="mark-seal" viewBox="0 0 100 100" aria-hidden="true">
    <rect x="1" y="1" width="98" height="98" rx="6" fill="var(--seal)" />
    <text
      x="50"
      y="53"
      font-size="72"
      text-anchor="middle"
      dominant-baseline="central"
      fill="var(--paper)"
    >
      ${character}
    </text>
  </svg>
`;

/** The house's own logo where it has one; beside its name, so it says nothing more. */
export const houseMark = (character: string, logo: string | undefined): TemplateResult =>
  logo === undefined ? mark(character) : html`<img class="logo" src=${logo} alt="" />`;

/** Two characters, one above the other; the words beside it always say the same. */
export const stamp = (characters: string): TemplateResult => html`
  <svg class="stamp" viewBox="0 0 68 100" aria-hidden="true">
    <g filter="url(#worn)">
      <rect x="1" y="1" width="66" height="98" rx="5" fill="var(--seal)" />
      <rect
        x="4.5"
        y="4.5"
        width="59"
        height="91"
        rx="3"
        fill="none"
        stroke="var(--paper)"
        stroke-width="1.2"
      />
      <text
        x="34"
        y="29"
        font-size="40"
        text-anchor="middle"
        dominant-baseline="central"
        fill="var(--paper)"
      >
        ${characters.slice(0, 1)}
      </text>
      <text
        x="34"
        y="72"
        font-size="40"
        text-anchor="middle"
        dominant-baseline="central"
        fill="var(--paper)"
      >
        ${characters.slice(1, 2)}
      </text>
    </g>
  </svg>
`;
