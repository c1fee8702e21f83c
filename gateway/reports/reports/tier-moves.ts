// Who rose and who fell: moves between tiers.
import { count } from "../columns.ts";
import type { Report } from "../report.ts";

const moved = "day BETWEEN :from AND :to";

export const tierMoves: Report = {
  id: "tier-moves",
  group: "members",
  title: { zh: "等级变动", en: "Tier moves" },
  says: {
    zh: "这段营业日里生效的升级与降级。取自 TierChanged 事件，每一笔都有分录。",
    en: "Rises and falls that took effect on these business days. From TierChanged events, each in an entry.",
  },
  columns: [
    { id: "before", title: { zh: "原等级", en: "From" }, kind: "name:term" },
    { id: "after", title: { zh: "新等级", en: "To" }, kind: "name:term" },
    count("moves", "人次", "Moves"),
  ],
  keys: ["before", "after"],
  measure: "moves",
  rows: /* sql */ `SELECT coalesce(before, ':none') AS before, coalesce(after, ':none') AS after, count(*) AS moves
FROM tier_move WHERE ${moved} GROUP BY 1, 2 ORDER BY moves DESC, 1, 2`,
  entries: /* sql */ `SELECT seq, count(*) AS amount FROM tier_move
WHERE ${moved} AND coalesce(before, ':none') = :before AND coalesce(after, ':none') = :after GROUP BY seq`,
  chart: { kind: "heat", by: "after", of: ["moves"], split: "before" },
};
