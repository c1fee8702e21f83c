// What one effect takes off one line. Line amounts may be scaled (see Scale) so that a programme that
// rounds once a bill loses nothing on the way.
import type { Programme } from "./compile.ts";
import type { Effect } from "./format.ts";
import { mulDiv, WHOLE } from "./money.ts";

/** 1 when every line is rounded for itself; 10,000 when only the bill is: then ratios are exact. */
export type Scale = 1 | typeof WHOLE;

export const scaleOf = (programme: Programme): Scale =>
  programme.file.rounding.per === "bill" ? WHOLE : 1;

/** Basis points of an amount, rounded to the programme's unit. */
export const programmeRatio = (
  programme: Programme,
  amount: number,
  basisPoints: number,
): number => {
  const { money, unit = 1 } = programme.file.rounding;
  return mulDiv(amount, { numerator: basisPoints, divisor: WHOLE * unit }, money) * unit;
};

/** Rounds an amount in 1/10,000 of a minor unit to the programme's unit. */
export const roundScaled = (programme: Programme, scaled: number): number => {
  const { money, unit = 1 } = programme.file.rounding;
  return mulDiv(scaled, { numerator: 1, divisor: WHOLE * unit }, money) * unit;
};

export interface LinePrice {
  /** whole line, scaled */
  readonly base: number;
  readonly quantity: number;
  /** unit price of the signed agreement for this sku, if there is one */
  readonly agreement?: number | undefined;
}

/** What `basisPoints` to pay save on an amount, scaled; nothing when they would cost more. */
export const ratioSaving = (programme: Programme, base: number, basisPoints: number): number => {
  if (basisPoints >= WHOLE) return 0;
  if (scaleOf(programme) === 1)
    return Math.max(0, base - programmeRatio(programme, base, basisPoints));
  return mulDiv(base, { numerator: WHOLE - basisPoints, divisor: WHOLE }, "floor");
};

/** What an effect takes off a line, scaled, never below zero; undefined: not an effect on a price. */
export const lineSaving = (
  programme: Programme,
  effect: Effect,
  line: LinePrice,
): number | undefined => {
  const scale = scaleOf(programme);
  if (effect.payRatio !== undefined) return ratioSaving(programme, line.base, effect.payRatio);
  if (effect.off !== undefined) return Math.min(line.base, Math.max(0, effect.off) * scale);
  if (effect.price === undefined) return undefined;
  const unitPrice = effect.price === "agreement" ? line.agreement : effect.price;
  if (unitPrice === undefined) return 0;
  return Math.max(0, line.base - unitPrice * line.quantity * scale);
};
