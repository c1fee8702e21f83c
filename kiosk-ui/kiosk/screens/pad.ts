// Phone number and PIN: our own pad in the flow, never an overlay; a PIN is only ever dots.
import { html, type TemplateResult } from "lit";
import { bookingDigits, dayDigits, phoneDigits, pinDigits } from "../../charts/kiosk/setup.ts";
import { icon } from "../../kit/icons.ts";
import { refusalFor } from "../../words/kiosk.ts";
import type { Screen, View } from "../view.ts";

const digits = ["1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;

/** A number runs from left to right in every language. */
const wells = (typed: string, count: number, secret: boolean): TemplateResult => html`
  <div class="wells" dir="ltr" style="--wells: ${count}" aria-hidden="true">
    ${Array.from({ length: count }, (_none, at) => {
      const digit = typed[at];
      return html`<span class=${at === typed.length ? "now" : ""}>
        ${digit === undefined ? "" : secret ? html`<i></i>` : digit}
      </span>`;
    })}
  </div>
`;

/** A full number goes on by itself; one of unknown length has a button, soft until there is enough. */
const goOn = ({ say, visit, confirm }: View, least: number): TemplateResult => {
  const missing = least - visit.typed.length;
  const waits = missing > 0;
  return html`<button
    class="primary four ${waits ? "waiting" : ""}"
    aria-disabled=${waits}
    @click=${() => !waits && confirm()}
  >
    <span><b>${waits ? say("pad.more", { count: missing }) : say("pad.go")}</b></span>
  </button>`;
};

/** Digits lie from left to right in every language, as on any telephone. */
const keys = (view: View, least: number): TemplateResult => {
  const { say, send } = view;
  return html`
    <div class="controls">
      <div class="keys" dir="ltr">
        ${digits.map(
          (digit) =>
            html`<button class="key" @click=${() => send({ type: "DIGIT", digit })}>
              ${digit}
            </button>`,
        )}
        <button class="key soft" @click=${() => send({ type: "CLEAR" })}>
          ${say("pad.clear")}
        </button>
        <button class="key" @click=${() => send({ type: "DIGIT", digit: "0" })}>0</button>
        <button
          class="key soft"
          aria-label=${say("pad.rubOut")}
          @click=${() => send({ type: "RUB_OUT" })}
        >
          ${icon("rubOut")}
        </button>
      </div>
      <button class="second" @click=${() => send({ type: "BACK" })}>${say("foot.back")}</button>
      ${goOn(view, least)}
    </div>
  `;
};

const typedSoFar = ({ say, visit }: View): TemplateResult =>
  html`<p class="unseen" role="status">${say("pad.typed", { count: visit.typed.length })}</p>`;

export const phone: Screen = (view) => html`
  <div class="calm">
    <h1>${view.say("phone.title")}</h1>
    <p class="who">${view.say("phone.note")}</p>
    ${wells(view.visit.typed, phoneDigits, false)} ${typedSoFar(view)}
  </div>
  ${keys(view, phoneDigits)}
`;

export const booking: Screen = (view) => html`
  <div class="calm">
    <h1>${view.say("booking.title")}</h1>
    <p class="who">${view.say("booking.note")}</p>
    ${wells(view.visit.typed, bookingDigits.most, false)} ${typedSoFar(view)}
  </div>
  ${keys(view, bookingDigits.least)}
`;

export const birthday: Screen = (view) => html`
  <div class="calm">
    <h1>${view.say("birthday.title")}</h1>
    <p class="who">${view.say("birthday.note")}</p>
    ${wells(view.visit.typed, dayDigits, false)} ${typedSoFar(view)}
    <p class="hush">${icon("gift")} ${view.say("birthday.why")}</p>
  </div>
  ${keys(view, dayDigits)}
`;

export const pin: Screen = (view) => {
  const { say, visit } = view;
  return html`
    <div class="calm">
      <h1>${say("pin.title")}</h1>
      <p class="who"><bdi>${visit.person?.member.name ?? ""}</bdi></p>
      ${wells(visit.typed, pinDigits, true)} ${typedSoFar(view)}
      ${
        visit.refused === undefined
          ? html`<p class="hush">${icon("lock")} ${say("pin.note")}</p>`
          : html`<p class="hush bad" role="alert">
              ${icon("warn")}
              ${visit.refused.code === "pin.wrong" ? say("pin.wrong") : refusalFor(say, visit.refused.code)}
            </p>`
      }
    </div>
    ${keys(view, pinDigits)}
  `;
};
