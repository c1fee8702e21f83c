// English for the ear.
import type { Aloud } from "./pack.ts";

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

export const en: Aloud = {
  words: {
    yuan: "yuan",
    "home.pointsUnit": "points",
    "home.card": "Card ending in {tail}",
    "home.parts": "of it {principal} yuan paid in and {bonus} yuan bonus",
    "home.redeemFew": "{points} points, {short} points short",
    "home.worth": "worth {amount} yuan at the till",
    "done.change": "{count} used; from {before} to {after} left",
    "done.changePoints": "{count} points, from {before} to {after}",
    "done.gained": "{count} points gained, from {before} to {after}",
    "redeem.short": "{count} points short",
    "stay.span": "from {from} to {to}, {count} nights",
    "topUp.bonus": "{amount} yuan on top",
    "topUp.confirm": "{amount} yuan: on to the desk",
    "unknown.key": "the number of your enquiry is {key}",
    "refused.code": "code {code}",
  },
  day: (year, month, day) => `${day} ${months[month - 1] ?? month} ${year}`,
  hour: (hour, minute) => (minute === 0 ? `${hour} o'clock` : `${hour} ${minute}`),
  keys: "Press star to hear this again, hash to stop.",
  hidden: "hidden",
  becomes: "becomes",
};
