// Who would rise or fall when the running tier cycles end, were nothing more to happen. Asked of the programme, account
// by account (server/reports/forecast.ts), because only its rules know.
import { count } from "../columns.ts";
import type { Report } from "../report.ts";

export const tierForecast: Report = {
  id: "tier-forecast",
  group: "members",
  title: { zh: "等级预测", en: "Tier forecast" },
  says: {
    zh: "按现行章程与今天的账：各账户当前等级周期结束时会去哪一级，如果之后不再消费。到期的借用等级也算在内；不变的不列。",
    en: "By the programme in force and today's books: where each account goes when its tier cycle ends, were nothing more to be spent. Lent tiers that end count too; those that stay are not listed.",
  },
  columns: [
    { id: "ends", title: { zh: "周期结束", en: "Cycle ends" }, kind: "day" },
    { id: "before", title: { zh: "现在", en: "Now" }, kind: "name:term" },
    { id: "after", title: { zh: "之后", en: "Then" }, kind: "name:term" },
    { id: "way", title: { zh: "方向", en: "Way" }, kind: "name:word" },
    count("accounts", "账户", "Accounts"),
  ],
  keys: ["ends", "before", "after"],
  measure: "accounts",
  standing: true,
  asked: "programme",
  // No row of the journal holds what has not happened.
  rows: "SELECT NULL AS ends, NULL AS before, NULL AS after, NULL AS way, NULL AS accounts WHERE 0",
  chart: { kind: "stacked", by: "ends", of: ["accounts"], split: "after" },
};
