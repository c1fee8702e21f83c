// Books the lines of an entry on an account that may have changed since its store looked: the sum is always booked,
// what a lot no longer holds comes out of the others, and what none of them holds is owed or borne, never forgotten.
import type { EntryBody, Posting } from "../ledger/entry.ts";
import { applyLines, movementOf } from "../members/account/apply-lines.ts";
import type { Draft } from "../members/contract.ts";
import { must } from "../members/must.ts";
import type { Account, Lot } from "../members/state.ts";

/** What a person will have to look at. `amount`: units of `asset`, or minor units. */
export interface Finding {
  readonly kind:
    | "overdraft"
    | "double_punch"
    | "double_coupon"
    | "double_reversal"
    | "double_capture"
    | "uncovered_hold"
    | "late_expiry"
    | "lost_card_used"
    | "merged_members"
    | "paid_twice";
  readonly account?: string;
  readonly asset?: string;
  readonly amount: number;
  /** id of the voucher, bill, hold or card in question */
  readonly about?: string;
}

/** Where an entry's lines are booked, and what came of it. */
export interface Teller {
  readonly draft: Draft;
  readonly body: EntryBody;
  readonly lines: Posting[];
  readonly findings: Finding[];
  /** by lot named: units its lines asked for, and those that were not there */
  readonly shortages: Map<string, { readonly asked: number; readonly missing: number }>;
}

export const tellerFor = (draft: Draft, body: EntryBody): Teller => ({
  draft,
  body,
  lines: [],
  findings: [],
  shortages: new Map(),
});

const spendableParts = ["principal", "bonus", "avail"] as const;

/** One part of one lot, as a line names it. */
interface Place {
  readonly account: string;
  readonly asset: string;
  readonly part: string;
  readonly lot: string;
  readonly unit: string;
}

const lapseOp = "day.close";

const accountOf = (draft: Draft, id: string): Account =>
  must(draft.get("account", id), `account ${id}`);

const spendableOf = (lot: Lot): number =>
  spendableParts.reduce((sum, part) => sum + (lot.parts[part] ?? 0), 0);

const lotsOf = (account: Account, asset: string): readonly Lot[] =>
  account.lots.filter((lot) => lot.asset === asset && lot.debt !== true);

/** Units in the lots of an asset, debts not counted. */
export const unitsOf = (account: Account, asset: string): number =>
  lotsOf(account, asset).reduce((sum, lot) => sum + spendableOf(lot), 0);

/** Whether an instant had come when an entry was made, by the clock of who made it: the fold has none. */
export const isOver = (instant: string | undefined, { at }: Pick<EntryBody, "at">): boolean =>
  instant !== undefined && Date.parse(instant) <= Date.parse(at);

/** Units set aside: by leases (`but`: one store whose own ones do not count), and as deposits until their time. */
export const setAside = (
  account: Account,
  asset: string,
  { at, but }: { readonly at: string; readonly but?: string },
): number =>
  account.holds.reduce((sum, { asset: held, store, amount, expiresAt }) => {
    const counts = store === undefined ? !isOver(expiresAt, { at }) : store !== but;
    return held === asset && counts ? sum + amount : sum;
  }, 0);

/** Posts a line and moves what it names. Commission is the business of the store that owes it. */
const post = ({ draft, lines }: Teller, line: Posting): void => {
  if (line.amount === 0) return;
  lines.push(line);
  if (movementOf(line)?.kind !== "commission") applyLines(draft, [line]);
};

const lotLine = ({ account, asset, part, lot, unit }: Place, amount: number): Posting => ({
  account: `liab:${asset}:${part}:${account}:${lot}`,
  unit,
  amount,
});

const openLot = ({ draft, body }: Teller, place: Place, more: { readonly debt?: true }): void => {
  const account = accountOf(draft, place.account);
  if (account.lots.some(({ lot }) => lot === place.lot)) return;
  const { lot, asset } = place;
  const opened = { lot, asset, parts: {}, createdOn: body.businessDate, source: body.id, ...more };
  draft.put("account", place.account, { ...account, lots: [...account.lots, opened] });
};

const isMoney = ({ part }: Place): boolean => part === "principal" || part === "bonus";

/** Where a day's close books what lapses. */
const lapsedTo = (place: Place): string => (isMoney(place) ? "income:breakage" : "house:expired");

/** Books a debt of the member's in an asset: in the lot of debts there is, or a new one. */
const owe = (teller: Teller, place: Place, amount: number): void => {
  const account = accountOf(teller.draft, place.account);
  const known = account.lots.find((lot) => lot.asset === place.asset && lot.debt === true);
  const debt = {
    ...place,
    part: isMoney(place) ? "principal" : "avail",
    lot: known?.lot ?? `debt_${teller.body.id}`,
  };
  openLot(teller, debt, { debt: true });
  post(teller, lotLine(debt, amount));
};

/** Units came in. A lot that is gone is opened again; a debt paid twice becomes the member's money. */
const credit = (teller: Teller, place: Place, amount: number): void => {
  const lot = accountOf(teller.draft, place.account).lots.find((one) => one.lot === place.lot);
  if (lot?.debt !== true) {
    openLot(teller, place, {});
    post(teller, lotLine(place, -amount));
    return;
  }
  const repaid = Math.min(amount, -(lot.parts[place.part] ?? 0));
  post(teller, lotLine(place, -repaid));
  const over = { ...place, lot: `over_${teller.body.id}` };
  if (amount > repaid) {
    openLot(teller, over, {});
    post(teller, lotLine(over, repaid - amount));
  }
};

/** Takes units where the line says, then from the account's other lots; what is missing is `short`. */
const debit = (teller: Teller, place: Place, amount: number): void => {
  const { draft, body } = teller;
  const before = accountOf(draft, place.account);
  const named = before.lots.find(({ lot }) => lot === place.lot);
  if (named?.debt === true) {
    post(teller, lotLine(place, amount));
    return;
  }
  const isPending = place.part === "pending";
  const others = setAside(before, place.asset, { at: body.at, but: body.store });
  let open = amount;
  let free = isPending ? amount : Math.max(0, unitsOf(before, place.asset) - others);
  const take = (lot: string, part: string, left: number): void => {
    const taken = Math.min(open, free, left);
    if (taken <= 0) return;
    open -= taken;
    free -= taken;
    post(teller, lotLine({ ...place, lot, part }, taken));
  };
  if (named !== undefined) {
    const left = Math.max(0, named.parts[place.part] ?? 0);
    take(place.lot, place.part, left);
    if (body.op === lapseOp && !isPending) noteLapsed(teller, place, amount - open);
  }
  // A close takes only what has lapsed; a spend takes whatever there is.
  for (const lot of body.op === lapseOp || isPending ? [] : lotsOf(before, place.asset)) {
    for (const part of spendableParts) {
      if (lot.lot === place.lot && part === place.part) continue;
      take(lot.lot, part, lot.parts[part] ?? 0);
    }
  }
  const { asked, missing } = teller.shortages.get(place.lot) ?? { asked: 0, missing: 0 };
  teller.shortages.set(place.lot, { asked: asked + amount, missing: missing + open });
  if (open > 0) short(teller, place, open);
};

/** A close took units as lapsed: another store may have let them be spent in time without knowing. */
const noteLapsed = ({ draft }: Teller, place: Place, units: number): void => {
  if (units <= 0) return;
  const account = accountOf(draft, place.account);
  const lots = account.lots.map((lot) =>
    lot.lot === place.lot ? { ...lot, lapsed: (lot.lapsed ?? 0) + units } : lot,
  );
  draft.put("account", place.account, { ...account, lots });
};

/** The account holds less than the entry takes: who is out of pocket, and what a person must see. */
const short = (teller: Teller, place: Place, missing: number): void => {
  const { body, findings } = teller;
  const { account, asset, unit } = place;
  if (body.op === lapseOp && place.part !== "pending") {
    // What was spent before the close came in its turn cannot lapse: the house's gain is so much less.
    post(teller, { account: lapsedTo(place), unit, amount: missing });
    return;
  }
  const honoured = honour(teller, place, missing);
  const left = missing - honoured;
  if (left === 0) return;
  if (body.chain?.house?.includes(asset) === true) {
    post(teller, { account: `house:loss:${body.store}`, unit, amount: left });
    findings.push({ kind: "double_punch", account, asset, amount: left });
    return;
  }
  owe(teller, place, left);
  const merged = accountOf(teller.draft, account).mergedInto !== undefined;
  findings.push({ kind: merged ? "merged_members" : "overdraft", account, asset, amount: left });
};

/** Units that lapsed elsewhere were spent here on a day on which they were good: the house takes its gain back. */
const honour = (teller: Teller, place: Place, missing: number): number => {
  const { draft, body } = teller;
  const account = accountOf(draft, place.account);
  let open = missing;
  const honoured = (lot: Lot): Lot => {
    const inTime = lot.expiresOn === undefined || body.businessDate <= lot.expiresOn;
    const units = inTime ? Math.min(open, lot.lapsed ?? 0) : 0;
    open -= units;
    return units === 0 ? lot : { ...lot, lapsed: (lot.lapsed ?? 0) - units };
  };
  // The lot named first, then the others: as the units would have been taken before they lapsed.
  const ofAsset = lotsOf(account, place.asset);
  const named = ofAsset.filter(({ lot }) => lot === place.lot);
  const after = new Map(
    [...named, ...ofAsset.filter(({ lot }) => lot !== place.lot)].map((lot) => [
      lot.lot,
      honoured(lot),
    ]),
  );
  const units = missing - open;
  if (units === 0) return 0;
  const lots = account.lots.map((lot) => after.get(lot.lot) ?? lot);
  draft.put("account", place.account, { ...account, lots });
  post(teller, { account: lapsedTo(place), unit: place.unit, amount: units });
  teller.findings.push({
    kind: "late_expiry",
    account: place.account,
    asset: place.asset,
    amount: units,
  });
  return units;
};

/** Where a day's close books the money of counts that lapse: a time pass was used all along. */
const lapsedIncome = ({ body }: Teller, asset: string): string => {
  const used = `income:sales:${asset}`;
  return body.lines.some(({ account }) => account === used) ? used : "income:breakage";
};

/**
 * Deferred money of counts follows the units: the lot named, then the others. What belongs to units that were not
 * there stays with whoever has them, and is the house's; a close earns so much less.
 */
const undefer = (teller: Teller, line: Posting, at: { account: string; lot: string }): void => {
  const { lots } = accountOf(teller.draft, at.account);
  const named = lots.find(({ lot }) => lot === at.lot);
  const asset = named?.asset ?? assetTaken(teller.body, at);
  const isClose = teller.body.op === lapseOp;
  const { asked = 1, missing = 0 } = teller.shortages.get(at.lot) ?? {};
  const follows = line.amount - Math.ceil((line.amount * missing) / asked);
  let open = follows;
  const others = isClose ? [] : lots.filter((lot) => lot !== named && lot.asset === asset);
  for (const lot of named === undefined ? others : [named, ...others]) {
    const amount = Math.min(open, lot.deferred ?? 0);
    open -= amount;
    post(teller, { ...line, account: `liab:deferred:${at.account}:${lot.lot}`, amount });
  }
  const rest = line.amount - follows + open;
  const borne = isClose
    ? lapsedIncome(teller, named?.asset ?? "")
    : `house:loss:${teller.body.store}`;
  post(teller, { ...line, account: borne, amount: rest });
};

const assetOf = ({ account }: Posting): string => account.split(":").slice(1, -3).join(":");

/** Of a lot that is not there: after a lost stream its opening may come behind what was taken from it. */
const assetTaken = ({ lines }: EntryBody, at: { account: string; lot: string }) =>
  lines
    .filter((line) => {
      const movement = movementOf(line);
      return movement?.kind === "lot" && movement.account === at.account && movement.lot === at.lot;
    })
    .map(assetOf)[0];

const defer = (teller: Teller, line: Posting, at: { account: string; lot: string }): void => {
  const { lots } = accountOf(teller.draft, at.account);
  if (lots.some(({ lot }) => lot === at.lot)) post(teller, line);
  else post(teller, { ...line, account: `house:loss:${teller.body.store}` });
};

/** A tab is never below zero: what was paid twice is owed to the member. */
const receive = (teller: Teller, line: Posting, account: string): void => {
  const owed = accountOf(teller.draft, account).receivable ?? 0;
  const amount = Math.max(line.amount, -owed);
  post(teller, { ...line, amount });
  if (amount === line.amount) return;
  post(teller, { ...line, account: `liab:overpaid:${account}`, amount: line.amount - amount });
  teller.findings.push({ kind: "paid_twice", account, amount: amount - line.amount });
};

/** Books one line, whatever has happened to its account since. */
export const bookLine = (teller: Teller, line: Posting): void => {
  const movement = movementOf(line);
  if (movement === undefined || movement.kind === "commission") post(teller, line);
  else if (movement.kind === "receivable") receive(teller, line, movement.account);
  else if (movement.kind === "deferred") {
    if (movement.change < 0) undefer(teller, line, movement);
    else defer(teller, line, movement);
  } else {
    const { account, lot, part, change } = movement;
    const place = { account, asset: assetOf(line), part, lot, unit: line.unit };
    if (change < 0) debit(teller, place, -change);
    else credit(teller, place, change);
  }
};

/** A debt and units that nobody has set aside never stand side by side: what came in pays first. */
export const settleDebts = (teller: Teller, id: string): void => {
  for (const debt of accountOf(teller.draft, id).lots.filter((lot) => lot.debt === true)) {
    const { asset } = debt;
    const account = accountOf(teller.draft, id);
    const unit = unitOfDebt(teller, id, debt);
    let open = Math.min(
      -spendableOf(debt),
      Math.max(0, unitsOf(account, asset) - setAside(account, asset, teller.body)),
    );
    if (open <= 0 || unit === undefined) continue;
    const part = debt.parts["principal"] === undefined ? "avail" : "principal";
    const place = { account: id, asset, unit, part, lot: debt.lot };
    post(teller, lotLine(place, -open));
    for (const lot of lotsOf(account, asset)) {
      for (const from of spendableParts) {
        const amount = Math.min(open, lot.parts[from] ?? 0);
        if (amount <= 0) continue;
        open -= amount;
        post(teller, lotLine({ ...place, lot: lot.lot, part: from }, amount));
      }
    }
  }
};

/** The unit of an asset, as this entry's own lines have it. */
const unitOfDebt = ({ lines }: Teller, account: string, debt: Lot): string | undefined =>
  lines.find(
    (line) =>
      line.account.startsWith(`liab:${debt.asset}:`) && line.account.split(":").at(-2) === account,
  )?.unit;

/**
 * A deposit keeps from others what nobody had a right to before it; one that was placed apart may keep less than it
 * says. What is not there cannot be taken later, and a person is told.
 */
export const coverHold = (teller: Teller, id: string): void => {
  const { draft, body, findings } = teller;
  const file = draft.get("hold", id);
  const account = file === undefined ? undefined : draft.get("account", file.account);
  if (file === undefined || account === undefined) return;
  const { asset, amount, account: owner } = file;
  const before = { ...account, holds: account.holds.filter(({ hold }) => hold !== id) };
  const others = setAside(before, asset, { at: body.at, but: body.store });
  const covered = Math.min(amount, Math.max(0, unitsOf(account, asset) - others));
  const holds = account.holds.map((held) => {
    const { apart: _, ...placed } = held;
    return held.hold === id ? { ...placed, amount: covered } : held;
  });
  draft.put("account", owner, { ...account, holds });
  draft.put("hold", id, { ...file, amount: covered });
  trimLeases(teller, owner);
  if (covered === amount) return;
  findings.push({
    kind: "uncovered_hold",
    account: owner,
    asset,
    amount: amount - covered,
    about: id,
  });
};

/** Leases of a store that took more than they left over keep no more than there is. */
export const trimLeases = ({ draft, body }: Teller, id: string): void => {
  const account = accountOf(draft, id);
  let { holds } = account;
  for (const asset of new Set(
    holds.flatMap((hold) => (hold.store === undefined ? [] : hold.asset)),
  )) {
    let over = setAside(account, asset, body) - unitsOf(account, asset);
    holds = holds.flatMap((hold) => {
      if (over <= 0 || hold.asset !== asset || hold.store !== body.store) return [hold];
      const less = Math.min(over, hold.amount);
      over -= less;
      return hold.amount > less ? [{ ...hold, amount: hold.amount - less }] : [];
    });
  }
  if (holds.length !== account.holds.length || holds.some((hold, at) => hold !== account.holds[at]))
    draft.put("account", id, { ...account, holds });
};
