// Folds the whole stream once more, entry by entry, and looks at the state after each: what leases keep, what debts
// come from, what is told. Ends with I11: the same state as the stores have, whatever their portions were.
import { textOf } from "./text.ts";
import { type Applied, foldBatch } from "../../../gateway/chain/replica.ts";
import { startOf } from "../../../gateway/chain/order.ts";
import { evolvers } from "../../../gateway/members/registry.ts";
import type { Account, EntityKind, EntityOf, Lease } from "../../../gateway/members/state.ts";
import type { History } from "./world.ts";

export interface Refolded {
  readonly state: ReadonlyMap<string, unknown>;
  readonly applied: readonly Applied[];
  readonly problems: readonly string[];
}

const unitsOf = (account: Account, asset: string): number =>
  account.lots.reduce(
    (sum, { asset: of, debt, parts }) =>
      of === asset && debt !== true
        ? sum + (parts["principal"] ?? 0) + (parts["bonus"] ?? 0) + (parts["avail"] ?? 0)
        : sum,
    0,
  );

const debtOf = (account: Account | undefined, asset: string): number =>
  (account?.lots ?? []).reduce(
    (sum, { asset: of, debt, parts }) =>
      of === asset && debt === true ? sum - (parts["principal"] ?? 0) - (parts["avail"] ?? 0) : sum,
    0,
  );

const heldOf = (account: Account, asset: string, which: "leases" | "all"): number =>
  account.holds.reduce(
    (sum, hold) =>
      hold.asset === asset && (which === "all" || hold.store !== undefined)
        ? sum + hold.amount
        : sum,
    0,
  );

interface Scene {
  readonly get: <K extends EntityKind>(kind: K, id: string) => EntityOf<K> | undefined;
  readonly before: ReadonlyMap<string, Account>;
  /** units that a day's close took out of a lot */
  readonly lapsed: Map<string, number>;
}

export const refold = ({ stores: [first] }: History): Refolded => {
  const state = new Map<string, unknown>();
  const applied: Applied[] = [];
  const problems: string[] = [];
  const lapsed = new Map<string, number>();
  const get: Scene["get"] = (kind, id) => state.get(`${kind} ${id}`) as never;
  let position = startOf("again");
  for (const [at, entry] of (first?.log() ?? []).entries()) {
    const ordered = [{ gseq: at + 1, entry }];
    const folded = foldBatch(position, ordered, { confirmed: { get }, rules: { evolvers } });
    const before = new Map<string, Account>();
    for (const { kind, id, entity } of folded.changes.values()) {
      const account = kind === "account" ? get("account", id) : undefined;
      if (account !== undefined) before.set(id, account);
      if (entity === undefined) state.delete(`${kind} ${id}`);
      else state.set(`${kind} ${id}`, entity);
    }
    position = folded.position;
    applied.push(...folded.applied);
    // Several at once are looked at as one step only by their last: none of them is left unseen for long.
    const [one] = folded.applied;
    if (one !== undefined && folded.applied.length === 1)
      problems.push(...afterwards(one, { get, before, lapsed }));
    for (const each of folded.applied) noteLapsed(each, { get, before, lapsed });
  }
  return { state, applied, problems };
};

const afterwards = (one: Applied, scene: Scene): readonly string[] => [
  ...leasesKept(one, scene),
  ...grantCovered(one, scene),
  ...debtsTold(one, scene),
  ...lossesTold(one),
];

/** Whatever happens, what leases keep is there. */
const leasesKept = ({ body }: Applied, { get, before }: Scene): readonly string[] =>
  [...before.keys()].flatMap((id) => {
    const account = get("account", id);
    const assets = new Set(account?.holds.map(({ asset }) => asset));
    return [...assets].flatMap((asset) =>
      account !== undefined && heldOf(account, asset, "all") > unitsOf(account, asset)
        ? [`I6 after ${body.op} ${body.id} leases and deposits on ${id} keep more than there is`]
        : [],
    );
  });

/** What was granted is set aside, out of what was free, and single uses are one lease's only. */
const grantCovered = ({ body, verdict }: Applied, { get }: Scene): readonly string[] => {
  if (verdict !== "granted") return [];
  const id = textOf(body.events.find(({ type }) => type === "LeaseAsked")?.["lease"]);
  const lease: Lease | undefined = get("lease", id);
  if (lease === undefined) return [`I6 the lease ${id} was granted and is not there`];
  const units = lease.units.flatMap(({ account: at, asset, amount }) => {
    const account = get("account", at);
    const kept = account?.holds.find(({ hold, asset: of }) => hold === id && of === asset);
    if (account === undefined || kept?.amount !== amount) return [`I6 ${id} sets nothing aside`];
    return heldOf(account, asset, "all") > unitsOf(account, asset)
      ? [`I6 ${id} was granted out of what was not free`]
      : [];
  });
  const once = lease.once.flatMap(({ kind, id: of }) =>
    get("lookup", `lease:${kind}:${of}`)?.ids[0] === id ? [] : [`I7 ${id} does not hold ${of}`],
  );
  const doubled = lease.once.flatMap(({ kind, id: of }) =>
    kind !== "bill" && get(kind, of)?.state !== "open" ? [`I7 ${id} was granted a used ${of}`] : [],
  );
  return [...units, ...once, ...doubled];
};

/** A debt that the entry did not name itself is told as an exception; not where units had lapsed and were good. */
const debtsTold = (
  { body, exceptions }: Applied,
  { get, before, lapsed }: Scene,
): readonly string[] =>
  [...before].flatMap(([id, was]) => {
    const now = get("account", id);
    return [...new Set(now?.lots.map(({ asset }) => asset))].flatMap((asset) => {
      const grown = debtOf(now, asset) - debtOf(was, asset);
      const named = body.lines.reduce((sum, { account, amount }) => {
        const [lot, owner] = account.split(":").toReversed();
        const isDebt = owner === id && now?.lots.find((one) => one.lot === lot)?.debt === true;
        return isDebt && amount > 0 ? sum + amount : sum;
      }, 0);
      if (grown <= named) return [];
      const kinds = exceptions.map((exception) => get("exception", exception)?.kind);
      if (!kinds.includes("overdraft"))
        return [`I6 ${body.id}: a debt of ${grown} nobody is told of`];
      const good = (now?.lots ?? []).reduce(
        (sum, { lot, asset: of }) =>
          of === asset && isInTime(now, lot, body) ? sum + (lapsed.get(lot) ?? 0) : sum,
        0,
      );
      const honoured = exceptions.reduce((sum, exception) => {
        const file = get("exception", exception);
        return file?.kind === "late_expiry" && file.asset === asset
          ? sum + (file.amount ?? 0)
          : sum;
      }, 0);
      return good > honoured ? [`I6 ${body.id} owes what had lapsed and was good that day`] : [];
    });
  });

const isInTime = (
  account: Account | undefined,
  lot: string,
  { businessDate }: Applied["body"],
): boolean => {
  const expiresOn = account?.lots.find((one) => one.lot === lot)?.expiresOn;
  return expiresOn !== undefined && businessDate <= expiresOn;
};

/** What the house bears is told. */
const lossesTold = ({ body, verdict, lines }: Applied): readonly string[] =>
  verdict === "final" &&
  lines.some(({ account, amount }) => account.startsWith("house:loss:") && amount > 0)
    ? [`I7 ${body.op} ${body.id}: a loss nobody is told of`]
    : [];

/** Follows what closes took out of lots, and how much of it was given back since. */
const noteLapsed = ({ body, lines, exceptions }: Applied, { get, lapsed }: Scene): void => {
  for (const { account, amount } of lines) {
    if (!/^liab:[^:]+:(principal|bonus|avail):/.test(account)) continue;
    const lot = account.split(":").at(-1) ?? "";
    if (body.op === "day.close" && amount > 0) lapsed.set(lot, (lapsed.get(lot) ?? 0) + amount);
  }
  const named = new Set(body.lines.map(({ account }) => account.split(":").at(-1) ?? ""));
  for (const id of exceptions) {
    const file = get("exception", id);
    if (file?.kind !== "late_expiry" || file.asset === undefined) continue;
    const account = get("account", file.account ?? "");
    const lots = (account?.lots ?? []).filter(({ asset }) => asset === file.asset);
    let open = file.amount ?? 0;
    for (const { lot } of lots.toSorted((a, b) => +named.has(b.lot) - +named.has(a.lot))) {
      const back = isInTime(account, lot, body) ? Math.min(open, lapsed.get(lot) ?? 0) : 0;
      open -= back;
      lapsed.set(lot, (lapsed.get(lot) ?? 0) - back);
    }
  }
};
