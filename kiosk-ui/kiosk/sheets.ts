// Sheets of paper from the bottom: languages, larger type and contrast, and the time that is running out.
import { html, nothing, type TemplateResult } from "lit";
import { loudest, warningSeconds } from "../charts/kiosk/visit.ts";
import { icon, type IconName } from "../kit/icons.ts";
import { languageNames, languages } from "../words/kiosk.ts";
import type { View } from "./view.ts";

export const languageButtons = ({ language, send }: View, chosen: () => void): TemplateResult[] =>
  languages.map(
    (one) => html`
      <button
        class="choice"
        lang=${one}
        aria-pressed=${one === language}
        @click=${() => {
          send({ type: "COMFORT", comfort: { language: one } });
          chosen();
        }}
      >
        ${languageNames[one]}
      </button>
    `,
  );

export const languageSheet = (view: View, close: () => void): TemplateResult => html`
  <div class="sheet">
    <section role="dialog" aria-label=${view.say("sheet.language")}>
      <h2>${view.say("sheet.language")}</h2>
      <div class="controls">
        ${languageButtons(view, close)}
        <button class="primary" @click=${close}>
          <span><b>${view.say("sheet.close")}</b></span>
        </button>
      </div>
    </section>
  </div>
`;

type Ease = "large" | "contrast" | "low" | "speech";
const eases = [
  ["large", "large"],
  ["contrast", "contrast"],
  ["low", "low"],
  ["speech", "ear"],
] as const satisfies readonly (readonly [Ease, IconName])[];

const easeButton = ({ say, visit, send }: View, [ease, picture]: (typeof eases)[number]) => {
  const on = visit.comfort[ease];
  return html`<button
    class="choice wide"
    aria-pressed=${on}
    @click=${() => send({ type: "COMFORT", comfort: { [ease]: !on } })}
  >
    ${icon(picture)}<span>${say(`comfort.${ease}`)}</span>
  </button>`;
};

/** From 1 to the loudest and round again; back to the usual with every visit. */
const louder = ({ say, visit, send }: View): TemplateResult => {
  const { volume } = visit.comfort;
  return html`<button
    class="second"
    @click=${() => send({ type: "COMFORT", comfort: { volume: (volume % loudest) + 1 } })}
  >
    ${say("comfort.louder", { count: volume })}
  </button>`;
};

export const comfortSheet = (view: View, close: () => void): TemplateResult => {
  const { say, visit, speaks } = view;
  const speaking = speaks && visit.comfort.speech;
  return html`<div class="sheet">
    <section role="dialog" aria-label=${say("sheet.comfort")}>
      <h2>${say("sheet.comfort")}</h2>
      <div class="controls">
        ${eases.filter(([ease]) => ease !== "speech" || speaks).map((ease) => easeButton(view, ease))}
        ${speaking ? louder(view) : nothing}
        <button class="primary ${speaking ? "four" : ""}" @click=${close}>
          <span><b>${say("sheet.close")}</b></span>
        </button>
      </div>
    </section>
  </div>`;
};

/** A figure and one stroke a second; spent strokes are cut to stubs. */
export const timeSheet = ({ say, visit, send }: View): TemplateResult => html`
  <div class="sheet">
    <section role="alertdialog" aria-label=${say("idle.title")}>
      <div class="count">
        <h2>${say("idle.title")}</h2>
        <span>${visit.secondsLeft}<small>${say("idle.seconds")}</small></span>
      </div>
      <div class="strokes" aria-hidden="true">
        ${Array.from(
          { length: warningSeconds },
          (_none, at) => html`<i class=${at < visit.secondsLeft ? "" : "spent"}></i>`,
        )}
      </div>
      <p class="sheet-note">${say("idle.note")}</p>
      <div class="controls">
        <button class="second" @click=${() => send({ type: "QUIT" })}>${say("idle.end")}</button>
        <button class="primary four" @click=${() => send({ type: "ACTIVITY" })}>
          <span><b>${say("idle.stay")}</b></span>
        </button>
      </div>
    </section>
  </div>
`;
