// The audit: reads the journal from its first entry and holds it against itself and against the live balances.
// It finds and tells; it repairs nothing. Pure: rows come in by `add`, balances by `compare`.
import { imbalance } from "./balance.ts";
import type { EntryBody, Posting } from "./entry.ts";
import { chainHash, genesisHash } from "./hash.ts";
import { commissionAccount, isShown, sellerOf, voucherAccount } from "./subjects.ts";

/** A row of the journal as it stands in the file. `body` is the text that was hashed. */
export interface JournalRow {
  readonly seq: number;
  readonly id: string;
  readonly hash: string;
  readonly body: string;
}

/** What an account or voucher says it has: its ledger account's name (`liab:…`, `asset:receivable:…`) → what is left. */
export type ShownBalances = Readonly<Record<string, number>>;

/** An account's lots and tab, as far as lines move them. */
export interface AccountBalances {
  readonly lots: readonly {
    readonly lot: string;
    readonly asset: string;
    readonly parts: Readonly<Record<string, number>>;
    readonly deferred?: number;
  }[];
  readonly receivable?: number;
}

/** The balances an account shows, under the names the journal has for them. */
export const shownBalances = (account: string, shown: AccountBalances): ShownBalances => {
  const balances: Record<string, number> = {};
  for (const { lot, asset, parts, deferred } of shown.lots) {
    for (const [part, left] of Object.entries(parts)) {
      balances[`liab:${asset}:${part}:${account}:${lot}`] = left;
    }
    if (deferred !== undefined) balances[`liab:deferred:${account}:${lot}`] = deferred;
  }
  if (shown.receivable !== undefined) balances[`asset:receivable:${account}`] = shown.receivable;
  return balances;
};

/** A voucher is worth its value until it was used, voided or lapsed; then nothing. */
export const shownVoucher = (
  coupon: string,
  shown: { readonly value: number; readonly state: string },
): ShownBalances => ({ [voucherAccount(coupon)]: shown.state === "open" ? shown.value : 0 });

/** What an employee is owed in commission. */
export const shownCommission = (
  staff: string,
  shown: { readonly owed?: number },
): ShownBalances => ({ [commissionAccount(staff)]: shown.owed ?? 0 });

export interface Auditor {
  add(row: JournalRow): void;
  /** Lines of a chain's entries as booked, of all stores. */
  addLines(lines: readonly Posting[]): void;
  /** Holds an account, voucher or employee against the journal; call it for every one after the last row. */
  compare(shown: ShownBalances): void;
  /** Ends the audit: what the journal holds and no account showed is a finding as well. */
  finish(): AuditResult;
}

export interface AuditResult {
  readonly entries: number;
  readonly head: string;
  readonly epoch: number;
  readonly trialBalance: { readonly [unit: string]: number };
  readonly findings: readonly string[];
}

/** Where an audit of the journal's end begins: the entry before its first row. */
export interface AuditFrom {
  readonly seq: number;
  readonly hash: string;
}

/** More findings than this say nothing new. */
const findingsMax = 100;

export interface AuditTerms {
  /** without it the whole journal is expected, and balances can be compared; with it only what comes after */
  readonly from?: AuditFrom;
  /** members' balances follow from the lines of all stores (`addLines`), the own journal is only one of them */
  readonly balances?: "of the chain";
}

export const createAuditor = (storeId: string, terms: AuditTerms = {}): Auditor => {
  const { from } = terms;
  const findings: string[] = [];
  const sums = new Map<string, number>();
  const balances = new Map<string, number>();
  let entries = from?.seq ?? 0;
  let head = from?.hash ?? genesisHash(storeId);
  let epoch = 1;

  const find = (finding: string): void => {
    if (findings.length < findingsMax) findings.push(finding);
  };

  const checkBody = (row: JournalRow, body: EntryBody): void => {
    if (body.seq !== row.seq || body.id !== row.id) {
      find(`entry ${row.seq}: its number or id is not the one in its body`);
    }
    if (body.store !== storeId) find(`entry ${row.seq}: belongs to the store ${body.store}`);
    if (body.epoch < epoch) find(`entry ${row.seq}: epoch ${body.epoch} after ${epoch}`);
    epoch = Math.max(epoch, body.epoch);
    const problem = imbalance(body.lines);
    if (problem !== undefined) find(`entry ${row.seq}: ${problem}`);
    for (const line of body.lines) {
      sums.set(line.unit, (sums.get(line.unit) ?? 0) + line.amount);
      if (from !== undefined || !isShown(line.account)) continue;
      // Commission is owed by this store, in a chain as well.
      if (terms.balances === undefined || sellerOf(line.account) !== undefined) move(line);
    }
  };
  const move = ({ account, amount }: Posting): void => {
    // What the store owes is a credit, so it turns its sign; what it is owed does not.
    const change = account.startsWith("liab:") ? -amount : amount;
    balances.set(account, (balances.get(account) ?? 0) + change);
  };

  return {
    addLines: (lines) => {
      for (const line of lines)
        if (isShown(line.account) && sellerOf(line.account) === undefined) move(line);
    },
    add: (row) => {
      entries += 1;
      if (row.seq !== entries) {
        find(`entry ${row.seq}: number ${entries} is missing before it`);
        entries = row.seq;
      }
      const body = parseBody(row.body);
      if (chainHash(head, row.body) !== row.hash) find(`entry ${row.seq}: the chain breaks here`);
      head = row.hash;
      if (body === undefined) find(`entry ${row.seq}: its body cannot be read`);
      else checkBody(row, body);
    },
    compare: (shown) => {
      for (const [account, left] of Object.entries(shown)) {
        const booked = balances.get(account) ?? 0;
        if (booked !== left) find(`${account}: the journal says ${booked}, the account ${left}`);
        balances.delete(account);
      }
    },
    finish: () => {
      for (const [account, booked] of balances) {
        if (booked !== 0) find(`${account}: the journal says ${booked}, no account shows it`);
      }
      return { entries, head, epoch, trialBalance: Object.fromEntries(sums), findings };
    },
  };
};

const parseBody = (text: string): EntryBody | undefined => {
  try {
    const body: unknown = JSON.parse(text);
    const readable = typeof body === "object" && body !== null && "lines" in body;
    // The chain has just shown that this is the text that was written; a broken one is reported anyway.
    return readable && Array.isArray(body.lines) ? (body as EntryBody) : undefined;
  } catch {
    return undefined;
  }
};
