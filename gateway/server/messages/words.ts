// A template's words with a member's own in their places. Plain text only; what a place does not know stays empty.
import type { Template } from "../../members/service-state.ts";

export interface Places {
  readonly name: string;
  readonly number: string;
  readonly store: string;
  /** units by asset */
  readonly balances: Readonly<Record<string, string>>;
  /** the voucher it tells of: its code, its worth, its last good day */
  readonly coupon?: string;
  readonly value?: string;
  readonly until?: string;
}

export interface Words {
  readonly subject: string;
  readonly body: string;
}

/** `{name}`, `{number}`, `{store}`, `{coupon}`, `{value}`, `{until}`, `{balance:<asset>}`. */
const placePattern = /\{(?:(name|number|store|coupon|value|until)|balance:([a-z0-9_]{1,40}))\}/gu;

export const filled = (text: string, places: Places): string =>
  text.replaceAll(placePattern, (_place, own: keyof Places | undefined, asset: string = "") => {
    if (own === undefined) return places.balances[asset] ?? "";
    const value = places[own];
    return typeof value === "string" ? value : "";
  });

/** In the language asked for, or one of its family, or the first there is. */
export const wordsFor = (
  template: Pick<Template, "name" | "texts">,
  language: string,
  places: Places,
): Words => {
  const [family = ""] = language.split("-");
  const texts = Object.entries(template.texts);
  const [, text] = texts.find(([lang]) => lang === language) ??
    texts.find(([lang]) => lang.split("-")[0] === family) ??
    texts[0] ?? ["", { body: "" }];
  const subject = filled(text.subject ?? template.name, places).replaceAll(/[\r\n]+/gu, " ");
  return { subject, body: filled(text.body, places) };
};
