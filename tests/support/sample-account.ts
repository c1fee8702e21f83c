// An account that holds these lots and nothing else.
import type { Account, Lot } from "../../gateway/members/state.ts";

export const accountWith = (lots: readonly Lot[]): Account => ({
  member: "m",
  card: "c",
  cards: ["c"],
  tier: null,
  openedOn: "2024-01-10",
  lots,
  holds: [],
  coupons: [],
  carry: {},
  windowFrom: {},
  lastActivityOn: {},
  history: [],
  maxSingleTopUp: 0,
  offlineSpent: 0,
  benefitsUsed: {},
});
