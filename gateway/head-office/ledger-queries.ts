// What head office asks its archive: claims between stores, what is owed to members by store, exceptions, stores.
import type { DomainEvent } from "../ledger/entry.ts";
import { integer, text } from "../store/sqlite/columns.ts";
import type { SqlRow } from "../store/sqlite/database.ts";
import type { Archive } from "./archive.ts";
import { type ClaimKind, type ClaimSum, claimKinds } from "./clearing.ts";

export interface Span {
  readonly from: string;
  readonly to: string;
}

/** What a store owes members for value it took in itself. */
export interface Owed {
  readonly store: string;
  readonly kind: ClaimKind;
  readonly unit: string;
  readonly amount: number;
}

export interface StoreException {
  readonly store: string;
  readonly exception: string;
  readonly kind: string;
  readonly at: string;
  readonly owner: string;
  readonly evidence: unknown;
  readonly outcome?: string;
  readonly resolved?: string;
}

/** How far a store's journal has come in. */
export interface StoreState {
  readonly store: string;
  readonly epoch: number;
  readonly number: number;
  readonly entries: number;
  readonly day: string;
  readonly at: string;
  /** what its last entry was decided under */
  readonly programme: string;
  readonly programmeVersion: number;
}

export interface ClaimEntry {
  readonly seq: number;
  readonly id: string;
  readonly store: string;
  readonly day: string;
  readonly op: string;
  readonly amount: number;
}

export interface HotCard {
  readonly card: string;
  readonly state: "lost" | "blocked";
  readonly store: string;
  readonly at: string;
  /** where in which stream it was said */
  readonly stream: string;
  readonly gseq: number;
}

export interface LedgerQueries {
  claims(span: Span): Promise<readonly ClaimSum[]>;
  /** Entries behind one sum, newest first; on before this number. */
  claimEntries(
    sum: Pick<ClaimSum, "debtor" | "creditor" | "kind"> & Span,
    page: { readonly before: number; readonly limit: number },
  ): Promise<readonly ClaimEntry[]>;
  owed(): Promise<readonly Owed[]>;
  exceptions(filter: {
    readonly open: boolean;
    readonly store?: string;
    readonly limit: number;
  }): Promise<readonly StoreException[]>;
  /** Newest first. */
  hot(limit: number): Promise<readonly HotCard[]>;
  stores(): Promise<readonly StoreState[]>;
  forks(): Promise<readonly { readonly store: string; readonly number: number }[]>;
}

const kindOf = (value: SqlRow[string] | undefined): ClaimKind => {
  const kind = claimKinds.find((known) => known === value);
  if (kind === undefined) throw new TypeError("the archive holds no kind of claim here");
  return kind;
};

export const createLedgerQueries = ({ database }: Archive): LedgerQueries => ({
  claims: async ({ from, to }) =>
    (await database.all(claims, from, to)).map((row) => ({
      debtor: text(row["debtor"]),
      creditor: text(row["creditor"]),
      kind: kindOf(row["kind"]),
      unit: text(row["unit"]),
      amount: integer(row["amount"]),
      entries: integer(row["entries"]),
    })),
  claimEntries: async ({ from, to, debtor, creditor, kind }, { before, limit }) =>
    (await database.all(claimEntries, from, to, debtor, creditor, kind, before, limit)).map(
      (row) => ({
        seq: integer(row["seq"]),
        id: text(row["id"]),
        store: text(row["store"]),
        day: text(row["day"]),
        op: text(row["op"]),
        amount: integer(row["amount"]),
      }),
    ),
  owed: async () =>
    (await database.all(owed)).map((row) => ({
      store: text(row["store"]),
      kind: kindOf(row["kind"]),
      unit: text(row["unit"]),
      amount: integer(row["amount"]),
    })),
  exceptions: async ({ open, store, limit }) =>
    (await database.all(exceptions, open ? 1 : 0, store ?? null, limit)).map(exceptionOf),
  hot: async (limit) =>
    (await database.all("SELECT * FROM hot ORDER BY at DESC LIMIT ?1", limit)).map((row) => ({
      card: text(row["card"]),
      state: row["state"] === "lost" ? "lost" : "blocked",
      store: text(row["store"]),
      at: text(row["at"]),
      stream: text(row["stream"]),
      gseq: integer(row["gseq"]),
    })),
  stores: async () => (await database.all(stores)).map(storeOf),
  forks: async () =>
    (await database.all("SELECT store, number FROM fork ORDER BY store, number")).map((row) => ({
      store: text(row["store"]),
      number: integer(row["number"]),
    })),
});

const exceptionOf = (row: SqlRow): StoreException => {
  const opened: DomainEvent = JSON.parse(text(row["opened"]));
  const [outcome, resolved] = [row["outcome"], row["resolved"]];
  return {
    store: text(row["store"]),
    exception: text(row["exception"]),
    kind: text(row["kind"]),
    at: text(row["at"]),
    owner: typeof opened["owner"] === "string" ? opened["owner"] : "",
    evidence: opened["evidence"],
    ...(typeof outcome === "string" ? { outcome } : {}),
    ...(typeof resolved === "string" ? { resolved } : {}),
  };
};

const storeOf = (row: SqlRow): StoreState => ({
  store: text(row["store"]),
  epoch: integer(row["epoch"]),
  number: integer(row["number"]),
  entries: integer(row["entries"]),
  day: text(row["day"]),
  at: text(row["at"]),
  programme: text(row["programme"]),
  programmeVersion: integer(row["version"]),
});

const claims = /* sql */ `SELECT debtor, creditor, kind, unit, sum(amount) AS amount, count(*) AS entries
FROM claim WHERE day BETWEEN ?1 AND ?2 GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`;
const claimEntries = /* sql */ `SELECT claim.seq, id, store, claim.day, body ->> 'op' AS op, claim.amount
FROM claim JOIN journal ON journal.seq = claim.seq
WHERE claim.day BETWEEN ?1 AND ?2 AND debtor = ?3 AND creditor = ?4 AND kind = ?5 AND claim.seq < ?6
ORDER BY claim.seq DESC LIMIT ?7`;
const owed = /* sql */ `SELECT store, kind, unit, sum(balance) AS amount FROM held JOIN origin USING (place)
GROUP BY 1, 2, 3 HAVING sum(balance) <> 0 ORDER BY 1, 2, 3`;
const exceptions = /* sql */ `SELECT * FROM exception
WHERE (?1 = 0 OR outcome IS NULL) AND (?2 IS NULL OR store = ?2) ORDER BY at DESC, exception LIMIT ?3`;
const stores = /* sql */ `SELECT last.store, last.epoch, last.number, counted.entries, last.day,
  last.body ->> 'at' AS at, last.body ->> '$.programme.id' AS programme,
  last.body ->> '$.programme.version' AS version
FROM (SELECT store, max(seq) AS seq, count(*) AS entries FROM journal GROUP BY store) AS counted
JOIN journal AS last ON last.seq = counted.seq ORDER BY last.store`;
