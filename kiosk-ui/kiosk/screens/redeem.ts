// Points into rewards: what can be had, affordable first; then how many, and before → after of the one chosen.
import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../../kit/icons.ts";
import { countText, pointsOf, rewardsOf, type Screen, type View, wantedIn } from "../view.ts";
import { beforeAfter } from "./before-after.ts";
import { who } from "./who.ts";

/** So many tiles are a screen, in large type fewer; where there are more, the last of them turns the page. */
const tilesMax = { usual: 6, large: 4 } as const;

/** Of what is there in plenty nobody needs the number. */
const plenty = 99;

type Offer = ReturnType<typeof rewardsOf>[number];

const offerTile = ({ say, send }: View, offer: Offer): TemplateResult => {
  const { name, points, short, left, most, waits } = offer;
  const { reward, choice } = offer;
  const wanted = { reward, points, most, ...(choice === undefined ? {} : { choice }) };
  const note = waits
    ? say("redeem.waits")
    : left === 0
      ? say("redeem.gone")
      : short > 0
        ? say("redeem.short", { count: countText(short) })
        : left === undefined || left > plenty
          ? undefined
          : say("redeem.left", { count: left });
  return html`
    <button
      class="tile half priced"
      ?disabled=${most < 1}
      @click=${() => send({ type: "REWARD", wanted })}
    >
      <span class="top">${name} ${icon("gift")}</span>
      <span class="fact">
        <span>${say("redeem.cost", { count: countText(points) })}</span>
        ${note === undefined ? nothing : html`<span>${note}</span>`}
      </span>
    </button>
  `;
};

const turnTile = ({ say, send }: View, others: number): TemplateResult => html`
  <button class="tile half priced" @click=${() => send({ type: "TURN" })}>
    <span class="top">${say("redeem.turn")} ${icon("go", "turns")}</span>
    <span class="fact">${say("redeem.others", { count: others })}</span>
  </button>
`;

/** One page of the offers and the tile that turns it. */
const tiles = (view: View, offers: readonly Offer[]): readonly TemplateResult[] => {
  const most = tilesMax[view.visit.comfort.large ? "large" : "usual"];
  if (offers.length <= most) return offers.map((offer) => offerTile(view, offer));
  const onPage = most - 1;
  const pages = Math.ceil(offers.length / onPage);
  const first = (view.visit.turned % pages) * onPage;
  const shown = offers.slice(first, first + onPage);
  return [
    ...shown.map((offer) => offerTile(view, offer)),
    turnTile(view, offers.length - shown.length),
  ];
};

/** While head office is away: how much can be used all the same, and how old that figure is; else nothing. */
const apart = (view: View): string => {
  const { say, visit, headOffice } = view;
  if (headOffice !== "offline") return "";
  const usable = rewardsOf(view).some(({ waits }) => !waits);
  const count = countText(usable ? (pointsOf(view)?.available ?? 0) : 0);
  return say("redeem.apart", { count, time: visit.account?.asOf.slice(11, 16) ?? "" });
};

export const redeem: Screen = (view) => {
  const { say, send } = view;
  const offers = rewardsOf(view);
  const have = pointsOf(view)?.available ?? 0;
  return html`
    <div class="calm">
      <h1>${say("redeem.title")}</h1>
      ${who(view, apart(view) || say("redeem.have", { count: countText(have) }))}
      ${offers.length === 0 ? html`<p class="slip">${say("redeem.none")}</p>` : nothing}
    </div>
    <div class="controls">
      ${tiles(view, offers)}
      <button class="second full" @click=${() => send({ type: "BACK" })}>
        ${say("redeem.notNow")}
      </button>
    </div>
  `;
};

/** How many; where only one can be had nothing is asked. */
const stepper = (view: View, quantity: number): TemplateResult | typeof nothing => {
  const { say, send } = view;
  const { most, points } = wantedIn(view) ?? { most: 1, points: 0 };
  if (most < 2) return nothing;
  const step = (to: number): void => send({ type: "QUANTITY", quantity: to });
  return html`
    <p class="ask">
      ${say("redeem.howMany")}<small>${say("redeem.each", { count: countText(points) })}</small>
    </p>
    <div class="stepper">
      <button
        aria-label=${say("redeem.fewer")}
        ?disabled=${quantity <= 1}
        @click=${() => step(quantity - 1)}
      >
        −
      </button>
      <output>${quantity}</output>
      <button
        aria-label=${say("redeem.oneMore")}
        ?disabled=${quantity >= most}
        @click=${() => step(quantity + 1)}
      >
        ＋
      </button>
    </div>
  `;
};

export const redeemConfirm: Screen = (view) => {
  const { visit, say, send, confirm } = view;
  const { points, quantity } =
    visit.intent?.kind === "redeem" ? visit.intent : { points: 0, quantity: 1 };
  const have = pointsOf(view)?.available ?? 0;
  const cost = points * quantity;
  const name = wantedIn(view)?.name ?? "";
  return html`
    <div class="calm">
      <h1>${say("redeem.confirmTitle", { name })}</h1>
      ${who(view, apart(view))}
      <section class="slip">
        ${beforeAfter({
          labels: [say("punch.now"), say("redeem.after")],
          figures: [countText(have), countText(have - cost)],
          unit: say("home.pointsUnit"),
        })}
        <div class="perforation"></div>
        <p class="clause"><b>${say("punch.clause")}</b><span>${say("redeem.note")}</span></p>
      </section>
    </div>
    <div class="controls">
      ${stepper(view, quantity)}
      <button class="second" @click=${() => send({ type: "BACK" })}>${say("redeem.notNow")}</button>
      <button class="primary four" @click=${confirm}>
        ${icon("tick")}<span><b>${say("redeem.confirm", { count: countText(cost) })}</b></span>
      </button>
    </div>
  `;
};
