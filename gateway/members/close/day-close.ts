// day.close: expire → credit → tier → statement, for a batch of accounts. The caller walks all accounts
// in batches (`isDue` spares it the idle ones) and sends the last batch with `last`, which ends the day.
import type { DomainEvent, Posting } from "../../ledger/entry.ts";
import { addDays } from "../../programme/dates.ts";
import { closeTerms } from "../../programme/tasks.ts";
import { refusal } from "../../refusals.ts";
import { holderOf } from "../account/access.ts";
import { type Book, createBook } from "../account/book.ts";
import type { HistoryTrimmed, LotsDropped } from "../account/events.ts";
import { accountFacts, type Holder, historyKept } from "../account/facts.ts";
import { isOver, spendableOf } from "../account/lots.ts";
import { tierCycle } from "../account/progress.ts";
import { completeTasks } from "../account/tasks.ts";
import { movedByCycle } from "../account/tier.ts";
import { earnAtClose } from "../benefit/earned.ts";
import { planGrants } from "../card/grants.ts";
import { accepted, type Context, type Decider, refused, type View } from "../contract.ts";
import { evolver, happened } from "../evolver.ts";
import type { Account } from "../state.ts";
import { credit, crediting } from "./credit.ts";
import { endingWindows, expire, lapseBearer, lapsing } from "./expire.ts";

export interface CloseParams {
  /** the day that ends */
  readonly businessDate: string;
  /** at most `closeBatchMax` of them */
  readonly accounts: readonly string[];
  /** bearer vouchers that lapse: they are no account's, so they come by their own list */
  readonly vouchers?: readonly string[];
  /** true: after this batch the day is closed */
  readonly last?: boolean;
  /** version of the programme that was in force on that day; absent: the one in force now */
  readonly programmeVersion?: number;
}

/** Accounts of one batch, and so of one entry, at most. */
export const closeBatchMax = 500;

/** The entity that knows the last day that was closed: `{closed: date}`. */
export const dayId = "day";

/** An emptied lot is kept so long for a reversal that puts its value back where it came from. */
const emptyLotDays = 400;

type DayClosed = { type: "DayClosed"; businessDate: string };

type Totals = Record<string, number>;

interface Statement {
  readonly expired: Totals;
  readonly credited: Totals;
  moved: number;
  /** worth of the bearer vouchers that lapsed, minor units */
  vouchers?: number;
}

const add = (totals: Totals, more: Readonly<Totals>): void => {
  for (const [asset, quantity] of Object.entries(more)) {
    totals[asset] = (totals[asset] ?? 0) + quantity;
  }
};

/** The day that ends, at its last minute: what rules see while it is closed. */
const atClose = (
  context: Context,
  { businessDate: on, programmeVersion }: CloseParams,
): Context => ({
  ...context,
  programme:
    (programmeVersion === undefined ? undefined : context.programmeAt(programmeVersion)) ??
    context.programme,
  moment: { ...context.moment, businessDate: on, date: on, time: "23:59" },
});

const emptied = (account: Account, on: string): readonly string[] => {
  const before = addDays(on, -emptyLotDays);
  return account.lots.flatMap((lot) => {
    const isEmpty =
      spendableOf(lot) === 0 && (lot.parts["pending"] ?? 0) === 0 && (lot.deferred ?? 0) === 0;
    return isEmpty && lot.debt !== true && lot.createdOn < before ? [lot.lot] : [];
  });
};

/** Lots that this very entry has emptied stay until the next close: its lines still speak of them. */
const tidy = (book: Book, before: Account, on: string): void => {
  const lots = emptied(before, on);
  if (lots.length > 0) {
    book.happen([happened<LotsDropped>({ type: "LotsDropped", account: book.id, lots })]);
  }
  const kept = historyKept(on);
  if (book.account.history.some((row) => row.on < kept)) {
    book.happen([
      happened<HistoryTrimmed>({ type: "HistoryTrimmed", account: book.id, before: kept }),
    ]);
  }
};

/** Gifts of the `close` stage: units for a birthday, for a tier, for a task that was reached. */
const giveAtClose = (book: Book, context: Context, holder: Holder): void => {
  if (context.programme.rulesAt("close").length === 0) return;
  const facts = accountFacts(context, { ...holder, account: book.account });
  const terms = closeTerms(context.programme, facts);
  planGrants(book, context, { grants: terms.grants, source: "close" });
  earnAtClose(book, context.moment.businessDate, terms.benefits);
  completeTasks(book, context, { holder, stage: "close" });
};

/** Whether the close of a day has anything to do for an account. */
export const isDue = (
  context: Pick<Context, "programme" | "moment" | "calendar">,
  account: Account,
  on: string,
): boolean => {
  const { programme } = context;
  return (
    account.coupons.length > 0 ||
    account.holds.some((hold) => isOver(hold.expiresAt, context.moment)) ||
    lapsing(context, account, on).length > 0 ||
    crediting(account, on).length > 0 ||
    endingWindows(context, account, on).length > 0 ||
    emptied(account, on).length > 0 ||
    account.history.some((row) => row.on < historyKept(on)) ||
    programme.rulesAt("close").length > 0 ||
    (account.tierUntil !== undefined && account.tierUntil <= on) ||
    (programme.tiers.length > 0 && tierCycle(programme, account, on).to === on)
  );
};

const closeAccount = (
  at: { readonly view: View; readonly context: Context; readonly on: string },
  id: string,
  statement: Statement,
): Book | undefined => {
  const { view, context, on } = at;
  const holder = holderOf(view, id);
  if (!holder.ok) return undefined;
  // In a chain the store that opened an account closes its days, or its value would lapse twice.
  const { home } = holder.value.account;
  if (home !== undefined && home !== context.store.id) return undefined;
  const book = createBook(id, holder.value.account);
  const steps = context.programme.file.dayClose ?? ["expire", "credit", "tier", "statement"];
  for (const step of steps) {
    if (step === "expire") add(statement.expired, expire(book, at));
    if (step === "credit") add(statement.credited, credit(book, context, on));
    if (step !== "tier") continue;
    giveAtClose(book, context, holder.value);
    const moves = movedByCycle(context, { ...holder.value, account: book.account }, { id, on });
    statement.moved += moves.length;
    book.happen(moves);
  }
  tidy(book, holder.value.account, on);
  return book;
};

const closeVouchers = (
  at: { readonly view: View; readonly context: Context; readonly on: string },
  ids: readonly string[],
  statement: Statement,
): Pick<Book, "events" | "lines"> => {
  const lapsed = ids.flatMap((id) => lapseBearer(at, id) ?? []);
  if (lapsed.length > 0)
    statement.vouchers = lapsed.reduce((sum, { worth }) => sum + worth, statement.vouchers ?? 0);
  return {
    events: lapsed.map(({ event }) => event),
    lines: lapsed.flatMap(({ lines }) => lines),
  };
};

/** → `{businessDate, accounts, expired, credited, moved, vouchers?}`: the batch's share of the day's statement. */
export const closeDay: Decider<CloseParams> = {
  roots: (params) => [
    { kind: "setting", id: dayId },
    ...params.accounts.map((id) => ({ kind: "account" as const, id })),
    ...(params.vouchers ?? []).map((id) => ({ kind: "coupon" as const, id })),
  ],
  decide: (params, view, now) => {
    const { businessDate: on } = params;
    const closed = view.get("setting", dayId)?.["closed"];
    if (on > now.moment.businessDate || (typeof closed === "string" && on <= closed)) {
      return refused(refusal("not_permitted", { businessDate: on, why: "day" }));
    }
    const { vouchers = [] } = params;
    if (params.accounts.length > closeBatchMax || vouchers.length > closeBatchMax) {
      return refused(refusal("too_many", { limit: closeBatchMax }));
    }
    const context = atClose(now, params);
    const statement: Statement = { expired: {}, credited: {}, moved: 0 };
    const events: DomainEvent[] = [];
    const lines: Posting[] = [];
    for (const id of params.accounts) {
      const book = closeAccount({ view, context, on }, id, statement);
      events.push(...(book?.events ?? []));
      lines.push(...(book?.lines ?? []));
    }
    const own = closeVouchers({ view, context, on }, vouchers, statement);
    events.push(...own.events);
    lines.push(...own.lines);
    if (params.last === true) {
      events.push(happened<DayClosed>({ type: "DayClosed", businessDate: on }));
    }
    const result = { businessDate: on, accounts: params.accounts.length, ...statement };
    return accepted({ events, lines, result, meta: { statement: { ...statement } } });
  },
};

export const closeEvolvers = {
  DayClosed: evolver<DayClosed>((draft, { businessDate }) =>
    draft.put("setting", dayId, { closed: businessDate }),
  ),
};
