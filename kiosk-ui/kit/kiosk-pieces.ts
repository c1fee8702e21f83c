// The larger pieces of the kiosk: attract picture, pad, stamp, receipt strip, dialog, lying screens, large type, motion.
import { css } from "lit";

export const kioskPieces = css`
  .attract-name {
    position: absolute;
    inset-block-start: calc(var(--mm) * 19);
    inset-inline-start: calc(var(--mm) * 16);
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: calc(var(--mm) * 7);
    font: 400 calc(var(--mm) * 14) / 1.15 var(--font-display);
  }
  .attract-name span {
    writing-mode: vertical-rl;
    letter-spacing: 0.16em;
  }
  .attract-name .mark-seal {
    width: calc(var(--mm) * 15);
    height: calc(var(--mm) * 15);
  }
  .attract-clock {
    position: absolute;
    inset-block-start: calc(var(--mm) * 16);
    inset-inline-end: calc(var(--mm) * 16);
    text-align: end;
    font: 400 calc(var(--mm) * 50) / 1.05 var(--font-display);
  }
  .attract-clock small {
    display: block;
    margin-block-start: calc(var(--mm) * 3);
    font: 400 var(--t2) / 1.4 var(--font);
    color: var(--ink-2);
  }
  .hills {
    position: absolute;
    inset-inline: 0;
    inset-block-start: calc(var(--mm) * 130);
    width: 100%;
    height: calc(var(--mm) * 78);
  }
  .invite {
    position: absolute;
    inset-inline: calc(var(--mm) * 10);
    inset-block-start: calc(var(--mm) * 200);
    text-align: center;
  }
  .invite h1 {
    font-size: calc(var(--mm) * 23);
    letter-spacing: 0.06em;
  }
  .invite p {
    font-size: calc(var(--mm) * 8.6);
    line-height: 1.35;
    color: var(--ink-2);
  }
  .card-picture {
    position: absolute;
    inset-inline-start: 50%;
    inset-block-start: calc(var(--mm) * 258);
    width: calc(var(--mm) * 180);
    height: calc(var(--mm) * 102);
    translate: -50% 0;
  }
  .card-picture .moving {
    animation: dip 3.2s ease-in-out infinite;
  }
  @keyframes dip {
    0%,
    60%,
    100% {
      translate: 0 -14px;
    }
    30% {
      translate: 0 0;
    }
  }
  .no-card {
    grid-column: 1 / -1;
    display: flex;
    justify-content: center;
    align-items: center;
    gap: calc(var(--mm) * 6);
    min-height: calc(var(--mm) * 26);
    font-size: var(--t3);
    background: var(--surface);
    border: 1.5px solid var(--edge);
    border-radius: calc(var(--mm) * 2.5);
  }
  .choice {
    grid-column: span 3;
    min-height: calc(var(--mm) * 22);
    font-size: var(--t2);
    text-align: center;
    background: var(--sunken);
    border: 2px solid transparent;
    border-radius: calc(var(--mm) * 2.5);
  }
  .choice[aria-pressed="true"] {
    color: var(--primary-strong);
    background: var(--primary-soft);
    border-color: var(--primary);
  }
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
    border-radius: calc(var(--mm) * 2.5);
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
  .key {
    grid-column: span 2;
    display: grid;
    place-items: center;
    height: calc(var(--mm) * 33);
    font-size: calc(var(--mm) * 16);
    background: var(--surface);
    border: 1.5px solid var(--edge);
    border-radius: calc(var(--mm) * 2.5);
  }
  .key.soft {
    font-size: var(--t3);
    background: none;
  }
  .stamp {
    position: absolute;
    inset-block-start: calc(var(--mm) * -15);
    inset-inline-end: calc(var(--mm) * 16);
    width: calc(var(--mm) * 57.1);
    height: calc(var(--mm) * 84);
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
    font-size: calc(var(--mm) * 12);
    color: var(--ink-2);
  }
  .left-over b {
    font-weight: 400;
    font-size: calc(var(--mm) * 60);
    line-height: 1;
    color: var(--ink);
  }
  .left-over b.wide {
    font-size: calc(var(--mm) * 40);
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
    border-radius: calc(var(--mm) * 2.5);
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
  .middle {
    position: absolute;
    inset-inline: calc(var(--mm) * 16);
    inset-block-start: 38%;
    text-align: center;
  }
  .middle .ic {
    width: calc(var(--mm) * 30);
    height: calc(var(--mm) * 30);
    stroke-width: 0.8;
    color: var(--primary);
  }
  .middle p {
    margin-block-start: calc(var(--mm) * 5);
    color: var(--ink-2);
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
    padding: calc(var(--mm) * 26) calc(var(--mm) * 16);
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
  .sheet h1 {
    font-size: calc(var(--mm) * 21);
  }
  .sheet .count span {
    font-size: calc(var(--mm) * 34);
    line-height: 1;
  }
  .sheet .count small {
    font-size: calc(var(--mm) * 12);
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
  .shaded .figure {
    color: transparent;
    background: repeating-linear-gradient(
      -45deg,
      var(--line) 0 calc(var(--mm) * 2),
      transparent 0 calc(var(--mm) * 4)
    );
    border-radius: calc(var(--mm) * 1.5);
  }
  .shaded .figure * {
    visibility: hidden;
  }
  @media (orientation: landscape) {
    .calm {
      inset-inline: calc(var(--mm) * 16) calc(var(--mm) * 244);
      inset-block-start: calc(var(--mm) * 36);
    }
    .controls {
      inset-inline: calc(var(--mm) * 250) calc(var(--mm) * 16);
      inset-block-end: calc(var(--mm) * 46);
    }
    .foot {
      inset-block-end: calc(var(--mm) * 10);
    }
    .slip {
      padding: calc(var(--mm) * 8) calc(var(--mm) * 10);
    }
    .perforation {
      margin: calc(var(--mm) * 6) calc(var(--mm) * -10);
    }
    .two {
      gap: calc(var(--mm) * 5) calc(var(--mm) * 10);
    }
    .tile.half {
      grid-column: span 3;
    }
    .primary b {
      font-size: calc(var(--mm) * 12);
    }
    .stamp {
      inset-block-start: calc(var(--mm) * -9);
      inset-inline-end: calc(var(--mm) * 10);
      width: calc(var(--mm) * 44);
      height: calc(var(--mm) * 64);
    }
    .left-over b {
      font-size: calc(var(--mm) * 46);
    }
    .invite {
      inset-inline: calc(var(--mm) * 250) calc(var(--mm) * 16);
      inset-block-start: calc(var(--mm) * 40);
    }
    .invite h1 {
      font-size: calc(var(--mm) * 19);
    }
    .attract-name {
      inset-block-start: calc(var(--mm) * 16);
    }
    .attract-clock {
      inset-inline: calc(var(--mm) * 60) auto;
      text-align: start;
    }
    .hills {
      inset-block-start: calc(var(--mm) * 110);
      width: 50%;
    }
    .card-picture {
      inset-inline-start: 77%;
      inset-block-start: calc(var(--mm) * 92);
      width: calc(var(--mm) * 140);
      height: calc(var(--mm) * 78);
    }
    .wells {
      margin-block-start: calc(var(--mm) * 9);
    }
    .key {
      height: calc(var(--mm) * 29);
    }
    .sheet > section {
      inset-inline: calc(var(--mm) * 104);
      height: calc(var(--mm) * 200);
      padding-block-start: calc(var(--mm) * 18);
    }
    .sheet .controls {
      inset-inline: calc(var(--mm) * 16);
      inset-block-end: calc(var(--mm) * 14);
    }
    .before-after .big {
      font-size: calc(var(--mm) * 40);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    ::before,
    ::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;
