// Stores of a chain on real databases, and a stream in memory between them: what a test moves by hand, entry by entry.
import { join } from "node:path";
import { type ChainBooks, openChainBooks } from "../../gateway/chain/books.ts";
import { chainStore } from "../../gateway/chain/chained-store.ts";
import { createExposure } from "../../gateway/chain/exposure.ts";
import type { LeaseTime } from "../../gateway/chain/lease-clock.ts";
import { createOwnJournal } from "../../gateway/chain/own-journal.ts";
import type { Applied } from "../../gateway/chain/replica.ts";
import type { StoreEntry } from "../../gateway/chain/stream.ts";
import type { JsonObject } from "../../gateway/json.ts";
import { createIds } from "../../gateway/ids.ts";
import { applyLines } from "../../gateway/members/account/apply-lines.ts";
import type { Context, Decider } from "../../gateway/members/contract.ts";
import { links } from "../../gateway/members/links.ts";
import { deciders, evolvers } from "../../gateway/members/registry.ts";
import { momentOf } from "../../gateway/programme/calendar.ts";
import type { Refusal } from "../../gateway/refusals.ts";
import type { Result } from "../../gateway/result.ts";
import type { Executed, Store } from "../../gateway/store/contract.ts";
import { createStore } from "../../gateway/store/store.ts";
import { loadProgramme } from "./given.ts";
import { storeOptions } from "./test-store.ts";

const programme = loadProgramme("counter");
const actor: Context["actor"] = {
  station: "till",
  role: "cashier",
  staff: "E0",
  rights: ["manager", "finance"],
};
/** Nobody ends an exception about her own acts. */
const auditor = { ...actor, staff: "E1" };
/** Nobody is erased at a till without somebody's approval. */
const clerk = { ...actor, role: "office" };
const actors: Readonly<Record<string, Context["actor"]>> = {
  "exception.resolve": auditor,
  "member.erase": clerk,
};

export interface ChainedShop {
  readonly id: string;
  readonly store: Store;
  readonly books: ChainBooks;
  /** head office is there, or is not */
  online: boolean;
  /** by what time its leases are over; none: by its clock */
  leaseTime: LeaseTime | undefined;
  /** folds what the stream holds; what was made of it */
  catchUp(): Promise<readonly Applied[]>;
  /** sends what has no place yet */
  send(): Promise<void>;
  call(
    op: keyof typeof deciders,
    params: JsonObject,
    key?: string,
  ): Promise<Result<Executed, Refusal>>;
  /** the same, for what must succeed */
  do(op: keyof typeof deciders, params: JsonObject): Promise<JsonObject>;
  close(): Promise<void>;
}

/** Entries in their order. */
export type Log = StoreEntry[];

export const openShop = async (
  folder: string,
  id: string,
  log: Log,
  { partMax }: { readonly partMax?: number } = {},
): Promise<ChainedShop> => {
  const newId = createIds(() => Date.now());
  const held: { books?: ChainBooks; online: boolean; leaseTime?: LeaseTime } = { online: true };
  const exposure = createExposure([]);
  const headOffice = (): Context["headOffice"] => (held.online ? "online" : "offline");
  const plain = await createStore({
    ...storeOptions(join(folder, `${id}.db`)),
    store: { id, prefix: id.toUpperCase() },
    newId,
    momentAt: (ms) => momentOf(ms, programme.timeZone),
    programmes: { current: () => programme, at: () => programme },
    headOffice,
    chain: () => ({
      awayMs: 0,
      chainBase: held.books?.position().gseq ?? 0,
      atRisk: exposure.atRisk(),
      ...(held.leaseTime === undefined ? {} : { leaseTime: held.leaseTime }),
    }),
    domain: { evolvers, links, applyLines },
  });
  plain.onCommitted((entries) => {
    for (const { body } of entries) exposure.booked(body);
  });
  const rules = { evolvers };
  const books = (held.books = await openChainBooks({
    store: plain,
    id,
    rules,
    ...(partMax === undefined ? {} : { partMax }),
  }));
  const { store, authoriser } = chainStore({
    store: plain,
    id,
    isOnline: () => held.online,
    instantIn: (ms) => momentOf(Date.now() + ms, programme.timeZone).at,
  });
  const journal = createOwnJournal(plain, id);
  const call: ChainedShop["call"] = (op, params, key) =>
    store.execute({
      op,
      params,
      decider: deciders[op] as unknown as Decider<JsonObject>,
      actor: actors[op] ?? actor,
      ...(key === undefined ? {} : { key }),
    });
  return {
    id,
    store: plain,
    books,
    get online() {
      return held.online;
    },
    set online(online) {
      held.online = online;
    },
    get leaseTime() {
      return held.leaseTime;
    },
    set leaseTime(time) {
      if (time === undefined) delete held.leaseTime;
      else held.leaseTime = time;
    },
    call,
    do: async (op, params) => {
      const answer = await call(op, params);
      if (!answer.ok) throw new Error(`${op} was refused: ${answer.error.code}`);
      return answer.value.result;
    },
    send: async () => {
      const [from, to] = [books.folded() + 1, plain.head().seq];
      if (to >= from) log.push(...(await journal.read({ from, to })));
    },
    catchUp: async () => {
      const from = books.position().gseq;
      const ordered = log.slice(from).map((entry, at) => ({ gseq: from + at + 1, entry }));
      if (ordered.length === 0) return [];
      const applied: Applied[] = [];
      await books.fold(ordered, (folded) => applied.push(...folded.applied));
      exposure.ordered(books.folded());
      for (const one of applied) if (one.body.store === id) authoriser.verdict(one);
      return applied;
    },
    close: () => plain.close(),
  };
};
