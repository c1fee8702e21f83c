// Who owes whom between the stores of a chain: value paid in at one store and used at another. Pure: entries in,
// claims out; what a claim is worth is the terms' business.
import type { EntryBody } from "../ledger/entry.ts";

/** What was used: paid money, given money, passes paid in advance, vouchers, points; or value that lapsed. */
export const claimKinds = [
  "principal",
  "bonus",
  "deferred",
  "voucher",
  "points",
  "breakage",
] as const;
export type ClaimKind = (typeof claimKinds)[number];

/** `debtor` took the value in, `creditor` gave the goods. Negative after a return. */
export interface Claim {
  readonly debtor: string;
  readonly creditor: string;
  readonly kind: ClaimKind;
  readonly unit: string;
  readonly amount: number;
}

/** Value that lies in one place, e.g. a lot of an account or a voucher. */
interface Held {
  readonly place: string;
  readonly kind: ClaimKind;
}

/**
 * Where a line puts value that one store owes and another may use; undefined for all other accounts. Read from the
 * end where an asset's own id may hold colons: `liab:<asset>:<part>:<account>:<lot>`.
 */
export const heldBy = (account: string): Held | undefined => {
  const names = account.split(":");
  if (names[0] !== "liab") return undefined;
  if (names[1] === "voucher") return { place: account, kind: "voucher" };
  if (names[1] === "deferred") return { place: account, kind: "deferred" };
  const [part, owner, lot] = names.slice(-3);
  if (names.length < 5 || owner === undefined || lot === undefined) return undefined;
  const place = `${owner}:${lot}`;
  if (part === "principal" || part === "bonus") return { place, kind: part };
  return part === "avail" ? { place, kind: "points" } : undefined;
};

/** Places an entry moves value in: their origins must be known to clear it. */
export const placesOf = ({ lines }: EntryBody): readonly string[] => [
  ...new Set(lines.flatMap(({ account }) => heldBy(account)?.place ?? [])),
];

export interface Cleared {
  /** places whose value came in with this entry: it belongs to this store from now on */
  readonly opened: readonly string[];
  readonly claims: readonly Claim[];
}

/** `originOf` a place: the store whose entry first put value there; undefined: nobody has. */
export const clear = (
  body: EntryBody,
  originOf: (place: string) => string | undefined,
): Cleared => {
  const here = body.store;
  const lapsed = body.lines.some(({ account }) => account === "income:breakage");
  const opened = new Set<string>();
  const claims = new Map<string, Claim>();
  for (const { account, unit, amount } of body.lines) {
    const held = heldBy(account);
    if (held === undefined || amount === 0) continue;
    const origin = originOf(held.place);
    if (origin === undefined) opened.add(held.place);
    if (origin === undefined || origin === here) continue;
    const kind = lapsed ? "breakage" : held.kind;
    const known = claims.get(`${origin} ${kind} ${unit}`);
    const sum = (known?.amount ?? 0) + amount;
    claims.set(`${origin} ${kind} ${unit}`, {
      debtor: origin,
      creditor: here,
      kind,
      unit,
      amount: sum,
    });
  }
  return { opened: [...opened], claims: [...claims.values()].filter(({ amount }) => amount !== 0) };
};

/** A store as the chain knows it. Stores of one legal entity owe each other nothing that must be paid. */
export interface Shop {
  readonly store: string;
  readonly name: string;
  readonly kind: "own" | "franchise";
  readonly entity: string;
}

/** What claims are worth, basis points of their amount; points: minor units for a thousand. */
export interface ClearingTerms {
  readonly shareBp: Readonly<Record<Exclude<ClaimKind, "points">, number>>;
  readonly pointsMinorPerThousand: number;
}

/** Whoever gave a bonus pays for it; what lapses stays with whoever took the money. */
export const usualTerms: ClearingTerms = {
  shareBp: { principal: 10_000, bonus: 10_000, deferred: 10_000, voucher: 10_000, breakage: 0 },
  pointsMinorPerThousand: 0,
};

/** Claims of a span, summed. */
export interface ClaimSum extends Claim {
  readonly entries: number;
}

/** What one claim sum comes to in money: half a unit is rounded away from zero. */
export const worthOf = (
  { kind, unit, amount }: Claim,
  { terms, currency }: { readonly terms: ClearingTerms; readonly currency: string },
): number => {
  if (kind === "points") return shareOf(amount, terms.pointsMinorPerThousand, 1_000);
  return unit === currency ? shareOf(amount, terms.shareBp[kind], 10_000) : 0;
};

const shareOf = (amount: number, share: number, whole: number): number => {
  const size = (BigInt(Math.abs(amount)) * BigInt(share) * 2n + BigInt(whole)) / BigInt(2 * whole);
  return Number(size) * Math.sign(amount);
};

export interface Balance {
  /** who pays and who is paid; `amount` ≥ 0 */
  readonly from: string;
  readonly to: string;
  readonly amount: number;
  /** both directions before they were set off against each other */
  readonly owed: number;
  readonly owing: number;
}

export interface Statement {
  readonly rows: readonly (ClaimSum & { readonly worth: number })[];
  /** between stores */
  readonly stores: readonly Balance[];
  /** between legal entities: what is to be paid */
  readonly entities: readonly Balance[];
}

/** The settlement of a span: each claim's worth, then what remains between each two. */
export const statementOf = (
  sums: readonly ClaimSum[],
  facts: {
    readonly terms: ClearingTerms;
    readonly currency: string;
    readonly shops: readonly Shop[];
  },
): Statement => {
  const entityByStore = new Map(facts.shops.map(({ store, entity }) => [store, entity]));
  // A store nobody has entered yet answers for itself.
  const entityOf = (store: string): string => {
    const entity = entityByStore.get(store) ?? "";
    return entity === "" ? store : entity;
  };
  const rows = sums.map((sum) => ({ ...sum, worth: worthOf(sum, facts) }));
  return {
    rows,
    stores: netted(rows, (store) => store),
    entities: netted(rows, entityOf),
  };
};

/** Sets off what two owe each other. */
const netted = (
  rows: readonly (Claim & { readonly worth: number })[],
  partyOf: (store: string) => string,
): readonly Balance[] => {
  const pairs = new Map<string, { one: string; other: string; owes: number; isOwed: number }>();
  for (const { debtor, creditor, worth } of rows) {
    const [from, to] = [partyOf(debtor), partyOf(creditor)];
    if (from === to) continue;
    const [one, other] = from < to ? ([from, to] as const) : ([to, from] as const);
    const pair = pairs.get(`${one} ${other}`) ?? { one, other, owes: 0, isOwed: 0 };
    if (from === one) pair.owes += worth;
    else pair.isOwed += worth;
    pairs.set(`${one} ${other}`, pair);
  }
  return [...pairs.values()].map(({ one, other, owes, isOwed }) => {
    const net = owes - isOwed;
    const ends = net >= 0 ? { from: one, to: other } : { from: other, to: one };
    return {
      ...ends,
      amount: Math.abs(net),
      owed: net >= 0 ? owes : isOwed,
      owing: net >= 0 ? isOwed : owes,
    };
  });
};
