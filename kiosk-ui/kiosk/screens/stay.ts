// Check-in: today's bookings, then one of them with what it brings and what is set aside; daily sign-in for points.
import { html, nothing, type TemplateResult } from "lit";
import type { Stay } from "../../charts/kiosk/visit.ts";
import { icon } from "../../kit/icons.ts";
import { sayOne } from "../../words/kiosk.ts";
import { countText, moneyOf, moneyText, pointsOf, type Screen, type View } from "../view.ts";
import { beforeAfter } from "./before-after.ts";
import { who } from "./who.ts";

const shownMax = 4;
const dayMs = 86_400_000;

/** Whole nights between arrival and departure. */
export const nightsOf = ({ arrive = "", depart = "" }: Stay): number =>
  Math.max(0, Math.round((Date.parse(depart) - Date.parse(arrive)) / dayMs));

/** The room's name as the house sells it; its type where it is not on the list. */
export const roomName = ({ info }: View, { roomType = "" }: Stay): string =>
  info?.goods.find(({ sku }) => sku === roomType)?.name ?? roomType;

export const stays: Screen = (view) => {
  const { say, send, visit } = view;
  return html`
    <div class="calm">
      <h1>${say("stays.title")}</h1>
      ${who(view)}
    </div>
    <div class="controls">
      ${visit.stays.slice(0, shownMax).map(
        (stay) => html`
          <button class="tile full" @click=${() => send({ type: "STAY", stay: stay.stay })}>
            <span class="top">${roomName(view, stay)} ${icon("bed")}</span>
            <span class="fact">
              ${say("stay.span", { from: stay.arrive ?? "", to: stay.depart ?? "", count: nightsOf(stay) })}
            </span>
          </button>
        `,
      )}
    </div>
  `;
};

const promises = (
  { say, visit }: View,
  { benefits = [] }: Stay,
): TemplateResult | typeof nothing => {
  const held = visit.account?.benefits ?? benefits;
  const shown = held.slice(0, 3);
  return shown.length === 0
    ? nothing
    : html`<div class="perforation"></div>
        <dl class="facts promises">
          ${shown.map(
            ({ code, until, cite }) => html`
              <dt>${sayOne(say, ["benefit", code], say("benefit.other"))}</dt>
              <dd>
                ${until === undefined ? nothing : say("benefits.until", { until })}
                ${cite === undefined ? nothing : html`<small>${say("clause", { cite })}</small>`}
              </dd>
            `,
          )}
        </dl>`;
};

/** What is set aside, and that it stays the guest's: nothing changes that was not shown first. */
const setAside = (view: View, deposit: number): TemplateResult | typeof nothing => {
  const { say, visit } = view;
  if (deposit === 0) return nothing;
  if (visit.account === undefined) return html`<p class="clause">${say("stay.depositDesk")}</p>`;
  const have = moneyOf(view)?.available ?? 0;
  return html`<dl class="facts figure">
    <dt>${say("stay.deposit")}</dt>
    <dd>${moneyText(deposit)} ${say("yuan")}</dd>
    <dt>${say("home.stored")}</dt>
    <dd class="change">
      ${moneyText(have)} ${icon("go", "turns small")} ${moneyText(have - deposit)} ${say("yuan")}
    </dd>
  </dl>`;
};

export const stay: Screen = (view) => {
  const { say, send, visit, confirm } = view;
  const { intent } = visit;
  const chosen = visit.stays.find((one) => intent?.kind === "checkIn" && one.stay === intent.stay);
  if (chosen === undefined) return html``;
  return html`
    <div class="calm">
      <h1>${say("stay.title", { room: roomName(view, chosen) })}</h1>
      ${visit.person === undefined ? html`<p class="who"><bdi>${chosen.guest ?? ""}</bdi></p>` : who(view)}
      <section class="slip">
        <dl class="facts">
          <dt>${say("stay.dates")}</dt>
          <dd>
            ${say("stay.span", { from: chosen.arrive ?? "", to: chosen.depart ?? "", count: nightsOf(chosen) })}
          </dd>
          ${
            chosen.room === undefined
              ? nothing
              : html`<dt>${say("stay.room")}</dt>
                  <dd>${chosen.room}</dd>`
          }
        </dl>
        ${setAside(view, chosen.deposit ?? 0)} ${promises(view, chosen)}
      </section>
    </div>
    <div class="controls">
      <button class="second" @click=${() => send({ type: "BACK" })}>${say("punch.notNow")}</button>
      <button class="primary four" @click=${confirm}>
        ${icon("tick")}<span><b>${say("stay.confirm")}</b></span>
      </button>
    </div>
  `;
};

export const signIn: Screen = (view) => {
  const { say, send, info, confirm } = view;
  const have = pointsOf(view)?.available ?? 0;
  const more = info?.signIn?.quantity ?? 0;
  const clauses =
    info?.signIn?.cite === undefined ? [] : [say("clause", { cite: info.signIn.cite })];
  return html`
    <div class="calm">
      <h1>${say("signIn.title")}</h1>
      ${who(view)}
      <section class="slip">
        ${beforeAfter({
          labels: [say("punch.now"), say("signIn.after")],
          figures: [countText(have), countText(have + more)],
          unit: say("home.pointsUnit"),
        })}
        <div class="perforation"></div>
        <p class="clause">
          <b>${say("punch.clause")}</b>
          <span> ${[say("signIn.note"), ...clauses].join(" ")} </span>
        </p>
      </section>
    </div>
    <div class="controls">
      <button class="second" @click=${() => send({ type: "BACK" })}>${say("punch.notNow")}</button>
      <button class="primary four" @click=${confirm}>
        ${icon("tick")}<span><b>${say("signIn.confirm")}</b></span>
      </button>
    </div>
  `;
};
