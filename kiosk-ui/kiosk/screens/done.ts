// What was done, sealed, with before → after; and of the receipt only what the printer itself has said.
import { html, nothing, type TemplateResult } from "lit";
import { exhaustive } from "../../../gateway/result.ts";
import type { Intent, Outcome } from "../../charts/kiosk/visit.ts";
import { icon, type IconName } from "../../kit/icons.ts";
import { notchStrip } from "../../kit/notch-strip.ts";
import { stamp } from "../../kit/seal.ts";
import {
  aroundCount,
  countText,
  passName,
  punchCards,
  rewardsOf,
  type Screen,
  type View,
} from "../view.ts";
import { sayOne, type Word } from "../../words/kiosk.ts";
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
  const why = sayOne(say, ["why", visit.job?.why ?? ""], say("why.stalled"));
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
  const [lead, tail] = aroundCount(say);
  return html`
    <p class="label">${passName(view, asset)}</p>
    <p class="left-over">${lead} <b class=${after > 99 ? "wide" : ""}>${after}</b> ${tail}</p>
    ${notchStrip({ used: whole - after, left: after }, 212)}
  `;
};

const redeemed = (view: View, reward: string, count: number): TemplateResult => html`
  <p class="label">
    ${rewardsOf(view).find((one) => one.reward === reward)?.name ?? view.say("home.points")}
  </p>
  <p class="left-over"><b class="wide">−${countText(count)}</b> ${view.say("home.pointsUnit")}</p>
`;

const frozen = ({ say }: View): TemplateResult => html`
  <p class="label">${say("loss.afterLabel")}</p>
  <p class="left-over"><b class="words">${say("loss.after")}</b></p>
`;

/** Title, seal and the figures of each kind of thing that can be done. */
const kinds = {
  punch: { title: "done.punch", seal: "done.sealPunch" },
  redeem: { title: "done.redeem", seal: "done.sealRedeem" },
  loss: { title: "loss.done", seal: "loss.seal" },
} as const;

const figures = (view: View, intent: Intent, count: number): TemplateResult => {
  switch (intent.kind) {
    case "punch":
      return punched(view, intent.asset);
    case "redeem":
      return redeemed(view, intent.reward, count);
    case "loss":
      return frozen(view);
    default:
      return exhaustive(intent);
  }
};

const facts = ({ say }: View, intent: Intent, outcome: Outcome): TemplateResult => {
  const { before, after, receipt, replaceFrom } = outcome;
  const places = {
    count: countText(before - after),
    before: countText(before),
    after: countText(after),
  };
  return html`<dl class="facts">
    ${
      intent.kind === "loss"
        ? html`<dt>${say("loss.from")}</dt>
            <dd>${say("loss.fromDate", { date: replaceFrom ?? "" })}</dd>`
        : html`<dt>${say("done.this")}</dt>
            <dd>${say(intent.kind === "punch" ? "done.change" : "done.changePoints", places)}</dd>`
    }
    ${
      receipt === undefined
        ? nothing
        : html`<dt>${say("done.receipt")}</dt>
            <dd>${receipt.slice(-8).toUpperCase()}</dd>`
    }
  </dl>`;
};

const nothingDone: Outcome = { before: 0, after: 0 };

export const done: Screen = (view) => {
  const { visit, say, send } = view;
  const { intent, outcome = nothingDone } = visit;
  if (intent === undefined) return html``;
  const kind = kinds[intent.kind];
  return html`
    <div class="calm">
      <h1>${say(kind.title)}</h1>
      ${who(view)}
      <section class="slip">
        ${stamp(say(kind.seal))} ${figures(view, intent, outcome.before - outcome.after)}
        <div class="perforation"></div>
        ${facts(view, intent, outcome)}
      </section>
    </div>
    <div class="controls">
      ${outcome.receipt === undefined ? nothing : receiptStrip(view)}
      <p class="ends">
        ${icon("clock")}<span
          >${say(visit.job?.state === "printed" ? "done.leaves" : "done.stays")}</span
        >
      </p>
      <button class="second" @click=${() => send({ type: "MORE" })}>${say("done.more")}</button>
      <button class="primary four" @click=${() => send({ type: "QUIT" })}>
        <span><b>${say("done.finish")}</b></span>
      </button>
    </div>
  `;
};
