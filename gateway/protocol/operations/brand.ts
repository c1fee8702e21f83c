// brand.*: what the house looks like on its pages.
import Type from "typebox";
import { call, change } from "../operation.ts";
import { closed, nullable, oneOf, open, text } from "../values.ts";

const colour = Type.String({ pattern: "^#[0-9a-fA-F]{6}$" });
/** base64 of at most 32 KB */
const logo = {
  type: oneOf(["image/svg+xml", "image/png"]),
  data: Type.String({ minLength: 1, maxLength: 43_692, pattern: "^[A-Za-z0-9+/]+={0,2}$" }),
};
const name = Type.Optional(text(40));
const names = { "zh-CN": name, "zh-Hant": name, en: name, ja: name, ko: name, ar: name };
const colours = open({
  primary: Type.String(),
  primaryStrong: Type.String(),
  primarySoft: Type.String(),
  onPrimary: Type.String(),
});
const contrast = {
  /** worst contrast of the asked colour, and of the one that is used instead where it was below 7:1 */
  asked: Type.Number(),
  used: Type.Number(),
  adjusted: Type.Boolean(),
  colours: open({ day: colours, night: colours, high: colours }),
};

export const brandOperations = {
  "brand.get": call(
    {
      says: "The house's name, its logo and its colour as the pages may use it, by day, night and in high contrast.",
      who: "*",
      staff: false,
    },
    {},
    open({
      names: Type.Optional(Type.Record(Type.String(), Type.String())),
      logo: Type.Optional(open(logo)),
      colour: Type.Optional(Type.String()),
      contrast: Type.Optional(open(contrast)),
    }),
  ),
  "brand.try": call(
    {
      says: "How a colour would be used: its contrast, and the nearest that can be read.",
      who: "O",
    },
    { colour },
    open(contrast),
  ),
  "brand.put": change(
    {
      says:
        "Gives the house its name, logo (SVG or PNG, 32 KB) and colour; null takes it back, what is " +
        "left out stays. A colour that cannot be read is used darker; an SVG that does more than draw is refused.",
      who: "O",
      rights: ["manager"],
    },
    {
      colour: Type.Optional(nullable(colour)),
      logo: Type.Optional(nullable(closed(logo))),
      names: Type.Optional(nullable(closed(names))),
    },
    { contrast: Type.Optional(open(contrast)) },
  ),
};
