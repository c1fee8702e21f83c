// What the programme says about one act outside a bill: issue, top-up, reward, benefit, commission.
import type { Programme } from "./compile.ts";
import type { Benefit, CommissionTerms, Facts, IssueTerms, RewardTerms, TopUpTerms } from "./contract.ts";

export const issueTerms = (_programme: Programme, _cardType: string, _facts: Facts): IssueTerms => {
  throw new Error("not built yet");
};
export const topUpTerms = (_programme: Programme, _facts: Facts): TopUpTerms => {
  throw new Error("not built yet");
};
export const rewardTerms = (
  _programme: Programme,
  _reward: string,
  _ask: { readonly quantity: number; readonly points?: number; readonly facts: Facts },
): RewardTerms | undefined => {
  throw new Error("not built yet");
};
export const benefits = (_programme: Programme, _facts: Facts): readonly Benefit[] => {
  throw new Error("not built yet");
};
export const commission = (_programme: Programme, _facts: Facts): CommissionTerms => {
  throw new Error("not built yet");
};
export const nextTier = (
  _programme: Programme,
  _current: string | null,
  _facts: Facts,
  _at: "now" | "cycle_end",
): { readonly to: string; readonly rule?: string } | undefined => {
  throw new Error("not built yet");
};
