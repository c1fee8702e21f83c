// The vocabulary of `when`: every fact a rule may ask for, its type, its stages and whose it is.
import type { StoreMoment, WorkdayCalendar } from "./calendar.ts";
import { withinHours } from "./calendar.ts";
import type { Programme } from "./compile.ts";
import type { Facts, FactValue } from "./contract.ts";
import { weekdayOf } from "./dates.ts";
import type { Stage } from "./format.ts";

export type FactType = "text" | "texts" | "integer" | "money" | "points" | "boolean" | "date";

/**
 * Whose the fact is: of one bill `line`, of the `bill`, of the `guest` (gone when no card counts),
 * of the `moment`, of how it is done (`way`), or of the `act` itself.
 */
export type FactScope = "line" | "bill" | "guest" | "moment" | "way" | "act";

export interface FactKind {
  readonly type: FactType;
  readonly scope: FactScope;
  readonly stages: readonly Stage[] | "all";
  /** the only values there are, where they are few */
  readonly values?: readonly string[];
}

const lineStages: readonly Stage[] = [
  "price",
  "discount",
  "entitle",
  "voucher",
  "points_pay",
  "tender",
  "earn",
  "redeem",
];
const billStages: readonly Stage[] = [...lineStages, "benefit", "commission"];
const lifeStages: readonly Stage[] = [
  "issue",
  "topup",
  "discount",
  "earn",
  "redeem",
  "benefit",
  "close",
  "arrival",
];
const fact = (type: FactType, scope: FactScope, stages: FactKind["stages"] = "all"): FactKind => ({
  type,
  scope,
  stages,
});
const oneOf = (
  values: readonly string[],
  scope: FactScope,
  stages: FactKind["stages"] = "all",
): FactKind => ({ type: "text", scope, stages, values });

/** Every fact by name; `has.<asset>`, `trialBill.list.<venue>` are families, see `factKind`. */
export const factTable: Readonly<Record<string, FactKind>> = {
  venue: fact("text", "line", lineStages),
  sku: fact("text", "line", lineStages),
  tags: fact("texts", "line", lineStages),
  brand: fact("text", "line", lineStages),
  hotel: fact("text", "line", lineStages),
  quantity: fact("integer", "line", lineStages),
  lineNet: fact("money", "line", lineStages),
  billNet: fact("money", "bill", billStages),
  channel: oneOf(["desk", "kiosk", "ota", "corporate"], "way"),
  where: oneOf(["desk", "cashier", "kiosk"], "way"),
  member: fact("boolean", "guest"),
  authenticated: fact("boolean", "guest"),
  guestIsMember: fact("boolean", "guest"),
  card: fact("text", "guest"),
  tier: fact("text", "guest"),
  class: oneOf(["ordinary", "agreement", "special"], "guest"),
  amount: fact("money", "act", ["topup", "issue", "discount", "commission"]),
  firstTopup: fact("money", "guest", [...lifeStages, "price"]),
  maxSingleTopup: fact("money", "guest", [...lifeStages, "price"]),
  balanceBefore: fact("money", "guest", ["discount", "earn", "tender"]),
  spendInYear: fact("money", "guest", lifeStages),
  spend12m: fact("money", "guest", lifeStages),
  spentToday: fact("money", "guest", lifeStages),
  visits12m: fact("integer", "guest", lifeStages),
  nightsInYear: fact("integer", "guest", lifeStages),
  nightsInCycle: fact("integer", "guest", lifeStages),
  staysInYear: fact("integer", "guest", lifeStages),
  staysInQuarter: fact("integer", "guest", lifeStages),
  noshowInCycle: fact("integer", "guest", lifeStages),
  pointsEarnedInCardYear: fact("points", "guest", lifeStages),
  basePointsInYear: fact("points", "guest", lifeStages),
  qualifyingPoints: fact("points", "guest", lifeStages),
  birthdayToday: fact("boolean", "guest"),
  birthdayMonth: fact("boolean", "guest"),
  date: fact("date", "moment"),
  hour: fact("integer", "moment"),
  weekday: oneOf(["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "moment"),
  workday: fact("boolean", "moment"),
  hours: fact("texts", "moment"),
  quarter: fact("text", "moment"),
  cycleStart: fact("boolean", "guest"),
  trial: fact("boolean", "act", ["issue"]),
  "trialBill.date": fact("date", "act", ["issue"]),
  "trialBill.cardShown": fact("boolean", "act", ["issue"]),
  "trialBill.roomNightAtList": fact("boolean", "act", ["issue"]),
  gifted: fact("boolean", "act", ["issue", "commission", "close", "benefit"]),
  giftedTier: fact("text", "guest"),
  paidUpgrade: fact("boolean", "guest"),
  invited: fact("boolean", "guest"),
  referredBy: fact("text", "guest", [...lifeStages, "commission"]),
  identityVerified: fact("boolean", "guest", ["issue", "topup", "close"]),
  formFilled: fact("boolean", "guest", ["issue", "topup", "close"]),
  phoneConfirmed: fact("boolean", "act", ["benefit"]),
  event: oneOf(["card_sold", "topup", "sale"], "act", ["commission"]),
  stock: fact("integer", "act", ["redeem"]),
  reward: fact("text", "act", ["redeem"]),
};

/** Facts that name a family by a prefix; the rest of the name is an asset or a venue. */
export const factFamilies: Readonly<Record<string, FactKind>> = {
  "has.": fact("integer", "guest", [
    "price",
    "discount",
    "entitle",
    "earn",
    "redeem",
    "benefit",
    "close",
  ]),
  "trialBill.list.": fact("money", "act", ["issue"]),
};

export const factKind = (name: string): FactKind | undefined => {
  if (Object.hasOwn(factTable, name)) return factTable[name];
  const family = Object.keys(factFamilies).find((prefix) => name.startsWith(prefix));
  return family === undefined || name.length === family.length ? undefined : factFamilies[family];
};

/** Whether a fact comes from the member or her account, and so is unknown when no card counts. */
export const isGuestFact = (name: string): boolean => factKind(name)?.scope === "guest";

export const isLineFact = (name: string): boolean => factKind(name)?.scope === "line";

/** The same facts for a guest without a card: nobody is named, nothing of an account is known. */
export const withoutGuest = (facts: Facts): Facts => {
  const kept: Record<string, FactValue | undefined> = {};
  for (const name of Object.keys(facts)) if (!isGuestFact(name)) kept[name] = facts[name];
  return { ...kept, member: false, authenticated: false };
};

/** Facts of the store's moment: `date hour weekday workday hours quarter`. */
export const momentFacts = (
  programme: Programme,
  moment: Pick<StoreMoment, "businessDate" | "date" | "time">,
  calendar: WorkdayCalendar,
): Facts => ({
  date: moment.businessDate,
  hour: Number(moment.time.slice(0, 2)),
  weekday: weekdayOf(moment.businessDate),
  workday: calendar.isWorkday(moment.businessDate),
  hours: Object.keys(programme.file.hours ?? {}).filter((name) =>
    withinHours(programme, name, moment, calendar),
  ),
  quarter: `${moment.businessDate.slice(0, 4)}Q${Math.ceil(Number(moment.businessDate.slice(5, 7)) / 3)}`,
});
