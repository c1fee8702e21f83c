// The idle screen as plain markup, drawn at build time by the very templates that draw it later. Knows no browser.
import { html, nothing } from "lit";
import { freshVisit, homeLanguage } from "../charts/kiosk/visit.ts";
import { attractFoot } from "../kiosk/foot.ts";
import { attract } from "../kiosk/screens/attract.ts";
import type { View } from "../kiosk/view.ts";
import { sayIn } from "../words/kiosk.ts";

/** Before anything is known: no name, no time; both are put in before the paint (main.ts). */
const view: View = {
  visit: freshVisit,
  info: undefined,
  say: sayIn(homeLanguage),
  language: homeLanguage,
  clock: { time: "", day: "", weekday: "", hour: 12 },
  reader: "waiting",
  headOffice: "none",
  paper: "ok",
  speaks: false,
  house: undefined,
  logo: undefined,
  send: () => {},
  confirm: () => {},
};

interface Template {
  readonly strings: readonly string[];
  readonly values: readonly unknown[];
}

const isTemplate = (value: unknown): value is Template =>
  typeof value === "object" && value !== null && "strings" in value && "values" in value;

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

const textOf = (value: unknown): string => {
  if (isTemplate(value)) return markupOf(value);
  if (Array.isArray(value)) return value.map(textOf).join("");
  if (value === nothing || value === undefined || value === null) return "";
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return escaped(String(value));
  throw new Error(`the first paint cannot hold a ${typeof value}`);
};

/** A template as text: what listens is left out, switches stand or do not, everything else is its text. */
const markupOf = ({ strings, values }: Template): string =>
  strings.reduce((drawn, string, at) => {
    if (at === 0) return string;
    const value = values[at - 1];
    if (/\s[@.][\w-]+=$/.test(drawn)) return drawn.replace(/\s[@.][\w-]+=$/, "") + string;
    const [, name] = /\s\?([\w-]+)=$/.exec(drawn) ?? [];
    if (name !== undefined)
      return drawn.replace(/\s\?[\w-]+=$/, value === true ? ` ${name}` : "") + string;
    const bare = drawn.endsWith("=");
    return `${drawn}${bare ? `"${textOf(value)}"` : textOf(value)}${string}`;
  }, "");

export const idleMarkup = (): string =>
  markupOf(
    html`<main>${attract(view)}</main>
      ${attractFoot(view)}`,
  )
    .replaceAll(/\s+/g, " ")
    .replaceAll(/> (?=<)/g, ">");
