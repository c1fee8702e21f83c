// What was done, sealed, with before → after; and of the receipt only what the printer itself has said.
import { html, nothing, type TemplateResult } from "lit";
import { icon, type IconName } from "../../kit/icons.ts";
import { notchStrip } from "../../kit/notch-strip.ts";
import { stamp } from "../../kit/seal.ts";
import { countText, passName, punchCards, rewardsOf, type Screen, type View } from "../view.ts";
import { type Word, wordFor } from "../words.ts";
import { who } from "./home.ts";

type ReceiptState = readonly [tone: string, icon: IconName, title: Word, note: Word];

const receiptStates: Readonly<Record<string, ReceiptState>> = {
  queued: ["", "printer", "job.waiting", "job.waitingNote"],
  sending: ["", "printer", "job.sending", "job.sendingNote"],
  sent: ["", "printer", "job.sent", "job.sentNote"],
  printed: ["good", "tick", "job.printed", "job.printedNote"],
  blocked: ["warn", "warn", "job.blocked", "job.blockedNote"],
  uncertain: ["warn", "warn", "job.uncertain", "job.uncertainNote"],
  expired: ["warn", "warn", "job.uncertain", "job.uncertainNote"],
  cancelled: ["warn", "warn", "job.uncertain", "job.uncertainNote"],
};

/** The strip that follows the print job; waiting until the gateway has said anything about it. */
const receiptStrip = ({ visit, say }: View): TemplateResult => {
  const state = receiptStates[visit.job?.state ?? "queued"] ?? receiptStates["queued"];
  const [tone, picture, title, note] = state ?? ["", "printer", "job.waiting", "job.waitingNote"];
  const why = wordFor(say, "why", visit.job?.why ?? "");
  return html`<div class="receipt ${tone}" role="status">
    ${icon(picture)}
    <div><b>${say(title, { why })}</b><small>${say(note)}</small></div>
  </div>`;
};

const punched = (view: View, asset: string): TemplateResult => {
  const { say, visit } = view;
  const after = visit.outcome?.after ?? 0;
  const before = visit.outcome?.before ?? 0;
  const whole = Math.max(
    punchCards(view).find((one) => one.asset === asset)?.whole ?? before,
    before,
  );
  const [lead = "", tail = ""] = say("left", { count: "|" }).split("|");
  return html`
    <p class="label">${passName(view, asset)}</p>
    <p class="left-over">${lead} <b class=${after > 99 ? "wide" : ""}>${after}</b> ${tail}</p>
    ${notchStrip({ used: whole - after, left: after }, 212)}
  `;
};

export const done: Screen = (view) => {
  const { visit, say, send } = view;
  const { intent, outcome } = visit;
  const punch = intent?.kind === "punch";
  const count = (outcome?.before ?? 0) - (outcome?.after ?? 0);
  const places = {
    count: countText(count),
    before: countText(outcome?.before ?? 0),
    after: countText(outcome?.after ?? 0),
  };
  const name =
    rewardsOf(view).find(({ reward }) => intent?.kind === "redeem" && reward === intent.reward)
      ?.name ?? "";
  return html`
    <main class="calm">
      <h1>${say(punch ? "done.punch" : "done.redeem")}</h1>
      ${who(view)}
      <section class="slip">
        ${stamp(say(punch ? "done.sealPunch" : "done.sealRedeem"))}
        ${
          intent?.kind === "punch"
            ? punched(view, intent.asset)
            : html`<p class="label">${name}</p>
                <p class="left-over">
                  <b class="wide">−${countText(count)}</b> ${say("home.pointsUnit")}
                </p>`
        }
        <div class="perforation"></div>
        <dl class="facts">
          <dt>${say("done.this")}</dt>
          <dd>${say(punch ? "done.change" : "done.changePoints", places)}</dd>
          ${
            outcome?.receipt === undefined
              ? nothing
              : html`<dt>${say("done.receipt")}</dt>
                  <dd>${outcome.receipt.slice(-8).toUpperCase()}</dd>`
          }
        </dl>
      </section>
    </main>
    <div class="controls">
      ${outcome?.receipt === undefined ? nothing : receiptStrip(view)}
      <p class="ends">
        ${icon("clock")} ${say(visit.job?.state === "printed" ? "done.leaves" : "done.stays")}
      </p>
      <button class="second" @click=${() => send({ type: "MORE" })}>${say("done.more")}</button>
      <button class="primary four" @click=${() => send({ type: "QUIT" })}>
        <span><b>${say("done.finish")}</b></span>
      </button>
    </div>
  `;
};
