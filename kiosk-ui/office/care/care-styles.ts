// What the views of caring share: a list beside what is worked on, forms in a grid, choices as cards.
import { css } from "lit";

export const careStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 14px;
    align-content: start;
  }
  .top {
    display: flex;
    gap: 12px;
    align-items: center;
    flex-wrap: wrap;
  }
  .columns {
    display: grid;
    grid-template-columns: 340px minmax(0, 1fr);
    gap: 16px;
    align-items: start;
  }
  .stack {
    display: grid;
    gap: 14px;
  }
  .pick {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 2px 12px;
    width: 100%;
    min-height: 51px;
    padding: 10px 16px;
    text-align: start;
    border: 0;
    border-block-end: 1px solid var(--line);
    background: var(--surface);
    cursor: pointer;
  }
  li:last-child .pick {
    border-block-end: 0;
  }
  .pick:hover {
    background: var(--paper);
  }
  .pick[aria-current="true"] {
    background: var(--primary-soft);
    box-shadow: inset 4px 0 var(--primary);
  }
  .pick[aria-current="true"] .tag {
    background: var(--surface);
  }
  .pick:focus-visible {
    outline-offset: -3px;
  }
  .pick .meta {
    grid-column: 1 / -1;
  }
  form.body,
  form.prizes,
  div.body {
    display: grid;
    gap: 14px;
  }
  .fields {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(150px, 1fr));
    gap: 10px 12px;
    align-items: end;
  }
  fieldset .fields {
    grid-template-columns: repeat(auto-fill, minmax(124px, 1fr));
  }
  .fields .wide {
    grid-column: span 2;
  }
  .field {
    display: grid;
  }
  .field :is(input, select, textarea) {
    width: 100%;
  }
  .field textarea {
    font: inherit;
    font-weight: 400;
    min-height: 120px;
    padding: 8px 10px;
    line-height: 1.5;
    resize: vertical;
  }
  fieldset {
    display: grid;
    gap: 8px;
    min-width: 0;
    margin: 0;
    padding: 12px;
    border: 1px solid var(--line);
    border-radius: 8px;
  }
  legend {
    padding: 0 6px;
    font-size: 0.8125rem;
    font-weight: 700;
    color: var(--ink-2);
  }
  .pair {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(340px, 100%), 1fr));
    gap: 14px;
  }
  .condition {
    display: grid;
    grid-template-columns: minmax(120px, 1.4fr) minmax(84px, 0.7fr) minmax(110px, 1fr) auto;
    gap: 8px;
    align-items: end;
  }
  .condition :is(select, input) {
    min-height: 36px;
    min-width: 0;
    padding: 0 10px;
    background: var(--surface);
    border: 1px solid var(--edge);
    border-radius: 8px;
  }
  .check {
    display: inline-flex;
    gap: 8px;
    align-items: center;
    min-height: 36px;
  }
  .check input {
    width: 18px;
    height: 18px;
  }
  .acts {
    display: flex;
    gap: 8px;
    align-items: end;
    flex-wrap: wrap;
  }
  fieldset .acts {
    align-items: center;
  }
  .says {
    padding: 10px 14px;
    background: var(--paper);
    border-radius: 8px;
    border-inline-start: 4px solid var(--gold);
  }
  .letter {
    padding: 14px 16px;
    overflow-wrap: anywhere;
    background: var(--paper);
    border: 1px solid var(--line);
    border-radius: 8px;
  }
  .letter .text {
    white-space: pre-line;
  }
  a {
    color: inherit;
    text-underline-offset: 3px;
  }
  @media (max-width: 1000px) {
    .columns {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  @media (max-width: 560px) {
    .condition {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
    .fields .wide {
      grid-column: 1 / -1;
    }
  }
`;
