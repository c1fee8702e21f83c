// Papers in rows, symbols to be scanned, a figure that changes in one line; and everything lower for who reaches low.
import { css } from "lit";

export const kioskErrands = css`
  .row {
    grid-column: 1 / -1;
    display: flex;
    align-items: center;
    gap: calc(var(--mm) * 7);
    min-height: calc(var(--mm) * 27);
    padding: calc(var(--mm) * 3) calc(var(--mm) * 8);
    background: var(--surface);
    border: 1.5px solid var(--edge);
    border-radius: var(--radius);
  }
  .row > span:not(.do) {
    flex: 1;
    min-width: 0;
  }
  .row b {
    display: block;
    font: 400 var(--t3) / 1.2 var(--font-display);
  }
  .row small {
    font-size: var(--t1);
    color: var(--ink-2);
  }
  .row .do {
    color: var(--primary-strong);
    font-size: var(--t2);
  }
  .row .ic {
    color: var(--primary);
  }
  .facts small {
    font-size: var(--t1);
    color: var(--ink-2);
    white-space: nowrap;
  }
  .change {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--mm) * 2) calc(var(--mm) * 3);
  }
  .ic.small {
    width: calc(var(--mm) * 8);
    height: calc(var(--mm) * 8);
  }
  .symbol {
    display: grid;
    justify-items: center;
    gap: calc(var(--mm) * 4);
    text-align: center;
  }
  .symbol img {
    width: calc(var(--mm) * 90);
    height: calc(var(--mm) * 90);
    object-fit: contain;
    background: #ffffff;
    border-radius: var(--radius-slip);
  }
  .symbol.tall img {
    width: 100%;
    height: calc(var(--mm) * 250);
  }
  .symbol .ic {
    width: calc(var(--mm) * 60);
    height: calc(var(--mm) * 60);
    stroke-width: 0.5;
    color: var(--primary);
  }
  .controls > .slip {
    grid-column: 1 / -1;
  }
  .code {
    font: 400 var(--t5) / 1.3 var(--font);
  }
  :host([large]) .promises :is(dt, dd):nth-of-type(n + 2) {
    display: none;
  }
  main > .controls > .choice.wide {
    grid-column: span 2;
    min-height: calc(var(--mm) * 36);
    font-size: var(--t3);
    background: var(--surface);
    border: 1.5px solid var(--edge);
  }
  main > .controls > .choice.wide[aria-pressed="true"] {
    background: var(--primary-soft);
    border-color: var(--primary);
  }
  :host([contrast]) main > .controls > .choice.wide[aria-pressed="true"] {
    background: var(--primary);
  }
  :host([large]) main > .controls > .choice.wide {
    grid-column: span 3;
    min-height: calc(var(--mm) * 30);
  }
  .slip > .facts + .facts {
    margin-block-start: calc(var(--mm) * 3);
  }
  :host([low]) .controls {
    inset-block-end: calc(var(--mm) * 40);
    gap: calc(var(--mm) * 3);
  }
  :host([low]) .foot {
    inset-block-end: calc(var(--mm) * 5);
  }
  :host([low]) .tile {
    min-height: calc(var(--mm) * 33);
  }
  :host([low]) .key {
    height: calc(var(--mm) * 26);
  }
  :host([low]) :is(.primary, .second) {
    min-height: calc(var(--mm) * 34);
    margin-block-start: 0;
  }
  :host([low][large]) .controls {
    inset-block-end: calc(var(--mm) * 78);
  }
  @media (orientation: landscape) {
    .symbol img {
      width: calc(var(--mm) * 70);
      height: calc(var(--mm) * 70);
    }
    .symbol.tall img {
      height: calc(var(--mm) * 140);
    }
    .row {
      min-height: calc(var(--mm) * 24);
      padding-block: calc(var(--mm) * 2);
    }
    :host([large]) .row:nth-of-type(n + 4),
    .promises :is(dt, dd):nth-of-type(n + 2),
    :host([large]) .promises,
    :host([large]) .perforation:has(+ .promises) {
      display: none;
    }
    .sheet .choice.wide {
      min-height: calc(var(--mm) * 30);
    }
    :host([low]) .controls,
    :host([low][large]) .controls {
      inset-block-end: calc(var(--mm) * 40);
    }
  }
`;
