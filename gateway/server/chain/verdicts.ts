// What becomes of a station's own entries in a chain, told to that station: provisional when they were
// booked while head office was away, final or an exception once they have their place in the order.
import type { Applied } from "../../chain/replica.ts";
import type { Entry, EntryBody } from "../../ledger/entry.ts";
import type { House } from "../house.ts";

type Parts = Pick<House, "sessions" | "store">;

interface Word {
  readonly verdict: "provisional" | "final" | "exception" | "parked";
  readonly exceptions?: readonly string[];
}

/** Questions for leases are answered to whoever waits for the operation itself. */
const isAsked = ({ op }: EntryBody): boolean => !op.startsWith("lease.");

/** Spent under a right that was kept for its guest: nothing can come of it any more but its place. */
const isCovered = ({ events }: EntryBody): boolean =>
  events.some(({ type }) => type === "LeaseUsed") &&
  !events.some(({ type }) => type === "OfflineSpent");

/** For a listener of commits: what was booked while head office was away, and on trust. */
export const announceProvisional = (house: Parts, entries: readonly Entry[]): void => {
  for (const { body } of entries)
    if (body.mode === "offline" && !isCovered(body))
      void tell(house, body, { verdict: "provisional" });
};

/** For entries of this store that the chain has just folded. */
export const announceVerdict = (
  house: Parts,
  { body, verdict, exceptions }: Pick<Applied, "body" | "verdict" | "exceptions">,
): void => {
  if (verdict === "granted" || verdict === "declined") return;
  void tell(house, body, { verdict, exceptions });
};

const tell = async (
  { sessions, store }: Parts,
  body: EntryBody,
  { verdict, exceptions = [] }: Word,
): Promise<void> => {
  const session = sessions.ofStation(body.actor.station);
  if (session === undefined || !isAsked(body)) return;
  const refs = exceptions.map((id) => ({ kind: "exception" as const, id }));
  const view = refs.length === 0 ? undefined : await store.view(refs);
  const found = refs.flatMap(({ id }) => {
    const entity = view?.get("exception", id);
    if (entity === undefined) return [];
    const { kind, amount } = entity;
    return [{ exception: id, kind, ...(typeof amount === "number" ? { amount } : {}) }];
  });
  const { id: entry, op, at, mode, account } = body;
  session.offer({
    topic: "sync.verdict",
    atMs: Date.parse(at),
    data: {
      entry,
      op,
      mode,
      verdict,
      exceptions: found,
      ...(account === undefined ? {} : { account }),
    },
  });
};
