// How the till's dialogs look: a sheet with one question, fields, one primary action at the lower right.
import { css } from "lit";

export const dialogStyles = css`
  form {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 14px;
    padding: 20px 24px 24px;
  }
  form[hidden] {
    display: none;
  }
  .pin {
    display: grid;
    gap: 4px;
    font-size: 0.8125rem;
    font-weight: 700;
  }
  .pin .button {
    min-height: 44px;
  }
  h2 {
    font: 700 1.25rem/1.75rem var(--font-display);
  }
  label {
    display: grid;
    gap: 4px;
    font-size: 0.8125rem;
    font-weight: 700;
  }
  label.tick {
    grid-template-columns: 24px 1fr;
    align-items: center;
    font-weight: 400;
    font-size: 0.875rem;
    min-height: 32px;
  }
  input:not([type="checkbox"]),
  select {
    width: 100%;
    min-width: 0;
    height: 44px;
    padding: 0 12px;
    font-size: 1rem;
    border: 1px solid var(--edge);
    border-radius: 8px;
    background: var(--surface);
  }
  textarea {
    padding: 8px 12px;
    font: inherit;
    font-size: 1rem;
    color: inherit;
    border: 1px solid var(--edge);
    border-radius: 8px;
    background: var(--surface);
    resize: vertical;
  }
  input[type="checkbox"] {
    width: 20px;
    height: 20px;
  }
  input.money {
    font-size: 1.375rem;
    font-weight: 700;
    text-align: end;
  }
  .two {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: 14px;
  }
  @media (max-width: 480px) {
    .two {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  .choices {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(140px, 1fr));
    gap: 8px;
  }
  .choices button {
    display: grid;
    align-content: center;
    gap: 2px;
    min-height: 56px;
    padding: 6px 12px;
    text-align: start;
    border: 1px solid var(--edge);
    border-radius: 8px;
    background: var(--surface);
    cursor: pointer;
  }
  .choices button[aria-pressed="true"] {
    border-color: var(--primary);
    background: var(--primary-soft);
    box-shadow: inset 4px 0 var(--primary);
  }
  .choices button:disabled {
    border-style: dashed;
    background: var(--sunken);
    cursor: default;
  }
  .token {
    padding: 10px 12px;
    border: 1px dashed var(--edge);
    border-radius: 8px;
    background: var(--paper);
  }
  .token.good {
    border-style: solid;
    border-color: var(--good);
    color: var(--good);
    background: var(--good-soft);
    font-weight: 700;
  }
  .refused {
    padding: 8px 12px;
    color: var(--bad);
    background: var(--bad-soft);
    border-radius: 8px;
    font-weight: 700;
  }
  .two .token {
    align-self: end;
    min-height: 44px;
  }
  /* however long the form: what it is for stays in reach (a field that gets the focus stops above it) */
  .actions {
    position: sticky;
    inset-block-end: 0;
    padding-block: 8px;
    background: var(--surface);
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 10px;
  }
  /* why it was refused stands with what is tried again, never below the edge of a long form */
  .actions .refused {
    flex: 0 0 100%;
  }
  .actions .button {
    min-height: 48px;
  }
  .actions .primary {
    min-width: 200px;
    font-size: 1rem;
  }
`;
