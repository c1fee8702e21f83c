// Own entries that come back as their store had made them: what is shown holds them already, so that a store which was
// away need not replay all that is still behind them each time a portion of its own day finds its place. Pure.
import type { EntryBody, Posting } from "../ledger/entry.ts";
import { whileApart } from "./fold.ts";
import type { Applied } from "./replica.ts";

/**
 * So many own entries behind a portion, and what its entries had put at risk stays counted until a later one: a day
 * apart is full of risks, and counting one for a moment longer refuses rather than lets through.
 */
export const risksWaitBehind = 1_000;

/** Events that do something else while their entry has no place in the order. */
const otherWhilePending: ReadonlySet<string> = new Set(["HoldPlaced", "LeaseAsked"]);

/** Whether lines were booked as the entry has them, in its order. */
export const isAsWritten = (booked: readonly Posting[], written: readonly Posting[]): boolean =>
  booked.length === written.length &&
  booked.every(({ account, unit, amount }, at) => {
    const line = written[at];
    return line?.account === account && line.unit === unit && line.amount === amount;
  });

interface Own {
  readonly id: string;
  readonly epoch: number;
  /** own entries that have no place yet */
  readonly behind: number;
  readonly risksWaitBehind: number;
}

const isOwn = ({ store, epoch }: EntryBody, own: Own): boolean =>
  store === own.id && epoch === own.epoch;

/** Whether the fold made of it what its store has shown all along. */
const isAsMade = ({ body, verdict, lines }: Applied, own: Own): boolean =>
  verdict === "final" &&
  isOwn(body, own) &&
  isAsWritten(lines, body.lines) &&
  !body.events.some(
    ({ type }) =>
      otherWhilePending.has(type) || (whileApart.has(type) && own.behind <= own.risksWaitBehind),
  );

/** Others' rights to what can be used once: an own use that is still pending may be the one too many now. */
const movesRights = ({ body, touched }: Applied, own: Own): boolean =>
  !isOwn(body, own) && touched.some((address) => address.startsWith(onceAddress));

const onceAddress = "lookup lease:";

/** Addresses at which a fold has changed nothing of what is shown. */
export const addressesAsShown = (applied: readonly Applied[], own: Own): ReadonlySet<string> => {
  if (applied.some((one) => movesRights(one, own))) return new Set();
  const same = new Set<string>();
  const other = new Set<string>();
  for (const one of applied) {
    const to = isAsMade(one, own) ? same : other;
    for (const address of one.touched) to.add(address);
  }
  for (const address of other) same.delete(address);
  return same;
};
