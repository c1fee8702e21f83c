// Before → after of a punch: what there is, what will be left, how many people. Nothing changes before the touch.
import { html } from "lit";
import { icon } from "../../kit/icons.ts";
import { notchStrip } from "../../kit/notch-strip.ts";
import { assetName, passName, punchCards, type Screen } from "../view.ts";
import { beforeAfter } from "./before-after.ts";
import { who } from "./who.ts";

export const punch: Screen = (view) => {
  const { visit, say, send, confirm } = view;
  const asset = visit.intent?.kind === "punch" ? visit.intent.asset : "";
  const count = visit.intent?.kind === "punch" ? visit.intent.quantity : 1;
  const card = punchCards(view).find((one) => one.asset === asset);
  const left = card?.left ?? 0;
  const used = (card?.whole ?? left) - left;
  const after = left - count;
  return html`
    <div class="calm">
      <h1>${say("punch.title", { count, name: assetName(view, asset) })}</h1>
      ${who(view, passName(view, asset))}
      <section class="slip">
        ${beforeAfter({
          labels: [say("punch.now"), say("punch.after")],
          figures: [`${left}`, `${after}`],
          unit: say("uses"),
        })}
        ${notchStrip({ used, left, next: count }, 212)}
        <p class="legend">
          <span>${say("punch.used", { count: used })}</span>
          <span class="this">${say("punch.this")} ${count}</span>
          <span>${say("punch.rest", { count: after })}</span>
        </p>
        <div class="perforation"></div>
        <p class="clause">
          <b>${say("punch.clause")}</b>
          <span>
            ${card?.until === undefined ? say("punch.noteOpen") : say("punch.note", { date: card.until })}
          </span>
        </p>
      </section>
    </div>
    <div class="controls">
      <p class="ask">${say("punch.people")}<small>${say("punch.each")}</small></p>
      <div class="stepper">
        <button
          aria-label=${say("punch.fewer")}
          ?disabled=${count <= 1}
          @click=${() => send({ type: "QUANTITY", quantity: count - 1 })}
        >
          −
        </button>
        <output>${say("punch.person", { count })}</output>
        <button
          aria-label=${say("punch.more")}
          ?disabled=${after <= 0}
          @click=${() => send({ type: "QUANTITY", quantity: count + 1 })}
        >
          ＋
        </button>
      </div>
      <button class="second" @click=${() => send({ type: "BACK" })}>${say("punch.notNow")}</button>
      <button class="primary four" ?disabled=${after < 0} @click=${confirm}>
        ${icon("tick")}<span><b>${say("punch.confirm", { count })}</b></span>
      </button>
    </div>
  `;
};
