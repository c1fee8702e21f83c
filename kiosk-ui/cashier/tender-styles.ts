// How the tender row looks: four tiles, the sums, one green action. It never moves.
import { css } from "lit";

export const tenderStyles = css`
  section {
    display: grid;
    grid-template-columns: repeat(4, minmax(0, 1fr)) 200px 232px;
    gap: 12px;
    min-height: 168px;
    padding: 12px 16px;
    background: var(--surface);
    border-block-start: 1px solid var(--line);
  }
  .tile {
    display: grid;
    grid-template-rows: auto auto 1fr;
    gap: 6px;
    padding: 8px 12px;
    background: var(--paper);
    border: 1px solid var(--line);
    border-radius: var(--radius);
  }
  .tile.current {
    background: var(--surface);
    border: 2px solid var(--primary);
  }
  .tile[inert] {
    opacity: 0.75;
  }
  h3 {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .end {
    margin-inline-start: auto;
    font-weight: 400;
  }
  .amount {
    display: block;
    width: 100%;
    height: 44px;
    padding: 0 12px;
    font-size: 1.5rem;
    line-height: 42px;
    font-weight: 700;
    text-align: end;
    border: 1px solid var(--edge);
    border-radius: 8px;
    background: var(--surface);
  }
  output.amount {
    border-color: var(--line);
    background: none;
  }
  .notes {
    display: flex;
    gap: 6px;
  }
  .notes button {
    flex: 1;
    min-height: 34px;
    font-weight: 700;
    border: 1px solid var(--edge);
    border-radius: 6px;
    background: var(--surface);
    cursor: pointer;
  }
  .sums {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-content: space-between;
    padding: 6px 0;
  }
  dd {
    text-align: end;
  }
  .strong {
    align-self: center;
    font-weight: 700;
  }
  dd.strong {
    font-size: 1.75rem;
    line-height: 2.25rem;
  }
  .settle {
    display: grid;
    grid-template-rows: 1fr auto;
    gap: 8px;
    text-align: center;
  }
  .primary {
    font-size: 1.25rem;
    min-height: 68px;
  }
  .primary kbd {
    color: inherit;
    background: none;
    border-color: rgb(255 255 255 / 0.5);
  }
  @media (max-width: 1100px) {
    section {
      grid-template-columns: repeat(4, minmax(0, 1fr));
    }
    .sums,
    .settle {
      grid-column: span 2;
    }
  }
  .notes.ways {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: 4px;
  }
  .notes.ways button {
    min-height: 32px;
    padding: 0;
    font-size: 0.8125rem;
    white-space: nowrap;
  }
  .notes.ways button[aria-pressed="true"] {
    border-color: var(--primary);
    box-shadow: inset 4px 0 var(--primary);
  }
  @media (max-width: 700px) {
    section {
      grid-template-columns: 1fr 1fr;
    }
    .notes.ways {
      grid-template-columns: minmax(0, 1fr);
    }
    .primary {
      min-height: 54px;
    }
  }
  .settle:has(.keep) {
    grid-template-rows: auto 1fr auto;
  }
  .settle:has(.keep) .primary {
    min-height: 54px;
  }
  .keep {
    min-height: 36px;
    width: 100%;
    font-weight: 400;
    white-space: normal;
  }
`;
