// Values of the journal that are a program's words: a right, a role, yes and no. What has no name here stands as it is.
import { factText } from "./fact-text.ts";

type Names = Readonly<Record<string, readonly [zh: string, en: string]>>;

const duties: Names = {
  cashier: ["收银", "Till"],
  finance: ["财务", "Finance"],
  head_office: ["总部", "Head office"],
  integration: ["对接程序", "Program"],
  kiosk: ["自助机", "Kiosk"],
  manager: ["店长", "Manager"],
  office: ["店长室", "Office"],
  sales: ["销售", "Sales"],
  technician: ["技师", "Technician"],
  test: ["测试", "Tests"],
};

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

const pick = (names: Names | undefined, value: string, language: string): string =>
  (names !== undefined && Object.hasOwn(names, value) ? names[value] : undefined)?.[
    language === "en" ? 1 : 0
  ] ?? value;

/** A right, or the role of a station or an exception's owner. */
export const dutyName = (duty: string, language: string): string => pick(duties, duty, language);

/** The value of the fact `name` as a line of text. */
export const valueText = (name: string, value: unknown, language: string): string =>
  Array.isArray(value)
    ? value.map((one) => valueText(name, one, language)).join(", ")
    : pick(byFact[name], factText(value), language);
