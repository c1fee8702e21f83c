// The clause chip: which clause of the rulebook a price, a benefit or a refusal follows.
import { css, html, nothing, type TemplateResult } from "lit";

/** The clause chip. */
export const cite = (clause: string | undefined): TemplateResult | typeof nothing =>
  clause === undefined ? nothing : html`<span class="cite">${clause}</span>`;

export const citeStyles = css`
  .cite {
    display: inline-block;
    margin-inline-end: 8px;
    padding: 0 5px;
    font: 700 0.75rem/1.125rem var(--font-display);
    color: var(--ink);
    background: var(--paper);
    border: 1px solid var(--line);
    border-inline-start: 2px solid var(--seal);
    border-radius: 3px;
    white-space: nowrap;
  }
`;
