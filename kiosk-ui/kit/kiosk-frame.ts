// The kiosk's frame in millimetres, 268 × 476 standing: head, calm above, controls below, foot.
import { css } from "lit";

export const kioskFrame = css`
  :host {
    --t1: calc(var(--mm) * 6.8);
    --t2: calc(var(--mm) * 8);
    --t3: calc(var(--mm) * 10);
    --t5: calc(var(--mm) * 18);
    --t6: calc(var(--mm) * 27);
    --radius-slip: 6px;
    position: fixed;
    inset: 0 0 calc(var(--mm) * var(--lift, 0));
    display: block;
    overflow: hidden;
    font: 400 var(--t2) / 1.35 var(--font);
    color: var(--ink);
    background: var(--paper);
    font-variant-numeric: tabular-nums lining-nums;
    text-autospace: normal;
    -webkit-font-smoothing: antialiased;
    user-select: none;
    touch-action: manipulation;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
    margin: 0;
    padding: 0;
  }
  button {
    font: inherit;
    color: inherit;
    text-align: inherit;
    background: none;
    border: 0;
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
  }
  button:active:not(:disabled) {
    filter: brightness(0.94);
    transition: filter var(--fast);
  }
  :focus-visible {
    outline: calc(var(--mm) * 1.2) solid var(--primary);
    outline-offset: calc(var(--mm) * 0.8);
  }
  .ic {
    flex: none;
    width: calc(var(--mm) * 11);
    height: calc(var(--mm) * 11);
    fill: none;
    stroke: currentColor;
    stroke-width: 1.35;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .ink {
    position: absolute;
  }
  .head {
    position: absolute;
    inset-inline: calc(var(--mm) * 16);
    inset-block-start: calc(var(--mm) * 14);
    display: flex;
    gap: calc(var(--mm) * 4);
    justify-content: space-between;
    align-items: center;
    height: calc(var(--mm) * 14);
  }
  .house {
    display: flex;
    align-items: center;
    gap: calc(var(--mm) * 4);
    font: 400 var(--t2) / 1 var(--font-display);
  }
  :host([han]) .house {
    letter-spacing: 0.12em;
  }
  .mark-seal {
    width: calc(var(--mm) * 10);
    height: calc(var(--mm) * 10);
    font: 700 16px var(--font-display);
  }
  .logo {
    max-width: calc(var(--mm) * 60);
    height: calc(var(--mm) * 12);
    object-fit: contain;
  }
  :host([night]:not([contrast])) .logo {
    padding: calc(var(--mm) * 1.5);
    background: #faf7f2;
    border-radius: var(--radius-slip);
  }
  .status {
    display: flex;
    align-items: center;
    gap: calc(var(--mm) * 7);
    font-size: var(--t1);
    color: var(--ink-2);
  }
  .status span {
    display: flex;
    align-items: center;
    gap: calc(var(--mm) * 2);
  }
  .status time {
    font-size: var(--t2);
    color: var(--ink);
  }
  .dot {
    width: calc(var(--mm) * 2.6);
    height: calc(var(--mm) * 2.6);
    border-radius: 50%;
    background: var(--good);
  }
  .dot.off {
    border-radius: 0;
    background: var(--warn);
    clip-path: polygon(50% 0, 100% 100%, 0 100%);
  }
  .calm {
    position: absolute;
    inset-inline: calc(var(--mm) * 16);
    inset-block-start: calc(var(--mm) * 42);
    animation: rise var(--calm) var(--ease);
  }
  @keyframes rise {
    from {
      opacity: 0;
      translate: 0 calc(var(--mm) * 4);
    }
  }
  .controls {
    position: absolute;
    inset-inline: calc(var(--mm) * 16);
    inset-block-end: calc(var(--mm) * 52.16);
    display: grid;
    grid-template-columns: repeat(6, 1fr);
    gap: calc(var(--mm) * 4);
  }
  .foot {
    position: absolute;
    inset-inline: calc(var(--mm) * 16);
    inset-block-end: calc(var(--mm) * 14);
    display: grid;
    z-index: 3;
    grid-template-columns: repeat(5, 1fr);
    height: calc(var(--mm) * 28);
  }
  .foot.three {
    grid-template-columns: repeat(3, 1fr);
  }
  .foot button {
    position: relative;
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: calc(var(--mm) * 1.6);
    font-size: var(--t1);
    line-height: 1.1;
    text-align: center;
    color: var(--ink-2);
  }
  .foot button + button::before {
    content: "";
    position: absolute;
    inset-inline-start: 0;
    inset-block: 22%;
    width: 1px;
    background: var(--line);
  }
  .foot .ic {
    width: calc(var(--mm) * 10);
    height: calc(var(--mm) * 10);
  }
  h1 {
    font: 400 calc(var(--mm) * 15.5) / 1.2 var(--font-display);
    text-wrap: balance;
  }
  :host([han]) h1 {
    font-size: var(--t5);
    letter-spacing: 0.03em;
    font-feature-settings: "halt";
  }
  :host(:dir(rtl)) .turns {
    scale: -1 1;
  }
  :host(:lang(ja)) {
    word-break: auto-phrase;
  }
  :host(:lang(ko)) {
    word-break: keep-all;
  }
  .fact:lang(ja) {
    word-break: normal;
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
    text-wrap: balance;
  }
  .middle .title {
    margin-block-start: 0;
    font: 400 var(--t5) / 1.2 var(--font-display);
    color: var(--ink);
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .lost {
    position: absolute;
    inset: 0;
    z-index: 4;
    background: var(--paper);
  }
  .help {
    position: absolute;
    inset-inline: calc(var(--mm) * 12);
    inset-block-start: calc(var(--mm) * 8);
    z-index: 4;
    display: flex;
    align-items: center;
    gap: calc(var(--mm) * 5);
    padding: calc(var(--mm) * 5) calc(var(--mm) * 8);
    font-size: var(--t2);
    color: var(--primary-strong);
    background: var(--primary-soft);
    border: 2px solid var(--primary);
    border-radius: var(--radius);
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
