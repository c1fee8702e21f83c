// Figures for the ear: amounts without commas, days and hours in words, codes sign by sign, masks as masks.
import type { Aloud } from "../words/aloud/pack.ts";

const day = /\b(\d{4})-(\d\d)-(\d\d)\b/g;
const hour = /\b(\d\d):(\d\d)\b/g;
const amount = /\b\d{1,3}(?:,\d{3})+(?:\.\d+)?\b|\b\d+\.00\b/g;
/** signs and digits mixed, at least four: a code, never a number or a word */
const code = /\b(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-Z0-9]{4,}\b/g;
/** what is left of a number under its mask */
const masked = /(\d*)\*+(\d*)/g;

/** One sign at a time: 「1234」 is no number of a card. */
export const spelled = (text: string): string => Array.from(text).join(" ");

/** `1,234.50` → `1234.50`, `520.00` → `520`: what a voice reads as one number. */
const plainNumber = (figure: string): string => figure.replaceAll(",", "").replace(/\.00$/, "");

export const speakable = (text: string, aloud: Aloud): string =>
  text
    .replaceAll(/[\u2066-\u2069]/g, "")
    .replaceAll(day, (_all, year, month, date) =>
      aloud.day(Number(year), Number(month), Number(date)),
    )
    .replaceAll(hour, (_all, hours, minutes) => aloud.hour(Number(hours), Number(minutes)))
    .replaceAll(masked, (_all, before: string, after: string) =>
      [spelled(before), aloud.hidden, spelled(after)].join(" "),
    )
    .replaceAll(amount, plainNumber)
    .replaceAll(code, spelled)
    .replaceAll("−", "-")
    .replaceAll("→", ` ${aloud.becomes} `)
    .replaceAll(/[「」[\]()]/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
