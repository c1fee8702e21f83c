// The kiosk lying, 476 × 268 mm: what is calm to the left, what is touched to the right.
import { css } from "lit";

export const kioskLying = css`
  @media (orientation: landscape) {
    .calm {
      inset-inline: calc(var(--mm) * 16) calc(var(--mm) * 244);
      inset-block-start: calc(var(--mm) * 33);
    }
    h1 {
      font-size: calc(var(--mm) * 14);
    }
    :host([han]) h1 {
      font-size: calc(var(--mm) * 16);
    }
    .who {
      margin-block-start: calc(var(--mm) * 2);
    }
    .banner {
      margin-block-start: calc(var(--mm) * 4);
      padding: calc(var(--mm) * 3) calc(var(--mm) * 6);
    }
    .clause {
      line-height: 1.3;
    }
    .controls {
      inset-inline: calc(var(--mm) * 250) calc(var(--mm) * 16);
      inset-block-end: calc(var(--mm) * 46);
    }
    .no-card {
      min-height: calc(var(--mm) * 26);
    }
    .foot {
      inset-block-end: calc(var(--mm) * 10);
    }
    .help {
      inset-block-start: calc(var(--mm) * 10);
      padding-block: calc(var(--mm) * 2);
    }
    .slip {
      margin-block-start: calc(var(--mm) * 6);
      padding: calc(var(--mm) * 7) calc(var(--mm) * 10);
    }
    .perforation {
      margin: calc(var(--mm) * 5) calc(var(--mm) * -10);
    }
    .two {
      gap: calc(var(--mm) * 5) calc(var(--mm) * 10);
    }
    .tile.half {
      grid-column: span 3;
    }
    :host([han]) .primary b {
      font-size: calc(var(--mm) * 12);
    }
    .primary,
    .second {
      min-height: calc(var(--mm) * 40);
    }
    .tile {
      min-height: calc(var(--mm) * 38);
      padding: calc(var(--mm) * 5) calc(var(--mm) * 6);
    }
    .left-over {
      --room: 190;
      margin-block: calc(var(--mm) * 4);
    }
    .before-after {
      --most: 34;
      --room: 117;
      margin-block-end: calc(var(--mm) * 3);
    }
    .amount:not(.long) {
      font-size: calc(var(--mm) * 22);
    }
    .amount.long {
      font-size: calc(var(--mm) * 16.5);
      line-height: 1.5;
    }
    .who {
      max-width: calc(var(--mm) * 216);
    }
    .middle {
      inset-block-start: 26%;
    }
    .stamp {
      inset-block-start: calc(var(--mm) * -9);
      inset-inline-end: calc(var(--mm) * 10);
      width: calc(var(--mm) * 44);
      height: calc(var(--mm) * 64);
    }
    .left-over b {
      font-size: calc(var(--mm) * 40);
    }
    .invite {
      inset-inline: calc(var(--mm) * 250) calc(var(--mm) * 16);
      inset-block: calc(var(--mm) * 30) calc(var(--mm) * 112);
    }
    .invite h1 {
      font-size: calc(var(--mm) * 17);
    }
    :host([han]) .invite h1 {
      font-size: calc(var(--mm) * 20);
    }
    :host([han]) .invite h1:lang(ja) {
      font-size: calc(var(--mm) * 16);
    }
    .attract-name {
      inset-block-start: calc(var(--mm) * 16);
    }
    .attract-clock {
      inset-inline: calc(var(--mm) * 60) auto;
      text-align: start;
    }
    .attract-clock small {
      justify-content: flex-start;
    }
    .attract-name:not(.upright) ~ .attract-clock {
      inset-block-start: calc(var(--mm) * 50);
      inset-inline-start: calc(var(--mm) * 16);
    }
    .hills {
      inset-block-start: calc(var(--mm) * 110);
      width: 50%;
    }
    .card-picture {
      max-height: calc(var(--mm) * 70);
    }
    .wells {
      margin-block-start: calc(var(--mm) * 9);
    }
    .key {
      height: calc(var(--mm) * 29);
    }
    .sheet > section {
      height: calc(var(--mm) * 218);
      padding-block-start: calc(var(--mm) * 14);
    }
    .sheet .strokes {
      margin-block: calc(var(--mm) * 6);
    }
    .sheet .controls {
      inset-inline: calc(var(--mm) * 104);
    }
  }
`;
