// How the shift desk is laid out: the count at the left, drawer and parked bills at the right; one column on a phone.
import { css } from "lit";

export const shiftStyles = css`
  .shift {
    display: grid;
    grid-template-columns: minmax(0, 5fr) minmax(0, 6fr);
    min-height: min(558px, calc(var(--screen-height, 100vh) - 42px));
  }
  .count .compact td:nth-child(2) {
    width: 130px;
  }
  .lists {
    display: grid;
    align-content: start;
    gap: 12px;
    padding: 16px;
    background: var(--paper);
    border-inline-start: 1px solid var(--line);
  }
  .scroll {
    max-height: 300px;
    overflow: auto;
  }
  .lists .rows td {
    height: 40px;
  }
  .empty,
  .wait {
    padding: 12px 16px;
  }
  .count table input {
    height: 40px;
    text-align: end;
    font-weight: 700;
  }
  .count .compact th {
    width: 90px;
    padding-inline-end: 10px;
    font-size: 1rem;
    color: var(--ink);
    text-align: end;
  }
  .count .compact td {
    height: 44px;
  }
  .total {
    display: flex;
    justify-content: space-between;
    align-items: baseline;
    padding-block-start: 8px;
    border-block-start: 2px solid var(--ink);
  }
  .total b {
    font-size: 1.75rem;
    line-height: 2.25rem;
  }
  .envelope {
    padding: 12px 16px;
    color: var(--gold);
    background: var(--gold-soft);
    border: 1px dashed var(--gold);
    border-radius: 8px;
  }
  .differs {
    color: var(--bad);
  }
  form.move {
    display: grid;
    grid-template-columns: 140px 110px minmax(0, 1fr) auto;
    gap: 8px;
    padding: 12px 16px;
    border-block-start: 1px solid var(--line);
  }
  form.move .button {
    min-height: 44px;
  }
  @media (max-width: 900px) {
    .shift,
    form.move {
      grid-template-columns: minmax(0, 1fr);
    }
    .lists {
      border: 0;
    }
  }
`;
