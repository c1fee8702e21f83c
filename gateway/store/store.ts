// The store: one SQLite file, one writer, readers beside it. Wires the parts of this room to the contract.
import { stationRef } from "../members/account/away.ts";
import type { Entry } from "../ledger/entry.ts";
import { paramsHash } from "../ledger/hash.ts";
import { shortCode } from "../ledger/short-code.ts";
import type { EntityKind, EntityOf } from "../members/state.ts";
import type { Refusal } from "../refusals.ts";
import { err, type Result } from "../result.ts";
import { answeredKeysIn } from "./answered-keys.ts";
import { createAuditing } from "./auditing.ts";
import { createBallast } from "./ballast.ts";
import {
  repeated,
  sideRow,
  type Command,
  type Head,
  type Surroundings,
  type WriteRow,
} from "./batch.ts";
import { createSealer, introduceSigner } from "./checkpoints.ts";
import { type Condition, createCondition } from "./condition.ts";
import type { ExclusiveBooks, Executed, Execution, Store } from "./contract.ts";
import { createEntityCache } from "./entity-cache.ts";
import { readEntity } from "./entity-row.ts";
import { StoreFault } from "./faults.ts";
import { loadAnswer } from "./load.ts";
import { createFollowed } from "./follow/followed.ts";
import { createForgetting } from "./forgetting.ts";
import { openStore } from "./open.ts";
import type { StoreOptions } from "./options.ts";
import { createReads } from "./reads.ts";
import { emptyStore } from "./reset.ts";
import type { Database } from "./sqlite/database.ts";
import { createSteadyClock } from "./steady-clock.ts";
import { alsoTouched, type Touched, untouched } from "./touched.ts";
import { boundRowsMax, writeRows } from "./write-rows.ts";
import { createWriter } from "./writer.ts";

const defaultBallastBytes = 8 << 20;

/** What a till must be able to do when the disk is full: count, close, and hand held money back. */
const defaultEssentialOps: ReadonlySet<string> = new Set([
  "shift.count",
  "shift.close",
  "hold.release",
  "card.reportLost",
]);

/** Opens the store, audits it and answers. Throws StartRefused where it would not be safe. */
export const createStore = async (options: StoreOptions): Promise<Store> => {
  const storeId = options.store.id;
  const { followed, ...opened } = await openFollowed(options);
  const ballast = createBallast(options.file, options.ballastBytes ?? defaultBallastBytes);
  const condition = createCondition(ballast, options.essentialOps ?? defaultEssentialOps);
  await ballast.refill();
  const reads = createReads({ database: opened.reader, domain: options.domain });
  const steady = createSteadyClock(options.clock, await lastEntryMs(reads.entries));
  const listeners = createListeners();
  const sealer = createSealer(storeId, options.signer);
  const forget = createForgetting();
  if (options.signer !== undefined) await introduceSigner(opened.writer, options.signer);
  const writer = createWriter({
    database: opened.writer,
    domain: options.domain,
    cache: createEntityCache(),
    keys: answeredKeysIn(opened.reader),
    head: opened.head,
    surroundings: () => surroundingsOf(options, steady.nowMs()),
    upkeep: (head, moment) => [...sealer.seal(head, moment), ...forget(moment)],
    log: opened.walKeeper,
    committed: listeners.tell,
    wrote: (rows) => sealer.wrote(rows),
    full: () => condition.becameFull(),
    failed: (fault) => condition.becameReadOnly(fault.message),
  });
  const auditing = createAuditing({ file: options.file, storeId, condition });
  if (!opened.wholeAudit) auditing.runAside();

  return {
    ...reads,
    driver: opened.writer.driver,
    execute: async (execution) => {
      const command = bind(execution);
      const refused = await condition.refuses(command.op);
      return refused === undefined
        ? writer.execute(command)
        : repeatedOr(refused, command, opened.reader);
    },
    side: async (rows) => {
      mustBeWritable(condition);
      await writer.rows(rows.map(sideRow));
    },
    verify: () => auditing.run(),
    readOnlyReason: () => condition.readOnlyReason(),
    spare: shutFor(followed, condition),
    onCommitted: listeners.add,
    exclusive: (task) =>
      writer.alone(async (head) => {
        mustBeWritable(condition);
        const { books, touched } = exclusiveBooks(opened, options.domain, head);
        return { value: await task(books), touched: touched(), head };
      }),
    reset: () =>
      writer.alone(async () => {
        steady.forget();
        return { value: undefined, touched: "any", head: await emptyStore(opened.writer, storeId) };
      }),
    head: () => ({ ...writer.head(), code: shortCode(writer.head().hash) }),
    close: async () => {
      await auditing.stop();
      await writer.idle();
      const { at } = options.momentAt(steady.nowMs());
      if (condition.readOnlyReason() === undefined) {
        await writer.rows(sealer.sealNow(writer.head(), at)).catch(() => undefined);
      }
      await closeFiles(opened);
    },
  };
};

/** The files, written through a connection that a spare machine can follow. */
const openFollowed = async (options: StoreOptions) => {
  const opened = await openStore({ ...options, storeId: options.store.id });
  const { database, ...followed } = createFollowed(opened.writer);
  return { ...opened, writer: database, followed };
};

/** Who is shut is read-only as well: calls are refused before they come to the writer. */
const shutFor = (followed: Store["spare"], condition: Condition): Store["spare"] => ({
  ...followed,
  shut: (reason) => {
    condition.becameReadOnly(reason);
    followed.shut(reason);
  },
});

const mustBeWritable = (condition: Pick<Store, "readOnlyReason">): void => {
  const reason = condition.readOnlyReason();
  if (reason !== undefined) throw new StoreFault("SQLITE_READONLY", reason);
};

/** Who is told of committed entries, each in a turn of its own, once their answers have left. */
const createListeners = () => {
  const listeners = new Set<(entries: readonly Entry[]) => void>();
  return {
    tell: (entries: readonly Entry[]): void =>
      listeners.forEach((listener) => setImmediate(() => listener(entries))),
    add: (listener: (entries: readonly Entry[]) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

const exclusiveBooks = (
  { writer, walKeeper }: Awaited<ReturnType<typeof openStore>>,
  domain: StoreOptions["domain"],
  head: Head,
): { readonly books: ExclusiveBooks; readonly touched: () => Touched } => {
  let isTogether = false;
  let touched = untouched;
  const books: ExclusiveBooks = {
    all: (sql, ...params) => writer.all(sql, ...params),
    write: async (rows) => {
      touched = alsoTouched(touched, rows);
      if (isTogether || rows.length <= boundRowsMax) await writePortions(writer, rows);
      else await together(writer, () => writePortions(writer, rows));
      walKeeper.wrote(rows);
    },
    together: async (task) => {
      isTogether = true;
      await together(writer, task).finally(() => {
        isTogether = false;
      });
    },
    read: (row) => readEntity(row, domain),
    // What is under a kind is an entity of that kind.
    links: (kind, entity) => domain.links(kind, entity as EntityOf<EntityKind>),
    head,
  };
  return { books, touched: () => touched };
};

const writePortions = async (database: Database, rows: readonly WriteRow[]): Promise<void> => {
  for (let at = 0; at < rows.length; at += boundRowsMax)
    await writeRows(database, rows.slice(at, at + boundRowsMax));
};

const together = async (database: Database, task: () => Promise<void>): Promise<void> => {
  await database.exec("BEGIN IMMEDIATE");
  try {
    await task();
    await database.exec("COMMIT");
  } catch (error) {
    await database.exec("ROLLBACK").catch(() => undefined);
    throw error;
  }
};

const closeFiles = async (opened: Awaited<ReturnType<typeof openStore>>): Promise<void> => {
  await opened.walKeeper.close();
  await opened.reader.close();
  await opened.writer.close();
  await opened.lock.release();
};

const surroundingsOf = (options: StoreOptions, nowMs: number): Surroundings => ({
  moment: options.momentAt(nowMs),
  programme: options.programmes.current(),
  programmeAt: options.programmes.at,
  calendar: options.calendar(),
  store: options.store,
  newId: options.newId,
  headOffice: options.headOffice(),
  awayMs: options.headOfficeAwayMs?.() ?? 0,
  ...options.chain?.(),
});

/** A store that may not write still answers what it has answered before. */
const repeatedOr = async (
  refused: Refusal,
  command: Command,
  reader: Database,
): Promise<Result<Executed, Refusal>> => {
  const { key } = command;
  const known = key === undefined ? undefined : await loadAnswer(reader, key);
  return known === undefined ? err(refused) : repeated(known, command);
};

/** Binds the params of an execution; roots are read before it queues, so that bad params harm nobody else. */
const bind = <P>(execution: Execution<P>): Command => {
  const { op, key, params, decider, actor, also, chain } = execution;
  return {
    op,
    ...(key === undefined ? {} : { key }),
    // Only a key asks whether the same was meant.
    paramsHash: execution.paramsHash ?? (key === undefined ? "" : hashOf(params)),
    roots: [...decider.roots(params), stationRef(actor.station)],
    actor,
    decide: (view, context) => decider.decide(params, view, context),
    ...(also === undefined ? {} : { also }),
    ...(chain === undefined ? {} : { chain }),
  };
};

/** Params of operations are JSON: they came in over the protocol. */
const hashOf = (params: unknown): string => paramsHash(JSON.parse(JSON.stringify(params ?? null)));

const lastEntryMs = async (entries: Store["entries"]): Promise<number> => {
  const [last] = await entries({ limit: 1 });
  return last === undefined ? 0 : Date.parse(last.body.at);
};
