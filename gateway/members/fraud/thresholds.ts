// Where a signal begins: the house's own words in the programme file, or these. Money in minor units.
import type { ProgrammeFile } from "../../programme/format.ts";

const defaults = {
  /** a bill paid in cash and undone by who took the money: from this amount, or from this time on a day */
  voidAfterCash: { withinMinutes: 120, above: 20_000, timesPerDay: 3 },
  /** money handed back and the same sum given to another account by the same employee */
  refundElsewhere: { withinMinutes: 60 },
  /** openings of a drawer without a sale, per employee and day; the next one is a signal */
  drawerNoSale: { timesPerDay: 3 },
  /**
   * bills reduced by a cashier's word, per employee and day: more than so many, or from this sum on together
   * where it is also this share of the takings, basis points
   */
  discountsByHand: { timesPerDay: 12, above: 20_000, shareOfTakings: 1_000 },
  /** units given by hand from this number on, and used up with the same employee */
  pointsEdited: { withinMinutes: 1_440, above: 100 },
  /** uses of one card with one employee */
  cardBurst: { timesPerHour: 5, timesPerDay: 9 },
} as const;

export type Thresholds = {
  readonly [S in keyof typeof defaults]: { readonly [T in keyof (typeof defaults)[S]]: number };
};

export const thresholdsOf = ({ signals = {} }: Pick<ProgrammeFile, "signals">): Thresholds => ({
  voidAfterCash: { ...defaults.voidAfterCash, ...signals.voidAfterCash },
  refundElsewhere: { ...defaults.refundElsewhere, ...signals.refundElsewhere },
  drawerNoSale: { ...defaults.drawerNoSale, ...signals.drawerNoSale },
  discountsByHand: { ...defaults.discountsByHand, ...signals.discountsByHand },
  pointsEdited: { ...defaults.pointsEdited, ...signals.pointsEdited },
  cardBurst: { ...defaults.cardBurst, ...signals.cardBurst },
});
