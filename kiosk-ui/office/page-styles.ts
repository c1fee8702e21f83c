// The frame of the office page: the dark side with its navigation, the door, print.
import { css } from "lit";

export const pageStyles = css`
  :host {
    display: grid;
    grid-template-columns: 196px minmax(0, 1fr);
    min-height: var(--screen-height, 100vh);
    background: var(--paper);
  }
  .door {
    grid-column: 1 / -1;
    display: grid;
    place-content: center;
    grid-template-columns: minmax(0, 420px);
  }
  .corner {
    text-align: center;
  }
  .corner button {
    min-height: 32px;
    padding: 0 12px;
    border: 1px solid var(--edge);
    border-radius: 8px;
    background: none;
    cursor: pointer;
  }
  main {
    min-width: 0;
    padding: 20px 24px 32px;
  }
  main:focus-visible {
    outline: none;
    box-shadow: none;
  }
  .skip {
    position: absolute;
    inset-inline-start: -999px;
  }
  .skip:focus {
    inset: 8px auto auto 8px;
    z-index: 2;
    padding: 8px 12px;
    color: var(--on-primary);
    background: var(--primary);
    border-radius: 8px;
  }
  .banner {
    margin-block-end: 14px;
    padding: 8px 14px;
    color: var(--warn);
    background: var(--warn-soft);
    border-radius: 8px;
    font-weight: 700;
  }
  .side {
    position: sticky;
    top: 0;
    display: grid;
    grid-template-rows: auto 1fr auto;
    height: var(--screen-height, 100vh);
    padding: 14px 12px;
    color: #fff;
    background: #0a3735;
    overflow-y: auto;
  }
  .brand {
    display: flex;
    gap: 10px;
    align-items: center;
    padding: 0 6px 10px;
  }
  .mark {
    display: grid;
    place-items: center;
    flex: none;
    width: 28px;
    height: 28px;
    border-radius: 5px;
    background: #c8321e;
    font: 700 1.0625rem/1 var(--font-display);
  }
  .side h2 {
    margin: 10px 0 2px;
    padding-inline-start: 10px;
    font-size: 0.75rem;
    font-weight: 400;
    color: #cfe0de;
  }
  .side a {
    display: block;
    padding: 5px 10px;
    color: #fff;
    text-decoration: none;
    border-radius: 8px;
  }
  .side a:hover {
    background: rgb(255 255 255 / 0.1);
  }
  .side a[aria-current="page"] {
    background: rgb(255 255 255 / 0.2);
    font-weight: 700;
  }
  .side :focus-visible {
    outline-color: #fff;
  }
  .foot {
    display: grid;
    gap: 8px;
    padding: 12px 6px 0;
    border-block-start: 1px solid rgb(255 255 255 / 0.25);
    font-size: 0.8125rem;
  }
  .foot p {
    display: flex;
    gap: 6px;
    flex-wrap: wrap;
    justify-content: space-between;
  }
  .foot button {
    min-height: 30px;
    padding: 0 6px;
    color: inherit;
    background: none;
    border: 1px solid rgb(255 255 255 / 0.5);
    border-radius: 8px;
    cursor: pointer;
  }
  .foot button[aria-pressed="true"] {
    background: rgb(255 255 255 / 0.25);
  }
  .dot {
    display: inline-block;
    width: 9px;
    height: 9px;
    margin-inline-end: 6px;
    border-radius: 50%;
    background: #7fd1a0;
  }
  .dot.off {
    border-radius: 0;
    background: #f2be6b;
  }
  @media (max-width: 900px) {
    :host {
      grid-template-columns: minmax(0, 1fr);
      grid-template-rows: auto 1fr;
    }
    .side {
      position: static;
      grid-template-rows: auto;
      height: auto;
      padding: 8px 12px;
    }
    .side nav,
    .side nav ul {
      display: flex;
      gap: 2px;
    }
    .side nav {
      overflow-x: auto;
    }
    .side h2 {
      display: none;
    }
    .side a {
      white-space: nowrap;
    }
    main {
      padding: 14px 16px 24px;
    }
  }
  @media print {
    :host {
      display: block;
    }
    main {
      padding: 0;
    }
  }
`;
