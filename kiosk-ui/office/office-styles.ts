// What the office's views share beyond the staff styles: tight tables and their heads, switches, fields, cards, print.
import { css, html, type TemplateResult } from "lit";

/** The heads of a table whose columns are all text. */
export const tableHead = (names: readonly string[]): TemplateResult => html`
  <thead>
    <tr>
      ${names.map((name) => html`<th scope="col">${name}</th>`)}
    </tr>
  </thead>
`;

/** A view's panels one under the other. */
export const viewStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 14px;
  }
`;

export const officeStyles = css`
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .scroll {
    overflow-x: auto;
  }
  .tight :is(th, td) {
    height: 34px;
    padding: 4px 12px;
    line-height: 1.25rem;
    border-block-end: 1px solid var(--line);
    white-space: nowrap;
  }
  .tight :is(th, td):first-child {
    padding-inline-start: 16px;
  }
  .tight :is(th, td):last-child {
    padding-inline-end: 16px;
  }
  .tight thead th {
    background: var(--paper);
  }
  .tight th.figure {
    text-align: end;
  }
  .tight th.narrow {
    width: 1%;
  }
  .tight tbody th {
    font-size: 0.875rem;
    font-weight: 400;
    color: var(--ink);
  }
  .tight tbody tr:last-child :is(th, td) {
    border-block-end: 0;
  }
  .tight tfoot :is(th, td) {
    font-size: 0.875rem;
    font-weight: 700;
    color: var(--ink);
    background: var(--paper);
  }
  .tight tfoot tr:first-child :is(th, td) {
    border-block-start: 2px solid var(--ink);
  }
  .tight tfoot tr:last-child :is(th, td) {
    border-block-end: 0;
  }
  .tight tr[aria-selected="true"] :is(th, td) {
    background: var(--primary-soft);
  }
  .tight tr[aria-selected="true"] :is(th, td):first-child {
    box-shadow: inset 4px 0 var(--primary);
  }
  .plain {
    min-height: 26px;
    padding: 0;
    border: 0;
    background: none;
    text-align: inherit;
    text-decoration: underline;
    text-decoration-color: var(--edge);
    text-underline-offset: 3px;
    cursor: pointer;
  }
  .switch {
    display: inline-flex;
    border: 1px solid var(--edge);
    border-radius: 8px;
    overflow: hidden;
  }
  .switch button {
    min-height: 30px;
    padding: 0 12px;
    border: 0;
    border-inline-start: 1px solid var(--edge);
    background: var(--surface);
    font-size: 0.8125rem;
    font-weight: 700;
    white-space: nowrap;
    cursor: pointer;
  }
  .switch button:first-child {
    border-inline-start: 0;
  }
  .switch button:focus-visible {
    outline-offset: -3px;
  }
  .switch button[aria-pressed="true"] {
    background: var(--primary);
    color: var(--on-primary);
  }
  .field {
    display: inline-grid;
    gap: 2px;
    font-size: 0.75rem;
    font-weight: 700;
    color: var(--ink-2);
  }
  .field :is(input, select, textarea) {
    min-height: 36px;
    padding: 0 10px;
    color: var(--ink);
    font-size: 0.875rem;
    font-weight: 400;
    background: var(--surface);
    border: 1px solid var(--edge);
    border-radius: 8px;
  }
  .small {
    min-height: 32px;
    padding: 0 12px;
    font-size: 0.8125rem;
  }
  .empty {
    padding: 32px 16px;
    color: var(--ink-2);
    text-align: center;
  }
  .wrong {
    padding: 8px 12px;
    color: var(--bad);
    background: var(--bad-soft);
    border-radius: 8px;
    font-weight: 700;
  }
  .done {
    padding: 8px 12px;
    color: var(--good);
    background: var(--good-soft);
    border-radius: 8px;
    font-weight: 700;
  }
  .body {
    padding: 12px 16px;
  }
  .mono {
    font-family: ui-monospace, "Noto Sans Mono", monospace;
    font-size: 0.75rem;
    overflow-wrap: anywhere;
  }
  .print-only {
    display: none;
  }
  @media print {
    .panel {
      border-color: #999;
      break-inside: avoid;
    }
    .no-print {
      display: none !important;
    }
    .print-only {
      display: block;
    }
    .scroll {
      overflow: visible;
    }
    tr {
      break-inside: avoid;
    }
  }
`;
