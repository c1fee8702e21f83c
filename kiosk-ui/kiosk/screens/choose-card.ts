// Which of her cards a guest means whom a phone or a code has shown: told apart by kind, last signs and last day.
import { html, nothing, type TemplateResult } from "lit";
import type { Identified } from "../../charts/kiosk/visit.ts";
import { icon } from "../../kit/icons.ts";
import type { Screen, View } from "../view.ts";

/** Tiles on a screen; where there are more cards, the last of them turns the page. */
const tilesMax = 4;

type Card = NonNullable<Identified["cards"]>[number];

const cardTile = (
  { say, send, info }: View,
  { card, number, type, validTo }: Card,
): TemplateResult => html`
  <button class="tile full priced" @click=${() => send({ type: "CHOOSE", card })}>
    <span class="top">
      ${info?.cards.find((one) => one.type === type)?.name ?? type} ${icon("wallet")}
    </span>
    <span class="fact">
      <span class="figure">${say("home.card", { tail: number.slice(-4) })}</span>
      ${validTo === null ? nothing : html`<span>${say("home.until", { date: validTo })}</span>`}
    </span>
  </button>
`;

/** The cards of this page; turning goes round. */
const shownOf = (cards: readonly Card[], turned: number): readonly Card[] => {
  if (cards.length <= tilesMax) return cards;
  const onPage = tilesMax - 1;
  const first = (turned % Math.ceil(cards.length / onPage)) * onPage;
  return cards.slice(first, first + onPage);
};

export const chooseCard: Screen = (view) => {
  const { say, send, visit } = view;
  const cards = visit.person?.cards ?? [];
  const shown = shownOf(cards, visit.turned);
  return html`
    <div class="calm">
      <h1>${say("choose.title")}</h1>
      <p class="who"><bdi>${visit.person?.member.name ?? ""}</bdi></p>
    </div>
    <div class="controls">
      ${shown.map((card) => cardTile(view, card))}
      ${
        shown.length === cards.length
          ? nothing
          : html`<button class="tile full" @click=${() => send({ type: "TURN" })}>
              <span class="top">${say("choose.others")} ${icon("go", "turns")}</span>
            </button>`
      }
    </div>
  `;
};
