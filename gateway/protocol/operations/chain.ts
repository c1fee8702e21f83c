// chain.*: head office over all stores of its chain – how they are, who owes whom, what they are told.
import Type from "typebox";
import { call } from "../operation.ts";
import { balance, closed, date, id, instant, money, oneOf, open, record, text } from "../values.ts";

const storeId = Type.String({ pattern: "^[A-Za-z0-9_-]{1,40}$" });
const share = Type.Integer({ minimum: 0, maximum: 10_000 });
const claimKind = oneOf(["principal", "bonus", "deferred", "voucher", "points", "breakage"]);
const span = { from: date, to: date };
const heads = ["manager", "finance"] as const;

const shop = {
  store: storeId,
  name: text(80),
  /** 直营 or 加盟 */
  kind: oneOf(["own", "franchise"]),
  /** legal entity: stores of one need not pay each other */
  entity: text(80),
};

const storeView = open({
  store: Type.String(),
  name: Type.String(),
  kind: oneOf(["own", "franchise"]),
  entity: Type.String(),
  /** `silent`: no heartbeat for half a minute; `unheard`: never one since head office began */
  state: oneOf(["live", "silent", "unheard"]),
  heardAt: Type.Optional(instant),
  build: Type.Optional(Type.String()),
  /** entries of its journal that head office has, and its last business day */
  entries: Type.Integer(),
  day: Type.Optional(Type.String()),
  programme: Type.Optional(open({ id: Type.String(), version: Type.Integer() })),
  /** places of the stream it has not folded yet */
  behind: Type.Optional(Type.Integer()),
  /** its own entries nobody has ordered yet, and the age of the oldest */
  queued: Type.Optional(Type.Integer()),
  oldestMs: Type.Optional(Type.Integer()),
  /** what could be lost at most by what it sold while away */
  exposure: Type.Optional(balance),
  alarms: Type.Array(Type.String()),
  /** its files are to be worth nothing any more; `done`: the servers have been told */
  shutOut: Type.Optional(oneOf(["ordered", "done"])),
  stations: Type.Array(
    open({
      station: Type.String(),
      role: Type.String(),
      name: Type.String(),
      connected: Type.Boolean(),
      revoked: Type.Boolean(),
    }),
  ),
});

const balanceView = open({
  from: Type.String(),
  to: Type.String(),
  amount: money,
  owed: balance,
  owing: balance,
});

const terms = {
  shareBp: closed({
    principal: share,
    bonus: share,
    deferred: share,
    voucher: share,
    breakage: share,
  }),
  pointsMinorPerThousand: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
};

const stage = closed({
  stores: Type.Array(Type.String({ pattern: "^([A-Za-z0-9_-]{1,40}|\\*)$" }), {
    minItems: 1,
    maxItems: 5_000,
  }),
  from: date,
});

export const chainOperations = {
  "chain.stores": call(
    {
      says: "Every store of the chain: how far it has come, what waits, what it risks, its stations.",
      who: "O",
      rights: heads,
    },
    {},
    open({
      stores: Type.Array(storeView),
      /** stores that run twice: a copy of their box went on by itself */
      forks: Type.Array(open({ store: Type.String(), number: Type.Integer() })),
      /** place of the stream up to which head office has everything */
      archived: Type.Integer(),
      trouble: Type.Optional(Type.String()),
    }),
  ),
  "chain.putStores": call(
    {
      says: "Enters the stores of the chain: names, 直营 or 加盟, legal entities.",
      who: "O",
      rights: heads,
    },
    { stores: Type.Array(closed(shop), { maxItems: 5_000 }) },
    open({ stores: Type.Integer() }),
  ),
  "chain.settlement": call(
    {
      says: "Who owes whom for value paid in at one store and used at another, over a span of days.",
      who: "O",
      rights: heads,
    },
    span,
    open({
      currency: Type.String(),
      rows: Type.Array(
        open({
          debtor: Type.String(),
          creditor: Type.String(),
          kind: claimKind,
          unit: Type.String(),
          amount: balance,
          worth: balance,
          entries: Type.Integer(),
        }),
      ),
      stores: Type.Array(balanceView),
      entities: Type.Array(open({ ...balanceView.properties, paidAt: Type.Optional(instant) })),
      terms: open(terms),
    }),
  ),
  "chain.claims": call(
    {
      says: "The entries behind one row of the settlement, newest first.",
      who: "O",
      rights: heads,
    },
    {
      ...span,
      debtor: storeId,
      creditor: storeId,
      kind: claimKind,
      before: Type.Optional(Type.Integer({ minimum: 1 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    },
    open({
      entries: Type.Array(
        open({
          entry: Type.String(),
          store: Type.String(),
          day: Type.String(),
          op: Type.String(),
          amount: balance,
        }),
      ),
      before: Type.Optional(Type.Integer()),
    }),
  ),
  "chain.putTerms": call(
    {
      says: "What used value is worth between stores: shares in basis points, money for points.",
      who: "O",
      rights: heads,
    },
    terms,
    open({ done: Type.Boolean() }),
  ),
  "chain.markPaid": call(
    {
      says: "Notes that one legal entity has paid another for a span.",
      who: "O",
      rights: heads,
    },
    { ...span, payer: text(80), payee: text(80), amount: money },
    open({ done: Type.Boolean() }),
  ),
  "chain.liability": call(
    {
      says: "What members are owed, by the store that took the value in.",
      who: "O",
      rights: heads,
    },
    {},
    open({
      currency: Type.String(),
      rows: Type.Array(
        open({ store: Type.String(), kind: claimKind, unit: Type.String(), amount: balance }),
      ),
    }),
  ),
  "chain.exceptions": call(
    { says: "What needs a person, in all stores or one, newest first.", who: "O", rights: heads },
    {
      open: Type.Optional(Type.Boolean()),
      store: Type.Optional(storeId),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
    },
    open({
      exceptions: Type.Array(
        open({
          store: Type.String(),
          exception: Type.String(),
          kind: Type.String(),
          at: Type.String(),
          owner: Type.String(),
          evidence: record,
          outcome: Type.Optional(Type.String()),
          resolved: Type.Optional(Type.String()),
        }),
      ),
    }),
  ),
  "chain.rollOut": call(
    {
      says: "Sends a published version of the programme to stores, a stage at a time.",
      who: "O",
      rights: heads,
    },
    {
      version: Type.Integer({ minimum: 1 }),
      stages: Type.Array(stage, { minItems: 1, maxItems: 20 }),
    },
    open({ done: Type.Boolean() }),
  ),
  "chain.haltRollOut": call(
    {
      says: "No store that has not begun with the new version begins any more.",
      who: "O",
      rights: heads,
    },
    {},
    open({ done: Type.Boolean() }),
  ),
  "chain.rollOutState": call(
    {
      says: "The version that is going out, its stages, and which stores run it.",
      who: "O",
      rights: heads,
    },
    {},
    open({
      rollOut: Type.Optional(
        open({
          programme: Type.String(),
          version: Type.Integer(),
          stages: Type.Array(open({ stores: Type.Array(Type.String()), from: Type.String() })),
          at: instant,
          by: Type.String(),
          halted: Type.Boolean(),
        }),
      ),
      running: Type.Array(
        open({ store: Type.String(), id: Type.String(), version: Type.Integer() }),
      ),
    }),
  ),
  "chain.revokeStation": call(
    {
      says: "Shuts a station of another store out; that store does it as soon as it hears.",
      who: "O",
      rights: heads,
    },
    { store: storeId, station: id },
    open({ done: Type.Boolean() }),
  ),
  "chain.shutOutStore": call(
    {
      says: "Shuts a lost or stolen box out: every file its store was issued stops working.",
      who: "O",
      rights: heads,
    },
    { store: storeId },
    open({ done: Type.Boolean() }),
  ),
  "chain.freeLeases": call(
    {
      says: "Gives back what a store that does not come back has kept for its guests, once it has run out.",
      who: "O",
      rights: heads,
    },
    { store: storeId },
    /** `kept`: those whose time is not over */
    open({ freed: Type.Integer(), kept: Type.Integer() }),
  ),
  "chain.snapshot": call(
    {
      says: "Makes a signed snapshot of what all stores have in common; new stores begin from it.",
      who: "O",
      rights: heads,
    },
    {},
    open({
      /** place of the stream at which it was taken */
      gseq: Type.Integer(),
      parts: Type.Integer(),
      bytes: Type.Integer(),
      /** SHA-256 of its text, hex */
      digest: Type.String(),
      at: instant,
    }),
  ),
  "chain.hotList": call(
    {
      says: "Cards that are lost or blocked, and how many stores know by now.",
      who: "O",
      rights: heads,
    },
    { limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })) },
    open({
      cards: Type.Array(
        open({
          card: Type.String(),
          state: oneOf(["lost", "blocked"]),
          store: Type.String(),
          at: Type.String(),
          knownBy: Type.Integer(),
          of: Type.Integer(),
        }),
      ),
    }),
  ),
};
