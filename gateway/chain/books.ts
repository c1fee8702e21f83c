// The replica in a store's own database: reads what a portion of the stream concerns, folds it, and writes confirmed
// state, what is shown and the new position in one commit, alone between two commits of the tills.
import type { EntryBody } from "../ledger/entry.ts";
import type { View } from "../members/contract.ts";
import type { EntityKind, EntityOf } from "../members/state.ts";
import type { ExclusiveBooks, ExclusiveRow, Store, WriteRow } from "../store/contract.ts";
import type { FoldRules } from "./fold.ts";
import { type Doubt, ownDoubt } from "./guard.ts";
import { type Position, startOf } from "./order.ts";
import { readPosition, writePosition } from "./position.ts";
import {
  addressOf,
  type Change,
  foldBatch,
  type FoldedBatch,
  type Pending,
  reconcile,
  type Shadow,
} from "./replica.ts";
import type { Ordered, StoreEntry } from "./stream.ts";

export interface ChainBooks {
  position(): Position;
  /** Number in the own journal up to which entries have their place in the order. */
  folded(): number;
  /** The stream goes on under this name, from where we stand. */
  adopt(stream: string): Promise<void>;
  /** Folds entries that follow the position; after the commit it is the new one. */
  fold(ordered: readonly Ordered[]): Promise<FoldedBatch & { readonly doubt?: Doubt }>;
  /** Entries as folded, after a place, for archives and reports. */
  applied(afterPlace: number, limit: number): Promise<readonly AppliedRow[]>;
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
}

const sharedKindsSql = "('member','account','card','coupon','hold','bill','lease','token')";

/** A store that joins has confirmed nothing yet: all it has in common with others is its own word so far. */
const joining = /* sql */ `
SELECT kind, id FROM entity
WHERE kind IN ${sharedKindsSql} OR (kind = 'lookup' AND body ->> 'kind' IN ${sharedKindsSql})`;

const wanted = /* sql */ `
SELECT wanted.value ->> 0 AS wanted_kind, wanted.value ->> 1 AS wanted_id,
  coalesce(chain_shadow.kind, entity.kind) AS kind, wanted.value ->> 1 AS id,
  chain_shadow.up_to,
  CASE WHEN chain_shadow.kind IS NULL THEN entity.event ELSE chain_shadow.event END AS event,
  CASE
    WHEN chain_shadow.kind IS NOT NULL AND chain_shadow.event IS NULL THEN chain_shadow.body
    WHEN chain_shadow.kind IS NOT NULL THEN
      (SELECT body FROM journal WHERE seq = chain_shadow.entry)
    WHEN entity.event IS NULL THEN entity.body
    ELSE (SELECT body FROM journal WHERE seq = entity.entry) END AS body
FROM json_each(?) AS wanted
LEFT JOIN chain_shadow
  ON chain_shadow.kind = wanted.value ->> 0 AND chain_shadow.id = wanted.value ->> 1
LEFT JOIN entity ON entity.kind = wanted.value ->> 0 AND entity.id = wanted.value ->> 1`;

const text = (value: unknown): string => {
  if (typeof value !== "string") throw new Error("a text was expected in the books");
  return value;
};
const integer = (value: unknown): number => {
  if (typeof value !== "number") throw new Error("a number was expected in the books");
  return value;
};

/** Confirmed entities read so far; what is asked for and was not read is noted. */
interface Desk {
  readonly view: View;
  readonly shadows: Map<string, Shadow & Pick<Change, "kind" | "id">>;
  /** Reads what was noted; false where nothing was missing. */
  readMissing(): Promise<boolean>;
  want(kind: EntityKind, id: string): void;
}

const openDesk = (books: ExclusiveBooks): Desk => {
  const known = new Map<string, unknown>();
  const missing = new Map<string, readonly [EntityKind, string]>();
  const shadows: Desk["shadows"] = new Map();

  const take = (row: ExclusiveRow): void => {
    const [kind, id] = [text(row["wanted_kind"]) as EntityKind, text(row["wanted_id"])];
    const address = addressOf(kind, id);
    const entity = row["body"] === null ? undefined : books.read(row);
    known.set(address, entity);
    if (row["up_to"] !== null) shadows.set(address, { kind, id, upTo: integer(row["up_to"]) });
    if (entity === undefined) return;
    for (const ref of books.links(kind, entity)) {
      const linked = addressOf(ref.kind, ref.id);
      if (!known.has(linked)) missing.set(linked, [ref.kind, ref.id]);
    }
  };
  return {
    shadows,
    view: {
      get: <K extends EntityKind>(kind: K, id: string) => {
        const address = addressOf(kind, id);
        if (!known.has(address)) missing.set(address, [kind, id]);
        // Read from under this kind.
        return known.get(address) as EntityOf<K> | undefined;
      },
    },
    want: (kind, id) => {
      if (!known.has(addressOf(kind, id))) missing.set(addressOf(kind, id), [kind, id]);
    },
    readMissing: async () => {
      if (missing.size === 0) return false;
      while (missing.size > 0) {
        const asked = JSON.stringify([...missing.values()]);
        missing.clear();
        for (const row of await books.all(wanted, asked)) take(row);
      }
      return true;
    },
  };
};

/** Does it again until nothing it asked for was missing; what it answers is pure. */
const untilKnown = async <T>(desk: Desk, work: () => T): Promise<T> => {
  await desk.readMissing();
  for (;;) {
    const done = work();
    if (!(await desk.readMissing())) return done;
  }
};

/** Own entries that touch what has changed, and all that those touch: by accounts and members, as the journal names them. */
const pendingFor = async (
  books: ExclusiveBooks,
  folded: number,
  dirty: readonly Change[],
): Promise<readonly Pending[]> => {
  const owners = dirty.map(ownersOf);
  const isAll = owners.some((ids) => ids.length === 0);
  const rows = isAll
    ? await books.all("SELECT seq, body FROM journal WHERE seq > ? ORDER BY seq", folded)
    : await books.all(
        `WITH RECURSIVE touched (seq) AS (
           SELECT subject.seq FROM json_each(?1) AS owner
             JOIN subject ON subject.subject = owner.value AND subject.seq > ?2
           UNION
           SELECT other.seq FROM touched
             JOIN subject ON subject.seq = touched.seq
             JOIN subject AS other ON other.subject = subject.subject AND other.seq > ?2
         )
         SELECT seq, body FROM journal WHERE seq IN (SELECT seq FROM touched) ORDER BY seq`,
        JSON.stringify(owners.flat()),
        folded,
      );
  return rows.map((row) => ({ seq: integer(row["seq"]), body: JSON.parse(text(row["body"])) }));
};

/** Accounts and members an entity belongs to; none = it cannot be told. */
const ownersOf = ({ kind, id, entity }: Change): readonly string[] => {
  if (kind === "account" || kind === "member") return [id];
  if (typeof entity !== "object" || entity === null) return [];
  if ("account" in entity && typeof entity.account === "string") return [entity.account];
  if (kind === "lookup" && "kind" in entity && entity.kind === "member" && "ids" in entity)
    return Array.isArray(entity.ids) ? entity.ids.map(String) : [];
  return [];
};

export const openChainBooks = async ({ store, id, rules }: ChainBooksDeps): Promise<ChainBooks> => {
  let position: Position = startOf("");
  let folded = 0;

  const foldedIn = async (books: ExclusiveBooks, at: Position): Promise<number> => {
    const head = at.heads.get(id);
    if (head === undefined) return 0;
    if (head.epoch === books.head.epoch) return head.seq;
    // A restored store: what its backup held of older epochs, as far as the chain has it.
    const [row] = await books.all(
      "SELECT coalesce(max(seq), 0) AS seq FROM journal WHERE (body ->> 'epoch') <= ? AND seq <= ?",
      head.epoch,
      head.seq,
    );
    return integer(row?.["seq"]);
  };

  const load = (): Promise<void> =>
    store.exclusive(async (books) => {
      const [row] = await books.all("SELECT value FROM chain_position WHERE name = 'stream'");
      if (row === undefined) await join(books);
      else position = readPosition(text(row["value"]));
      folded = await foldedIn(books, position);
    });

  const join = async (books: ExclusiveBooks): Promise<void> => {
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

  const foldIn = async (
    books: ExclusiveBooks,
    ordered: readonly Ordered[],
  ): Promise<FoldedBatch & { readonly doubt?: Doubt }> => {
    const desk = openDesk(books);
    for (const { entry } of ordered) wantRoots(desk, entry);
    const batch = await untilKnown(desk, () =>
      foldBatch(position, ordered, { confirmed: desk.view, rules }),
    );
    const own = await foldedIn(books, batch.position);
    await books.write(await rowsOf(books, { desk, batch, own }));
    position = batch.position;
    folded = own;
    const doubt = await doubtIn(books);
    return doubt === undefined ? batch : { ...batch, doubt };
  };

  const rowsOf = async (
    books: ExclusiveBooks,
    {
      desk,
      batch,
      own,
    }: { readonly desk: Desk; readonly batch: FoldedBatch; readonly own: number },
  ): Promise<readonly WriteRow[]> => {
    const { changes } = batch;
    const due = await books.all("SELECT kind, id, up_to FROM chain_shadow WHERE up_to <= ?", own);
    for (const row of due) desk.want(text(row["kind"]) as EntityKind, text(row["id"]));
    for (const { kind, id: at } of changes.values()) desk.want(kind, at);
    await desk.readMissing();
    const dirty = [...changes].flatMap(([address, change]) =>
      (desk.shadows.get(address)?.upTo ?? 0) > own ? [change] : [],
    );
    const pending = dirty.length === 0 ? [] : await pendingFor(books, own, dirty);
    const confirmed: View = {
      get: <K extends EntityKind>(kind: K, at: string) => {
        const change = changes.get(addressOf(kind, at));
        return change === undefined
          ? desk.view.get(kind, at)
          : (change.entity as EntityOf<K> | undefined);
      },
    };
    const made = await untilKnown(desk, () =>
      reconcile(changes, { folded: own, shadows: desk.shadows, pending, confirmed, rules }),
    );
    const bodyOf = (entity: unknown): string | null =>
      entity === undefined ? null : JSON.stringify(entity);
    const linksOf = ({ kind, entity }: Change): string =>
      JSON.stringify(
        entity === undefined ? [] : books.links(kind, entity).map((ref) => [ref.kind, ref.id]),
      );
    return [
      ["chain_position", "folding", "1"],
      ...batch.applied.map((one): WriteRow => {
        const { body, verdict, lines } = one;
        const facts = JSON.stringify([body.store, body.epoch, body.seq, verdict]);
        const isKept = body.store === id && body.epoch === books.head.epoch;
        const booked = JSON.stringify(lines);
        return [
          "chain_applied",
          one.gseq,
          body.id,
          facts,
          isKept ? null : JSON.stringify(body),
          booked === JSON.stringify(body.lines) ? null : booked,
        ];
      }),
      ...made.shown.map((change): WriteRow => [
        "chain_shown",
        change.kind,
        change.id,
        bodyOf(change.entity),
        linksOf(change),
      ]),
      ...made.shadows.map((change): WriteRow => [
        "chain_shadow",
        change.kind,
        change.id,
        bodyOf(change.entity),
        change.upTo,
      ]),
      ...made.lifted.map((address): WriteRow => {
        const at = address.indexOf(" ");
        return ["chain_lifted", address.slice(0, at), address.slice(at + 1)];
      }),
      ["chain_position", "stream", writePosition(batch.position)],
      ["chain_position", "folding", null],
    ];
  };

  const doubtIn = async (books: ExclusiveBooks): Promise<Doubt | undefined> => {
    const head = position.heads.get(id);
    if (head === undefined) return undefined;
    const [row] = await books.all("SELECT hash FROM journal WHERE seq = ?", head.seq);
    const hash = row === undefined ? undefined : text(row["hash"]);
    const own = { store: id, epoch: books.head.epoch, hashAt: () => hash };
    return ownDoubt(own, position);
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
    fold: (ordered) => store.exclusive((books) => foldIn(books, ordered)),
    applied: (afterPlace, limit) =>
      store.exclusive(async (books) => {
        const rows = await books.all(
          `SELECT place, gseq, verdict, lines,
             coalesce(chain_applied.body, journal.body) AS body
           FROM chain_applied LEFT JOIN journal ON journal.id = chain_applied.id
           WHERE place > ? ORDER BY place LIMIT ?`,
          afterPlace,
          limit,
        );
        return rows.map(asApplied);
      }),
  };
};

/** What an entry most likely concerns, so that it need not be folded twice to find out. */
const wantRoots = (desk: Desk, { body }: StoreEntry): void => {
  try {
    const { account, member, lines = [] }: Partial<EntryBody> = JSON.parse(body);
    if (account !== undefined) desk.want("account", account);
    if (member !== undefined) desk.want("member", member);
    for (const line of lines) {
      const [kind, , , owner] = line.account.split(":");
      if (kind === "liab" && owner !== undefined) desk.want("account", owner);
    }
  } catch {
    // It cannot be read; the order says so.
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
