// An entry as a message: its canonical text is the payload, its place in its store's chain is one header. Pure.
import { hash } from "node:crypto";
import { type MsgHdrs, headers } from "@nats-io/transport-node";
import type { StoreEntry } from "../stream.ts";

const placeHeader = "Tallygate-Place";
const idHeader = "Nats-Msg-Id";

/** `L.<store>.<00–ff>`: a store's credentials let it publish under its own name only. */
export const subjectOf = ({ store, body }: StoreEntry): string => {
  const { account, member }: { account?: string; member?: string } = JSON.parse(body);
  return `L.${store}.${hash("sha256", account ?? member ?? "-", "hex").slice(0, 2)}`;
};

export const headersOf = ({ id, store, epoch, seq, previous, hash: own }: StoreEntry): MsgHdrs => {
  const made = headers();
  made.set(idHeader, id);
  made.set(placeHeader, [store, epoch, seq, previous, own].join(" "));
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
  const [store = "", epoch, seq, previous = "", own = ""] = place;
  if (id === "" || place.length !== 5 || message.subject.split(".")[1] !== store) return undefined;
  const numbers = { epoch: Number(epoch), seq: Number(seq) };
  if (!Number.isSafeInteger(numbers.epoch) || !Number.isSafeInteger(numbers.seq)) return undefined;
  return { id, store, ...numbers, previous, hash: own, body: message.string() };
};
