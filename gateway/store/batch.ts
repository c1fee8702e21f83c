// Decides a batch of commands one after the other, each on what those before it left, and gathers the rows of the
// one write that makes them all durable. Touches no database and answers nobody.
import { spentApart, stationSpent } from "../members/account/away.ts";
import { assertBalanced } from "../ledger/balance.ts";
import type { DomainEvent, Entry, EntryBody } from "../ledger/entry.ts";
import { canonicalBody, chainHash } from "../ledger/hash.ts";
import { accountsOf } from "../ledger/subjects.ts";
import type { Accepted, Context, Decision, Ref, View } from "../members/contract.ts";
import { chainFacts } from "../members/lease/facts.ts";
import { withoutTraits } from "../members/member/traits.ts";
import { refusal, type Refusal } from "../refusals.ts";
import { err, ok, type Result } from "../result.ts";
import type { ChainTerms, Executed, SideRow, WriteRow } from "./contract.ts";
import { createWorkingSet, type Branch, type ChangedEntity, type MadeDraft } from "./draft.ts";
import type { CachedEntity } from "./entity-cache.ts";
import { madeByColumn, rowOf } from "./entity-row.ts";
import type { Loaded, StoredAnswer } from "./load.ts";
import type { Domain } from "./options.ts";

/** An execution with its params bound, so that commands of all operations queue together. */
export interface Command {
  readonly op: string;
  readonly key?: string;
  readonly paramsHash: string;
  readonly roots: readonly Ref[];
  readonly actor: Context["actor"];
  readonly decide: (view: View, context: Context) => Decision;
  readonly also?: (decision: Accepted, entry: Entry | undefined) => readonly SideRow[];
  readonly chain?: ChainTerms;
}

/** Where the journal ends. */
export interface Head {
  readonly epoch: number;
  readonly seq: number;
  readonly hash: string;
}

export type { WriteRow } from "./contract.ts";

/** An answer, or the bug that a decider or evolver ran into. */
export type Outcome =
  | { readonly kind: "answer"; readonly answer: Result<Executed, Refusal> }
  | { readonly kind: "bug"; readonly error: unknown };

export interface DecidedBatch {
  readonly outcomes: readonly Outcome[];
  readonly entries: readonly Entry[];
  readonly rows: readonly WriteRow[];
  readonly head: Head;
  /** entities as this batch leaves them */
  readonly changed: readonly CachedEntity[];
  /** keys that this batch answers for the first time */
  readonly answeredKeys: readonly string[];
  /** in a chain: what it has let be spent apart, minor units */
  readonly apart: number;
}

/** Everything of a context but the actor, the same for all commands of a batch. */
export type Surroundings = Omit<Context, "actor" | "away"> &
  Partial<ChainSurroundings> & {
    /** for how long head office is away, ms */
    readonly awayMs: number;
  };

/** What a store of a chain decides by, beside the rest. */
export interface ChainSurroundings {
  /** for how long head office is away, ms */
  readonly awayMs: number;
  /** the last entry of the stream that this store has folded */
  readonly chainBase: number;
  /** what this store has let be spent apart and nobody has ordered yet, minor units */
  readonly atRisk: number;
  readonly leaseTime?: Context["leaseTime"];
}

/** Commands decided one after the other, until they are written together. */
export interface Batch {
  /** What the next commands need. What this batch has changed itself stays as it left it. */
  know(loaded: Loaded): void;
  /** Time has gone on since the batch was begun: the next commands are decided in these surroundings. */
  meanwhile(now: Surroundings): void;
  /** Its key is one that was looked up, or surely never answered. */
  decide(command: Command): void;
  /** What is to be written. Nothing may be decided in this batch after it. */
  close(): DecidedBatch;
}

export interface BatchStart {
  readonly head: Head;
  readonly domain: Domain;
  readonly surroundings: Surroundings;
}

export const createBatch = ({ head: start, domain, ...given }: BatchStart): Batch => {
  const workingSet = createWorkingSet([]);
  const answersByKey = new Map<string, StoredAnswer>();
  const outcomes: Outcome[] = [];
  const entries: Entry[] = [];
  const rows: WriteRow[] = [];
  const answeredKeys: string[] = [];
  let { surroundings } = given;
  let head = start;
  let apart = 0;

  const carriedOut = (command: Command): Outcome => {
    const branch = workingSet.branch();
    const decided = carryOut(command, { branch, head, domain, surroundings, apart });
    branch.keep();
    if (decided.entry !== undefined) {
      const { body, hash } = decided.entry;
      entries.push({ body, hash });
      head = { ...head, seq: body.seq, hash };
      if (surroundings.atRisk !== undefined) apart += spentApart(body.events);
    }
    rows.push(...decided.rows);
    if (command.key !== undefined && decided.stored !== undefined) {
      answersByKey.set(command.key, decided.stored);
      answeredKeys.push(command.key);
      rows.push(answerRow(command.key, decided.stored, surroundings.moment.epochMs));
    }
    return { kind: "answer", answer: decided.answer };
  };
  const writeDown = (change: ChangedEntity): CachedEntity => {
    const { kind, id, entity } = change;
    const links = domain.links(kind, entity);
    rows.push(...entityRows(change, links));
    return { kind, id, links, read: keeping(entity) };
  };
  return {
    know: (loaded) => {
      workingSet.know(loaded.entities);
      for (const [key, answer] of loaded.answersByKey) answersByKey.set(key, answer);
    },
    meanwhile: (now) => {
      surroundings = now;
    },
    decide: (command) => {
      const { key } = command;
      const known = key === undefined ? undefined : answersByKey.get(key);
      if (known !== undefined) {
        outcomes.push({ kind: "answer", answer: repeated(known, command) });
        return;
      }
      try {
        outcomes.push(carriedOut(command));
      } catch (error) {
        outcomes.push({ kind: "bug", error });
      }
    },
    close: () => {
      const changed = workingSet.changes().map(writeDown);
      return { outcomes, entries, rows, head, changed, answeredKeys, apart };
    },
  };
};

/** Made out here, so that what is kept of an entity does not keep its whole batch. */
const keeping = (entity: unknown) => (): unknown => entity;

/** The rule of repeated keys: the same call gets the first answer, another call none. */
export const repeated = (known: StoredAnswer, command: Command): Result<Executed, Refusal> => {
  if (known.op !== command.op || known.paramsHash !== command.paramsHash) {
    return err(refusal("key.conflict", { key: command.key ?? "" }));
  }
  // We wrote this text ourselves, from a Stored.
  const stored = JSON.parse(known.answer) as Stored;
  return ok({ ...stored, replay: true });
};

type Stored = Omit<Executed, "replay">;

interface Decided {
  readonly answer: Result<Executed, Refusal>;
  readonly rows: readonly WriteRow[];
  readonly entry?: BookedEntry;
  readonly stored?: StoredAnswer;
}

interface BookedEntry extends Entry {
  /** canonical body: what was hashed */
  readonly text: string;
  /** the receipt that was given for it */
  readonly receipt?: string;
}

interface Scene {
  /** what this batch has let be spent apart before */
  readonly apart: number;
  readonly branch: Branch;
  readonly head: Head;
  readonly domain: Domain;
  readonly surroundings: Surroundings;
}

const carryOut = (command: Command, scene: Scene): Decided => {
  const { awayMs, chainBase: _, atRisk, ...surroundings } = scene.surroundings;
  const { actor } = command;
  const away = {
    ms: awayMs,
    stationSpent: stationSpent(scene.branch, actor.station),
    ...(atRisk === undefined ? {} : { storeSpent: atRisk + scene.apart }),
  };
  const headOffice = command.chain?.away === true ? "offline" : surroundings.headOffice;
  const context: Context = { ...surroundings, headOffice, actor, away };
  const decision = command.decide(scene.branch, context);
  const barred =
    decision.kind === "accepted" ? command.chain?.permit?.(decision, scene.branch) : undefined;
  if (barred !== undefined) return { answer: err(barred), rows: [] };
  if (decision.kind === "refused") {
    const entry = book(command, decision.events ?? [], undefined, scene);
    const answer = err(decision.refusal);
    return entry === undefined ? { answer, rows: [] } : { answer, rows: [entryRow(entry)], entry };
  }
  const ends = command.chain?.ends;
  const returned = ends === undefined ? [] : [{ type: "LeaseReturned", lease: ends }];
  const entry = book(command, [...decision.events, ...returned], decision, scene);
  const stored: Stored = {
    result: decision.result,
    ...(entry === undefined ? {} : { entry: entry.body.id, seq: entry.body.seq }),
    ...(decision.receipt === undefined ? {} : { receipt: decision.receipt }),
  };
  const sideRows = (command.also?.(decision, entry) ?? []).map(sideRow);
  return {
    answer: ok({ ...stored, replay: false }),
    rows: entry === undefined ? sideRows : [entryRow(entry), ...sideRows],
    ...(entry === undefined ? {} : { entry }),
    stored: {
      op: command.op,
      paramsHash: command.paramsHash,
      answer: JSON.stringify(withoutReceipt(stored)),
    },
  };
};

/** The receipt is an entity: a result that names it need not hold it once more. */
const withoutReceipt = ({ receipt, ...stored }: Stored): Stored =>
  receipt === undefined || stored.result["receipt"] === receipt.receipt
    ? stored
    : { ...stored, receipt };

/** Makes the entry of a decision and applies it; undefined where nothing happened. */
const book = (
  command: Command,
  events: readonly DomainEvent[],
  decision: Accepted | undefined,
  scene: Scene,
): BookedEntry | undefined => {
  const lines = decision?.lines ?? [];
  if (events.length === 0 && lines.length === 0) return undefined;
  assertBalanced(lines);
  const { surroundings, head } = scene;
  const { moment, programme, store, chainBase } = surroundings;
  const { station, role, staff } = command.actor;
  const body: EntryBody = {
    v: 1,
    id: surroundings.newId("e"),
    store: store.id,
    epoch: head.epoch,
    seq: head.seq + 1,
    op: command.op,
    at: moment.at,
    businessDate: moment.businessDate,
    programme: { id: programme.id, version: programme.version },
    actor: { station, role, ...(staff === undefined ? {} : { staff }) },
    mode: modeOf(command, events, surroundings),
    ...(chainBase === undefined
      ? {}
      : {
          chain: chainFacts(scene.branch, programme, {
            base: chainBase,
            account: decision?.account,
            lines,
          }),
        }),
    ...(decision?.member === undefined ? {} : { member: decision.member }),
    ...(decision?.account === undefined ? {} : { account: decision.account }),
    lines,
    events: events.map(withoutTraits),
    ...(decision?.meta === undefined ? {} : { meta: decision.meta }),
  };
  applyEntry(scene.branch, { ...body, events }, scene.domain);
  const text = canonicalBody(body);
  const receipt = decision?.receipt?.receipt;
  return {
    body,
    text,
    hash: chainHash(head.hash, text),
    ...(receipt === undefined ? {} : { receipt }),
  };
};

const modeOf = (
  { chain }: Command,
  events: readonly DomainEvent[],
  { headOffice }: Surroundings,
): EntryBody["mode"] => {
  if (chain?.away === true || headOffice === "offline") return "offline";
  return events.some(({ type }) => type === "LeaseUsed") ? "lease" : "online";
};

/** What an entry does to the entities: its events in order, then its lines. The rebuild does the same. */
export const applyEntry = (draft: MadeDraft, body: EntryBody, domain: Domain): void => {
  const time = { at: body.at, businessDate: body.businessDate };
  for (const [place, event] of body.events.entries()) {
    const evolve = domain.evolvers[event.type];
    if (evolve === undefined) throw new Error(`no evolver for the event ${event.type}`);
    const made = evolve.makes?.(event, time);
    if (made === undefined) evolve(draft, event, time);
    else draft.put(made.kind, made.id, made.entity, { seq: body.seq, event: place });
  }
  domain.applyLines(draft, body.lines);
};

const entryRow = ({ body, hash, text, receipt }: BookedEntry): WriteRow => {
  const subjects = new Set(accountsOf(body.lines));
  if (body.account !== undefined) subjects.add(body.account);
  if (body.member !== undefined) subjects.add(body.member);
  if (receipt !== undefined) subjects.add(receipt);
  return ["entry", body.seq, body.id, hash, text, JSON.stringify([...subjects])];
};

const entityRows = (change: ChangedEntity, links: readonly Ref[]): readonly WriteRow[] => {
  const { kind, id, entity, known, made } = change;
  const { body, beside } = made === undefined ? rowOf(kind, entity) : { body: null };
  // An entity nobody looked for must be new: overwriting one unseen would lose what it held.
  const what = known ? "entity" : "new_entity";
  const linked = JSON.stringify(links.map((link) => [link.kind, link.id]));
  const row: WriteRow = [what, kind, id, body, linked, madeByColumn(made)];
  if (beside === undefined) return [row];
  return [row, ["traits", beside.key, JSON.stringify(beside.traits)]];
};

const answerRow = (key: string, stored: StoredAnswer, epochMs: number): WriteRow => [
  "answer",
  key,
  stored.op,
  stored.paramsHash,
  stored.answer,
  epochMs,
];

export const sideRow = ({ table, id, body }: SideRow): WriteRow => [
  "side",
  table,
  id,
  body === null ? null : JSON.stringify(body),
];
