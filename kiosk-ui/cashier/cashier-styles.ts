// How the till is laid out: bar 48, basket and member, tender row, keys. Tender and keys never move.
import { css } from "lit";

export const cashierStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    height: var(--screen-height, 100vh);
    background: var(--paper);
    overflow: hidden;
  }
  main {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(320px, 428px);
    gap: 12px;
    min-height: 0;
    padding: 12px 16px;
  }
  main,
  sign-in {
    flex: 1;
    min-height: 0;
  }
  .bar {
    flex: none;
  }
  .bar h1 {
    font-size: 0.9375rem;
    line-height: 1.5rem;
  }
  .bar kbd {
    color: inherit;
    background: transparent;
    border-color: rgb(255 255 255 / 0.5);
  }
  .find {
    flex: 0 1 420px;
    min-width: 0;
    height: 34px;
    padding: 0 10px;
    text-align: start;
    color: inherit;
    background: rgb(255 255 255 / 0.12);
    border: 1px solid rgb(255 255 255 / 0.4);
    border-radius: 8px;
    overflow: hidden;
    text-overflow: ellipsis;
    cursor: pointer;
  }
  .language {
    min-height: 32px;
    padding: 0 12px;
    color: inherit;
    background: none;
    border: 1px solid rgb(255 255 255 / 0.5);
    border-radius: 8px;
    cursor: pointer;
  }
  .bar time {
    font-weight: 700;
    font-size: 0.9375rem;
  }
  .desks {
    display: flex;
    flex: none;
    gap: 8px;
    padding: 8px 16px 0;
    overflow-x: auto;
  }
  .desks .lead {
    flex: none;
    align-self: center;
    color: var(--ink-2);
    font-size: 0.75rem;
    font-weight: 700;
  }
  .desks .button {
    flex: none;
    min-height: 44px;
  }
  /* every desk side by side on a till's small screen, also by its English name */
  @media (max-width: 1500px) {
    .desks {
      gap: 4px;
    }
    .desks .button {
      gap: 4px;
      padding-inline: 6px;
    }
  }
  .banner {
    padding: 8px 16px;
    font-weight: 700;
    color: var(--warn);
    background: var(--warn-soft);
    border-block-end: 1px solid var(--line);
  }
  .refused {
    margin: 0 16px 12px;
    padding: 8px 12px;
    color: var(--bad);
    background: var(--bad-soft);
    border-radius: 8px;
    font-weight: 700;
  }
  dialog {
    width: min(520px, calc(var(--screen-width, 100vw) - 24px));
    max-height: calc(var(--screen-height, 100vh) - 40px);
    padding: 0;
    color: var(--ink);
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    box-shadow: var(--shadow);
    overflow: auto;
    scroll-padding-block-end: 80px;
  }
  dialog:has(outcome-sheet) {
    overflow: visible;
  }
  dialog.broad {
    width: min(680px, calc(var(--screen-width, 100vw) - 24px));
  }
  dialog.full {
    width: min(1180px, calc(var(--screen-width, 100vw) - 24px));
    min-height: min(560px, calc(var(--screen-height, 100vh) - 40px));
  }
  dialog::backdrop {
    background: rgb(27 26 23 / 0.45);
  }
  .unknown {
    display: grid;
    gap: 12px;
    padding: 24px;
  }
  @media (max-width: 900px) {
    :host {
      height: auto;
      min-height: var(--screen-height, 100vh);
    }
    main {
      grid-template-columns: minmax(0, 1fr);
      padding: 10px;
    }
    .wide,
    .keys {
      display: none;
    }
    .bar .find {
      flex: 1;
    }
    .bar h1 {
      display: none;
    }
    .bar .mark {
      flex: none;
    }
    .bar {
      gap: 8px;
      padding: 0 10px;
    }
    tender-row {
      position: sticky;
      inset-block-end: 0;
    }
  }
`;
