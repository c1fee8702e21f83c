// Values of the journal that are a program's words: a right, a role, yes and no. What has no name here stands as it is.
import { duties, type Names, nameIn } from "../kit/duty-names.ts";
import { factText } from "./fact-text.ts";

const sources: Names = {
  adjustment: ["调整", "adjusted"],
  bought: ["购买", "bought"],
  change: ["找零", "change kept"],
  issue: ["发卡", "card issued"],
  pass: ["次卡", "pass"],
  topup: ["充值", "top-up"],
  transfer: ["转入", "transfer"],
};

const flags: Names = { false: ["否", "no"], true: ["是", "yes"] };

/** By the fact they are the value of. */
const byFact: Readonly<Record<string, Names>> = {
  active: flags,
  owner: duties,
  rights: duties,
  role: duties,
  source: sources,
};

/** The value of the fact `name` as a line of text. */
export const valueText = (name: string, value: unknown, language: string): string =>
  Array.isArray(value)
    ? value.map((one) => valueText(name, one, language)).join(", ")
    : nameIn(byFact[name], factText(value), language);
