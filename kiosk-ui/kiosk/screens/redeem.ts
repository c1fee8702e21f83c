// Points into rewards: what can be had, affordable first; then before → after of the one chosen.
import { html, nothing } from "lit";
import { icon } from "../../kit/icons.ts";
import { countText, pointsOf, rewardsOf, type Screen } from "../view.ts";
import { who } from "./who.ts";

const shownMax = 6;

export const redeem: Screen = (view) => {
  const { say, send } = view;
  const rewards = rewardsOf(view);
  const have = pointsOf(view)?.available ?? 0;
  return html`
    <div class="calm">
      <h1>${say("redeem.title")}</h1>
      ${who(view, say("redeem.have", { count: countText(have) }))}
      ${rewards.length === 0 ? html`<p class="slip">${say("redeem.none")}</p>` : nothing}
    </div>
    <div class="controls">
      ${rewards.slice(0, shownMax).map(
        ({ reward, name, points, short }) => html`
          <button
            class="tile half priced"
            ?disabled=${short > 0}
            @click=${() => send({ type: "REWARD", reward, points })}
          >
            <span class="top">${name} ${icon("gift")}</span>
            <span class="fact">
              <span>${say("redeem.cost", { count: countText(points) })}</span>
              ${short > 0 ? html`<span>${say("redeem.short", { count: countText(short) })}</span>` : nothing}
            </span>
          </button>
        `,
      )}
      <button class="second full" @click=${() => send({ type: "BACK" })}>
        ${say("redeem.notNow")}
      </button>
    </div>
  `;
};

export const redeemConfirm: Screen = (view) => {
  const { visit, say, send, confirm } = view;
  const intent = visit.intent?.kind === "redeem" ? visit.intent : { reward: "", points: 0 };
  const have = pointsOf(view)?.available ?? 0;
  const width = have > 99_999 ? "wide widest" : "wide";
  const name =
    rewardsOf(view).find(({ reward }) => reward === intent.reward)?.name ?? intent.reward;
  return html`
    <div class="calm">
      <h1>${say("redeem.confirmTitle", { name })}</h1>
      ${who(view)}
      <section class="slip">
        <div class="before-after">
          <p class="label">${say("punch.now")}</p>
          <p class="label">${say("redeem.after")}</p>
          <span class="big ${width}"
            >${countText(have)}<span class="unit">${say("home.pointsUnit")}</span></span
          >
          ${icon("go", "turns")}
          <span class="big ${width}">
            ${countText(have - intent.points)}<span class="unit">${say("home.pointsUnit")}</span>
          </span>
        </div>
        <div class="perforation"></div>
        <p class="clause"><b>${say("punch.clause")}</b><span>${say("redeem.note")}</span></p>
      </section>
    </div>
    <div class="controls">
      <button class="second" @click=${() => send({ type: "BACK" })}>${say("redeem.notNow")}</button>
      <button class="primary four" @click=${confirm}>
        ${icon("tick")}<span
          ><b>${say("redeem.confirm", { count: countText(intent.points) })}</b></span
        >
      </button>
    </div>
  `;
};
