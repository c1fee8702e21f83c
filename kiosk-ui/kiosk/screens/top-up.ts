// How much is to be paid in and what it brings on top: the guest chooses here, a cashier takes the money at the desk.
import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../../kit/icons.ts";
import { moneyOf, moneyText, type Screen, type View } from "../view.ts";
import { who } from "./who.ts";

const shownMax = 6;

const amountButton = (
  { say, send, visit }: View,
  amount: number,
  chosen: number | undefined,
): TemplateResult => {
  const offer = visit.offers.find((one) => one.amount === amount);
  const bonus = offer?.bonus ?? 0;
  return html`<button
    class="choice wide"
    ?disabled=${offer?.refused !== undefined}
    aria-pressed=${amount === chosen}
    @click=${() => send({ type: "AMOUNT", amount })}
  >
    ${`${moneyText(amount)} ${say("yuan")}`}
    ${bonus === 0 ? nothing : html`<small>${say("topUp.bonus", { amount: moneyText(bonus) })}</small>`}
  </button>`;
};

/** Before → after with the amount and what comes on top, and the clause that promises it. */
const promise = (view: View, chosen: number | undefined): TemplateResult => {
  const { say, visit } = view;
  const have = moneyOf(view)?.available ?? 0;
  const offer = visit.offers.find(({ amount }) => amount === chosen);
  const bonus = offer?.bonus ?? 0;
  const cites = (offer?.cites ?? []).join(" ");
  const after = have + (chosen ?? 0) + bonus;
  return html`<dl class="facts figure">
    <dt>${say("home.stored")}</dt>
    <dd class="change">
      ${moneyText(have)}
      ${chosen === undefined ? nothing : html`${icon("go", "turns small")} ${moneyText(after)}`}
      ${say("yuan")}
    </dd>
    ${
      bonus === 0
        ? nothing
        : html`<dt>${say("topUp.gift")}</dt>
            <dd class="worth">
              ${moneyText(bonus)} ${say("yuan")}
              ${cites === "" ? nothing : html`<small>${say("clause", { cite: cites })}</small>`}
            </dd>`
    }
  </dl>`;
};

export const topUp: Screen = (view) => {
  const { say, send, info, visit, confirm } = view;
  const chosen = visit.intent?.kind === "topUp" ? visit.intent.amount : undefined;
  return html`
    <div class="calm">
      <h1>${say("topUp.title")}</h1>
      ${who(view)}
      <section class="slip">
        ${promise(view, chosen)}
        <p class="note">${say("topUp.note")}</p>
      </section>
    </div>
    <div class="controls">
      ${(info?.topUps ?? []).slice(0, shownMax).map((amount) => amountButton(view, amount, chosen))}
      <button class="second" @click=${() => send({ type: "BACK" })}>${say("punch.notNow")}</button>
      <button
        class="primary four ${chosen === undefined ? "waiting" : ""}"
        aria-disabled=${chosen === undefined}
        @click=${() => chosen !== undefined && confirm()}
      >
        <span>
          <b
            >${
              chosen === undefined
                ? say("topUp.choose")
                : say("topUp.confirm", { amount: moneyText(chosen) })
            }</b
          >
        </span>
      </button>
    </div>
  `;
};
