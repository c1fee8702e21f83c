// One member's page: person, timeline and balances side by side, one under the other where it is narrow.
import { css } from "lit";

export const memberStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 14px;
  }
  .top {
    display: flex;
    gap: 8px;
    align-items: center;
    flex-wrap: wrap;
  }
  .top a {
    color: var(--ink-2);
  }
  .columns {
    display: grid;
    grid-template-columns: 264px minmax(0, 1fr) 276px;
    gap: 16px;
    align-items: start;
  }
  .person {
    display: grid;
    gap: 8px;
    padding: 16px;
  }
  .name {
    font: 700 1.5rem/2rem var(--font-display);
  }
  dl div {
    display: grid;
    grid-template-columns: 72px 1fr;
    padding: 4px 0;
  }
  dt {
    color: var(--ink-2);
  }
  form {
    display: grid;
    gap: 6px;
    padding-block-start: 10px;
    border-block-start: 1px solid var(--line);
  }
  .timeline header {
    flex-wrap: wrap;
  }
  .day th {
    background: var(--sunken);
  }
  .balances {
    display: grid;
    gap: 14px;
  }
  .asset {
    padding: 10px 16px;
    border-block-end: 1px solid var(--line);
  }
  .asset:last-child {
    border-block-end: 0;
  }
  .asset p {
    display: flex;
    justify-content: space-between;
    gap: 8px;
  }
  .asset b {
    font-size: 1.25rem;
    line-height: 1.75rem;
  }
  @media (max-width: 1200px) {
    .columns {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
