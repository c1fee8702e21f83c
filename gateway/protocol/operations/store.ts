// store.*, day.*, calendar.*, programme.*, report.*, ledger.* and the like: running the store.
import Type from "typebox";
import { call, change } from "../operation.ts";
import {
  approval,
  balance,
  closed,
  currency,
  date,
  id,
  instant,
  language,
  money,
  oneOf,
  open,
  price,
  programmeRef,
  quantities,
  record,
  text,
} from "../values.ts";

const named = { id: Type.String(), name: Type.String() };
const answered = open({ key: Type.String(), op: Type.String(), at: instant, result: record });

export const storeOperations = {
  "store.info": call(
    {
      says: "What a page shows before anybody is recognised: store, programme, goods, passes, rewards.",
      who: "*",
      staff: false,
    },
    { lang: Type.Optional(language) },
    open({
      store: open({ id: Type.String(), name: Type.String() }),
      programme: open({ id: Type.String(), version: Type.Integer(), name: Type.String() }),
      currency,
      timeZone: Type.String(),
      businessDate: date,
      languages: Type.Array(language),
      simulated: Type.Boolean(),
      headOffice: oneOf(["none", "online", "offline"]),
      /** only at head office of a chain */
      role: Type.Optional(oneOf(["head-office"])),
      /** what may be done on trust while head office is away (`spend_stored`, `spend_points`, …), up to minor units */
      offline: Type.Optional(
        open({
          allow: Type.Optional(Type.Array(Type.String())),
          perCardSpend: Type.Optional(balance),
          perDeviceSpend: Type.Optional(balance),
        }),
      ),
      assets: Type.Array(open({ ...named, kind: Type.String() })),
      cards: Type.Array(
        open({ type: Type.String(), name: Type.String(), fee: balance, pin: Type.Boolean() }),
      ),
      tiers: Type.Array(open(named)),
      venues: Type.Array(open(named)),
      goods: Type.Array(
        open({
          sku: Type.String(),
          venue: Type.String(),
          name: Type.String(),
          list: balance,
          code: Type.Optional(Type.String()),
          tags: Type.Optional(Type.Array(Type.String())),
        }),
      ),
      passes: Type.Array(
        open({
          pass: Type.String(),
          name: Type.String(),
          asset: Type.String(),
          quantity: Type.Integer(),
          price: balance,
          validity: Type.Optional(Type.String()),
        }),
      ),
      rewards: Type.Array(
        open({
          reward: Type.String(),
          name: Type.String(),
          /** points asset and price; no price: the owner's catalogue asks `points` */
          asset: Type.String(),
          points: Type.Optional(Type.Integer()),
          grants: Type.Optional(open({ asset: Type.String(), quantity: Type.Integer() })),
          choices: Type.Optional(Type.Array(Type.String())),
        }),
      ),
      tenders: Type.Array(Type.String()),
      /** what the daily sign-in brings, where the programme gives something for it */
      signIn: Type.Optional(
        open({
          asset: Type.String(),
          quantity: Type.Integer(),
          cite: Type.Optional(Type.String()),
        }),
      ),
      /** what points are worth where they pay: so many for so much, minor units */
      pointsPay: Type.Optional(
        open({
          asset: Type.String(),
          points: Type.Integer(),
          amount: price,
          cite: Type.Optional(Type.String()),
        }),
      ),
      /** presets of the top-up pad in minor units */
      topUps: Type.Array(money),
      /** demonstration store on loopback, not to its kiosks: who may sign in with what PIN, and cards to lay on */
      demo: Type.Optional(
        open({
          staff: Type.Array(open({ ...named, pin: Type.String(), role: Type.String() })),
          cards: Type.Array(
            open({ token: Type.String(), name: Type.String(), says: Type.String() }),
          ),
        }),
      ),
    }),
  ),
  "visit.end": call(
    { says: "The guest has left; the kiosk may no longer act for her.", who: "K", staff: false },
    { visit: id },
    open({ ended: Type.Boolean() }),
  ),
  "key.get": call(
    {
      says: "The stored answer of a key, for a caller that lost it; `known: false` = it was never accepted.",
      who: "KCOI",
      staff: false,
    },
    { key: text(64) },
    open({
      known: Type.Boolean(),
      op: Type.Optional(Type.String()),
      result: Type.Optional(record),
    }),
  ),
  "key.find": call(
    { says: "Finds a kiosk's calls by the last signs of their keys, for three days.", who: "CO" },
    { tail: Type.String({ pattern: "^[0-9A-Za-z-]{8,64}$" }) },
    open({ found: Type.Array(answered) }),
  ),
  "calendar.put": change(
    { says: "Enters official days off and make-up days.", who: "O" },
    {
      calendar: id,
      days: Type.Array(closed({ date, workday: Type.Boolean() }), { maxItems: 1_000 }),
    },
    { days: Type.Integer() },
  ),
  "numbering.put": change(
    {
      says:
        "Sets the masks of member and card numbers: `{store}`, `{year}`, `{seq:6}`, `{check}`; " +
        "only before the first number is given out.",
      who: "O",
      rights: ["manager"],
    },
    { member: Type.Optional(text(60)), card: Type.Optional(text(60)) },
    {
      member: Type.String(),
      card: Type.String(),
      next: open({ member: Type.String(), card: Type.String() }),
    },
  ),
  "day.close": change(
    { says: "Closes a business day: expire, credit, tiers, statement.", who: "O" },
    { businessDate: date },
    { businessDate: date, entries: Type.Integer() },
  ),
};

export const programmeOperations = {
  "programme.get": call(
    {
      says: "The programme in force, or an older version, as its file; and what is to come.",
      who: "O",
    },
    { version: Type.Optional(Type.Integer({ minimum: 1 })) },
    open({
      id: Type.String(),
      version: Type.Integer(),
      file: record,
      scheduled: Type.Array(open({ id: Type.String(), version: Type.Integer(), from: date })),
    }),
  ),
  "programme.check": call(
    { says: "Checks a programme file and says what is wrong or doubtful.", who: "O" },
    { file: record },
    open({ ok: Type.Boolean(), findings: Type.Array(Type.Unknown()) }),
  ),
  "programme.publish": change(
    {
      says:
        "Puts a checked programme into force, today or from a later day; refused while one of its " +
        "cases fails. Cases left out: those it was last published with. An office needs a second manager.",
      who: "O",
      rights: ["manager"],
    },
    {
      file: record,
      cases: Type.Optional(Type.Array(record, { maxItems: 500 })),
      effectiveFrom: Type.Optional(date),
      approval: Type.Optional(approval),
    },
    { programme: programmeRef, from: date },
  ),
  "programme.compare": call(
    { says: "Replays history under another programme and shows the difference.", who: "O" },
    { file: record, from: Type.Optional(date), to: Type.Optional(date) },
    open({ bills: Type.Integer() }),
  ),
};

export const officeOperations = {
  "sync.status": call(
    { says: "How this store stands to head office.", who: "KCOT", staff: false },
    {},
    open({
      headOffice: oneOf(["none", "online", "offline"]),
      /** own entries that have no place in the chain's order yet, and the age of the oldest */
      pending: Type.Integer(),
      oldestMs: Type.Optional(Type.Integer()),
      /** `frozen`: the stream is not the one it was; `refused`: its servers are unsafe */
      state: Type.Optional(oneOf(["online", "offline", "frozen", "refused"])),
      why: Type.Optional(Type.String()),
      awayMs: Type.Optional(Type.Integer()),
      /** what could be lost at most by what was spent while away */
      exposure: Type.Optional(Type.Integer()),
      alarms: Type.Optional(Type.Array(Type.String())),
    }),
  ),
  "ledger.verify": call(
    {
      says: "Audits the ledger: chain, numbering, zero sums, balances against the journal.",
      who: "TO",
    },
    {},
    open({
      ok: Type.Boolean(),
      trialBalance: quantities,
      entries: Type.Integer(),
      findings: Type.Array(Type.String()),
    }),
  ),
  "ledger.entry": call(
    { says: "One journal entry with its lines and hash.", who: "TO" },
    { entry: id },
    open({ body: record, hash: Type.String() }),
  ),
  "backup.create": change(
    { says: "Writes a verified copy of the store's data.", who: "TO" },
    { name: Type.Optional(text(60)) },
    { backup: Type.String(), entries: Type.Integer(), head: Type.String() },
  ),
  "diagnostics.bundle": call(
    { says: "How the store is: states, counters, books, no personal data.", who: "TO" },
    {},
    open({ bundle: record }),
  ),
  "diagnostics.log": call(
    {
      says: "The gateway's last log lines since its start, redacted, newest first.",
      who: "TO",
      rights: ["manager", "technician"],
    },
    { limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })) },
    open({
      lines: Type.Array(
        open({
          at: instant,
          level: oneOf(["debug", "info", "warn", "error"]),
          msg: Type.String(),
          facts: record,
        }),
      ),
    }),
  ),
  "diagnostics.support": call(
    {
      says:
        "Makes the file for whoever helps, as tallygate support does: redacted, below 5 MB; it can be " +
        "fetched for ten minutes. Who made it is on the audit log.",
      who: "TO",
      rights: ["manager", "technician"],
    },
    {},
    open({
      bundle: id,
      name: Type.String(),
      bytes: Type.Integer(),
      files: Type.Array(Type.String()),
    }),
  ),
  "diagnostics.supportPart": call(
    {
      says: "A part of that file, base64; `next` is where the following one begins.",
      who: "TO",
      rights: ["manager", "technician"],
    },
    { bundle: id, from: Type.Integer({ minimum: 0 }) },
    open({ data: Type.String(), next: Type.Optional(Type.Integer()) }),
  ),
};
