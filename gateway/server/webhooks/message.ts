// An entry as other systems are told of it: what happened, to whom by id, and what it did to her balances.
// Ids and amounts only; nothing personal leaves by this door.
import type { JsonObject } from "../../json.ts";
import type { Entry } from "../../ledger/entry.ts";
import { historyRow } from "../../members/member/history.ts";
import type { Message } from "./sign.ts";

/** What an event may name that a receiver can ask the store about. */
const named = ["bill", "receipt", "coupon", "card", "hold", "stay", "exception", "shift"];

const refsOf = ({ body }: Entry): JsonObject => {
  const refs: Record<string, string> = {};
  for (const event of body.events) {
    for (const name of named) {
      const value = event[name];
      if (typeof value === "string") refs[name] ??= value;
    }
  }
  return refs;
};

/** Minor units by the name that stands behind `start` in the lines: venues, tenders. */
const sumsOf = ({ body }: Entry, start: string, sign: 1 | -1): JsonObject => {
  const sums: Record<string, number> = {};
  for (const { account, amount } of body.lines) {
    const [name] = account.startsWith(start) ? account.slice(start.length).split(":") : [];
    if (name !== undefined && name !== "receivable") sums[name] = (sums[name] ?? 0) + sign * amount;
  }
  return sums;
};

export const isTold = ({ body }: Entry, topics: readonly string[]): boolean =>
  topics.some((topic) => (topic.endsWith(".") ? body.op.startsWith(topic) : body.op === topic));

export const messageOf = (entry: Entry): Message => {
  const { changes } = historyRow(entry);
  const { id, op, at, seq, store, businessDate, member, account, actor } = entry.body;
  const data = {
    entry: id,
    seq,
    store,
    businessDate,
    station: actor.station,
    ...(member === undefined ? {} : { member }),
    ...(account === undefined ? {} : { account }),
    ...refsOf(entry),
    sales: sumsOf(entry, "income:sales:", -1),
    tenders: sumsOf(entry, "asset:", 1),
    changes,
  };
  return { id, body: JSON.stringify({ type: op, timestamp: at, data }) };
};
