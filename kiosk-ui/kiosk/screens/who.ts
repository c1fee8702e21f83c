// The line under every question: who this is, as far as a passer-by may read it.
import { html, nothing, type TemplateResult } from "lit";
import type { View } from "../view.ts";

/** Tier, card and whatever the screen adds. */
export const who = ({ visit, info, say }: View, extra = ""): TemplateResult => {
  const { person } = visit;
  const tier = info?.tiers.find(({ id }) => id === person?.tier)?.name;
  return html`<p class="who">
    ${tier === undefined ? nothing : html`<span class="tier">${tier}</span>`}
    ${
      person?.number === undefined
        ? nothing
        : html`<span>${say("home.card", { tail: person.number.slice(-4) })}</span>`
    }
    ${person?.validTo == null ? nothing : html`<span>${say("home.until", { date: person.validTo })}</span>`}
    ${extra === "" ? nothing : html`<span>${extra}</span>`}
  </p>`;
};
