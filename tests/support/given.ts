// A store in memory for given/when/then: deciders, evolvers and lines of the real house, no disk, no sockets.
// It is stricter than the store: a decider that reads an entity which its roots do not lead to is a bug.
import { stationRef } from "../../gateway/members/account/away.ts";
import { readFileSync } from "node:fs";
import type { JsonObject } from "../../gateway/json.ts";
import type { DomainEvent, Posting } from "../../gateway/ledger/entry.ts";
import { applyLines } from "../../gateway/members/account/apply-lines.ts";
import { accountView } from "../../gateway/members/account/view.ts";
import { calendarDays, calendarId } from "../../gateway/members/calendar/calendar.ts";
import { isBearerDue } from "../../gateway/members/close/expire.ts";
import { isDue } from "../../gateway/members/close/day-close.ts";
import type { Context, Decider, Decision, Draft, Ref } from "../../gateway/members/contract.ts";
import { links } from "../../gateway/members/links.ts";
import { deciders, evolvers } from "../../gateway/members/registry.ts";
import type { Coupon } from "../../gateway/members/coupon/file.ts";
import type { Account, EntityKind, EntityOf } from "../../gateway/members/state.ts";
import { createCalendar, instantOf, momentOf } from "../../gateway/programme/calendar.ts";
import { compileProgramme } from "../../gateway/programme/compile.ts";
import { addDays } from "../../gateway/programme/dates.ts";
import type { Effect, ProgrammeFile, Rule } from "../../gateway/programme/format.ts";
import type { Programme } from "../../gateway/programme/programme.ts";
import { type Refusal, refusal } from "../../gateway/refusals.ts";
import { type Result, err, ok } from "../../gateway/result.ts";

export interface Booked {
  readonly op: string;
  readonly events: readonly DomainEvent[];
  readonly lines: readonly Posting[];
}

export interface World {
  readonly programme: Programme;
  readonly journal: readonly Booked[];
  /** runs an operation as the store would; a refusal comes back as a value */
  try(op: string, params: object): Result<JsonObject, Refusal>;
  /** as `try`, for what must succeed */
  do(op: string, params: object): JsonObject;
  /** the code an operation is refused with */
  refused(op: string, params: object): string;
  /** what a decider said of the last operation, with its receipt */
  last(): Decision | undefined;
  /** moves the clock on and closes every day that ends on the way */
  clock(instant: string): void;
  network(up: boolean): void;
  actor(actor: Partial<Context["actor"]>): void;
  get<K extends EntityKind>(kind: K, id: string): EntityOf<K> | undefined;
  /** entities reachable from roots, as a reader of the store would see them */
  view(roots: readonly Ref[]): Draft;
  context(): Context;
  account(id: string): JsonObject;
  /** the same store once more, from here on with a life of its own */
  fork(): World;
}

interface Standing {
  readonly table: ReadonlyMap<string, unknown>;
  readonly journal: readonly Booked[];
  readonly ids: number;
}

export const loadProgramme = (id: string): Programme => {
  const file = new URL(`../../gateway/programmes/${id}.json`, import.meta.url);
  return compileProgramme(JSON.parse(readFileSync(file, "utf8")) as ProgrammeFile);
};

type Table = Map<string, unknown>;
const address = (kind: string, id: string): string => `${kind} ${id}`;

interface Working {
  readonly table: Table;
  readonly loaded: ReadonlySet<string>;
  readonly changes: Table;
  readonly quick: boolean;
}

/** Adds what the roots lead to; every address asked for counts as loaded, also where nothing is. */
const closure = (table: Table, roots: readonly Ref[]): Set<string> => {
  const loaded = new Set<string>();
  const open = [...roots];
  for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
    const key = address(ref.kind, ref.id);
    if (loaded.has(key)) continue;
    loaded.add(key);
    const entity = table.get(key);
    if (entity !== undefined) open.push(...links(ref.kind, entity as EntityOf<EntityKind>));
  }
  return loaded;
};

const draftOf = ({ table, loaded, changes, quick }: Working): Draft => ({
  get: <K extends EntityKind>(kind: K, id: string) => {
    const key = address(kind, id);
    if (changes.has(key)) return changes.get(key) as EntityOf<K>;
    if (!loaded.has(key) && table.has(key)) throw new Error(`not loaded: ${key}`);
    return table.get(key) as EntityOf<K> | undefined;
  },
  put: (kind, id, entity) => {
    const key = address(kind, id);
    if (!loaded.has(key) && table.has(key)) throw new Error(`overwritten unseen: ${key}`);
    // What a store keeps is JSON: anything that JSON loses is found here.
    changes.set(key, quick ? entity : JSON.parse(JSON.stringify(entity)));
  },
});

/** Σ per unit; an entry that does not balance never gets in. */
export const unbalanced = (lines: readonly Posting[]): Readonly<Record<string, number>> => {
  const sums = new Map<string, number>();
  for (const { unit, amount } of lines) sums.set(unit, (sums.get(unit) ?? 0) + amount);
  return Object.fromEntries([...sums].filter(([, sum]) => sum !== 0));
};

const assertEntry = (op: string, lines: readonly Posting[]): void => {
  const off = unbalanced(lines);
  if (Object.keys(off).length > 0)
    throw new Error(`${op} does not balance: ${JSON.stringify(off)}`);
  const odd = lines.find(({ amount }) => !Number.isSafeInteger(amount) || amount === 0);
  if (odd !== undefined) throw new Error(`${op} has an odd line: ${JSON.stringify(odd)}`);
};

export const createWorld = (given: {
  readonly programme: string | Programme;
  readonly at: string;
  /** for many histories: days on which nothing ends are not closed, and entities are not copied */
  readonly quick?: boolean;
  readonly from?: Standing;
}): World => {
  const programme =
    typeof given.programme === "string" ? loadProgramme(given.programme) : given.programme;
  const table: Table = new Map(given.from?.table);
  const journal: Booked[] = [...(given.from?.journal ?? [])];
  let nowMs = Date.parse(given.at);
  let headOffice: Context["headOffice"] = "none";
  let awaySinceMs = 0;
  let actor: Context["actor"] = { station: "desk-1", role: "cashier", staff: "E0", rights: [] };
  let ids = given.from?.ids ?? 0;
  let last: Decision | undefined;

  const spentAt = (station: string): number => {
    const kept = table.get(address("setting", stationRef(station).id)) as JsonObject | undefined;
    return typeof kept?.["spent"] === "number" ? kept["spent"] : 0;
  };
  const context = (): Context => ({
    moment: momentOf(nowMs, programme.timeZone),
    programme,
    programmeAt: (version) => (version === programme.version ? programme : undefined),
    calendar: createCalendar(
      calendarDays(table.get(address("setting", calendarId("CN"))) as JsonObject | undefined),
    ),
    actor,
    store: { id: "S1", prefix: "A" },
    newId: (kind) => `${kind}_${String((ids += 1)).padStart(32, "0")}`,
    headOffice,
    away: {
      ms: headOffice === "offline" ? nowMs - awaySinceMs : 0,
      stationSpent: spentAt(actor.station),
    },
  });

  const evolve = (draft: Draft, booked: Booked): void => {
    const { at, businessDate } = context().moment;
    for (const event of booked.events) {
      const evolver = evolvers[event.type];
      if (evolver === undefined) throw new Error(`no evolver for ${event.type}`);
      const read = given.quick === true ? event : JSON.parse(JSON.stringify(event));
      evolver(draft, read, { at, businessDate });
    }
    applyLines(draft, booked.lines);
  };

  const attempt = (op: string, params: object): Result<JsonObject, Refusal> => {
    const found = (deciders as Readonly<Record<string, Decider<never>>>)[op];
    if (found === undefined) return err(refusal("not_found", { op }));
    const decider = found as unknown as Decider<object>;
    const loaded = closure(table, [...decider.roots(params), stationRef(actor.station)]);
    const changes: Table = new Map();
    const draft = draftOf({ table, loaded, changes, quick: given.quick === true });
    const decision = decider.decide(params, draft, context());
    last = decision;
    const lines = decision.kind === "accepted" ? decision.lines : [];
    const booked = { op, events: decision.events ?? [], lines };
    assertEntry(op, lines);
    evolve(draft, booked);
    for (const [key, entity] of changes) table.set(key, entity);
    if (booked.events.length + lines.length > 0) journal.push(booked);
    return decision.kind === "accepted" ? ok(decision.result) : err(decision.refusal);
  };

  const accountIds = (): readonly string[] =>
    [...table.keys()].flatMap((key) => (key.startsWith("account ") ? [key.slice(8)] : []));

  const dueOn = (day: string, moment: Context["moment"]): readonly string[] => {
    const now = { ...context(), moment };
    return accountIds().filter((id) => {
      const account = table.get(address("account", id)) as Account | undefined;
      return account !== undefined && isDue(now, account, day);
    });
  };

  const bearersDue = (on: string): readonly string[] =>
    [...table].flatMap(([key, entity]) =>
      key.startsWith("coupon ") && isBearerDue(entity as Coupon, { on, store: "S1" })
        ? [key.slice(7)]
        : [],
    );

  const closeDays = (until: string): void => {
    const target = momentOf(Date.parse(until), programme.timeZone).businessDate;
    const { moment } = context();
    for (let day = moment.businessDate; day < target; day = addDays(day, 1)) {
      const accounts = given.quick === true ? dueOn(day, moment) : accountIds();
      const vouchers = bearersDue(day);
      if (accounts.length + vouchers.length === 0 && given.quick === true) continue;
      nowMs = instantOf(addDays(day, 1), "00:00", programme.timeZone);
      const params = { businessDate: day, accounts, vouchers, last: true };
      const closed = attempt("day.close", params);
      if (!closed.ok) throw new Error(`close of ${day}: ${closed.error.code}`);
    }
    nowMs = Date.parse(until);
  };

  const world: World = {
    programme,
    journal,
    context,
    try: attempt,
    do: (op, params) => {
      const done = attempt(op, params);
      if (!done.ok) throw new Error(`${op} refused: ${JSON.stringify(done.error)}`);
      return done.value;
    },
    refused: (op, params) => {
      const done = attempt(op, params);
      return done.ok ? `accepted: ${JSON.stringify(done.value)}` : done.error.code;
    },
    last: () => last,
    clock: closeDays,
    network: (up) => {
      headOffice = up ? "online" : "offline";
      awaySinceMs = nowMs;
    },
    actor: (changed) => {
      actor = { ...actor, ...changed };
    },
    get: <K extends EntityKind>(kind: K, id: string) =>
      table.get(address(kind, id)) as EntityOf<K> | undefined,
    view: (roots) =>
      draftOf({ table, loaded: closure(table, roots), changes: new Map(), quick: true }),
    fork: () =>
      createWorld({
        ...given,
        programme,
        at: new Date(nowMs).toISOString(),
        from: { table, journal, ids },
      }),
    account: (id) => {
      const seen = accountView(world.view([{ kind: "account", id }]), id, context());
      if (!seen.ok) throw new Error(`account.get refused: ${seen.error.code}`);
      return seen.value;
    },
  };
  return world;
};

/** Lots and tab of an account as the journal alone tells them. */
export const fromJournal = (
  journal: readonly Booked[],
  account: string,
): Readonly<Record<string, number>> => {
  const sums: Record<string, number> = {};
  for (const { account: name, amount } of journal.flatMap(({ lines }) => lines)) {
    const own = name.split(":").includes(account);
    if (own) sums[name] = (sums[name] ?? 0) + amount;
  }
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0));
};

/** The same figures as the account's own state tells them. */
export const fromState = (id: string, account: Account): Readonly<Record<string, number>> => {
  const sums: Record<string, number> = {};
  for (const lot of account.lots) {
    for (const [part, left] of Object.entries(lot.parts)) {
      if (left !== 0) sums[`liab:${lot.asset}:${part}:${id}:${lot.lot}`] = -left;
    }
    if ((lot.deferred ?? 0) !== 0) sums[`liab:deferred:${id}:${lot.lot}`] = -(lot.deferred ?? 0);
  }
  if ((account.receivable ?? 0) !== 0) sums[`asset:receivable:${id}`] = account.receivable ?? 0;
  return sums;
};

/** One rule of a programme. */
export const rule = (
  id: string,
  at: Rule["at"],
  acts: { readonly when?: Rule["when"]; readonly effect: Effect },
): Rule => {
  const { when, effect } = acts;
  const members = { id, at, ...(when === undefined ? {} : { when }) };
  // oxlint-disable-next-line unicorn/no-thenable -- the member is the format's own word
  return { ...members, then: effect };
};

/** A programme file with some of its members replaced: for what no shipped programme has. */
export const variantOf = (id: string, change: (file: ProgrammeFile) => ProgrammeFile): Programme =>
  compileProgramme(change(loadProgramme(id).file));
