// Large type: nothing under 12.2 mm, sans only, one fact a line, tiles that only say their name, a foot of two rows.
import { css } from "lit";

export const kioskLarge = css`
  :host([large]) {
    --t1: calc(var(--mm) * 12.2);
    --t2: calc(var(--mm) * 12.2);
    --t3: calc(var(--mm) * 13);
    --t5: calc(var(--mm) * 19);
    --font-display: var(--font);
    line-height: 1.2;
  }
  :host([large]) h1,
  :host([large]) .primary b,
  :host([large]) .tile .top {
    font-weight: 700;
    letter-spacing: 0;
  }
  :host([large]) .house {
    letter-spacing: 0;
    white-space: nowrap;
  }
  :host([large]) .link {
    display: none;
  }
  :host([large]) .calm {
    inset-block-start: calc(var(--mm) * 36);
  }
  :host([large]) .who {
    margin-block-start: calc(var(--mm) * 2);
  }
  :host([large]) .tier {
    padding: 0 calc(var(--mm) * 4);
  }
  :host([large]) .slip {
    margin-block-start: calc(var(--mm) * 6);
    padding: calc(var(--mm) * 6) calc(var(--mm) * 9);
  }
  :host([large]) .stamp {
    inset-block-start: calc(var(--mm) * 3);
    inset-inline-end: calc(var(--mm) * 6);
    width: calc(var(--mm) * 34);
    height: calc(var(--mm) * 50);
  }
  :host([large]) .perforation {
    margin: calc(var(--mm) * 5) calc(var(--mm) * -9);
  }
  :host([large]) .clause {
    grid-template-columns: 1fr;
    line-height: 1.25;
  }
  :host([large]) .clause b {
    display: none;
  }
  .rows {
    display: grid;
    grid-template-columns: auto 1fr;
    margin-block-start: calc(var(--mm) * 6);
    border-block-start: 4px solid var(--edge);
  }
  .rows dt {
    display: grid;
    align-items: center;
  }
  .rows > * {
    padding-block: calc(var(--mm) * 3);
    border-block-end: 2px solid var(--edge);
  }
  .rows dd {
    font-weight: 700;
    font-size: calc(var(--mm) * 17);
    line-height: 1.2;
    text-align: end;
    white-space: nowrap;
  }
  .rows + .strip {
    margin-block-start: calc(var(--mm) * 5);
  }
  :host([large]) .banner ~ .strip {
    display: none;
  }
  :host([large]) .tile {
    justify-content: center;
    min-height: calc(var(--mm) * 32);
    padding: calc(var(--mm) * 2) calc(var(--mm) * 4);
    text-align: center;
    border-width: 3px;
  }
  :host([large]) .tile .top {
    justify-content: center;
    font-size: calc(var(--mm) * 12.2);
    line-height: 1.1;
  }
  :host([large]) .tile .ic,
  :host([large]) .tile:not(:disabled) .fact {
    display: none;
  }
  :host([large]) .tile.priced .fact {
    display: block;
  }
  :host([large]) .controls {
    inset-block-end: calc(var(--mm) * 86);
  }
  :host([large]) [data-screen="attract"] .controls {
    inset-block-end: calc(var(--mm) * 50);
  }
  :host([large]) .primary b {
    font-size: calc(var(--mm) * 13);
  }
  :host([large]) .primary small,
  :host([large]) .receipt small {
    display: none;
  }
  :host([large]) .receipt {
    padding-inline: calc(var(--mm) * 6);
    gap: calc(var(--mm) * 5);
  }
  :host([large]) .ends {
    display: none;
  }
  :host([large]) .choice {
    grid-column: span 2;
    min-height: calc(var(--mm) * 30);
  }
  :host([large]) .choice.wide {
    grid-column: span 3;
  }
  :host([large]) .no-card {
    min-height: calc(var(--mm) * 32);
    text-align: center;
    padding-inline: 0;
  }
  :host([large]) .no-card svg {
    display: none;
  }
  :host([large]) .no-card:lang(zh) {
    word-break: keep-all;
  }
  :host([large]) .foot {
    display: flex;
    flex-wrap: wrap;
    inset-block-end: calc(var(--mm) * 8);
    height: auto;
    border-block-start: 3px solid var(--edge);
  }
  :host([large]) .foot button {
    flex: 1 0 32%;
    flex-direction: row;
    gap: calc(var(--mm) * 4);
    min-height: calc(var(--mm) * 33);
    color: var(--ink);
  }
  :host([large]) .foot .quit {
    order: 0;
  }
  :host([large]) .foot .see,
  :host([large]) .foot .call {
    order: 1;
    flex-basis: 48%;
    border-block-start: 2px solid var(--line);
  }
  :host([large]) .foot.three .call {
    order: 0;
    flex-basis: 32%;
    border: 0;
  }
  :host([large]) .foot.three button {
    flex-direction: column;
    gap: calc(var(--mm) * 1);
  }
  :host([large]) .second {
    font-size: calc(var(--mm) * 12.2);
  }
  :host([large]) .stepper button {
    min-width: calc(var(--mm) * 30);
  }
  @media (orientation: portrait) {
    :host([large]) .invite {
      inset-block: calc(var(--mm) * 132) calc(var(--mm) * 176);
    }
    :host([large]) .card-picture {
      max-height: calc(var(--mm) * 85);
    }
    :host([large]) .hills {
      inset-block-start: calc(var(--mm) * 76);
    }
    :host([large]) .before-after {
      --most: 36;
      --room: 122;
    }
    :host([large]) .sheet > section {
      height: calc(var(--mm) * 290);
      padding-block-start: calc(var(--mm) * 14);
    }
    :host([large]) .strokes {
      height: calc(var(--mm) * 12);
      margin-block: calc(var(--mm) * 5);
    }
  }
  @media (orientation: landscape) {
    :host([large]) .calm {
      inset-block-start: calc(var(--mm) * 30);
    }
    :host([large]) h1 {
      font-size: calc(var(--mm) * 15);
    }
    :host([large]) .controls,
    :host([large]) [data-screen="attract"] .controls {
      inset-block-end: calc(var(--mm) * 46);
    }
    :host([large]) .foot {
      flex-wrap: nowrap;
      inset-block-end: calc(var(--mm) * 5);
    }
    :host([large]) .foot button,
    :host([large]) .foot .see,
    :host([large]) .foot .call {
      flex: 1 1 0;
      flex-direction: column;
      gap: 0;
      border: 0;
      order: 0;
    }
    :host([large]) .before-after {
      --room: 104;
    }
    :host([large]) .rows + .strip {
      display: none;
    }
    :host([large]) .rows {
      margin-block-start: calc(var(--mm) * 4);
    }
    :host([large]) .rows > * {
      padding-block: calc(var(--mm) * 1.6);
    }
    :host([large]) .rows dd {
      font-size: calc(var(--mm) * 15);
    }
    :host([large]) .banner span,
    :host([large]) .invite p + p:not(.paper),
    :host([large]) .invite[data-reader="away"] .paper,
    :host([large]) .invite:not([data-reader="away"]):has(.paper) p:not(.paper) {
      display: none;
    }
    :host([large]) .strokes {
      display: none;
    }
    :host([large]) .key {
      height: calc(var(--mm) * 30);
    }
    :host([large]) .card-picture {
      display: none;
    }
    :host([large]) .invite {
      inset-block-start: calc(var(--mm) * 14);
    }
    :host([large]) .strip {
      display: none;
    }
  }
`;
