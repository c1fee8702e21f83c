// What must hold after every history: I1–I12 of the ledger's design, each as a check of its own. A broken one is told
// in a sentence; an empty list is a good history.
import { textOf } from "./text.ts";
import type { Applied } from "../../../gateway/chain/replica.ts";
import { canonicalJson, type Json } from "../../../gateway/json.ts";
import { shownBalances, shownVoucher } from "../../../gateway/ledger/audit.ts";
import { imbalance } from "../../../gateway/ledger/balance.ts";
import { chainHash, genesisHash, canonicalBody, sha256 } from "../../../gateway/ledger/hash.ts";
import { isShown } from "../../../gateway/ledger/subjects.ts";
import type { Coupon } from "../../../gateway/members/coupon/file.ts";
import type { Account, Bill, Lease } from "../../../gateway/members/state.ts";
import { refold } from "./stepwise.ts";
import type { SimulatedStore } from "./store-contract.ts";
import { type History, perCardSpend, washPrice } from "./world.ts";

type Check = (history: History) => readonly string[];

export const stateHash = (state: ReadonlyMap<string, unknown>): string =>
  sha256(
    [...state]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([address, entity]) => `${address}\n${canonicalJson(entity as Json)}`)
      .join("\n"),
  );

const entitiesOf = <T>(state: ReadonlyMap<string, unknown>, kind: string): readonly [string, T][] =>
  [...state].flatMap(([address, entity]) =>
    address.startsWith(`${kind} `) ? [[address.slice(kind.length + 1), entity as T]] : [],
  );

const first = ({ stores }: History): SimulatedStore => {
  const [store] = stores;
  if (store === undefined) throw new Error("a history without stores");
  return store;
};

/** I1: every entry balances as booked, and all of them together. */
const balanced: Check = (history) =>
  first(history)
    .applied()
    .flatMap(({ body, lines }) => {
      const problem = imbalance(lines);
      return problem === undefined ? [] : [`I1 ${body.id} as booked: ${problem}`];
    });

/** I2: what was answered with yes is in the chain, once. */
const kept: Check = (history) => {
  const times = new Map<string, number>();
  for (const { body } of first(history).applied())
    times.set(body.id, (times.get(body.id) ?? 0) + 1);
  return history.answered.flatMap(({ result, operation }) => {
    if (result.entry === undefined) return [];
    const count = times.get(result.entry) ?? 0;
    return count === 1 ? [] : [`I2 ${operation.op} ${result.entry} is in the chain ${count} times`];
  });
};

/** I3: every store's journal is a chain without a gap, all of it folded, and R is the same everywhere. */
const gapless: Check = (history) => [
  ...history.stores.flatMap((store) => {
    let hash = genesisHash(store.id);
    const broken: string[] = [];
    for (const [at, entry] of store.journal().entries()) {
      hash = chainHash(hash, canonicalBody(entry.body));
      if (entry.body.seq !== at + 1 || entry.hash !== hash)
        broken.push(`I3 ${store.id} at ${at + 1}`);
    }
    const own = first(history)
      .applied()
      .filter(({ body }) => body.store === store.id);
    const seqs = own.map(({ body }) => body.seq);
    const isWhole =
      seqs.length === store.journal().length && seqs.every((seq, at) => seq === at + 1);
    return isWhole ? broken : [...broken, `I3 ${store.id}: folded as ${seqs.join(" ")}`];
  }),
  ...(new Set(history.stores.map((store) => store.position().root)).size === 1
    ? []
    : ["I3 the rolling hashes differ"]),
];

/** Made by the same code in the same order, equal entities are equal texts; else their canonical form says. */
const isSame = (one: unknown, other: unknown): boolean =>
  one === other ||
  JSON.stringify(one) === JSON.stringify(other) ||
  canonicalJson(one as Json) === canonicalJson(other as Json);

const isSameState = (
  one: ReadonlyMap<string, unknown>,
  other: ReadonlyMap<string, unknown>,
): boolean =>
  one.size === other.size &&
  [...one].every(([address, entity]) => isSame(entity, other.get(address)));

/** I4: equal prefix, equal state; and with nothing pending, what is shown is what is confirmed. */
const convergent: Check = (history) => {
  const common = first(history).confirmed();
  const shown = history.stores.flatMap((store) => {
    if (store.pending().length > 0) return [];
    const other = [...store.confirmed()].find(
      ([address, entity]) => !isSame(entity, store.shown().get(address)),
    );
    return other === undefined ? [] : [`I4 ${store.id} shows another ${other[0]}`];
  });
  const isEqual = history.stores.every((store) => isSameState(common, store.confirmed()));
  // A stream that was rewritten under its own name splits replicas until head office has spoken.
  const { split } = history;
  const was =
    split === undefined || history.stream.isRewritten() ? [] : [`I4 replicas parted: ${split}`];
  return [...was, ...(isEqual ? [] : ["I4 the states differ"]), ...shown];
};

/** Entries of a lost or changed stream may come in another order after it: rights granted then may be gone. */
const isDoubtful = ({ stream }: History): boolean => stream.isDoubtful();

/** I5, I6: under a lease nothing is overdrawn; apart, no more than the bound of each card in each store. */
const bounded: Check = (history) => {
  const broken: string[] = history.misused.map((what) => `I6 ${what}`);
  const apart = new Map<string, number>();
  const owed = new Map<string, number>();
  /** spent under leases in good time, and told only after head office had given them back */
  const freed = new Map<string, number>();
  const givenBack = new Set<string>();
  for (const { body, verdict, exceptions } of first(history).applied()) {
    for (const event of body.events) {
      const { type, amount } = event;
      const lease = textOf(event["lease"]);
      if (body.op === "lease.free" && type === "LeaseReturned") givenBack.add(lease);
      const isFreed = type === "LeaseUsed" && givenBack.has(lease);
      if ((type !== "OfflineSpent" && !isFreed) || typeof amount !== "number") continue;
      const account = textOf(event["account"]);
      const sums = isFreed ? freed : apart;
      sums.set(account, (sums.get(account) ?? 0) + amount);
    }
    for (const id of exceptions) {
      const file = first(history).get("exception", id);
      if (file === undefined) continue;
      const isSpend =
        /^(overdraft|double_coupon|double_punch|double_capture|double_reversal)$/.test(file.kind);
      if (isSpend && body.mode !== "offline" && !isDoubtful(history))
        broken.push(`I5 ${body.op} ${body.id} (${body.mode}) ended as ${file.kind}`);
      if (file.kind === "overdraft" && file.asset === "stored")
        owed.set(file.account ?? "", (owed.get(file.account ?? "") ?? 0) + (file.amount ?? 0));
    }
    if (verdict === "parked") broken.push(`I4 ${body.op} ${body.id} was parked`);
  }
  for (const [account, amount] of owed) {
    if (amount > (freed.get(account) ?? 0) + (apart.get(account) ?? 0) && !isDoubtful(history))
      broken.push(`I6 ${account} is overdrawn by ${amount}`);
  }
  for (const store of history.stores) broken.push(...boundsKept(store));
  return broken;
};

/** A store never lets more be spent of a card than the bound, from one place in the order to the next. */
const boundsKept = (store: SimulatedStore): readonly string[] => {
  const sums = new Map<string, { sum: number; base: number }>();
  return store.journal().flatMap(({ body }) =>
    body.events.flatMap((event) => {
      if (event.type !== "OfflineSpent" || typeof event["amount"] !== "number") return [];
      const account = textOf(event["account"]);
      const base = body.chain?.base ?? 0;
      const before = sums.get(account);
      const sum = (before?.base === base ? before.sum : 0) + event["amount"];
      sums.set(account, { sum, base });
      return sum > perCardSpend ? [`I6 ${store.id} let ${sum} be spent of ${account}`] : [];
    }),
  );
};

/** I7: a voucher is used once; each further use is an exception and the house's loss. */
const usedOnce: Check = (history) => {
  const uses = new Map<string, number>();
  const visible = new Map<string, number>();
  for (const { body, exceptions } of first(history).applied()) {
    for (const event of body.events) {
      const coupon = textOf(event["coupon"]);
      if (event.type === "VoucherUsed") uses.set(coupon, (uses.get(coupon) ?? 0) + 1);
      if (event.type === "VoucherRestored") uses.set(coupon, (uses.get(coupon) ?? 0) - 1);
    }
    for (const id of exceptions) {
      const file = first(history).get("exception", id);
      const coupon = textOf(file?.evidence["about"]);
      if (file?.kind === "double_coupon") visible.set(coupon, (visible.get(coupon) ?? 0) + 1);
    }
  }
  return [...uses].flatMap(([coupon, count]) =>
    count - (visible.get(coupon) ?? 0) > 1 ? [`I7 ${coupon} was used ${count} times unseen`] : [],
  );
};

/** I8: a hold stands with its account as long as it is open, and no lease outlives its operation. */
const ended: Check = (history) => {
  const state = first(history).confirmed();
  const leases = entitiesOf<Lease>(state, "lease").map(
    ([id, lease]) => `I8 the lease ${id} is still there (${lease.state})`,
  );
  const holds = entitiesOf<Account>(state, "account").flatMap(([id, account]) =>
    account.holds
      .filter(({ hold, store }) => store !== undefined || !isOpenHold(state, hold))
      .map(({ hold }) => `I8 ${hold} is still set aside in ${id}`),
  );
  const locked = entitiesOf<unknown>(state, "lookup").flatMap(([id]) =>
    id.startsWith("lease:") ? [`I8 ${id} is still somebody's`] : [],
  );
  return [...leases, ...holds, ...locked];
};

const isOpenHold = (state: ReadonlyMap<string, unknown>, id: string): boolean =>
  (state.get(`hold ${id}`) as { state?: string } | undefined)?.state === "open";

/** I9: one key, one entry, however often it was sent. */
const answeredOnce: Check = (history) => {
  const entries = new Map<string, Set<string>>();
  for (const { operation, result } of history.answered) {
    const known = entries.get(operation.key) ?? new Set();
    if (result.entry !== undefined) known.add(result.entry);
    entries.set(operation.key, known);
  }
  const booked = new Map<string, number>();
  for (const store of history.stores) {
    for (const { body } of store.journal())
      if (body.op === "account.topUp") booked.set(store.id, (booked.get(store.id) ?? 0) + 1);
  }
  const asked = new Map<string, Set<string>>();
  for (const { store, operation } of history.answered)
    if (operation.op === "account.topUp")
      asked.set(store, (asked.get(store) ?? new Set()).add(operation.key));
  return [
    ...[...entries].flatMap(([key, ids]) =>
      ids.size > 1 ? [`I9 ${key} made ${ids.size} entries`] : [],
    ),
    ...[...booked].flatMap(([store, count]) =>
      count > (asked.get(store)?.size ?? 0) ? [`I9 ${store} booked ${count} top-ups`] : [],
    ),
  ];
};

/** I10: every store has seen the same entries in the same order. */
const ordered: Check = (history) => {
  const orders = history.stores.map((store) =>
    store
      .applied()
      .map(({ body }) => body.id)
      .join(" "),
  );
  return new Set(orders).size === 1 ? [] : ["I10 the orders differ"];
};

/** I11: folding the whole stream once more, entry by entry, comes to the same state, and balances are its lines. */
const rebuilt: Check = (history) => {
  const { state, applied, problems } = refold(history);
  const isEqual = isSameState(state, first(history).confirmed());
  return [
    ...(isEqual ? [] : ["I11 the rebuilt state differs"]),
    ...audited(state, applied),
    ...(isDoubtful(history) ? [] : problems),
  ];
};

/** What was answered is there: no world is good because nothing happens in it. */
const present: Check = (history) => {
  const state = first(history).confirmed();
  const missing = history.answered.flatMap(({ operation, result }) => {
    const of = { "member.enrol": "member", "card.issue": "account", "coupon.issue": "coupon" };
    const kind = Object.entries(of).find(([op]) => op === operation.op)?.[1];
    const id = kind === undefined ? undefined : textOf(result.result[kind]);
    return id === undefined || state.has(`${kind} ${id}`) ? [] : [`I2 ${kind} ${id} is not there`];
  });
  const atRisk = entitiesOf<Account>(state, "account").flatMap(([id, account]) =>
    account.offlineSpent === 0 ? [] : [`I6 ${id} is at risk for ever`],
  );
  const isEmpty = !history.answered.some(({ operation }) => operation.op === "card.issue");
  return [...missing, ...atRisk, ...(isEmpty ? ["I2 no card was issued"] : [])];
};

/** I1: money taken for uses of a pass stays with the uses that are left (those given for nothing have none). */
const deferred: Check = (history) =>
  entitiesOf<Account>(first(history).confirmed(), "account").flatMap(([id, { lots }]) => {
    const wash = lots.filter(({ asset }) => asset === "wash");
    if (wash.some((lot) => lot.deferred === undefined)) return [];
    const uses = wash.reduce((sum, { parts }) => sum + (parts["avail"] ?? 0), 0);
    const money = wash.reduce((sum, lot) => sum + (lot.deferred ?? 0), 0);
    return money === uses * washPrice ? [] : [`I1 ${id}: ${money} for ${uses} uses`];
  });

/** Lots, debts, tabs and vouchers hold what the lines have brought them. */
const audited = (
  state: ReadonlyMap<string, unknown>,
  applied: readonly Applied[],
): readonly string[] => {
  const booked = new Map<string, number>();
  for (const { lines } of applied) {
    for (const { account, amount } of lines) {
      const change = account.startsWith("liab:") ? -amount : amount;
      if (isShown(account)) booked.set(account, (booked.get(account) ?? 0) + change);
    }
  }
  const shown = new Map<string, number>();
  for (const [id, account] of entitiesOf<Account>(state, "account"))
    for (const [name, left] of Object.entries(shownBalances(id, account))) shown.set(name, left);
  for (const [id, coupon] of entitiesOf<Coupon>(state, "coupon"))
    for (const [name, left] of Object.entries(shownVoucher(id, coupon))) shown.set(name, left);
  return [...new Set([...booked.keys(), ...shown.keys()])].flatMap((name) =>
    (booked.get(name) ?? 0) === (shown.get(name) ?? 0)
      ? []
      : [`I11 ${name}: lines ${booked.get(name)}, shown ${shown.get(name)}`],
  );
};

/** I12: a bill given back once and whole leaves no points, counts or money of the member behind. */
const reversed: Check = (history) => {
  const { applied } = first(history);
  const sums = new Map<string, number>();
  const clean = new Set<string>();
  for (const { body, verdict, lines } of applied()) {
    const event = body.events.find(({ type }) => type === "BillSettled" || type === "BillReversed");
    const bill = textOf(event?.["bill"]);
    if (event === undefined) continue;
    if (event.type === "BillSettled" && verdict === "final") clean.add(bill);
    if (verdict !== "final") clean.delete(bill);
    for (const { account, amount, unit } of lines) {
      const key = `${bill} ${unit}`;
      if (/^liab:[^:]+:(principal|bonus|avail|pending):/.test(account))
        sums.set(key, (sums.get(key) ?? 0) + amount);
    }
  }
  return entitiesOf<Bill>(first(history).confirmed(), "bill").flatMap(([id, bill]) =>
    bill.state !== "reversed" || !clean.has(id)
      ? []
      : [...sums].flatMap(([key, sum]) =>
          key.startsWith(`${id} `) && sum !== 0 ? [`I12 ${key}: ${sum} is left`] : [],
        ),
  );
};

/** Everything found its place once all was mended. */
const lively: Check = ({ isQuiet }) => (isQuiet ? [] : ["liveness: entries without a place"]);

const checks: readonly Check[] = [
  lively,
  balanced,
  kept,
  gapless,
  convergent,
  bounded,
  usedOnce,
  ended,
  answeredOnce,
  ordered,
  rebuilt,
  present,
  reversed,
  deferred,
];

export const broken = (history: History): readonly string[] =>
  history.isQuiet ? checks.flatMap((check) => check(history)) : lively(history);
