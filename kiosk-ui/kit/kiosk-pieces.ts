// What lies on the calm half and the hands' half: slip, amounts, notch cards, before and after, tiles, primary, banner.
import { css } from "lit";

export const kioskPieces = css`
  .who {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--mm) * 2) calc(var(--mm) * 5);
    margin-block-start: calc(var(--mm) * 4);
    font-size: var(--t1);
    color: var(--ink-2);
  }
  .tier {
    padding: calc(var(--mm) * 1.1) calc(var(--mm) * 5);
    font-size: var(--t1);
    line-height: 1.2;
    color: var(--gold);
    background: var(--gold-soft);
    border: 1.5px solid var(--gold);
    border-radius: 99px;
  }
  .slip {
    position: relative;
    margin-block-start: calc(var(--mm) * 9);
    padding: calc(var(--mm) * 10) calc(var(--mm) * 12);
    background: var(--surface);
    border-radius: var(--radius-slip);
    box-shadow: var(--shadow);
  }
  :host([contrast]) .slip {
    border: 2px solid var(--edge);
  }
  .two {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: calc(var(--mm) * 7) calc(var(--mm) * 16);
  }
  .label {
    font-size: var(--t2);
    line-height: 1.2;
    color: var(--ink-2);
  }
  .amount {
    display: block;
    margin-block-start: calc(var(--mm) * 2);
    font-size: var(--t6);
    line-height: 1.12;
    letter-spacing: -0.01em;
    white-space: nowrap;
  }
  .amount.long {
    font-size: calc(var(--mm) * 18.5);
    line-height: 1.63;
  }
  .amount small {
    font-size: 0.6em;
  }
  .amount .unit {
    margin-inline-start: 0.3em;
    font-size: max(0.34em, var(--t1));
    letter-spacing: 0;
    color: var(--ink-2);
  }
  .note {
    margin-block-start: calc(var(--mm) * 2.5);
    font-size: var(--t1);
    line-height: 1.35;
    color: var(--ink-2);
  }
  .worth {
    color: var(--gold);
  }
  .perforation {
    position: relative;
    height: 0;
    margin: calc(var(--mm) * 7) calc(var(--mm) * -12);
    border-block-start: 2px dashed var(--line);
  }
  .perforation::before,
  .perforation::after {
    content: "";
    position: absolute;
    inset-block-start: calc(var(--mm) * -3 - 1px);
    width: calc(var(--mm) * 6);
    height: calc(var(--mm) * 6);
    border-radius: 50%;
    background: var(--paper);
  }
  .perforation::before {
    inset-inline-start: calc(var(--mm) * -3);
  }
  .perforation::after {
    inset-inline-end: calc(var(--mm) * -3);
  }
  .notch-head {
    display: flex;
    justify-content: space-between;
    align-items: baseline;
    margin-block-end: calc(var(--mm) * 3.5);
    font-size: var(--t1);
    color: var(--ink-2);
    gap: calc(var(--mm) * 3);
  }
  .notch-head span {
    white-space: nowrap;
  }
  .notch-head b {
    font-weight: 400;
    font-size: var(--t2);
    color: var(--ink);
  }
  .notch-head em {
    margin: 0 0.12em;
    font-style: normal;
    font-size: calc(var(--mm) * 12);
    line-height: 1;
    color: var(--ink);
  }
  .strip {
    display: block;
    width: 100%;
    overflow: visible;
    font: 700 1px var(--font-display);
  }
  .strip .wood {
    fill: var(--sunken);
    stroke: var(--edge);
    stroke-width: 0.35;
  }
  .strip .open {
    fill: var(--surface);
    stroke: var(--edge);
    stroke-width: 0.45;
  }
  .strip .next {
    fill: var(--seal-soft);
    stroke: var(--seal);
    stroke-width: 0.6;
    stroke-dasharray: 1.2 0.9;
  }
  .strip .next-cut {
    fill: var(--surface);
    stroke: var(--seal);
    stroke-width: 0.6;
    stroke-linejoin: round;
  }
  .legend {
    display: flex;
    justify-content: space-between;
    margin-block-start: calc(var(--mm) * 3);
    font-size: var(--t1);
    color: var(--ink-2);
  }
  .legend .this {
    color: var(--seal-text);
  }
  .before-after {
    display: grid;
    grid-template-columns: 1fr auto 1fr;
    column-gap: calc(var(--mm) * 4);
    align-items: center;
    text-align: center;
    margin-block-end: calc(var(--mm) * 6);
  }
  .before-after > :nth-child(1) {
    grid-area: 1 / 1;
  }
  .before-after > :nth-child(2) {
    grid-area: 1 / 3;
  }
  .before-after > :nth-child(3) {
    grid-area: 2 / 1;
    color: var(--ink-2);
  }
  .before-after > :nth-child(4) {
    grid-area: 2 / 2;
  }
  .before-after > :nth-child(5) {
    grid-area: 2 / 3;
  }
  .before-after .big {
    font-size: min(
      calc(var(--mm) * var(--most, 52)),
      calc(var(--mm) * var(--room, 131) / var(--long))
    );
    line-height: 1.1;
  }
  .before-after .unit {
    display: inline-block;
    margin-inline-start: 0.2em;
    font-size: max(var(--t1), min(calc(var(--mm) * 15), 0.34em));
    color: var(--ink-2);
  }
  .before-after .ic {
    width: calc(var(--mm) * 22);
    height: calc(var(--mm) * 22);
    stroke-width: 0.8;
    color: var(--ink-2);
  }
  .clause {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: calc(var(--mm) * 7);
    font-size: var(--t1);
    line-height: 1.5;
    text-wrap: pretty;
    color: var(--ink-2);
  }
  .clause b {
    color: var(--ink);
  }
  .tile {
    display: flex;
    flex-direction: column;
    justify-content: space-between;
    gap: calc(var(--mm) * 2);
    grid-column: span 2;
    min-height: calc(var(--mm) * 42);
    padding: calc(var(--mm) * 6) calc(var(--mm) * 7);
    background: var(--surface);
    border: 1.5px solid var(--edge);
    border-radius: var(--radius);
  }
  .tile.half {
    grid-column: span 3;
  }
  .tile .top {
    display: flex;
    justify-content: space-between;
    align-items: flex-start;
    gap: calc(var(--mm) * 4);
    font: 400 var(--t3) / 1.2 var(--font-display);
  }
  :host([han]) .tile .top {
    letter-spacing: 0.04em;
  }
  :host([han]) .tile:is(.half, .full) .top {
    font-size: calc(var(--mm) * 12.2);
  }
  .tile.full,
  .second.full {
    grid-column: 1 / -1;
  }
  .tile .ic {
    width: calc(var(--mm) * 13);
    height: calc(var(--mm) * 13);
    margin: calc(var(--mm) * -0.8) calc(var(--mm) * -1.4) 0 0;
    stroke-width: 1.2;
    color: var(--primary);
  }
  .tile .fact {
    font-size: var(--t1);
    line-height: 1.3;
    color: var(--ink-2);
  }
  .tile.priced .fact {
    display: flex;
    flex-wrap: wrap;
    column-gap: calc(var(--mm) * 5);
  }
  .tile.priced .fact span {
    white-space: nowrap;
  }
  .tile:disabled {
    border-style: dashed;
    background: none;
    cursor: default;
  }
  .primary {
    grid-column: 1 / -1;
    display: flex;
    align-items: center;
    gap: calc(var(--mm) * 8);
    min-height: calc(var(--mm) * 44);
    padding: calc(var(--mm) * 3) calc(var(--mm) * 12);
    color: var(--on-primary);
    background: var(--primary);
    border-radius: var(--radius);
    box-shadow: var(--shadow);
  }
  .primary > span {
    flex: 1;
  }
  .primary:not(:has(.ic)) {
    text-align: center;
  }
  .primary b {
    display: block;
    font: 400 calc(var(--mm) * 11.5) / 1.2 var(--font-display);
    text-wrap: balance;
  }
  :host([han]) .primary b {
    font-size: calc(var(--mm) * 14);
    font-feature-settings: "halt";
    letter-spacing: 0.04em;
  }
  .primary:not(:first-child),
  .second:not(.full) {
    margin-block-start: calc(var(--mm) * 4);
  }
  .primary small {
    display: block;
    margin-block-start: calc(var(--mm) * 1.5);
    font-size: calc(var(--mm) * 7.4);
  }
  .primary .ic {
    width: calc(var(--mm) * 18);
    height: calc(var(--mm) * 18);
    stroke-width: 1.1;
  }
  .primary .ic.go {
    width: calc(var(--mm) * 13);
    height: calc(var(--mm) * 13);
  }
  .primary.four {
    grid-column: span 4;
    gap: calc(var(--mm) * 5);
    padding-inline: calc(var(--mm) * 6);
    justify-content: center;
    text-align: center;
  }
  .primary.four > span {
    flex: 0 1 auto;
    min-width: 0;
  }
  .primary.four .ic {
    width: calc(var(--mm) * 14);
    height: calc(var(--mm) * 14);
  }
  .primary.waiting {
    color: var(--primary-strong);
    background: var(--primary-soft);
    border: 2px solid var(--primary);
    box-shadow: none;
    cursor: default;
  }
  .second {
    grid-column: span 2;
    min-height: calc(var(--mm) * 44);
    padding: calc(var(--mm) * 3);
    font-size: var(--t3);
    line-height: 1.2;
    text-align: center;
    background: var(--surface);
    border: 2px solid var(--edge);
    border-radius: var(--radius);
  }
  .ask {
    grid-column: span 3;
    align-self: center;
    font: 400 calc(var(--mm) * 13) / 1.2 var(--font-display);
  }
  .ask small {
    display: block;
    margin-block-start: calc(var(--mm) * 2);
    font: 400 var(--t1) / 1.3 var(--font);
    color: var(--ink-2);
  }
  .stepper {
    grid-column: span 3;
    display: grid;
    grid-template-columns: 1fr 1fr 1fr;
    align-items: center;
    text-align: center;
    font-size: calc(var(--mm) * 14);
  }
  .stepper button {
    height: calc(var(--mm) * 36);
    font-size: calc(var(--mm) * 16);
    line-height: 1;
    text-align: center;
    background: var(--surface);
    border: 2px solid var(--edge);
    border-radius: var(--radius);
  }
  .stepper button:disabled {
    border-style: dashed;
    background: none;
    color: var(--ink-2);
    cursor: default;
  }
`;
