// The acts a signal may look back on: today's and yesterday's, by employee. Bounded; forgets by business date.
import { addDays } from "../../programme/dates.ts";
import type { Act } from "./acts.ts";
import type { Earlier } from "./signals.ts";

/** Acts kept of one employee, and adjustments kept in all: more than two days at a busy till. */
const actsMax = 5_000;

export interface Recent {
  readonly before: (act: Act) => Earlier;
  readonly add: (act: Act) => void;
  readonly clear: () => void;
}

export const createRecent = (): Recent => {
  const actsByStaff = new Map<string, Act[]>();
  let adjustments: Act[] = [];
  let today = "";

  const forgetBefore = (day: string): void => {
    for (const [staff, acts] of actsByStaff) {
      const kept = acts.filter(({ on }) => on >= day);
      if (kept.length === 0) actsByStaff.delete(staff);
      else actsByStaff.set(staff, kept);
    }
    adjustments = adjustments.filter(({ on }) => on >= day);
  };

  return {
    before: ({ staff }) => ({ mine: actsByStaff.get(staff) ?? [], adjustments }),
    add: (act) => {
      if (act.on > today) {
        today = act.on;
        forgetBefore(addDays(today, -1));
      }
      const acts = actsByStaff.get(act.staff) ?? [];
      actsByStaff.set(act.staff, [...acts.slice(1 - actsMax), act]);
      if (act.kind === "adjust") adjustments = [...adjustments.slice(1 - actsMax), act];
    },
    clear: () => {
      actsByStaff.clear();
      adjustments = [];
      today = "";
    },
  };
};
