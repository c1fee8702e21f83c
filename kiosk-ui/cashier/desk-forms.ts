// What the till's dialogs have in common: fields as text, the refusal under them, the two buttons.
import { html, nothing, type TemplateResult } from "lit";
import { parseAmount } from "../charts/cashier/amount.ts";
import type { Say } from "./words.ts";

/** A form's fields, trimmed; an empty field is undefined. */
export const fieldsOf = (form: HTMLFormElement): ((name: string) => string | undefined) => {
  const data = new FormData(form);
  return (name) => {
    const value = data.get(name);
    return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
  };
};

/** An amount field in minor units; undefined when empty or no amount. */
export const amountOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : parseAmount(text);

export const formFoot = (facts: {
  readonly say: Say;
  readonly refused: string;
  readonly go: string;
  readonly ready: boolean;
  readonly back: () => void;
}): TemplateResult => html`
  <div class="actions">
    ${facts.refused === "" ? nothing : html`<p class="refused" role="alert">✕ ${facts.refused}</p>`}
    <button type="button" class="button" @click=${facts.back}>
      ${facts.say("cancel")} <kbd>Esc</kbd>
    </button>
    <button class="button primary" ?disabled=${!facts.ready}>${facts.go}</button>
  </div>
`;

/** The looks of a desk as keys at its side. `also` stands under them. */
export const deskLooks = <Look extends string>(facts: {
  readonly title: string;
  readonly looks: readonly Look[];
  readonly now: Look;
  readonly named: (look: Look) => string;
  readonly show: (look: Look) => void;
  readonly isOff?: (look: Look) => boolean;
  readonly also?: TemplateResult;
}): TemplateResult => html`
  <nav aria-label=${facts.title}>
    <h2>${facts.title}</h2>
    ${facts.looks.map(
      (look) =>
        html`<button
          type="button"
          aria-pressed=${look === facts.now}
          ?disabled=${facts.isOff?.(look) ?? false}
          @click=${() => facts.show(look)}
        >
          ${facts.named(look)}
        </button>`,
    )}
    ${facts.also}
  </nav>
`;

export const tenderTypes = ["cash", "card", "wechat", "alipay"] as const;

const tenderNames: Readonly<Record<(typeof tenderTypes)[number], readonly [string, string]>> = {
  cash: ["现金", "Cash"],
  card: ["银行卡", "Bank card"],
  wechat: ["微信", "WeChat Pay"],
  alipay: ["支付宝", "Alipay"],
};

export const tenderName = (type: (typeof tenderTypes)[number], english: boolean): string =>
  tenderNames[type][english ? 1 : 0];

/** Which way money from outside comes in, as a select named `paidBy`. */
export const paidBy = (say: Say, english: boolean): TemplateResult => html`
  <label>
    ${say("topUp.paidBy")}
    <select name="paidBy">
      ${tenderTypes.map(
        (type) => html`<option value=${type}>${tenderName(type, english)}</option>`,
      )}
    </select>
  </label>
`;
