// What the store offers to the rest of the gateway. One writer: everything durable goes through `execute` or
// `side`, is batched with whatever else waits, and is answered only after the one fsync of its batch.
import type { JsonObject } from "../json.ts";
import type { Actor, Entry } from "../ledger/entry.ts";
import type {
  Accepted,
  Context,
  Decider,
  Decision,
  ReceiptFacts,
  Ref,
  View,
} from "../members/contract.ts";
import type { EntityKind, EntityOf } from "../members/state.ts";
import type { Refusal } from "../refusals.ts";
import type { Result } from "../result.ts";
import type { Followed } from "./follow/followed.ts";

export interface Execution<P = JsonObject> {
  /** protocol name of the operation */
  readonly op: string;
  /** the caller's idempotency key; absent for changes that take none */
  readonly key?: string;
  /** canonical hash of the params without key, PINs as verifiers (hex SHA-256) */
  readonly paramsHash?: string;
  readonly params: P;
  readonly decider: Decider<P>;
  readonly actor: Context["actor"];
  /** rows that must be in the same commit, made from the decision and its entry (print jobs, wrapped member keys) */
  readonly also?: (
    decision: Decision & { readonly kind: "accepted" },
    entry: Entry | undefined,
  ) => readonly SideRow[];
  readonly chain?: ChainTerms;
}

/** How a command stands to the chain. */
export interface ChainTerms {
  /** decided as if head office were away: it did not answer in time */
  readonly away?: boolean;
  /** a lease that ends with this entry, used up or not */
  readonly ends?: string;
  /** last word before an accepted decision is booked; a refusal keeps it out of the books */
  readonly permit?: (decision: Accepted, view: View) => Refusal | undefined;
}

/** `replay`: the answer of the first call with that key. */
export interface Executed {
  readonly result: JsonObject;
  readonly replay: boolean;
  /** id of the journal entry, absent where nothing changed the ledger */
  readonly entry?: string;
  readonly seq?: number;
  /** absent in a replay whose result names the receipt */
  readonly receipt?: ReceiptFacts;
}

/** Durable rows beside the ledger. Whole-row upserts by primary key; `body` null deletes. */
export interface SideRow {
  readonly table: "job" | "member_key" | "station" | "session" | "meta";
  readonly id: string;
  readonly body: JsonObject | null;
}

export interface KeptAnswer {
  readonly key: string;
  readonly op: string;
  readonly atMs: number;
  readonly result: JsonObject;
}

export interface Store {
  /** which SQLite it runs on: `node:sqlite` where the sqlite3 package could not be loaded */
  readonly driver: "sqlite3" | "node:sqlite";
  /**
   * Refusals of the decider, `key.conflict`, `store.full`, `store.read_only` and `store.busy` come back as values.
   * Rejects with StoreFault where the disk failed (outcome unknown), or with what a decider threw (a bug).
   */
  execute<P>(execution: Execution<P>): Promise<Result<Executed, Refusal>>;
  /** Durable rows that are no ledger entries (job states, stations). Resolves after the fsync. */
  side(rows: readonly SideRow[]): Promise<void>;
  sideRows(
    table: SideRow["table"],
  ): Promise<readonly { readonly id: string; readonly body: JsonObject }[]>;
  sideRow(table: SideRow["table"], id: string): Promise<JsonObject | undefined>;
  /** What the last commits left: roots and everything they link to. Reads never wait for the writer. */
  view(roots: readonly Ref[]): Promise<ReadView>;
  /** All entities of a kind, by id after `after`, at most `limit` (≤ 1,000). */
  list<K extends EntityKind>(
    kind: K,
    after?: string,
    limit?: number,
  ): Promise<readonly { readonly id: string; readonly entity: EntityOf<K> }[]>;
  /** Ids of members by blind indexes of how name and number sound, oldest first; all named must hold. */
  membersBySound(
    sound: { readonly initials?: string; readonly tail?: string },
    limit: number,
  ): Promise<readonly string[]>;
  /** The stored answer of a key, for clients that lost theirs. */
  answered(key: string): Promise<{ readonly op: string; readonly result: JsonObject } | undefined>;
  /** Stored answers whose keys end in these signs, in small letters, newest first; none from before `sinceMs`. */
  answeredEndingIn(tail: string, sinceMs: number): Promise<readonly KeptAnswer[]>;
  entry(id: string): Promise<Entry | undefined>;
  /** Entries of one account, member or receipt, or all; newest first, before `beforeSeq`. */
  entries(filter: {
    readonly receipt?: string;
    readonly account?: string;
    readonly member?: string;
    readonly beforeSeq?: number;
    readonly limit: number;
  }): Promise<readonly Entry[]>;
  /** Books with findings are read, and not written to until a restart. */
  verify(): Promise<Audit>;
  /** Why nothing is written any more, until a restart; undefined while all is well. */
  readOnlyReason(): string | undefined;
  /** Where the journal ends now; `code` is its hash as printed on Z reports and receipts. */
  head(): {
    readonly epoch: number;
    readonly seq: number;
    readonly hash: string;
    readonly code: string;
  };
  /** Runs after each commit, in order, with the entries it made: feeds events to sockets and the chain. */
  onCommitted(listener: (entries: readonly Entry[]) => void): () => void;
  /** Runs between two commits, alone, with the writer's own connection: a chain's entries are folded here. */
  exclusive<T>(task: (books: ExclusiveBooks) => Promise<T>): Promise<T>;
  /** For another machine that keeps a copy of this store at every moment. */
  readonly spare: Omit<Followed, "database">;
  /** Empties the store but for stations, sessions and meta rows; new epoch. Simulation only. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** The books while nobody else writes them. */
export interface ExclusiveBooks {
  /** Rows of one statement that only reads; it is prepared once and kept. */
  all(sql: string, ...params: readonly (string | number)[]): Promise<readonly ExclusiveRow[]>;
  /** One write and one fsync, all rows or none; what each row is, its trigger on the view `write` says. */
  write(rows: readonly WriteRow[]): Promise<void>;
  /** All writes of the task with one fsync, or none: for more rows than one write carries. */
  together(task: () => Promise<void>): Promise<void>;
  /** An entity out of a row with the columns `kind`, `id`, `event` and `body` (entity-row.ts). */
  read(row: ExclusiveRow): unknown;
  links(kind: EntityKind, entity: unknown): readonly Ref[];
  /** Where the own journal ends. */
  readonly head: { readonly epoch: number; readonly seq: number; readonly hash: string };
}

export type ExclusiveRow = Readonly<Record<string, string | number | null | Uint8Array>>;

/** One row for the view `write`: what it is, then up to five columns. */
export type WriteRow = readonly [what: string, ...columns: readonly (string | number | null)[]];

export interface ReadView {
  get<K extends EntityKind>(kind: K, id: string): EntityOf<K> | undefined;
}

/** Result of the audit: chain unbroken, sequence gapless, Σ = 0 per unit, balances = journal. */
export interface Audit {
  readonly ok: boolean;
  readonly entries: number;
  readonly head: string;
  readonly trialBalance: { readonly [unit: string]: number };
  readonly findings: readonly string[];
}

export type { Actor };
