// What stands at the foot of the idle screen: larger type, contrast, a person. Drawn at build time as well.
import { html, type TemplateResult } from "lit";
import { icon } from "../kit/icons.ts";
import type { View } from "./view.ts";

export const helpButton = ({ say, send }: View): TemplateResult =>
  html`<button class="call" @click=${() => send({ type: "HELP" })}>
    ${icon("bell")}<span>${say("foot.help")}</span>
  </button>`;

export const attractFoot = (view: View): TemplateResult => {
  const { say, visit, send } = view;
  const { large, contrast } = visit.comfort;
  return html`<nav class="foot three" aria-label=${say("foot.always")}>
    <button
      aria-pressed=${large}
      @click=${() => send({ type: "COMFORT", comfort: { large: !large } })}
    >
      ${icon("large")}<span>${say(large ? "comfort.normal" : "comfort.large")}</span>
    </button>
    <button
      aria-pressed=${contrast}
      @click=${() => send({ type: "COMFORT", comfort: { contrast: !contrast } })}
    >
      ${icon("contrast")}<span>${say(contrast ? "comfort.plain" : "comfort.contrast")}</span>
    </button>
    ${helpButton(view)}
  </nav>`;
};
