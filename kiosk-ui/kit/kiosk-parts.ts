// Wells and pad, stamp, facts, receipt strip, the hatching of shaded figures, and the sheet of paper from below.
import { css } from "lit";

export const kioskParts = css`
  .wells {
    display: grid;
    grid-template-columns: repeat(var(--wells, 6), 1fr);
    gap: calc(var(--mm) * 4);
    margin-block-start: calc(var(--mm) * 16);
  }
  .wells span {
    display: grid;
    place-items: center;
    height: calc(var(--mm) * 36);
    font-size: calc(var(--mm) * 14);
    background: var(--surface);
    border: 1.5px solid var(--edge);
    border-radius: var(--radius);
  }
  .wells span.now {
    border: 4px solid var(--primary);
  }
  .wells i {
    width: calc(var(--mm) * 9);
    height: calc(var(--mm) * 9);
    border-radius: 50%;
    background: var(--ink);
  }
  .hush {
    display: flex;
    align-items: center;
    gap: calc(var(--mm) * 4);
    margin-block-start: calc(var(--mm) * 9);
    font-size: var(--t1);
    color: var(--ink-2);
  }
  .hush .ic {
    width: calc(var(--mm) * 9);
    height: calc(var(--mm) * 9);
  }
  .hush.bad {
    color: var(--bad);
    font-weight: 700;
  }
  .keys {
    grid-column: 1 / -1;
    display: grid;
    grid-template-columns: inherit;
    gap: inherit;
  }
  .key {
    grid-column: span 2;
    display: grid;
    place-items: center;
    height: calc(var(--mm) * 33);
    font-size: calc(var(--mm) * 16);
    background: var(--surface);
    border: 1.5px solid var(--edge);
    border-radius: var(--radius);
  }
  .key.soft {
    font-size: var(--t3);
    background: none;
  }
  .stamp {
    position: absolute;
    inset-block-start: calc(var(--mm) * -5);
    inset-inline-end: calc(var(--mm) * 6);
    width: calc(var(--mm) * 47.6);
    height: calc(var(--mm) * 70);
    rotate: -6deg;
    overflow: visible;
    font: 700 16px var(--font-display);
    animation: land var(--calm) var(--ease);
  }
  @keyframes land {
    from {
      scale: 1.18;
      opacity: 0;
    }
  }
  .left-over {
    display: flex;
    align-items: baseline;
    gap: calc(var(--mm) * 7);
    margin-block: calc(var(--mm) * 10) calc(var(--mm) * 6);
    font-size: calc(var(--mm) * 12.2);
    color: var(--ink-2);
  }
  .left-over b {
    font-weight: 400;
    font-size: calc(var(--mm) * 60);
    line-height: 1;
    color: var(--ink);
  }
  .left-over b.words {
    font-size: calc(var(--mm) * 26);
    line-height: 2;
  }
  /* a sign stands before its figure in every script */
  .left-over b.wide,
  .choice small {
    direction: ltr;
    unicode-bidi: isolate;
  }
  .left-over b.wide {
    font-size: min(calc(var(--mm) * 40), calc(var(--mm) * var(--room, 224) / var(--long, 3)));
  }
  .facts {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: calc(var(--mm) * 3) calc(var(--mm) * 8);
    font-size: var(--t2);
  }
  .facts dt {
    color: var(--ink-2);
  }
  .receipt {
    grid-column: 1 / -1;
    display: flex;
    align-items: center;
    gap: calc(var(--mm) * 8);
    min-height: calc(var(--mm) * 37);
    padding: calc(var(--mm) * 4) calc(var(--mm) * 10);
    background: var(--sunken);
    border: 1.5px solid transparent;
    border-radius: var(--radius);
  }
  .receipt .ic {
    width: calc(var(--mm) * 15);
    height: calc(var(--mm) * 15);
  }
  .receipt b {
    display: block;
    font-weight: 400;
    font-size: var(--t3);
  }
  .receipt small {
    font-size: var(--t1);
    color: var(--ink-2);
  }
  .receipt.good {
    background: var(--good-soft);
  }
  .receipt.good .ic {
    color: var(--good);
  }
  .receipt.warn {
    color: var(--warn);
    background: var(--warn-soft);
    border-color: var(--warn);
  }
  .ends {
    grid-column: 1 / -1;
    display: flex;
    align-items: center;
    gap: calc(var(--mm) * 4);
    padding-block: calc(var(--mm) * 3);
    font-size: var(--t2);
    color: var(--ink-2);
  }
  .shaded :is(.figure, .big, .left-over b, .legend):not(.seen) {
    color: transparent;
    background: repeating-linear-gradient(
      -45deg,
      var(--line) 0 calc(var(--mm) * 2),
      transparent 0 calc(var(--mm) * 4)
    );
    border-radius: calc(var(--mm) * 1.5);
  }
  .shaded :is(.figure, .big, .left-over b, .legend):not(.seen) * {
    visibility: hidden;
  }
  .sheet {
    position: absolute;
    inset: 0;
    z-index: 2;
    background: rgb(107 90 60 / 0.25);
  }
  .sheet > section {
    position: absolute;
    inset-inline: 0;
    inset-block-end: 0;
    height: calc(var(--mm) * 240);
    padding: calc(var(--mm) * 22) calc(var(--mm) * 16);
    background: var(--paper);
    border-radius: calc(var(--mm) * 7) calc(var(--mm) * 7) 0 0;
    box-shadow: 0 -8px 40px rgb(27 26 23 / 0.18);
    animation: rise var(--calm) var(--ease);
  }
  .sheet .count {
    display: flex;
    justify-content: space-between;
    align-items: baseline;
  }
  .sheet .choice {
    grid-column: span 2;
    min-height: calc(var(--mm) * 30);
    font-size: var(--t2);
  }
  .sheet .choice.wide {
    grid-column: span 3;
    display: flex;
    align-items: center;
    justify-content: center;
    gap: calc(var(--mm) * 5);
    min-height: calc(var(--mm) * 36);
  }
  .sheet-note {
    max-width: 34em;
    text-wrap: pretty;
    color: var(--ink-2);
  }
  .sheet h2 {
    font: 400 calc(var(--mm) * 15.5) / 1.2 var(--font-display);
  }
  :host([han]) .sheet h2 {
    font-size: calc(var(--mm) * 18);
  }
  .sheet .count span {
    font-size: calc(var(--mm) * 34);
    line-height: 1;
  }
  .sheet .count small {
    font-size: calc(var(--mm) * 12.2);
    color: var(--ink-2);
  }
  .strokes {
    display: flex;
    justify-content: space-between;
    align-items: flex-end;
    height: calc(var(--mm) * 22);
    margin-block: calc(var(--mm) * 9);
  }
  .strokes i {
    width: calc(var(--mm) * 2);
    height: 100%;
    border-radius: calc(var(--mm) * 1);
    background: var(--ink);
  }
  .strokes i.spent {
    height: calc(var(--mm) * 5);
    background: var(--edge);
  }
  .banner {
    display: flex;
    align-items: center;
    gap: calc(var(--mm) * 6);
    margin-block-start: calc(var(--mm) * 6);
    padding: calc(var(--mm) * 5) calc(var(--mm) * 8);
    color: var(--warn);
    background: var(--warn-soft);
    border: 1.5px solid var(--warn);
    border-radius: var(--radius);
  }
  .banner b {
    display: block;
    font-size: var(--t2);
  }
  .banner span {
    font-size: var(--t1);
    color: var(--ink-2);
  }
`;
