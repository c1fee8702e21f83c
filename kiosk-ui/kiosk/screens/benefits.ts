// What the card entitles to, and what can be done when it is lost: it is frozen at the instant of the confirmation.
import { html, nothing, type TemplateResult } from "lit";
import { provedByPin } from "../../charts/kiosk/visit.ts";
import { icon } from "../../kit/icons.ts";
import { type Say, sayOne } from "../../words/kiosk.ts";
import type { Screen, View } from "../view.ts";
import { beforeAfter } from "./before-after.ts";
import { who } from "./who.ts";

const shownMax = 6;

/** A thing with a number is handed over by a person; of the last one the number says nothing. */
const numbered = (say: Say, left: number): TemplateResult =>
  left === 1
    ? html`${say("benefits.desk")}`
    : html`${say("benefits.left", { count: left })} <small>${say("benefits.desk")}</small>`;

const benefitRows = ({ visit, say }: View): TemplateResult => {
  const held = visit.account?.benefits ?? [];
  if (held.length === 0) return html`<p>${say("benefits.none")}</p>`;
  return html`<dl class="facts">
    ${held.slice(0, shownMax).map(
      ({ code, until, left, cite }) => html`
        <dt>${sayOne(say, ["benefit", code], say("benefit.other"))}</dt>
        <dd>
          ${until === undefined ? nothing : say("benefits.until", { until })}
          ${left === undefined ? nothing : numbered(say, left)}
          ${cite === undefined ? nothing : html`<small>${say("clause", { cite })}</small>`}
        </dd>
      `,
    )}
  </dl>`;
};

export const benefits: Screen = (view) => {
  const { say, send, visit } = view;
  const mayReport = provedByPin(visit);
  return html`
    <div class="calm">
      <h1>${say("benefits.title")}</h1>
      ${who(view)}
      <section class="slip">${benefitRows(view)}</section>
    </div>
    <div class="controls">
      <button class="tile half" @click=${() => send({ type: "COUPONS" })}>
        <span class="top">${say("coupons.title")} ${icon("ticket")}</span>
        <span class="fact">
          ${say("coupons.count", { count: visit.account?.coupons.length ?? 0 })}
        </span>
      </button>
      <button class="tile half" @click=${() => send({ type: "PROFILE" })}>
        <span class="top">${say("profile.title")} ${icon("comfort")}</span>
        <span class="fact">${say("profile.fact")}</span>
      </button>
      <button class="tile full" ?disabled=${!mayReport} @click=${() => send({ type: "LOSS" })}>
        <span class="top">${say("benefits.loss")} ${icon("lock")}</span>
        <span class="fact">${say(mayReport ? "benefits.lossFact" : "benefits.lossAway")}</span>
      </button>
      <button class="primary" @click=${() => send({ type: "BACK" })}>
        <span><b>${say("benefits.back")}</b></span>
      </button>
    </div>
  `;
};

export const loss: Screen = (view) => {
  const { say, send, confirm } = view;
  return html`
    <div class="calm">
      <h1>${say("loss.title")}</h1>
      ${who(view)}
      <section class="slip">
        ${beforeAfter({
          labels: [say("loss.nowLabel"), say("loss.afterLabel")],
          figures: [say("loss.now"), say("loss.after")],
        })}
        <div class="perforation"></div>
        <p class="clause"><b>${say("punch.clause")}</b><span>${say("loss.note")}</span></p>
      </section>
    </div>
    <div class="controls">
      <button class="second" @click=${() => send({ type: "BACK" })}>${say("loss.notNow")}</button>
      <button class="primary four" @click=${confirm}>
        ${icon("lock")}<span><b>${say("loss.confirm")}</b></span>
      </button>
    </div>
  `;
};
