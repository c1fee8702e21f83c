// How the basket looks: fluid table, quick items below, totals that never move.
import { css } from "lit";

export const basketStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    min-height: 0;
  }
  .panel {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    grid-template-rows: auto minmax(0, 1fr) auto auto;
    min-height: 0;
  }
  .attached {
    min-height: 36px;
    padding: 4px 16px;
    font-size: 0.8125rem;
    color: var(--primary-strong);
    background: var(--primary-soft);
    border-block-end: 1px solid var(--line);
    grid-row: 1;
  }
  .plain {
    padding: 4px;
    font-size: 0.8125rem;
    background: none;
    border: 0;
    cursor: pointer;
  }
  .scroll {
    grid-row: 2;
    min-height: 0;
    overflow: auto;
  }
  th,
  td {
    height: 44px;
    padding: 0 12px;
    border-block-end: 1px solid var(--line);
    white-space: nowrap;
  }
  th {
    position: sticky;
    inset-block-start: 0;
    height: 30px;
    background: var(--paper);
  }
  th.figure {
    text-align: end;
  }
  td {
    font-size: 0.9375rem;
  }
  tr[aria-selected="true"] td {
    background: var(--primary-soft);
  }
  tr[aria-selected="true"] td:first-child {
    box-shadow: inset 4px 0 var(--primary);
  }
  tbody tr {
    cursor: pointer;
  }
  .number {
    width: 36px;
    color: var(--ink-2);
    text-align: end;
  }
  .item {
    padding: 0;
    font-weight: 700;
    background: none;
    border: 0;
    cursor: pointer;
  }
  .less {
    color: var(--good);
    font-size: 0.8125rem;
  }
  s {
    color: var(--ink-2);
  }
  .net {
    font-size: 1.0625rem;
    font-weight: 700;
  }
  .noted {
    padding: 10px 16px;
    font-size: 0.8125rem;
    overflow-wrap: anywhere;
    white-space: normal;
    border-block-end: 1px solid var(--line);
  }
  .hint {
    padding: 12px 16px;
    color: var(--ink-2);
    font-size: 0.8125rem;
  }
  .quick {
    grid-row: 3;
    display: grid;
    grid-template-columns: repeat(6, minmax(0, 1fr));
    gap: 6px;
    padding: 8px 12px;
    border-block-start: 1px solid var(--line);
  }
  .quick button {
    display: grid;
    align-content: center;
    min-height: 46px;
    padding: 2px 8px;
    text-align: start;
    border: 1px solid var(--edge);
    border-radius: 8px;
    background: var(--surface);
    cursor: pointer;
    overflow: hidden;
  }
  .quick button:hover {
    background: var(--primary-soft);
  }
  .quick button > span {
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
  }
  .quick button > span:first-child {
    font-weight: 700;
    font-size: 0.8125rem;
  }
  .quick .meta {
    display: flex;
    justify-content: space-between;
  }
  .quick .meta kbd {
    margin-inline-start: auto;
  }
  footer {
    grid-row: 4;
    display: flex;
    align-items: center;
    gap: 20px;
    min-height: 44px;
    padding: 0 16px;
    background: var(--paper);
    border-block-start: 1px solid var(--line);
    white-space: nowrap;
  }
  .sum b {
    margin-inline-start: 12px;
    font-size: 1.625rem;
  }
  @media (max-width: 700px) {
    .attached {
      flex-wrap: wrap;
    }
    .quick {
      grid-template-columns: repeat(3, minmax(0, 1fr));
    }
    th:nth-child(n + 5):nth-child(-n + 6),
    td:nth-child(n + 5):nth-child(-n + 6),
    th:nth-child(3),
    td:nth-child(3),
    .attached .plain kbd,
    footer span:nth-child(2),
    footer span:nth-child(3),
    footer kbd {
      display: none;
    }
    footer {
      flex-wrap: wrap;
      gap: 0 12px;
    }
    footer .spring {
      display: block;
    }
    td {
      white-space: normal;
    }
  }
`;
