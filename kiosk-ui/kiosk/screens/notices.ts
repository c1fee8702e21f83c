// Screens that only say something: being read, being booked, unknown outcome, refused, goodbye.
import { html, nothing } from "lit";
import { referenceOf } from "../../charts/kiosk/visit.ts";
import { icon } from "../../kit/icons.ts";
import { refusalFor } from "../../words/kiosk.ts";
import type { Screen } from "../view.ts";

export const resolving: Screen = ({ say }) => html`
  <div class="middle" role="status">
    ${icon("receipt")}
    <h1>${say("resolving.title")}</h1>
    <p>${say("resolving.note")}</p>
  </div>
`;

export const posting: Screen = ({ say }) => html`
  <div class="middle" role="status">
    ${icon("clock")}
    <h1>${say("posting.title")}</h1>
    <p>${say("posting.note")}</p>
  </div>
`;

/** A slip to be photographed: with its reference the desk finds out what became of it. */
export const unknown: Screen = ({ say, visit }) => html`
  <div class="calm" role="alert">
    <h1>${say("unknown.title")}</h1>
    <p class="hush">${say("unknown.note")}</p>
  </div>
  <div class="controls">
    <section class="slip symbol">
      ${visit.picture === undefined ? icon("unknown") : html`<img src=${visit.picture} alt="" />`}
      <b class="code">${say("unknown.key", { key: referenceOf(visit.key ?? "") })}</b>
      <p class="note">${say("unknown.slip")}</p>
    </section>
  </div>
`;

export const blocked: Screen = ({ say, visit, send }) => html`
  <div class="middle" role="alert">
    ${icon("warn")}
    <h1>
      ${visit.refused === undefined ? say("blocked.title") : refusalFor(say, visit.refused.code)}
    </h1>
    <p>${say("blocked.again")}</p>
    ${visit.refused === undefined ? nothing : html`<p>${say("refused.code", { code: visit.refused.code })}</p>`}
  </div>
  <div class="controls">
    <button class="primary" @click=${() => send({ type: "BACK" })}>
      <span><b>${say("explain.ok")}</b></span>
    </button>
  </div>
`;

export const explain: Screen = ({ say, visit, send }) => html`
  <div class="calm" role="alert">
    <h1>${say("explain.title")}</h1>
    <section class="slip">
      <p>${refusalFor(say, visit.refused?.code ?? "")}</p>
      <p class="note">${say("explain.nothing")}</p>
      <p class="note">
        ${visit.refused?.cite ?? ""} ${say("refused.code", { code: visit.refused?.code ?? "" })}
      </p>
    </section>
  </div>
  <div class="controls">
    <button class="primary" @click=${() => send({ type: "BACK" })}>
      <span><b>${say("explain.ok")}</b></span>
    </button>
  </div>
`;

export const goodbye: Screen = ({ say, visit, send }) => html`
  <div class="middle" role="status">
    ${icon("leave")}
    <h1>${say(visit.cardOnReader ? "goodbye.card" : "goodbye.title")}</h1>
    <p>${say("goodbye.note")}</p>
  </div>
  <div class="controls">
    <button class="primary" @click=${() => send({ type: "BACK" })}>
      <span><b>${say("goodbye.again")}</b></span>
    </button>
  </div>
`;
