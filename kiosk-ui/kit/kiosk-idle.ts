// The idle screen: the house's name, the hour, hills, the invitation, ways without a card, languages. After the frame.
import { css } from "lit";

export const kioskIdle = css`
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
  .attract-name.upright span {
    writing-mode: vertical-rl;
    letter-spacing: 0.16em;
  }
  .attract-name:not(.upright) {
    align-items: flex-start;
    max-width: calc(var(--mm) * 84);
    font-size: calc(var(--mm) * 12.2);
  }
  .attract-name .logo {
    max-width: calc(var(--mm) * 84);
    height: calc(var(--mm) * 24);
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
    display: flex;
    justify-content: flex-end;
    gap: calc(var(--mm) * 6);
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
    inset-block: calc(var(--mm) * 200) calc(var(--mm) * 117);
    display: flex;
    flex-direction: column;
    text-align: center;
  }
  .invite h1 {
    font-size: calc(var(--mm) * 19);
  }
  :host([han]) .invite h1 {
    font-size: calc(var(--mm) * 23);
    letter-spacing: 0.06em;
  }
  :host([han]) .invite h1:lang(ja) {
    font-size: calc(var(--mm) * 18.5);
  }
  .invite p {
    font-size: max(calc(var(--mm) * 8.6), var(--t1));
    text-wrap: balance;
    line-height: 1.35;
    color: var(--ink-2);
  }
  /* takes what the words leave */
  .card-picture {
    flex: 1;
    min-height: 0;
    max-height: calc(var(--mm) * 102);
    margin-block-start: auto;
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
    grid-column: span 3;
    display: flex;
    justify-content: center;
    align-items: center;
    gap: calc(var(--mm) * 6);
    min-height: calc(var(--mm) * 28);
    padding: calc(var(--mm) * 3) calc(var(--mm) * 5);
    text-wrap: balance;
    font-size: var(--t2);
    line-height: 1.25;
    background: var(--surface);
    border: 1.5px solid var(--edge);
    border-radius: var(--radius);
  }
  .choice {
    min-height: calc(var(--mm) * 22);
    font-size: var(--t1);
    text-align: center;
    background: var(--sunken);
    border: 2px solid transparent;
    border-radius: var(--radius);
  }
  .choice small {
    display: block;
    font-size: var(--t1);
    line-height: 1.2;
    color: var(--gold);
  }
  .choice[aria-pressed="true"] {
    color: var(--primary-strong);
    background: var(--primary-soft);
    border-color: var(--primary);
  }
  .choice[aria-pressed="true"] small {
    color: inherit;
  }
  :host([contrast]) .hills {
    display: none;
  }
  :host([contrast]) .choice:not([aria-pressed="true"]) {
    border-color: var(--edge);
  }
  :host([contrast]) .choice[aria-pressed="true"] {
    color: var(--on-primary);
    background: var(--primary);
  }
`;
