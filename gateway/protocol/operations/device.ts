// device.*, input.*, display.*, print.*, drawer.*: what a station may do with the store's devices.
import Type from "typebox";
import { call, change } from "../operation.ts";
import { document, id, instant, language, oneOf, open, page, text } from "../values.ts";
import { claimView, deviceView, jobView } from "../views.ts";

/** A device's line as it was: `hex` are bytes to (`out`) and from (`in`) the device. */
export const recording = open({
  version: Type.Integer({ minimum: 1, maximum: 1 }),
  device: id,
  model: Type.String(),
  pieces: Type.Array(
    open({
      at: Type.Integer({ minimum: 0 }),
      way: oneOf(["out", "in", "open", "closed"]),
      hex: Type.Optional(Type.String()),
    }),
    { maxItems: 20_000 },
  ),
});

const tagUid = Type.String({ pattern: "^[0-9A-F]{8,32}$" });
const tagView = open({
  uid: Type.String(),
  /** of the NFC Forum: 2 (NTAG21x) or 4 (NTAG 424 DNA) */
  type: Type.Integer(),
  address: Type.Optional(Type.String()),
});

const durationMs = Type.Integer({ minimum: 1, maximum: 600_000 });
const device = { device: id };

export const deviceOperations = {
  "device.list": call(
    {
      says: "The store's devices with state, holder and what they can vouch for.",
      who: "KCOT",
      staff: false,
    },
    {},
    Type.Array(deviceView),
  ),
  "device.claim": call(
    {
      says: "Asks for a device; a holder is asked to yield before it loses it.",
      who: "KCOT",
      staff: false,
    },
    {
      device: id,
      mode: oneOf(["exclusive", "shared", "observe"]),
      ttlMs: durationMs,
      waitMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 60_000 })),
      why: Type.Optional(text()),
    },
    open({
      claim: Type.String(),
      fence: Type.Integer(),
      until: Type.String(),
      device: Type.Optional(Type.String()),
    }),
  ),
  "device.release": call(
    { says: "Gives a claimed device back.", who: "KCOT", staff: false },
    { device: id, claim: Type.Optional(id), fence: Type.Optional(Type.Integer()) },
    open({ released: Type.Boolean() }),
  ),
  "device.keep": call(
    {
      says: "Keeps a claim for another while; a stale fence is refused.",
      who: "KCOT",
      staff: false,
    },
    { device: id, claim: Type.Optional(id), fence: Type.Integer(), ttlMs: durationMs },
    claimView,
  ),
  "device.selfTest": call(
    {
      says: "Tests a device from inside, by a loop, or by asking a person.",
      who: "TO",
      staff: false,
    },
    { device: id, level: oneOf(["inside", "loop", "ask"]) },
    open({ ok: Type.Boolean() }),
  ),
  "device.ticket": change(
    {
      says: "Prints a status ticket: how the devices stand, a ruler, signs, a code to scan back.",
      who: "TO",
      staff: false,
    },
    { device: id },
    { job: Type.String(), state: Type.String(), code: Type.String() },
  ),
  "device.readTag": call(
    {
      says: "The address (NDEF) on the tag that lies on a reader, and the tag's own number.",
      who: "TO",
      staff: false,
    },
    device,
    tagView,
  ),
  "device.writeTag": call(
    {
      says: "Writes an address to the one tag that is named; a tag taken away meanwhile is empty, never wrong.",
      who: "TO",
      staff: false,
    },
    { device: id, uid: tagUid, address: Type.String({ minLength: 1, maxLength: 250 }) },
    tagView,
  ),
  "device.trace": call(
    { says: "The last events and commands of a device.", who: "TO", staff: false },
    { device: id, limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })) },
    open({ trace: Type.Array(Type.Unknown()) }),
  ),
  "device.record": call(
    {
      says: "The device's black box: the bytes on its line, as one file that `sim.replay` runs.",
      who: "TO",
      staff: false,
    },
    { device: id, seconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 600 })) },
    open({ recording }),
  ),
  "device.counters": call(
    { says: "What a device has counted: cards, prints, faults.", who: "TO", staff: false },
    device,
    open({ counters: Type.Record(Type.String(), Type.Number()) }),
  ),
};

export const inputOperations = {
  "input.arm": call(
    {
      says: "From now on cards or codes of the claimed device come to this station.",
      who: "KCOT",
      staff: false,
    },
    {
      device: Type.Optional(id),
      expect: Type.Array(oneOf(["card", "code", "identity"]), { minItems: 1, maxItems: 3 }),
      forMs: durationMs,
    },
    open({ until: Type.String(), devices: Type.Array(Type.String()) }),
  ),
  "input.disarm": call(
    { says: "Nothing comes to this station any more.", who: "KCOT", staff: false },
    { device: Type.Optional(id) },
    open({ disarmed: Type.Boolean() }),
  ),
  "display.show": call(
    { says: "Shows lines on a customer display.", who: "KCOT", staff: false },
    { device: id, lines: Type.Array(Type.String({ maxLength: 80 }), { maxItems: 8 }) },
    open({ shown: Type.Boolean() }),
  ),
};

export const speechOperations = {
  "speech.speak": call(
    {
      says: "A sentence as sound (WAV, base64) for this kiosk's headset; kept nowhere.",
      who: "K",
      staff: false,
    },
    {
      text: text(160),
      lang: oneOf(["cmn", "en"]),
      volume: Type.Optional(Type.Integer({ minimum: 1, maximum: 5 })),
    },
    open({ wav: Type.String() }),
  ),
};

const submitted = { job: Type.String(), state: Type.String(), ahead: Type.Integer() };

export const printOperations = {
  "print.submit": change(
    { says: "Puts a typed document into the durable print queue.", who: "COT" },
    {
      to: id,
      document,
      copies: Type.Optional(Type.Integer({ minimum: 1, maximum: 10 })),
      expiresAt: Type.Optional(instant),
    },
    submitted,
  ),
  "print.receipt": change(
    {
      says: "Prints a receipt; from a kiosk only one of its own visit. Again = a marked copy.",
      who: "KCO",
    },
    { receipt: id, to: Type.Optional(id), lang: Type.Optional(language), visit: Type.Optional(id) },
    submitted,
  ),
  "print.preview": call(
    {
      says: "Shows a receipt as the printer will lay it out; `code` adds its words as a symbol to scan.",
      who: "KCOT",
      staff: false,
    },
    {
      receipt: Type.Optional(id),
      document: Type.Optional(document),
      lang: Type.Optional(language),
      to: Type.Optional(id),
      code: Type.Optional(Type.Boolean()),
    },
    open({ svg: Type.String() }),
  ),
  "print.get": call(
    { says: "State of one print job.", who: "KCOT", staff: false },
    { job: id },
    jobView,
  ),
  "print.list": call(
    { says: "Print jobs, newest first.", who: "KCOT", staff: false },
    { device: Type.Optional(id), state: Type.Optional(text(20)), ...page },
    open({ jobs: Type.Array(jobView), cursor: Type.Optional(Type.String()) }),
  ),
  "print.resolve": change(
    { says: "A person says what became of an uncertain job.", who: "KCOT" },
    { job: id, outcome: oneOf(["came_out", "reprint", "discard"]) },
    { job: Type.String(), state: Type.String() },
  ),
  "print.redirect": change(
    { says: "Sends a job that has not begun to another printer; it comes out once.", who: "KCOT" },
    { job: id, to: id },
    { job: Type.String(), state: Type.String(), printer: Type.String() },
  ),
  "drawer.open": change(
    { says: "Opens the cash drawer, with who, why and for which bill.", who: "C" },
    {
      device: Type.Optional(id),
      reason: oneOf(["sale", "refund", "count", "no_sale"]),
      bill: Type.Optional(id),
      /** why, in the cashier's own words; without a sale there is one, or `missing.reason` */
      note: Type.Optional(text()),
    },
    { device: Type.String(), opened: Type.Boolean() },
  ),
};
