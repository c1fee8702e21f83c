// Keeps every entry of the chain's stream once, in a file of its own, and what head office sums up from it. Reads what
// the stream holds; decides nothing. Entries that break their store's chain are kept apart and shown.
import { rmSync } from "node:fs";
import type { Ordered } from "../chain/stream.ts";
import type { DomainEvent, EntryBody } from "../ledger/entry.ts";
import { chainHash } from "../ledger/hash.ts";
import { makePrivate } from "../store/lock.ts";
import { integer, text } from "../store/sqlite/columns.ts";
import { type Database, openDatabase } from "../store/sqlite/database.ts";
import { archiveSchema, archiveVersion } from "./archive-schema.ts";
import { type Claim, clear, heldBy, placesOf } from "./clearing.ts";

export interface Place {
  /** epoch of the stream; "" = nothing was read yet */
  readonly stream: string;
  readonly gseq: number;
}

export interface Archive {
  readonly database: Database;
  reached(): Place;
  /** Whole or not at all. What comes again changes nothing. Rejects where the disk failed. */
  take(stream: string, batch: readonly Ordered[]): Promise<void>;
  close(): Promise<void>;
}

interface Row {
  readonly ordered: Ordered;
  readonly body: EntryBody;
}

/** Opens the archive, or begins a new one where there is none or an older version's. */
export const openArchive = async (file: string): Promise<Archive> => {
  await makePrivate(file);
  const database = await openOwn(file);
  const [mark] = await database.all("SELECT stream, gseq FROM mark");
  const [end] = await database.all("SELECT coalesce(max(seq), 0) AS seq FROM journal");
  let reached: Place = { stream: text(mark?.["stream"]), gseq: integer(mark?.["gseq"]) };
  let seq = integer(end?.["seq"]);
  let last: Promise<unknown> = Promise.resolve();

  const takeNow = async (stream: string, batch: readonly Ordered[]): Promise<void> => {
    const fresh =
      stream === reached.stream ? batch.filter(({ gseq }) => gseq > reached.gseq) : batch;
    const [first] = fresh;
    if (first === undefined) return;
    const { rows, forks } = await sorted(database, fresh);
    const { origins, claims } = await cleared(database, rows, seq);
    const gseq = fresh.at(-1)?.gseq ?? first.gseq;
    await database.exec("BEGIN IMMEDIATE");
    try {
      await database.run(
        insertRows,
        JSON.stringify(rows.map((row, at) => asRow(row, seq + at + 1))),
      );
      await database.run(insertForks, JSON.stringify(forks.map(asFork)));
      await database.run(insertOrigins, JSON.stringify(origins));
      await database.run(insertClaims, JSON.stringify(claims));
      await database.run(addBalances, JSON.stringify(balancesIn(rows)));
      for (const sql of hotSteps) await database.run(sql, JSON.stringify(hotIn(rows, stream)));
      for (const sql of exceptionSteps)
        await database.run(sql, JSON.stringify(exceptionsIn(rows, seq)));
      await database.run("UPDATE mark SET stream = ?1, gseq = ?2", stream, gseq);
      await database.exec("COMMIT");
    } catch (error) {
      await database.exec("ROLLBACK").catch(() => undefined);
      throw error;
    }
    seq += rows.length;
    reached = { stream, gseq };
  };

  return {
    database,
    reached: () => reached,
    take: (stream, batch) => {
      const done = last.then(() => takeNow(stream, batch));
      last = done.catch(() => undefined);
      return done;
    },
    close: async () => {
      await last;
      await database.close();
    },
  };
};

const openOwn = async (file: string): Promise<Database> => {
  const database = await openDatabase({ file });
  // What a power cut costs is read from the stream again.
  await database.exec(
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32768",
  );
  const [known] = await database.all("SELECT 1 AS is_there FROM sqlite_schema WHERE name = 'mark'");
  if (known === undefined) {
    await database.exec(
      `BEGIN; ${archiveSchema} INSERT INTO mark VALUES (${archiveVersion}, '', 0); COMMIT`,
    );
    return database;
  }
  const [mark] = await database.all("SELECT version FROM mark");
  if (mark?.["version"] === archiveVersion) return database;
  await database.close();
  for (const ending of ["", "-wal", "-shm"]) rmSync(`${file}${ending}`, { force: true });
  return openOwn(file);
};

const placeKey = ({ store, epoch, seq }: { store: string; epoch: number; seq: number }): string =>
  `${store} ${epoch} ${seq}`;

/** New entries whose text is what was hashed; those that contradict a known one apart. */
const sorted = async (
  database: Database,
  batch: readonly Ordered[],
): Promise<{ readonly rows: readonly Row[]; readonly forks: readonly Ordered[] }> => {
  const asked = batch.map(({ entry: { store, epoch, seq } }) => [store, epoch, seq]);
  const known = new Map<string, string>();
  for (const row of await database.all(knownPlaces, JSON.stringify(asked)))
    known.set(text(row["place"]), text(row["hash"]));
  const rows: Row[] = [];
  const forks: Ordered[] = [];
  for (const ordered of batch) {
    const { entry } = ordered;
    const there = known.get(placeKey(entry));
    const isWhole = chainHash(entry.previous, entry.body) === entry.hash;
    if (there === entry.hash) continue;
    if (there !== undefined || !isWhole) {
      forks.push(ordered);
      continue;
    }
    known.set(placeKey(entry), entry.hash);
    // its text is what its store hashed, and stores hash what their schema let through
    const body: EntryBody = JSON.parse(entry.body);
    rows.push({ ordered, body });
  }
  return { rows, forks };
};

interface Clearing {
  readonly origins: readonly (readonly [string, string])[];
  readonly claims: readonly (Claim & { readonly seq: number; readonly day: string })[];
}

const cleared = async (
  database: Database,
  rows: readonly Row[],
  after: number,
): Promise<Clearing> => {
  const places = rows.flatMap(({ body }) => placesOf(body));
  const storeByPlace = new Map<string, string>();
  for (const row of await database.all(knownOrigins, JSON.stringify(places)))
    storeByPlace.set(text(row["place"]), text(row["store"]));
  const origins: (readonly [string, string])[] = [];
  const claims: Clearing["claims"][number][] = [];
  for (const [at, { body }] of rows.entries()) {
    const { opened, claims: made } = clear(body, (place) => storeByPlace.get(place));
    for (const place of opened) {
      storeByPlace.set(place, body.store);
      origins.push([place, body.store]);
    }
    claims.push(
      ...made.map((claim) => ({ ...claim, seq: after + at + 1, day: body.businessDate })),
    );
  }
  return { origins, claims };
};

const asRow = ({ ordered: { entry }, body }: Row, seq: number) => [
  seq,
  entry.id,
  entry.store,
  entry.epoch,
  entry.seq,
  entry.previous,
  entry.hash,
  body.businessDate,
  entry.body,
];

const asFork = ({ gseq, entry }: Ordered) => [
  entry.store,
  entry.epoch,
  entry.seq,
  entry.hash,
  gseq,
];

/** What each place holds, as moved by these entries: owed to members, so credit is positive. */
const balancesIn = (rows: readonly Row[]) =>
  rows.flatMap(({ body }) =>
    body.lines.flatMap(({ account, unit, amount }) => {
      const held = heldBy(account);
      return held === undefined ? [] : [[account, held.place, held.kind, unit, -amount]];
    }),
  );

const hotStates: Readonly<Record<string, string>> = {
  CardReportedLost: "lost",
  CardBlocked: "blocked",
  CardUnblocked: "",
};

/** The last word on each card these entries speak of; an empty state: it is good again. */
const hotIn = (rows: readonly Row[], stream: string) => {
  const byCard = new Map<unknown, readonly unknown[]>();
  for (const { body, ordered } of rows)
    for (const { type, card } of body.events) {
      const state = hotStates[type];
      if (state !== undefined)
        byCard.set(card, [card, state, body.store, body.at, stream, ordered.gseq]);
    }
  return [...byCard.values()];
};

const exceptionsIn = (rows: readonly Row[], after: number) =>
  rows.flatMap(({ body }, at) =>
    body.events
      .filter(({ type }) => type === "ExceptionOpened" || type === "ExceptionResolved")
      .map((event: DomainEvent) => [body.store, event, body.at, after + at + 1]),
  );

const knownPlaces = /* sql */ `SELECT store || ' ' || epoch || ' ' || number AS place, hash FROM journal
WHERE (store, epoch, number) IN (SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?1))`;
const knownOrigins = /* sql */ `SELECT place, store FROM origin
WHERE place IN (SELECT value FROM json_each(?1))`;
const insertRows = /* sql */ `INSERT INTO journal (seq, id, store, epoch, number, previous, hash, day, body)
SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7,
  value ->> 8 FROM json_each(?1)`;
const insertForks = /* sql */ `INSERT OR IGNORE INTO fork
SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each(?1)`;
const insertOrigins = /* sql */ `INSERT INTO origin
SELECT value ->> 0, value ->> 1 FROM json_each(?1)`;
const insertClaims = /* sql */ `INSERT INTO claim (seq, day, debtor, creditor, kind, unit, amount)
SELECT value ->> 'seq', value ->> 'day', value ->> 'debtor', value ->> 'creditor', value ->> 'kind',
  value ->> 'unit', value ->> 'amount' FROM json_each(?1)`;
const addBalances = /* sql */ `INSERT INTO held (account, place, kind, unit, balance)
SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, sum(value ->> 4) FROM json_each(?1) GROUP BY 1
ON CONFLICT (account) DO UPDATE SET balance = balance + excluded.balance`;
const hotSteps = [
  /* sql */ `INSERT OR REPLACE INTO hot
SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5
FROM json_each(?1) WHERE value ->> 1 <> ''`,
  /* sql */ `DELETE FROM hot WHERE card IN (SELECT value ->> 0 FROM json_each(?1) WHERE value ->> 1 = '')`,
];
const exceptionSteps = [
  /* sql */ `INSERT OR IGNORE INTO exception (store, exception, kind, at, seq, opened)
SELECT value ->> 0, value ->> '$[1].exception', value ->> '$[1].kind', value ->> 2, value ->> 3, value -> 1
FROM json_each(?1) WHERE value ->> '$[1].type' = 'ExceptionOpened'`,
  /* sql */ `UPDATE exception SET outcome = told.outcome, resolved = told.at FROM (
  SELECT value ->> 0 AS store, value ->> '$[1].exception' AS exception, value ->> '$[1].outcome' AS outcome,
    value ->> 2 AS at FROM json_each(?1) WHERE value ->> '$[1].type' = 'ExceptionResolved'
) AS told WHERE exception.store = told.store AND exception.exception = told.exception`,
];
