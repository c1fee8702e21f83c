// The printer's paper near its end or gone, in a line: told before anybody begins. Nothing where there is paper.
import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../kit/icons.ts";
import type { View } from "./view.ts";

export const paperLine = ({ say, paper }: View): TemplateResult | typeof nothing =>
  paper === "ok"
    ? nothing
    : html`<p class="hush paper" role="status">
        ${icon("printer")}<span>${say(`paper.${paper}`)}</span>
      </p>`;
