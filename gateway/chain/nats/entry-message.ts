// An entry as a message: its canonical text is the payload, its place in its store's chain is one header. Pure.
import { hash } from "node:crypto";
import { type MsgHdrs, headers } from "@nats-io/transport-node";
import type { StoreEntry } from "../stream.ts";

const placeHeader = "Tallygate-Place";
/** after its place: the first entry of a store's new epoch */
const opening = "opens";
const idHeader = "Nats-Msg-Id";

/** `L.<store>.<00–ff>`: a store's credentials let it publish under its own name only. */
export const subjectOf = ({ store, body }: StoreEntry): string => {
  const { account, member }: { account?: string; member?: string } = JSON.parse(body);
  return `L.${store}.${hash("sha256", account ?? member ?? "-", "hex").slice(0, 2)}`;
};

export const headersOf = (entry: StoreEntry): MsgHdrs => {
  const { id, store, epoch, seq, previous, hash: own, opens } = entry;
  const made = headers();
  made.set(idHeader, id);
  const place = [store, epoch, seq, previous, own, ...(opens === true ? [opening] : [])];
  made.set(placeHeader, place.join(" "));
  return made;
};

/** Undefined where the message is none of ours. */
export const entryOf = (message: {
  readonly subject: string;
  readonly headers?: MsgHdrs | undefined;
  readonly string: () => string;
}): StoreEntry | undefined => {
  const id = message.headers?.get(idHeader) ?? "";
  const place = message.headers?.get(placeHeader).split(" ") ?? [];
  const [store = "", epoch, seq, previous = "", own = "", opens] = place;
  if (id === "" || place.length < 5 || message.subject.split(".")[1] !== store) return undefined;
  const numbers = { epoch: Number(epoch), seq: Number(seq) };
  if (!Number.isSafeInteger(numbers.epoch) || !Number.isSafeInteger(numbers.seq)) return undefined;
  const entry = { id, store, ...numbers, previous, hash: own, body: message.string() };
  return opens === opening ? { ...entry, opens: true } : entry;
};
