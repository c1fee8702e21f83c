// The one list of reports: a report is one file and one line here.
import { bearer } from "./reports/bearer.ts";
import { breakage } from "./reports/breakage.ts";
import { cardTypes } from "./reports/card-types.ts";
import { churn } from "./reports/churn.ts";
import { commission } from "./reports/commission.ts";
import { core } from "./reports/core.ts";
import { coupons } from "./reports/coupons.ts";
import { credit } from "./reports/credit.ts";
import { demographics } from "./reports/demographics.ts";
import { discounts } from "./reports/discounts.ts";
import { liabilityAge } from "./reports/liability-age.ts";
import { liability } from "./reports/liability.ts";
import { memberConsumption } from "./reports/member-consumption.ts";
import { memberList } from "./reports/member-list.ts";
import { newMembers } from "./reports/new-members.ts";
import { ownWord } from "./reports/own-word.ts";
import { pointsExpiring } from "./reports/points-expiring.ts";
import { pointsFlow } from "./reports/points-flow.ts";
import { punchUse } from "./reports/punch-use.ts";
import { quadrants } from "./reports/quadrants.ts";
import { referrals } from "./reports/referrals.ts";
import { rfm } from "./reports/rfm.ts";
import { salesCategory } from "./reports/sales-category.ts";
import { salesDay } from "./reports/sales-day.ts";
import { salesGoods } from "./reports/sales-goods.ts";
import { salesRoom } from "./reports/sales-room.ts";
import { salesTime } from "./reports/sales-time.ts";
import { takingsDay } from "./reports/takings-day.ts";
import { takingsShift } from "./reports/takings-shift.ts";
import { takingsTill } from "./reports/takings-till.ts";
import { stockRanking } from "./reports/stock-ranking.ts";
import { stock } from "./reports/stock.ts";
import { tierForecast } from "./reports/tier-forecast.ts";
import { tierMoves } from "./reports/tier-moves.ts";
import { tiers } from "./reports/tiers.ts";
import { topUpSpend } from "./reports/topup-spend.ts";
import type { Report } from "./report.ts";

export const reports: readonly Report[] = [
  takingsDay,
  takingsTill,
  takingsShift,
  salesDay,
  salesGoods,
  salesCategory,
  salesTime,
  salesRoom,
  discounts,
  stock,
  stockRanking,
  memberList,
  memberConsumption,
  newMembers,
  cardTypes,
  tiers,
  tierMoves,
  tierForecast,
  demographics,
  referrals,
  topUpSpend,
  liability,
  liabilityAge,
  pointsFlow,
  pointsExpiring,
  punchUse,
  breakage,
  bearer,
  commission,
  coupons,
  rfm,
  quadrants,
  core,
  churn,
  credit,
  ownWord,
];

export const reportById: ReadonlyMap<string, Report> = new Map(
  reports.map((report) => [report.id, report]),
);
