// The replica in a store's own database: reads what a portion of the stream concerns, folds it, and writes confirmed
// state, what is shown and the new position in one commit, alone between two commits of the tills.
import { setImmediate as nextTurn } from "node:timers/promises";
import type { EntryBody } from "../ledger/entry.ts";
import type { ExclusiveBooks, ExclusiveRow, Store, WriteRow } from "../store/contract.ts";
import {
  createMemory,
  type Desk,
  integer,
  openDesk,
  remember,
  text,
  untilKnown,
} from "./books-desk.ts";
import { errand, foldedIn, forgotten, rowsOf } from "./books-rows.ts";
import type { FoldRules } from "./fold.ts";
import { type Doubt, ownDoubt } from "./guard.ts";
import { type Position, readBody, startOf } from "./order.ts";
import { readPosition, writePosition } from "./position.ts";
import { foldBatch, type FoldedBatch } from "./replica.ts";
import { loadSnapshot, type SnapshotPart, takeSnapshot } from "./snapshot.ts";
import type { Ordered } from "./stream.ts";

export interface ChainBooks {
  position(): Position;
  /** Number in the own journal up to which entries have their place in the order. */
  folded(): number;
  /** The stream goes on under this name, from where we stand. */
  adopt(stream: string): Promise<void>;
  /**
   * Folds entries that follow the position, in parts: `told` of each after its commit, when the position is the new one.
   * What it answers is in doubt since.
   */
  fold(
    ordered: readonly Ordered[],
    told?: (folded: FoldedBatch) => void,
  ): Promise<Doubt | undefined>;
  /** What is confirmed now, while nobody folds: `keep` is handed part after part. */
  snapshot(keep: (part: SnapshotPart) => Promise<void>): Promise<Position>;
  /** Puts another replica's snapshot in place of all that was folded here. */
  load(parts: AsyncIterable<SnapshotPart>): Promise<void>;
  /** Entries as folded, after a place, for archives and reports; none of what a snapshot brought. */
  applied(afterPlace: number, limit: number): Promise<readonly AppliedRow[]>;
  /** Members whom others took out of the chain, and for whom this store has not shredded its own yet. */
  toForget(): Promise<readonly string[]>;
  forgotten(member: string): Promise<void>;
}

export interface AppliedRow {
  readonly place: number;
  readonly gseq: number;
  readonly verdict: string;
  readonly body: EntryBody;
  /** lines as booked */
  readonly lines: EntryBody["lines"];
}

export interface ChainBooksDeps {
  readonly store: Pick<Store, "exclusive">;
  readonly id: string;
  readonly rules: FoldRules;
  /** entries of one commit at most */
  readonly partMax?: number;
}

const usualPart = 500;

const sharedKindsSql = "('member','account','card','coupon','hold','bill','lease','token')";

/** A store that joins has confirmed nothing yet: all it has in common with others is its own word so far. */
const joining = /* sql */ `
SELECT kind, id FROM entity
WHERE kind IN ${sharedKindsSql} OR (kind = 'lookup' AND body ->> 'kind' IN ${sharedKindsSql})`;

export const openChainBooks = async ({
  store,
  id,
  rules,
  partMax = usualPart,
}: ChainBooksDeps): Promise<ChainBooks> => {
  let position: Position = startOf("");
  let folded = 0;
  const memory = createMemory();

  const load = (): Promise<void> =>
    store.exclusive(async (books) => {
      const [row] = await books.all("SELECT value FROM chain_position WHERE name = 'stream'");
      if (row === undefined) await join(books, position);
      else position = readPosition(text(row["value"]));
      folded = await foldedIn(books, id, position);
    });

  /** One part after the other: while one is on its way to the disk, the next is folded. */
  const foldIn = async (
    books: ExclusiveBooks,
    ordered: readonly Ordered[],
    told: (folded: FoldedBatch) => void,
  ): Promise<Doubt | undefined> => {
    const desk = openDesk(books, memory);
    wantRoots(desk, ordered);
    let writing: Promise<void> = Promise.resolve();
    try {
      let at = position;
      for (let from = 0; from < ordered.length; from += partMax) {
        const part = ordered.slice(from, from + partMax);
        const batch = await untilKnown(desk, () =>
          foldBatch(at, part, { confirmed: desk.view, rules }),
        );
        await writing;
        const own = await foldedIn(books, id, batch.position);
        const rows = await rowsOf(books, { desk, batch, own, id, rules });
        writing = books.write(rows).then(() => {
          ({ position } = batch);
          folded = own;
          for (const change of batch.changes.values()) remember(memory, change);
          told(batch);
        });
        writing.catch(() => undefined); // awaited below, or once the next part is folded
        desk.keep(batch.changes.values());
        at = batch.position;
        if (from + partMax < ordered.length) await nextTurn(); // so that it is on its way
      }
    } finally {
      await writing;
    }
    return doubtIn(books, id, position);
  };

  await load();
  return {
    position: () => position,
    folded: () => folded,
    adopt: (stream) =>
      store.exclusive(async (books) => {
        const adopted = { ...position, stream };
        await books.write([["chain_position", "stream", writePosition(adopted)]]);
        position = adopted;
      }),
    fold: (ordered, told = () => undefined) =>
      store
        .exclusive((books) => foldIn(books, ordered, told))
        .catch((error: unknown) => {
          memory.clear();
          throw error;
        }),
    snapshot: (keep) =>
      store.exclusive(async (books) => {
        for await (const part of takeSnapshot(books, position)) await keep(part);
        return position;
      }),
    load: (parts) =>
      store.exclusive(async (books) => {
        memory.clear();
        position = await loadSnapshot(books, { parts, id, rules });
        folded = await foldedIn(books, id, position);
      }),
    applied: (afterPlace, limit) => store.exclusive((books) => appliedIn(books, afterPlace, limit)),
    toForget: () => store.exclusive(toForgetIn),
    forgotten: (member) => store.exclusive((books) => books.write([forgotten(member)])),
  };
};

/** A store that joins: its own word so far is confirmed to nobody. */
const join = async (books: ExclusiveBooks, position: Position): Promise<void> => {
  const rows = await books.all(joining);
  await books.write([
    ...rows.map((row): WriteRow => [
      "chain_shadow",
      text(row["kind"]),
      text(row["id"]),
      null,
      books.head.seq,
    ]),
    ["chain_position", "stream", writePosition(position)],
  ]);
};

const toForgetIn = async (books: ExclusiveBooks): Promise<readonly string[]> => {
  const rows = await books.all("SELECT name FROM chain_position WHERE name GLOB ?", `${errand}*`);
  return rows.map((row) => text(row["name"]).slice(errand.length));
};

const hashIn = async (books: ExclusiveBooks, seq: number): Promise<string | undefined> => {
  const [row] = await books.all("SELECT hash FROM journal WHERE seq = ?", seq);
  return row === undefined ? undefined : text(row["hash"]);
};

const doubtIn = async (
  books: ExclusiveBooks,
  id: string,
  position: Position,
): Promise<Doubt | undefined> => {
  const head = position.heads.get(id);
  if (head === undefined) return undefined;
  const hash = head.seq === books.head.seq ? books.head.hash : await hashIn(books, head.seq);
  const own = { store: id, epoch: books.head.epoch, hashAt: () => hash };
  return ownDoubt(own, position);
};

const appliedIn = async (
  books: ExclusiveBooks,
  afterPlace: number,
  limit: number,
): Promise<readonly AppliedRow[]> => {
  const rows = await books.all(
    `SELECT place, gseq, verdict, lines, coalesce(chain_applied.body, journal.body) AS body
     FROM chain_applied LEFT JOIN journal ON journal.id = chain_applied.id
     WHERE place > ? AND verdict <> 'snapshot' ORDER BY place LIMIT ?`,
    afterPlace,
    limit,
  );
  return rows.map(asApplied);
};

/** What entries most likely concern, so that they need not be folded twice to find out. */
const wantRoots = (desk: Desk, ordered: readonly Ordered[]): void => {
  const accounts = new Set<string>();
  const members = new Set<string>();
  for (const { entry } of ordered) {
    const { account, member, lines = [] } = readBody(entry) ?? {};
    if (account !== undefined) accounts.add(account);
    if (member !== undefined) members.add(member);
    for (const owner of ownersOf(lines)) accounts.add(owner);
  }
  for (const id of accounts) desk.want("account", id);
  for (const id of members) desk.want("member", id);
};

/** Nobody has looked at the lines yet: what cannot be folded is parked where it is folded. */
const ownersOf = (lines: EntryBody["lines"]): readonly string[] => {
  try {
    return lines.flatMap((line) => {
      const [kind, , , owner] = line.account.split(":");
      return kind === "liab" && owner !== undefined ? [owner] : [];
    });
  } catch {
    return [];
  }
};

const asApplied = (row: ExclusiveRow): AppliedRow => {
  const body: EntryBody = JSON.parse(text(row["body"]));
  return {
    place: integer(row["place"]),
    gseq: integer(row["gseq"]),
    verdict: text(row["verdict"]),
    body,
    lines: row["lines"] === null ? body.lines : JSON.parse(text(row["lines"])),
  };
};
