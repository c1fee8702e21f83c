// The fields of the card desk, each drawn only where the act asks for it. Keeps no values: the form does.
import { html, nothing, type TemplateResult } from "lit";
import type { Field } from "../charts/cashier/card-desk.ts";
import { paidBy } from "./desk-forms.ts";
import type { Say } from "./words.ts";

export const documentTypes = ["id-card", "passport", "permit"] as const;

export interface FieldFacts {
  readonly fields: readonly Field[];
  readonly english: boolean;
  readonly token: string;
  readonly fee: number;
  readonly cardPinTyped: boolean;
  readonly askCardPin: () => void;
}

type Draw = (say: Say, facts: FieldFacts) => TemplateResult | typeof nothing;

const tick = (name: string, label: string): TemplateResult =>
  html`<label class="tick"><input type="checkbox" name=${name} /> ${label}</label>`;

const draws: Readonly<Record<Field, Draw>> = {
  identity: (say) => html`
    <div class="three">
      <label>
        ${say("card.idType")}
        <select name="idType">
          ${documentTypes.map((type) => html`<option value=${type}>${say(`card.id.${type}`)}</option>`)}
        </select>
      </label>
      <label>
        ${say("card.idNumber")}
        <input name="idNumber" autocomplete="off" maxlength="40" />
      </label>
      <label>
        ${say("card.idName")}
        <input name="idName" autocomplete="off" maxlength="80" />
      </label>
    </div>
  `,
  token: (say, { token }) => html`
    <label>
      ${say("card.token")}
      <input name="token" autocomplete="off" maxlength="64" .value=${token} />
    </label>
  `,
  fee: (say, { fee, english }) => (fee === 0 ? nothing : paidBy(say, english)),
  reason: (say) => html`
    <label>
      ${say("card.reason")}
      <input name="reason" autocomplete="off" maxlength="200" required />
    </label>
  `,
  registration: (say) => tick("registration", say("card.registration")),
  cardReturned: (say) => tick("cardReturned", say("card.returned")),
  cardPin: (say, { cardPinTyped, askCardPin }) => html`
    <button type="button" class="button" @click=${askCardPin}>
      ${say(cardPinTyped ? "card.cardPinDone" : "card.cardPin")}
    </button>
  `,
  second: (say) => html`
    <div class="two">
      <label>${say("card.second")}<input name="secondStaff" autocomplete="off" /></label>
      <label>
        ${say("card.secondPin")}
        <input name="secondPin" type="password" inputmode="numeric" autocomplete="off" />
      </label>
    </div>
    <p class="note">${say("card.secondNote")}</p>
  `,
};

export const cardFields = (say: Say, facts: FieldFacts): readonly unknown[] =>
  facts.fields.map((field) => draws[field](say, facts));
