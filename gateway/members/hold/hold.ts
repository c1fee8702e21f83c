// hold.place, hold.capture, hold.release: stored value set aside for a deposit, taken once, in part or whole.
import { type Refusal, refusal } from "../../refusals.ts";
import { type Result, err, ok } from "../../result.ts";
import { accountRoots, usableHolder } from "../account/access.ts";
import { type Book, createBook } from "../account/book.ts";
import { availableOf, isOver } from "../account/lots.ts";
import { draw } from "../account/spend.ts";
import { accepted, type Context, type Decider, type Ref, refused, type View } from "../contract.ts";
import { happened } from "../evolver.ts";
import { useLeases } from "../lease/lease.ts";
import { must } from "../must.ts";
import type { HoldEnded, HoldPlaced } from "./events.ts";

export interface PlaceHoldParams {
  readonly account: string;
  readonly amount: number;
  readonly reason: string;
  /** RFC 3339 instant; then the money is free again */
  readonly expiresAt?: string;
}

export interface CaptureParams {
  readonly hold: string;
  readonly amount: number;
}

/** Open holds an account may have. */
export const holdsMax = 50;

/** Where captured money is earned when no bill says so. */
const holdIncome = "income:sales:hold";

/** Sets stored value aside in the book, out of the store's leases first; what is left to spend after it. */
export const placeIn = (
  book: Book,
  context: Context,
  { amount, reason, expiresAt }: Omit<PlaceHoldParams, "account">,
): Result<{ readonly hold: string; readonly available: number }, Refusal> => {
  const asset = context.programme.storedAsset?.id;
  if (asset === undefined) return err(refusal("not_permitted", { why: "no stored value" }));
  const available = availableOf(context, book.account, { asset, when: context.moment });
  if (amount > available) return err(refusal("insufficient_balance", { asset, available }));
  const hold = context.newId("h");
  const covered = useLeases(book, context, { asset, amount });
  const isApart = context.headOffice === "offline" && amount > covered;
  book.happen([
    happened<HoldPlaced>({
      type: "HoldPlaced",
      hold,
      account: book.id,
      asset,
      amount,
      reason,
      ...(expiresAt === undefined ? {} : { expiresAt }),
      ...(isApart ? { apart: true } : {}),
    }),
  ]);
  return ok({ hold, available: available - amount });
};

export const placeHold: Decider<PlaceHoldParams> = {
  roots: (params) => accountRoots(params.account),
  decide: (params, view, context) => {
    const holder = usableHolder(view, params.account);
    if (!holder.ok) return refused(holder.error);
    if (holder.value.account.holds.length >= holdsMax) {
      return refused(refusal("limit.reached", { limit: holdsMax }));
    }
    const { account, ...deposit } = params;
    const book = createBook(account, holder.value.account);
    const placed = placeIn(book, context, deposit);
    if (!placed.ok) return refused(placed.error);
    return accepted({
      events: book.events,
      lines: [],
      member: holder.value.account.member,
      account,
      result: { ...placed.value },
    });
  },
};

export const holdRoots = (hold: string): readonly Ref[] => [{ kind: "hold", id: hold }];

interface OpenHold {
  readonly id: string;
  readonly amount: number;
  readonly asset: string;
}

/** Only a hold that is open, has not timed out and belongs to the account may be used. */
export const openHold = (book: Book, context: Context, id: string): Result<OpenHold, Refusal> => {
  const hold = book.account.holds.find((open) => open.hold === id && open.store === undefined);
  if (hold === undefined || isOver(hold.expiresAt, context.moment)) {
    return err(refusal("not_permitted", { hold: id, why: "hold is not open" }));
  }
  return ok({ id, amount: hold.amount, asset: hold.asset });
};

/** Ends a hold in the book; what it held is free for whatever is drawn next. */
export const endHold = (
  book: Book,
  hold: string,
  end: Pick<HoldEnded, "type" | "captured">,
): void => book.happen([happened<HoldEnded>({ ...end, hold, account: book.id })]);

const bookOf = (view: View, hold: string): Book | undefined => {
  const account = view.get("hold", hold)?.account;
  if (account === undefined) return undefined;
  return createBook(account, must(view.get("account", account), `account ${account}`));
};

/** A deposit was agreed while the card was good: a loss reported since does not undo it. */
export const captureHold: Decider<CaptureParams> = {
  roots: (params) => holdRoots(params.hold),
  decide: (params, view, context) => {
    const book = bookOf(view, params.hold);
    if (book === undefined) return refused(refusal("not_found", { hold: params.hold }));
    const hold = openHold(book, context, params.hold);
    if (!hold.ok) return refused(hold.error);
    const { amount } = params;
    if (amount > hold.value.amount) {
      return refused(refusal("insufficient_balance", { held: hold.value.amount }));
    }
    endHold(book, params.hold, { type: "HoldCaptured", captured: amount });
    const asset = must(context.programme.asset(hold.value.asset), "asset of a hold");
    const taken = draw(book, context, { asset, amount });
    if (!taken.ok) return refused(taken.error);
    book.post([{ account: holdIncome, unit: context.programme.currency, amount: -amount }]);
    const from = { asset: asset.id, when: context.moment };
    return accepted({
      events: book.events,
      lines: book.lines,
      member: book.account.member,
      account: book.id,
      result: {
        captured: amount,
        released: hold.value.amount - amount,
        available: availableOf(context, book.account, from),
      },
    });
  },
};

export const releaseHold: Decider<{ readonly hold: string }> = {
  roots: (params) => holdRoots(params.hold),
  decide: (params, view, context) => {
    const book = bookOf(view, params.hold);
    if (book === undefined) return refused(refusal("not_found", { hold: params.hold }));
    const hold = openHold(book, context, params.hold);
    if (!hold.ok) return refused(hold.error);
    endHold(book, params.hold, { type: "HoldReleased", captured: 0 });
    const from = { asset: hold.value.asset, when: context.moment };
    return accepted({
      events: book.events,
      lines: [],
      member: book.account.member,
      account: book.id,
      result: {
        released: hold.value.amount,
        available: availableOf(context, book.account, from),
      },
    });
  },
};
