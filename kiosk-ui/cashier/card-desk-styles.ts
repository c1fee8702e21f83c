// How the desks are laid out: acts 196, work, conditions 300; one column on a phone (design: staff pages, Grids).
import { css } from "lit";

export const deskStyles = css`
  .desk {
    display: grid;
    grid-template-columns: 196px minmax(0, 1fr) 300px;
    min-height: min(558px, calc(var(--screen-height, 100vh) - 42px));
  }
  .desk > nav kbd {
    flex: none;
  }
  .desk > nav {
    display: flex;
    flex-direction: column;
    gap: 4px;
    padding: 16px 10px;
    background: var(--sunken);
    border-inline-end: 1px solid var(--line);
  }
  .desk > nav h2 {
    padding-inline-start: 8px;
  }
  .desk > nav button {
    display: flex;
    justify-content: space-between;
    align-items: center;
    min-height: 44px;
    padding: 0 8px;
    text-align: start;
    border: 1px solid transparent;
    border-radius: 8px;
    background: none;
    cursor: pointer;
  }
  .desk > nav button[aria-pressed="true"] {
    font-weight: 700;
    background: var(--surface);
    border-color: var(--line);
    box-shadow: inset 4px 0 var(--primary);
  }
  .desk > nav button:disabled {
    color: var(--ink-2);
    cursor: default;
  }
  .desk > nav button:disabled kbd {
    visibility: hidden;
  }
  .work {
    display: grid;
    align-content: start;
    gap: 12px;
    padding: 16px 20px;
  }
  .work > header {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 12px;
  }
  .work .name {
    font: 700 1.25rem/1.75rem var(--font-display);
  }
  .work form {
    padding: 0;
  }
  .three {
    display: grid;
    grid-template-columns: 120px minmax(0, 1fr) minmax(0, 1fr);
    gap: 14px;
  }
  .kept .rows td,
  .compact td {
    height: 40px;
  }
  aside {
    display: grid;
    align-content: start;
    gap: 12px;
    padding: 16px;
    background: var(--paper);
    border-inline-start: 1px solid var(--line);
  }
  aside dl {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 8px;
    align-items: baseline;
    padding: 12px 16px;
  }
  dd {
    text-align: end;
  }
  .due {
    font-size: 1.75rem;
    line-height: 2.25rem;
    font-weight: 700;
  }
  .effect {
    padding: 12px 16px;
    border-inline-start: 4px solid var(--bad);
    background: var(--bad-soft);
    color: var(--bad);
    font-weight: 700;
  }
  .wide-work {
    grid-template-columns: 196px minmax(0, 1fr);
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 12px;
    min-height: 56px;
    padding: 6px 16px;
    border-block-start: 1px solid var(--line);
  }
  .none {
    padding: 12px 16px;
  }
  label.inline {
    display: flex;
    align-items: center;
    gap: 8px;
    white-space: nowrap;
  }
  .ways {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 6px 16px;
    padding: 12px 16px;
  }
  input.units {
    max-width: 96px;
    text-align: end;
  }
  @media (max-width: 900px) {
    .desk,
    .wide-work {
      grid-template-columns: minmax(0, 1fr);
      align-content: start;
    }
    .work {
      grid-template-columns: minmax(0, 1fr);
    }
    .work .panel > header,
    label.inline {
      flex-wrap: wrap;
      white-space: normal;
    }
    label.inline input {
      flex: 1 1 140px;
      min-width: 0;
    }
    .desk > nav {
      flex-flow: row wrap;
      border: 0;
      padding: 10px;
    }
    .desk > nav h2,
    .desk > nav .spring,
    .desk > nav p,
    .desk kbd {
      display: none;
    }
    .desk > nav button {
      border-color: var(--line);
      background: var(--surface);
    }
    .three,
    .two {
      grid-template-columns: minmax(0, 1fr);
    }
    aside {
      border: 0;
    }
  }
`;
