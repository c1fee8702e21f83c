// Remembers for good how often each tag has proven itself: a cryptogram whose counter was seen before is a copy.
// Stands between the device host and the hub; knows no member.
import { createHash } from "node:crypto";
import type { HostEvent } from "../../drivers/contract.ts";
import type { Store } from "../store/contract.ts";

type Presented = HostEvent & { readonly event: "card.presented" };

export interface TagCountersOptions {
  readonly store: Pick<Store, "side" | "sideRow">;
  /** Gets every event, in its device's order; a copy comes with the trust of its number alone. */
  readonly tell: (event: HostEvent) => void;
  /** A message was shown that this house has seen before, or one older than that. */
  readonly copied: (device: string) => void;
}

/** A row is found by a digest: the UID itself is a card's name and stays out of the side rows. */
const rowId = (uid: string): string =>
  `tag:${createHash("sha256").update(uid).digest("hex").slice(0, 32)}`;

const proves = (event: HostEvent): event is Presented & { readonly counter: number } =>
  event.event === "card.presented" && event.trust === "cryptogram" && event.counter !== undefined;

const deviceOf = (event: HostEvent): string | undefined =>
  "device" in event && typeof event.device === "string" ? event.device : undefined;

/** A counter counts only when it is on disk: what could not be written proves nothing. */
export const createTagCounters = ({ store, tell, copied }: TagCountersOptions) => {
  /** last work on each tag, so that two readers cannot both take the same counter for new */
  const turns = new Map<string, Promise<unknown>>();
  const inTurn = <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const done = (turns.get(name) ?? Promise.resolve()).then(work);
    const settled = done
      .catch(() => undefined)
      .finally(() => {
        if (turns.get(name) === settled) turns.delete(name);
      });
    turns.set(name, settled);
    return done;
  };

  /** True: higher than ever before, and durable. */
  const isNew = async (uid: string, counter: number): Promise<boolean> => {
    const id = rowId(uid);
    const last = (await store.sideRow("meta", id))?.["counter"];
    if (typeof last === "number" && counter <= last) return false;
    await store.side([{ table: "meta", id, body: { counter } }]);
    return true;
  };

  const vouch = async (event: Presented & { readonly counter: number }): Promise<HostEvent> => {
    const { uid, device, counter } = event;
    const fresh = await inTurn(`tag ${uid}`, () => isNew(uid, counter)).catch(() => undefined);
    if (fresh === false) copied(device);
    return fresh === true ? event : { ...event, trust: "uid" };
  };

  return {
    /** Passes an event on: at once, or behind the cryptogram of the same device that is being looked up. */
    hear: (event: HostEvent): void => {
      const device = deviceOf(event);
      const isWaiting = device !== undefined && turns.has(`device ${device}`);
      if (device === undefined || (!proves(event) && !isWaiting)) {
        tell(event);
        return;
      }
      const inOrder = inTurn(`device ${device}`, () =>
        proves(event) ? vouch(event) : Promise.resolve(event),
      );
      void inOrder.then(tell);
    },
  };
};
