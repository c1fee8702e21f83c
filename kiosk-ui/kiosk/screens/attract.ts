// Nobody is here: the house, the time, and one invitation. No member data, nothing that moves but the card.
import { html, nothing } from "lit";
import { icon } from "../../kit/icons.ts";
import { houseMark } from "../../kit/seal.ts";
import { languageButtons } from "../sheets.ts";
import { isUpright, type Screen } from "../view.ts";

const hills = html`<svg
  class="hills"
  viewBox="0 0 268 90"
  preserveAspectRatio="none"
  aria-hidden="true"
>
  <defs>
    <linearGradient id="far" x1="0" x2="0" y1="0" y2="1">
      <stop offset="0" stop-color="var(--line)" stop-opacity=".55" />
      <stop offset="1" stop-color="var(--line)" stop-opacity="0" />
    </linearGradient>
    <linearGradient id="near" x1="0" x2="0" y1="0" y2="1">
      <stop offset="0" stop-color="var(--line)" />
      <stop offset="1" stop-color="var(--line)" stop-opacity="0" />
    </linearGradient>
  </defs>
  <path fill="url(#far)" d="M0 42C30 34 50 6 78 6s46 31 70 31 40-20 66-20 38 12 54 18v55H0Z" />
  <path fill="url(#near)" d="M0 65c30 0 54-19 87-19s54 20 85 20 60-22 96-22v46H0Z" />
</svg>`;

const cardPicture = html`<svg class="card-picture" viewBox="0 0 180 102" aria-hidden="true">
  <g fill="none" stroke="var(--primary)">
    <ellipse cx="90" cy="78" rx="89" ry="20" opacity=".2" />
    <ellipse cx="90" cy="78" rx="63" ry="14.5" opacity=".4" />
    <ellipse cx="90" cy="78" rx="38" ry="9" stroke-width="1.2" opacity=".75" />
    <path d="m84 75 6 3 6-3m-12 5 6 3 6-3" stroke-width="1.6" />
  </g>
  <g class="moving">
    <path
      d="M58 16h8l2 3.5 2-3.5h8l2 3.5 2-3.5h8l2 3.5 2-3.5h28a2.5 2.5 0 0 1 2.5 2.5V57a2.5 2.5 0 0 1-2.5 2.5H58a2.5 2.5 0 0 1-2.5-2.5V18.5A2.5 2.5 0 0 1 58 16Z"
      fill="var(--primary)"
    />
    <g fill="none" stroke="var(--on-primary)" stroke-linecap="round">
      <path d="M104 34a6 6 0 0 1 0 7m3.5-10a11 11 0 0 1 0 13m3.5-16a16 16 0 0 1 0 19" />
      <path d="M64 43h14m-14 6h22" opacity=".6" />
    </g>
  </g>
</svg>`;

export const attract: Screen = (view) => {
  const { say, house = "", clock, language, send, reader, paper, logo } = view;
  const isAway = reader === "away";
  return html`
    ${hills}
    <div class="attract-name ${isUpright(house) ? "upright" : ""}">
      <span>${house}</span>
      ${houseMark(say("house"), logo)}
    </div>
    <div class="attract-clock">
      <time>${clock.time}</time>
      <small><span>${clock.day}</span><span>${clock.weekday}</span></small>
    </div>
    <div class="invite" data-reader=${reader}>
      <h1>${say(isAway ? "attract.welcome" : "attract.tap")}</h1>
      <p>${say(isAway ? "attract.readerAway" : "attract.where")}</p>
      ${
        paper === "ok"
          ? isAway
            ? nothing
            : html`<p lang=${language.startsWith("zh") ? "en" : "zh-CN"}>
                ${say("attract.whereOther")}
              </p>`
          : html`<p class="paper" role="status">${say(`paper.${paper}`)}</p>`
      }
      ${isAway ? nothing : cardPicture}
    </div>
    <div class="controls">
      <button class="no-card" @click=${() => send({ type: "PHONE" })}>
        ${icon("phone")}<span>${say("attract.noCard")}</span>
      </button>
      <button class="no-card" @click=${() => send({ type: "WAYS" })}>
        ${icon("bed")}<span>${say("attract.ways")}</span>
      </button>
      ${languageButtons(view, () => {})}
    </div>
  `;
};
