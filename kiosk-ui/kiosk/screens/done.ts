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
  moneyText,
  passName,
  punchCards,
  type Screen,
  type View,
  wantedIn,
} from "../view.ts";
import { sayOne, type Word } from "../../words/kiosk.ts";
import { widthOf } from "./before-after.ts";
import { who } from "./who.ts";

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

/** A figure that what is sealed moved, small enough to leave the seal its corner. */
const moved = ({ say }: View, sign: string, count: number): TemplateResult => {
  const figure = `${sign}${countText(count)}`;
  return html`<p class="left-over">
    <b class="wide" style="--long: ${widthOf(figure)}">${figure}</b> ${say("home.pointsUnit")}
  </p>`;
};

const redeemed = (view: View, quantity: number, count: number): TemplateResult => html`
  <p class="label">
    ${wantedIn(view)?.name ?? view.say("home.points")} ${quantity > 1 ? `× ${quantity}` : nothing}
  </p>
  ${moved(view, "−", count)}
`;

const frozen = ({ say }: View): TemplateResult => html`
  <p class="label">${say("loss.afterLabel")}</p>
  <p class="left-over"><b class="words">${say("loss.after")}</b></p>
`;

const checkedIn = ({ say }: View, { room, roomNote }: Outcome): TemplateResult => html`
  <p class="label">${say("stay.room")}</p>
  <p class="left-over">
    <b class=${(room ?? "").length > 4 ? "words" : ""}>${room ?? say("stay.roomDesk")}</b>
  </p>
  ${roomNote === undefined ? nothing : html`<p class="note">${roomNote}</p>`}
`;

const gained = (view: View, { before, after }: Outcome): TemplateResult => html`
  <p class="label">${view.say("home.points")}</p>
  ${moved(view, "+", after - before)}
`;

const queued = ({ say }: View, amount: number, ticket: string): TemplateResult => html`
  <p class="label">${say("topUp.ticket")}</p>
  <p class="left-over"><b>${ticket}</b></p>
  <p class="note">${moneyText(amount)} ${say("yuan")}</p>
`;

/** Title and seal of each kind of thing that can be done; what moved nothing carries no seal. */
const kinds = {
  punch: { title: "done.punch", seal: "done.sealPunch" },
  redeem: { title: "done.redeem", seal: "done.sealRedeem" },
  checkIn: { title: "done.checkIn", seal: "done.sealCheckIn" },
  signIn: { title: "done.signIn", seal: "done.sealCheckIn" },
  topUp: { title: "done.topUp" },
  print: { title: "done.print" },
  consent: { title: "done.consent" },
  birthday: { title: "done.consent" },
  loss: { title: "loss.done", seal: "loss.seal" },
} as const satisfies Record<Intent["kind"], { readonly title: Word; readonly seal?: Word }>;

const figures = (view: View, intent: Intent, outcome: Outcome): TemplateResult => {
  switch (intent.kind) {
    case "punch":
      return punched(view, intent.asset);
    case "redeem":
      return redeemed(view, intent.quantity, outcome.before - outcome.after);
    case "checkIn":
      return checkedIn(view, outcome);
    case "signIn":
      return gained(view, outcome);
    case "topUp":
      return queued(view, intent.amount, outcome.ticket ?? "");
    case "print":
      return html`<p class="label">${view.say("done.printNote")}</p>`;
    case "consent":
      return html`<p class="label">
        ${view.say(intent.marketing ? "profile.newsOn" : "profile.newsOff")}
      </p>`;
    case "birthday":
      return html`<p class="label">${view.say("birthday.why")}</p>`;
    case "loss":
      return frozen(view);
    default:
      return exhaustive(intent);
  }
};

/** The second line of what happened: what it did to the figures, or what comes next. */
const change = ({ say }: View, intent: Intent, outcome: Outcome): TemplateResult => {
  const { before, after, replaceFrom, deposit = 0, expiresAt = "" } = outcome;
  const row = (label: Word, fact: string): TemplateResult =>
    html`<dt>${say(label)}</dt>
      <dd>${fact}</dd>`;
  const places = {
    count: countText(Math.abs(before - after)),
    before: countText(before),
    after: countText(after),
  };
  switch (intent.kind) {
    case "punch":
      return row("done.this", say("done.change", places));
    case "redeem":
      return row("done.this", say("done.changePoints", places));
    case "signIn":
      return row("done.this", say("done.gained", places));
    case "checkIn":
      return deposit === 0 ? html`` : row("stay.deposit", `${moneyText(deposit)} ${say("yuan")}`);
    case "topUp":
      return row("topUp.until", expiresAt.slice(11, 16));
    case "loss":
      return row("loss.from", say("loss.fromDate", { date: replaceFrom ?? "" }));
    case "print":
    case "consent":
    case "birthday":
      return html``;
    default:
      return exhaustive(intent);
  }
};

const facts = (view: View, intent: Intent, outcome: Outcome): TemplateResult => {
  const { receipt } = outcome;
  return html`<dl class="facts">
    ${change(view, intent, outcome)}
    ${
      receipt === undefined
        ? nothing
        : html`<dt>${view.say("done.receipt")}</dt>
            <dd>${receipt.slice(-8).toUpperCase()}</dd>`
    }
  </dl>`;
};

/** Nothing moved and nothing is printed: the slip has no second part. */
const isBare = ({ kind }: Intent, { receipt }: Outcome): boolean =>
  (kind === "consent" || kind === "birthday") && receipt === undefined;

/** A printer that cannot, or will not for long: the same receipt on the screen, with a symbol to take it along. */
const onScreen = ({ visit, say, send, paper }: View): TemplateResult | typeof nothing => {
  const receipt = visit.outcome?.receipt;
  const prints = paper === "ok" && visit.job?.state !== "blocked";
  if (receipt === undefined || prints) return nothing;
  return html`<button class="second full" @click=${() => send({ type: "SHOW_RECEIPT", receipt })}>
    ${say("done.onScreen")}
  </button>`;
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
        ${"seal" in kind ? stamp(say(kind.seal)) : nothing} ${figures(view, intent, outcome)}
        ${isBare(intent, outcome) ? nothing : html`<div class="perforation"></div>`}
        ${facts(view, intent, outcome)}
      </section>
    </div>
    <div class="controls">
      ${outcome.receipt === undefined ? nothing : receiptStrip(view)} ${onScreen(view)}
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
