// The events a session may get: one schema a topic. Input events go to one owner, state events to all who may see.
import Type, { type Static } from "typebox";
import { oneOf, open } from "./values.ts";
import { deviceView, jobView } from "./views.ts";

const cardClass = oneOf(["uid", "sector", "cryptogram", "simulated"]);

export const events = {
  /** a kiosk gets `visit`, a staffed station the card's `token` */
  "card.presented": open({
    device: Type.String(),
    class: cardClass,
    visit: Type.Optional(Type.String()),
    token: Type.Optional(Type.String()),
  }),
  "card.removed": open({ device: Type.String(), visit: Type.Optional(Type.String()) }),
  /** nobody was recognised: the card is mute, or went before it was read; it has to be laid down again */
  "card.unreadable": open({ device: Type.String(), why: oneOf(["mute", "left"]) }),
  "code.scanned": open({
    device: Type.String(),
    code: Type.String(),
    symbology: Type.Optional(Type.String()),
    gs1: Type.Optional(Type.Record(Type.String(), Type.String())),
  }),
  /** only to the staffed station that waits for it; what it does not use it forgets */
  "identity.read": open({
    device: Type.String(),
    name: Type.String(),
    sex: oneOf(["male", "female", "unknown"]),
    bornOn: Type.String(),
    number: Type.String(),
    validTo: Type.Optional(Type.String()),
  }),
  "device.state": deviceView,
  "job.state": jobView,
  "claim.asked": open({
    device: Type.String(),
    claim: Type.Optional(Type.String()),
    by: Type.Optional(Type.String()),
    why: Type.Optional(Type.String()),
  }),
  "claim.lost": open({ device: Type.String(), claim: Type.Optional(Type.String()) }),
  /** `openForMs` and who had it opened for what while it is open */
  "drawer.state": open({
    device: Type.String(),
    open: Type.Boolean(),
    openForMs: Type.Optional(Type.Integer()),
    staff: Type.Optional(Type.String()),
  }),
  "sync.state": open({ headOffice: oneOf(["none", "online", "offline"]), pending: Type.Integer() }),
  /** to the station that asked, in a chain: what became of one of its entries */
  "sync.verdict": open({
    entry: Type.String(),
    op: Type.String(),
    mode: oneOf(["online", "offline", "lease", "force"]),
    /** `provisional`: booked while head office was away · `final` · `exception`: a person has to see it · `parked` */
    verdict: oneOf(["provisional", "final", "exception", "parked"]),
    account: Type.Optional(Type.String()),
    exceptions: Type.Array(
      open({
        exception: Type.String(),
        kind: Type.String(),
        amount: Type.Optional(Type.Integer()),
      }),
    ),
  }),
  "account.changed": open({ account: Type.String(), entry: Type.Optional(Type.String()) }),
  "exception.opened": open({ exception: Type.String(), kind: Type.String() }),
  /** to each till with this account in its open basket: the others that have it too; none: it is alone again */
  "basket.shared": open({
    account: Type.String(),
    others: Type.Array(open({ station: Type.String(), name: Type.String() })),
  }),
  /** what the pages were told of the house or of their own screen: asked again by who shows it */
  "house.changed": open({ what: oneOf(["brand", "screen"]) }),
  /** `drawer.left_open` comes again every 30 s until the drawer is shut, with `openForMs` */
  alert: open({
    code: Type.String(),
    device: Type.Optional(Type.String()),
    openForMs: Type.Optional(Type.Integer()),
  }),
} as const;

export type Topic = keyof typeof events;
export type EventData<T extends Topic> = Static<(typeof events)[T]>;
export const topics: readonly Topic[] = Object.keys(events).filter((topic): topic is Topic =>
  Object.hasOwn(events, topic),
);

/** Owned by exactly one station and never coalesced; the rest is state. */
export const inputTopics: ReadonlySet<Topic> = new Set([
  "card.presented",
  "card.removed",
  "card.unreadable",
  "code.scanned",
  "identity.read",
  "claim.asked",
  "claim.lost",
  "sync.verdict",
]);

/** `at` = the bytes arrived, `sentAt` = this frame left; both RFC 3339. */
export interface StoreEvent<T extends Topic = Topic> {
  readonly seq: number;
  readonly at: string;
  readonly sentAt: string;
  readonly topic: T;
  readonly device?: string;
  readonly data: EventData<T>;
}
