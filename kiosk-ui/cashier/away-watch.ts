// While head office is away: how many entries wait for it and what could be lost of what was spent on trust.
import type { ResultOf } from "../../gateway/protocol/operations.ts";

/** Of the whole store, not of this till alone. */
export interface AwayFigures {
  readonly pending: number;
  /** minor units that could be lost at most; undefined for a store without head office */
  readonly atRisk: number | undefined;
}

export interface AwayWatch {
  readonly figures: () => AwayFigures | undefined;
  /** Asks anew while head office is away; forgets what was asked once it is back. */
  readonly look: (isAway: boolean) => Promise<void>;
}

export const createAwayWatch = (
  ask: () => Promise<Pick<ResultOf<"sync.status">, "pending" | "exposure">>,
  changed: () => void,
): AwayWatch => {
  let figures: AwayFigures | undefined;
  let asking = false;
  return {
    figures: () => figures,
    look: async (isAway) => {
      if (!isAway) figures = undefined;
      if (!isAway || asking) return;
      asking = true;
      try {
        const { pending, exposure } = await ask();
        figures = { pending, atRisk: exposure };
        changed();
      } catch {
        // The gateway is away itself: the band says so, and the last figures stand.
      } finally {
        asking = false;
      }
    },
  };
};
