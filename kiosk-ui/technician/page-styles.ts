// The frame of the technician page: what belongs to the store beside what belongs to the chosen device.
import { css } from "lit";

export const pageStyles = css`
  :host {
    display: grid;
    grid-template-rows: 48px minmax(0, 1fr) auto;
    min-height: var(--screen-height, 100vh);
    background: var(--paper);
  }
  .language {
    min-height: 32px;
    padding: 0 12px;
    color: inherit;
    background: none;
    border: 1px solid rgb(255 255 255 / 0.5);
    border-radius: 8px;
    cursor: pointer;
  }
  h1 {
    font-size: 0.9375rem;
  }
  main {
    display: grid;
    grid-template-areas: "left right" "stations right";
    grid-template-columns: minmax(0, 1fr) 464px;
    grid-template-rows: auto 1fr;
    gap: 16px;
    align-items: start;
    padding: 14px 20px;
  }
  .left,
  .right,
  .device,
  .health {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
    align-content: start;
  }
  .left {
    grid-area: left;
  }
  .right {
    grid-area: right;
  }
  stations-panel {
    grid-area: stations;
  }
  .none {
    padding: 16px;
  }
  .events li {
    display: grid;
    grid-template-columns: 64px 96px minmax(0, 1fr);
    gap: 8px;
    padding: 6px 16px;
    border-block-end: 1px solid var(--line);
  }
  .events span {
    overflow-wrap: anywhere;
  }
  .events li:last-child {
    border: 0;
  }
  .refused {
    padding: 8px 12px;
    color: var(--bad);
    background: var(--bad-soft);
    border-radius: 8px;
    font-weight: 700;
  }
  @media (min-width: 1600px) {
    main {
      grid-template-areas: "left right" "left stations";
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
    .right {
      grid-template-columns: repeat(2, minmax(0, 1fr));
      gap: 16px;
    }
  }
  @media (max-width: 960px) {
    main {
      grid-template-areas: "left" "right" "stations";
      grid-template-columns: minmax(0, 1fr);
      grid-template-rows: auto;
      padding: 12px;
    }
    .wide {
      display: none;
    }
  }
  @media (max-width: 700px) {
    footer.keys {
      display: none;
    }
  }
  @media (max-width: 480px) {
    .bar {
      gap: 8px;
      padding: 0 12px;
    }
    .gateway {
      display: none;
    }
  }
`;
