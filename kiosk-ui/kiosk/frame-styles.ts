// What lies over the screens: the lost link, the call for help; and large type, which grows everything but the strip.
import { css } from "lit";

export const frameStyles = css`
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
    z-index: 3;
    background: var(--paper);
  }
  .help {
    position: absolute;
    inset-inline: calc(var(--mm) * 16);
    inset-block-start: calc(var(--mm) * 30);
    z-index: 2;
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
  :host([large]) {
    --t1: calc(var(--mm) * 12.2);
    --t2: calc(var(--mm) * 12.2);
    --t3: calc(var(--mm) * 14);
    --font-display: var(--font);
  }
  :host([large]) .foot {
    font-weight: 700;
  }
  :host([large]) .foot button {
    font-size: calc(var(--mm) * 9);
  }
  :host([large]) .notch-head {
    flex-direction: column;
    white-space: normal;
  }
  :host([large]) .house {
    font-size: calc(var(--mm) * 9);
    letter-spacing: 0.04em;
    white-space: nowrap;
  }
  :host([large]) .slip {
    padding: calc(var(--mm) * 7) calc(var(--mm) * 9);
  }
  :host([large]) .two {
    column-gap: calc(var(--mm) * 8);
  }
  :host([large]) .note,
  :host([large]) .primary small {
    font-size: calc(var(--mm) * 9);
  }
`;
