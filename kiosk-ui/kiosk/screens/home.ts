// The account: stored value, points, punch cards; what can be done now, one of it suggested.
import { html, nothing, type TemplateResult } from "lit";
import { assetIcon, icon } from "../../kit/icons.ts";
import { notchStrip } from "../../kit/notch-strip.ts";
import {
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
} from "../view.ts";
import type { Word } from "../words.ts";

const tilesMax = 4;

const greeting = (hour: number): Word =>
  hour < 11 ? "greet.morning" : hour < 18 ? "greet.afternoon" : "greet.evening";

/** Who this is, as far as a passer-by may read it. */
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

const stored = ({ info, visit, say }: View): TemplateResult | typeof nothing => {
  const asset = info?.assets.find(({ kind }) => kind === "money")?.id;
  const held = asset === undefined ? undefined : visit.account?.assets[asset];
  if (held === undefined) return nothing;
  const [whole, cents] = moneyParts(held.available);
  return html`<div>
    <p class="label">${say("home.stored")}</p>
    <span class="amount figure"
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
  const { say, visit } = view;
  const held = pointsOf(view);
  if (held === undefined) return nothing;
  const next = visit.account?.assets[held.asset]?.expiresNext;
  return html`<div>
    <p class="label">${say("home.points")}</p>
    <span class="amount figure"
      >${countText(held.available)}<span class="unit">${say("home.pointsUnit")}</span></span
    >
    ${
      next === undefined
        ? nothing
        : html`<p class="note worth">
            ${say("home.expires", { date: next.on, count: next.quantity })}
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
  const [before = "", after = ""] = say("left", { count: "|" }).split("|");
  return html`${before}<em>${left}</em>${after}`;
};

const redeemTile = (view: View): TemplateResult => {
  const { say, send } = view;
  const rewards = rewardsOf(view);
  const have = pointsOf(view)?.available ?? 0;
  const affordable = rewards.filter(({ short }) => short === 0).length;
  const short = Math.min(...rewards.map((reward) => reward.short));
  const fact =
    rewards.length === 0
      ? say("redeem.desk")
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

const punchTile = (view: View, asset: string, left: number): TemplateResult => html`
  <button
    class="tile half"
    ?disabled=${left === 0}
    @click=${() => view.send({ type: "PUNCH", asset })}
  >
    <span class="top">
      ${view.say("home.passTile", { name: assetName(view, asset) })} ${icon(assetIcon(asset))}
    </span>
    <span class="fact">
      ${
        left === 0
          ? view.say("home.passNone", { name: passName(view, asset) })
          : view.say("home.passLeft", { count: left })
      }
    </span>
  </button>
`;

const suggestion = (
  view: View,
  first: { asset: string; left: number } | undefined,
): TemplateResult =>
  first === undefined
    ? html`<div class="primary waiting">
        ${icon("cup")}
        <span
          ><b>${view.say("home.primaryNone")}</b
          ><small>${view.say("home.primaryNoneNote")}</small></span
        >
      </div>`
    : html`<button class="primary" @click=${() => view.send({ type: "PUNCH", asset: first.asset })}>
        ${icon(assetIcon(first.asset))}
        <span>
          <b>${view.say("home.passTile", { name: assetName(view, first.asset) })}</b>
          <small>${view.say("home.passLeft", { count: first.left })}</small>
        </span>
        ${icon("go", "go")}
      </button>`;

export const home: Screen = (view) => {
  const { say, visit, now, headOffice } = view;
  const held = punchCards(view);
  const usable = held.filter(({ left }) => left > 0);
  const [first, ...others] = usable;
  return html`
    <main class="calm">
      <h1>${say(greeting(now.getHours()), { name: visit.person?.member.name ?? "" })}</h1>
      ${who(view)}
      ${
        headOffice === "offline"
          ? html`<div class="banner" role="status">
              ${icon("warn")}
              <div>
                <b>${say("home.offlineTitle")}</b>
                <span
                  >${say("home.offlineNote", { time: visit.account?.asOf.slice(11, 16) ?? "" })}</span
                >
              </div>
            </div>`
          : nothing
      }
      <section class="slip">
        <div class="two">${stored(view)} ${points(view)}</div>
        ${cards(view)}
        ${held.length === 0 ? html`<p class="note">${say("home.noPasses")}</p>` : nothing}
      </section>
    </main>
    <div class="controls">
      ${redeemTile(view)}
      ${others.slice(0, tilesMax - 1).map(({ asset, left }) => punchTile(view, asset, left))}
      ${suggestion(view, first)}
    </div>
  `;
};
