// What a cashier takes off by hand, as a value: of one line, of the whole bill, or the small change of its sum. Pure.
import type { Basket, BasketLine } from "./basket.ts";

/** As the gateway names what was taken off by hand among a line's reasons. */
export const offRule = "till:off";
/** From so much on a manager says so, minor units (gateway/members/bill/by-hand.ts). */
export const smallChange = 100;

interface PricedLine {
  readonly net: number;
  readonly applied: readonly { readonly rule: string; readonly amount: number }[];
}

/** `line`: the marked one. */
export type Scope = "line" | "bill";
export type Less =
  | { readonly kind: "amount"; readonly amount: number }
  /** basis points that stay to be paid */
  | { readonly kind: "ratio"; readonly payRatio: number };

const whole = 10_000;

/** `9.5` → 95 % stays (9.5 折); in English `5` → 5 % goes. Undefined for what is no such number. */
export const payRatioIn = (text: string, english: boolean): number | undefined => {
  const match = /^(\d{1,2})(?:\.(\d{1,2}))?$/.exec(text.trim());
  if (match === null) return undefined;
  const hundredths = Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
  const payRatio = english ? whole - hundredths : hundredths * 10;
  return payRatio > 0 && payRatio < whole ? payRatio : undefined;
};

/** What each line costs before anything is taken off by hand. */
const nets = (priced: readonly PricedLine[]): readonly number[] =>
  priced.map(({ net, applied }) =>
    applied.reduce((sum, { rule, amount }) => (rule === offRule ? sum + amount : sum), net),
  );

const total = (amounts: readonly number[]): number => amounts.reduce((sum, one) => sum + one, 0);

/** Gives each its share of an amount, whole units; what is left over goes where there is room. */
const share = (amount: number, rooms: readonly number[]): readonly number[] => {
  const room = total(rooms);
  const most = Math.min(amount, room);
  if (most <= 0) return rooms.map(() => 0);
  const parts = rooms.map((one) => Number((BigInt(most) * BigInt(one)) / BigInt(room)));
  let left = most - total(parts);
  return parts.map((part, at) => {
    const more = Math.min(left, (rooms[at] ?? 0) - part);
    left -= more;
    return part + more;
  });
};

/** By line, minor units. */
export const offsFor = (
  basket: Basket,
  priced: readonly PricedLine[],
  asked: { readonly scope: Scope; readonly less: Less },
): readonly number[] => {
  const { scope, less } = asked;
  const before = nets(priced);
  const rooms = before.map((net, at) => (scope === "bill" || at === basket.marked ? net : 0));
  const amount =
    less.kind === "amount"
      ? less.amount
      : total(rooms) - Math.round((total(rooms) * less.payRatio) / whole);
  const offs = share(amount, rooms);
  if (scope === "bill") return offs;
  return basket.lines.map(({ off = 0 }, at) => (at === basket.marked ? (offs[at] ?? 0) : off));
};

const withOff = ({ off: _off, ...line }: BasketLine, off: number): BasketLine =>
  off === 0 ? line : { ...line, off };

/** The basket with so much off each line; nothing off at all needs no reason either. */
export const takeOff = (basket: Basket, offs: readonly number[], reason: string): Basket => {
  const { reason: _reason, ...rest } = basket;
  const lines = basket.lines.map((line, at) => withOff(line, offs[at] ?? 0));
  return { ...rest, lines, ...(offs.some((off) => off > 0) ? { reason } : {}) };
};

/** The second person's number and PIN: for one bill only, never kept with the basket. */
export interface Approval {
  readonly staff: string;
  readonly pin: string;
}

/** What `bill.settle` is told of it. */
export const byHandOf = (
  basket: Basket,
  approval: Approval | undefined,
): { byHand?: { reason: string; approval?: Approval } } => {
  if (offTotal(basket) === 0) return {};
  const { reason = "" } = basket;
  return { byHand: { reason, ...(approval === undefined ? {} : { approval }) } };
};

const offTotal = ({ lines }: Basket): number => lines.reduce((sum, { off = 0 }) => sum + off, 0);

/**
 * Takes off what the sum has beyond whole units of money. Once more on an even sum gives back what was only
 * that; what was taken off for another reason stays as it is.
 */
export const roundDown = (
  basket: Basket,
  priced: readonly PricedLine[],
  reason: string,
): Basket => {
  const now = priced.map(({ net }) => net);
  const rest = total(now) % smallChange;
  if (rest === 0)
    return basket.reason === reason && offTotal(basket) < smallChange
      ? takeOff(basket, [], reason)
      : basket;
  const more = share(rest, now);
  const offs = basket.lines.map(({ off = 0 }, at) => off + (more[at] ?? 0));
  return takeOff(basket, offs, basket.reason ?? reason);
};
