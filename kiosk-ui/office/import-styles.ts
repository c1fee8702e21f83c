// The import wizard's own lines: fields side by side, the bar of progress, the seal of what is done.
import { css } from "lit";

export const importStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 14px;
  }
  .row {
    display: flex;
    gap: 12px;
    align-items: center;
    flex-wrap: wrap;
  }
  label.button:focus-within {
    outline: 2px solid var(--primary);
    box-shadow: var(--focus);
  }
  .fields {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(180px, 1fr));
    gap: 12px;
  }
  .field .meta {
    min-height: 1.125rem;
    font-weight: 400;
  }
  .bar-row {
    display: grid;
    grid-template-columns: 1fr auto auto;
    gap: 12px;
    align-items: center;
  }
  progress {
    width: 100%;
    height: 14px;
  }
  .seal {
    padding: 2px 10px;
    color: var(--seal-text);
    border: 2px solid var(--seal);
    border-radius: 6px;
    transform: rotate(-3deg);
  }
`;
