// How much is to be paid in: the guest chooses here, a cashier takes the money at the desk.
import { html, nothing } from "lit";
import { icon } from "../../kit/icons.ts";
import { moneyOf, moneyText, type Screen } from "../view.ts";
import { who } from "./who.ts";

const shownMax = 6;

export const topUp: Screen = (view) => {
  const { say, send, info, visit, confirm } = view;
  const chosen = visit.intent?.kind === "topUp" ? visit.intent.amount : undefined;
  const have = moneyOf(view)?.available ?? 0;
  return html`
    <div class="calm">
      <h1>${say("topUp.title")}</h1>
      ${who(view)}
      <section class="slip">
        <dl class="facts figure">
          <dt>${say("home.stored")}</dt>
          <dd class="change">
            ${moneyText(have)}
            ${
              chosen === undefined
                ? nothing
                : html`${icon("go", "turns small")} ${moneyText(have + chosen)}`
            }
            ${say("yuan")}
          </dd>
        </dl>
        <p class="note">${say("topUp.note")}</p>
      </section>
    </div>
    <div class="controls">
      ${(info?.topUps ?? [])
        .slice(0, shownMax)
        .map(
          (amount) => html`
            <button
              class="choice wide"
              aria-pressed=${amount === chosen}
              @click=${() => send({ type: "AMOUNT", amount })}
            >
              ${`${moneyText(amount)} ${say("yuan")}`}
            </button>
          `,
        )}
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
