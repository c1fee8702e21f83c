// The account: stored value, points, punch cards; what can be done now, one of it suggested.
import { html, nothing, type TemplateResult } from "lit";
import type { KioskEvent } from "../../charts/kiosk/events.ts";
import { assetIcon, icon, type IconName } from "../../kit/icons.ts";
import { notchStrip } from "../../kit/notch-strip.ts";
import {
  aroundCount,
  assetName,
  countText,
  moneyParts,
  moneyText,
  passName,
  pointsOf,
  punchCards,
  rewardsOf,
  type Screen,
  type View,
  worthOf,
} from "../view.ts";
import type { Word } from "../../words/kiosk.ts";
import { nightsOf, roomName } from "./stay.ts";
import { who } from "./who.ts";

const greeting = (hour: number): Word =>
  hour < 11 ? "greet.morning" : hour < 18 ? "greet.afternoon" : "greet.evening";

/** Six figures and more are set smaller, so that two amounts stand side by side in every language. */
const width = (figures: string): string => (figures.length > 5 ? "long" : "");

const stored = ({ info, visit, say }: View): TemplateResult | typeof nothing => {
  const asset = info?.assets.find(({ kind }) => kind === "money")?.id;
  const held = asset === undefined ? undefined : visit.account?.assets[asset];
  if (held === undefined) return nothing;
  const [whole, cents] = moneyParts(held.available);
  return html`<div>
    <p class="label">${say("home.stored")}</p>
    <span class="amount figure ${width(whole)}"
      >${whole}<small>${cents}</small><span class="unit">${say("yuan")}</span></span
    >
    ${
      held.principal === undefined
        ? nothing
        : html`<p class="note figure">
            ${say("home.parts", {
              principal: moneyText(held.principal),
              bonus: moneyText(held.bonus ?? 0),
            })}
          </p>`
    }
  </div>`;
};

const points = (view: View): TemplateResult | typeof nothing => {
  const { say, visit, headOffice } = view;
  const held = pointsOf(view);
  if (held === undefined) return nothing;
  const next = visit.account?.assets[held.asset]?.expiresNext;
  const worth = worthOf(view);
  return html`<div>
    <p class="label">${say("home.points")}</p>
    <span class="amount figure ${width(countText(held.available))}"
      >${countText(held.available)}<span class="unit">${say("home.pointsUnit")}</span></span
    >
    ${
      worth === undefined
        ? nothing
        : html`<p class="note worth figure">${say("home.worth", { amount: moneyText(worth) })}</p>`
    }
    ${
      // beside the banner that head office is away the slip keeps to what counts
      next === undefined || headOffice === "offline"
        ? nothing
        : html`<p class="note">
            ${say("home.expires", { date: next.on, count: countText(next.quantity) })}
          </p>`
    }
  </div>`;
};

const cards = (view: View): TemplateResult | typeof nothing => {
  const held = punchCards(view);
  if (held.length === 0) return nothing;
  return html`
    <div class="perforation"></div>
    <div class="two">
      ${held.slice(0, 2).map(
        ({ asset, left, whole }) => html`
          <div
            role="group"
            aria-label="${passName(view, asset)} ${view.say("left", { count: left })}"
          >
            <p class="notch-head">
              <b>${passName(view, asset)}</b>
              <span class="figure">${leftOver(view, left)}</span>
            </p>
            ${notchStrip({ used: whole - left, left }, 98)}
          </div>
        `,
      )}
    </div>
  `;
};

/** 「还剩 7 次」 with the figure large. */
const leftOver = ({ say }: View, left: number): TemplateResult => {
  const [before, after] = aroundCount(say);
  return html`${before}<em>${left}</em>${after}`;
};

const redeemTile = (view: View): TemplateResult => {
  const { say, send } = view;
  const rewards = rewardsOf(view);
  const have = pointsOf(view)?.available ?? 0;
  const affordable = rewards.filter(({ most }) => most > 0).length;
  const short = Math.min(...rewards.map((reward) => reward.short));
  const fact =
    rewards.length === 0
      ? say("redeem.desk")
      : rewards.every(({ waits }) => waits)
        ? say("redeem.waits")
        : affordable > 0
          ? say("home.redeemMany", { points: countText(have), count: affordable })
          : say("home.redeemFew", { points: countText(have), short });
  return html`<button
    class="tile half"
    ?disabled=${affordable === 0}
    @click=${() => send({ type: "REDEEM" })}
  >
    <span class="top">${say("home.redeem")} ${icon("gift")}</span><span class="fact">${fact}</span>
  </button>`;
};

type Offer = readonly [picture: IconName, title: string, fact: string, event: KioskEvent];

const tile = ({ send }: View, wide: boolean, [picture, title, fact, event]: Offer) => html`
  <button class="tile ${wide ? "half" : ""}" @click=${() => send(event)}>
    <span class="top">${title} ${icon(picture)}</span><span class="fact">${fact}</span>
  </button>
`;

/** Beside the points: signing in for today where the programme gives points for it, else the next punch card. */
const firstTile = (view: View, [next]: readonly Usable[]): TemplateResult => {
  const { say, info } = view;
  if (info?.signIn !== undefined) {
    const fact = say("home.signInFact", { count: info.signIn.quantity });
    return tile(view, true, ["calendar", say("home.signIn"), fact, { type: "SIGN_IN" }]);
  }
  if (next === undefined) return html``;
  const { asset, left } = next;
  const title = say("home.passTile", { name: assetName(view, asset) });
  const event = { type: "PUNCH", asset } as const;
  return tile(view, true, [assetIcon(asset), title, say("home.passLeft", { count: left }), event]);
};

/** What the tile of receipts promises, as far as there is paper. */
const receiptWords = {
  ok: "home.receiptsFact",
  low: "home.receiptsLow",
  out: "home.receiptsShown",
} as const satisfies Record<View["paper"], Word>;

const smallTiles = (view: View): readonly TemplateResult[] => {
  const { say, paper } = view;
  const papers = say(receiptWords[paper]);
  return [
    tile(view, false, ["wallet", say("home.topUp"), say("home.topUpFact"), { type: "TOP_UP" }]),
    tile(view, false, ["receipt", say("home.receipts"), papers, { type: "RECEIPTS" }]),
    tile(view, false, [
      "seal",
      say("home.benefits"),
      say("home.benefitsFact"),
      { type: "BENEFITS" },
    ]),
  ];
};

type Usable = ReturnType<typeof punchCards>[number];

/** One thing is suggested: the room that waits, else the card that can be used, else where to get one. */
const suggestion = (view: View, first: Usable | undefined): TemplateResult => {
  const { say, send, visit } = view;
  const [due] = visit.stays;
  if (due !== undefined) {
    const note =
      visit.stays.length === 1
        ? say("stay.span", { from: due.arrive ?? "", to: due.depart ?? "", count: nightsOf(due) })
        : say("home.checkInMany", { count: visit.stays.length });
    return html`<button class="primary" @click=${() => send({ type: "STAYS" })}>
      ${icon("bed")}
      <span
        ><b>${say("home.checkIn", { room: roomName(view, due) })}</b><small>${note}</small></span
      >
      ${icon("go", "go turns")}
    </button>`;
  }
  if (first === undefined)
    return html`<div class="primary waiting">
      ${icon("cup")}
      <span><b>${say("home.primaryNone")}</b><small>${say("home.primaryNoneNote")}</small></span>
    </div>`;
  return html`<button class="primary" @click=${() => send({ type: "PUNCH", asset: first.asset })}>
    ${icon(assetIcon(first.asset))}
    <span>
      <b>${say("home.passTile", { name: assetName(view, first.asset) })}</b>
      <small>${say("home.passLeft", { count: first.left })}</small>
    </span>
    ${icon("go", "go turns")}
  </button>`;
};

const awayBanner = ({ say, visit }: View): TemplateResult => html`
  <div class="banner" role="status">
    ${icon("away")}
    <div>
      <b>${say("home.offlineTitle")}</b>
      <span>${say("home.offlineNote", { time: visit.account?.asOf.slice(11, 16) ?? "" })}</span>
    </div>
  </div>
`;

const slip = (view: View): TemplateResult => html`
  <section class="slip">
    <div class="two">${stored(view)} ${points(view)}</div>
    ${cards(view)}
    ${
      punchCards(view).length === 0
        ? html`<p class="note">${view.say("home.noPasses")}</p>`
        : nothing
    }
  </section>
`;

/** Large type: one fact a line, the figure bold at its end; the first card's strip below. */
const rows = (view: View): TemplateResult => {
  const { say, info, visit } = view;
  const money = info?.assets.find(({ kind }) => kind === "money")?.id;
  const value = money === undefined ? undefined : visit.account?.assets[money];
  const held = pointsOf(view);
  const [first] = punchCards(view);
  return html`
    <dl class="rows">
      ${
        value === undefined
          ? nothing
          : html`<dt>${say("home.stored")}</dt>
              <dd class="figure">${moneyText(value.available)} ${say("yuan")}</dd>`
      }
      ${
        held === undefined
          ? nothing
          : html`<dt>${say("home.points")}</dt>
              <dd class="figure">${countText(held.available)}</dd>`
      }
      ${punchCards(view)
        .slice(0, 2)
        .map(
          ({ asset, left }) => html`
            <dt>${assetName(view, asset)}</dt>
            <dd class="figure">${say("left", { count: left })}</dd>
          `,
        )}
    </dl>
    ${first === undefined ? nothing : notchStrip({ used: first.whole - first.left, left: first.left }, 236)}
  `;
};

export const home: Screen = (view) => {
  const { say, visit, clock, headOffice } = view;
  const usable = punchCards(view).filter(({ left }) => left > 0);
  const due = visit.stays.length > 0;
  return html`
    <div class="calm">
      <h1 data-name>${say(greeting(clock.hour), { name: visit.person?.member.name ?? "" })}</h1>
      ${who(view)} ${headOffice === "offline" ? awayBanner(view) : nothing}
      ${visit.comfort.large ? rows(view) : slip(view)}
    </div>
    <div class="controls">
      ${firstTile(view, due ? usable : usable.slice(1))} ${redeemTile(view)} ${smallTiles(view)}
      ${suggestion(view, usable[0])}
    </div>
  `;
};
