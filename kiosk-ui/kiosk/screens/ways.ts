// Without a card: the ways in, the code that brings a new guest to the desk; a card nobody could read, two at once.
import { html, type TemplateResult } from "lit";
import { icon, type IconName } from "../../kit/icons.ts";
import type { KioskEvent } from "../../charts/kiosk/events.ts";
import type { Word } from "../../words/kiosk.ts";
import type { Screen, View } from "../view.ts";

type Way = readonly [picture: IconName, title: Word, fact: Word, event: KioskEvent];

const ways: readonly Way[] = [
  ["phone", "ways.phone", "ways.phoneFact", { type: "PHONE" }],
  ["bed", "ways.booking", "ways.bookingFact", { type: "BOOKING" }],
  ["seal", "ways.join", "ways.joinFact", { type: "ENROL" }],
];

const wayTile = ({ say, send }: View, [picture, title, fact, event]: Way): TemplateResult => html`
  <button class="tile full" @click=${() => send(event)}>
    <span class="top">${say(title)} ${icon(picture)}</span>
    <span class="fact">${say(fact)}</span>
  </button>
`;

export const other: Screen = (view) => html`
  <div class="calm">
    <h1>${view.say("ways.title")}</h1>
    <p class="who">${view.say("ways.note")}</p>
  </div>
  <div class="controls">${ways.map((way) => wayTile(view, way))}</div>
`;

export const enrol: Screen = ({ say, send, visit, info }) => html`
  <div class="calm">
    <h1>${say("enrol.title", { house: info?.store.name ?? "" })}</h1>
    <section class="slip symbol">
      ${
        visit.picture === undefined
          ? html`<p role="status">${say("resolving.note")}</p>`
          : html`<img src=${visit.picture} alt=${say("enrol.symbol")} />`
      }
      <p class="note">${say("enrol.note")}</p>
    </section>
  </div>
  <div class="controls">
    <button class="second" @click=${() => send({ type: "BACK" })}>${say("foot.back")}</button>
    <button class="primary four" @click=${() => send({ type: "HELP" })}>
      ${icon("bell")}<span><b>${say("enrol.call")}</b></span>
    </button>
  </div>
`;

export const twoCards: Screen = ({ say, send }) => html`
  <div class="middle" role="alert">
    ${icon("warn")}
    <h1>${say("twoCards.title")}</h1>
    <p>${say("twoCards.note")}</p>
  </div>
  <div class="controls">
    <button class="primary" @click=${() => send({ type: "BACK" })}>
      <span><b>${say("goodbye.again")}</b></span>
    </button>
  </div>
`;

export const layAgain: Screen = ({ say, send, visit }) => html`
  <div class="middle" role="alert">
    ${icon("lay")}
    <h1>${say("again.title")}</h1>
    <p>${say(`again.${visit.unread ?? "mute"}`)}</p>
  </div>
  <div class="controls">
    <button class="primary" @click=${() => send({ type: "BACK" })}>
      <span><b>${say("explain.ok")}</b></span>
    </button>
  </div>
`;
