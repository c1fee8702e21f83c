// What cashier, office and technician pages share: panels, tables, buttons, keys, tags, the dark top bar.
// Sizes in px at 1rem = 16 px (design: staff pages); colours only from the tokens.
import { css } from "lit";

export const staffStyles = css`
  :host {
    display: block;
    box-sizing: border-box;
    font: 400 0.875rem/1.5 var(--font);
    color: var(--ink);
    accent-color: var(--primary);
    font-variant-numeric: tabular-nums lining-nums;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  figure {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  h1 {
    font-size: 1.25rem;
    line-height: 1.75rem;
  }
  h2 {
    font-size: 1rem;
    line-height: 1.5rem;
  }
  h3 {
    font-size: 0.875rem;
    line-height: 1.25rem;
  }
  button,
  input,
  select {
    font: inherit;
    color: inherit;
  }
  :focus-visible {
    outline: 2px solid var(--primary);
    outline-offset: 0;
    box-shadow: var(--focus);
  }
  .meta {
    color: var(--ink-2);
    font-size: 0.75rem;
    line-height: 1.125rem;
  }
  .note {
    color: var(--ink-2);
    font-size: 0.8125rem;
  }
  .figure {
    text-align: end;
    white-space: nowrap;
  }
  .spring {
    flex: 1;
  }
  .panel {
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    overflow: hidden;
  }
  .panel > header {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 46px;
    padding: 6px 16px;
    border-block-end: 1px solid var(--line);
  }
  kbd {
    display: inline-block;
    min-width: 22px;
    padding: 0 5px;
    font: 700 0.75rem/1.125rem var(--font);
    text-align: center;
    color: var(--ink);
    background: var(--surface);
    border: 1px solid var(--line);
    border-block-end-width: 2px;
    border-radius: 5px;
    white-space: nowrap;
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-height: 36px;
    padding: 0 14px;
    border: 1px solid var(--edge);
    border-radius: 8px;
    background: var(--surface);
    font-weight: 700;
    white-space: nowrap;
    cursor: pointer;
    transition: background var(--fast) var(--ease);
  }
  .button:hover {
    background: var(--primary-soft);
  }
  /* a button that opens a file: the field lies over it unseen, so that it is pressed, dropped on and focused */
  .button.file {
    position: relative;
    overflow: hidden;
  }
  .button.file input {
    position: absolute;
    inset: 0;
    opacity: 0;
    cursor: pointer;
  }
  .button.file:focus-within {
    outline: 2px solid var(--primary);
    box-shadow: var(--focus);
  }
  .button[aria-pressed="true"] {
    background: var(--warn-soft);
    border-color: var(--warn);
    color: var(--warn);
  }
  .button.primary {
    background: var(--primary);
    border-color: var(--primary);
    color: var(--on-primary);
  }
  .button.primary:hover:not(:disabled) {
    background: var(--primary-strong);
  }
  .button:disabled {
    color: var(--ink-2);
    background: var(--sunken);
    border-style: dashed;
    cursor: default;
  }
  .tag {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    height: 22px;
    padding: 0 8px;
    border-radius: 6px;
    font-size: 0.75rem;
    font-weight: 700;
    white-space: nowrap;
    background: var(--sunken);
    color: var(--ink);
  }
  .tag.good {
    background: var(--good-soft);
    color: var(--good);
  }
  .tag.warn {
    background: var(--warn-soft);
    color: var(--warn);
  }
  .tag.bad {
    background: var(--bad-soft);
    color: var(--bad);
  }
  .tag.gold {
    background: var(--gold-soft);
    color: var(--gold);
  }
  .tag.calm {
    background: var(--primary-soft);
    color: var(--primary-strong);
  }
  .bar {
    display: flex;
    align-items: center;
    gap: 14px;
    height: 48px;
    padding: 0 16px;
    color: var(--bar-ink, #fff);
    background: var(--bar, #0a3735);
    white-space: nowrap;
  }
  .bar .mark {
    display: inline-grid;
    place-items: center;
    width: 28px;
    height: 28px;
    border-radius: 5px;
    background: #c8321e;
    color: #fff;
    font: 700 1.0625rem/1 var(--font-display);
  }
  .bar .dot {
    display: inline-block;
    width: 9px;
    height: 9px;
    margin-inline-end: 8px;
    border-radius: 50%;
    background: #7fd1a0;
  }
  .bar .dot.off {
    border-radius: 0;
    width: 0;
    height: 0;
    background: none;
    border: 5px solid transparent;
    border-block-end: 9px solid #f2be6b;
    border-block-start: 0;
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  th {
    font-size: 0.75rem;
    line-height: 1.125rem;
    font-weight: 700;
    color: var(--ink-2);
    text-align: start;
    white-space: nowrap;
  }
  .rows th,
  .rows td {
    height: 52px;
    padding: 0 8px;
    line-height: 1.25rem;
    border-block-end: 1px solid var(--line);
  }
  .rows th {
    height: 30px;
    background: var(--paper);
  }
  .rows :is(th, td):first-child {
    padding-inline-start: 16px;
  }
  .rows tr:last-child td {
    border-block-end: 0;
  }
  .rows tr[aria-selected="true"] td {
    background: var(--primary-soft);
  }
  .rows tr[aria-selected="true"] td:first-child {
    box-shadow: inset 4px 0 var(--primary);
  }
  .keys {
    display: flex;
    align-items: center;
    gap: 20px;
    min-height: 34px;
    padding: 0 20px;
    font-size: 0.8125rem;
    white-space: nowrap;
    background: var(--sunken);
    border-block-start: 1px solid var(--line);
    overflow-x: auto;
  }
  .keys span {
    display: flex;
    gap: 6px;
    align-items: center;
  }
`;
