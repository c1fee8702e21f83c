// What results show again and again: devices, jobs, claims, quotes. Shared by operations and events.
import Type from "typebox";
import { balance, benefit, oneOf, open, programmeRef, quantity } from "./values.ts";

export const deviceView = open({
  device: Type.String(),
  kind: Type.String(),
  model: Type.String(),
  state: oneOf(["absent", "opening", "ready", "blocked", "failed"]),
  why: Type.Optional(Type.String()),
  role: Type.Optional(Type.String()),
  holder: Type.Optional(Type.String()),
  confirms: oneOf(["full", "status", "none"]),
  simulated: Type.Optional(Type.Boolean()),
  counters: Type.Record(Type.String(), Type.Number()),
  /** line and port as its driver names it, and the driver: to technicians and the office only */
  identity: Type.Optional(Type.String()),
  driver: Type.Optional(Type.String()),
  /** the release it says of itself */
  firmware: Type.Optional(Type.String()),
});

export const jobState = oneOf([
  "queued",
  "sending",
  "sent",
  "printed",
  "blocked",
  "uncertain",
  "expired",
  "cancelled",
]);

export const jobView = open({
  job: Type.String(),
  state: jobState,
  why: Type.Optional(Type.String()),
  device: Type.Optional(Type.String()),
  kind: Type.Optional(Type.String()),
  ahead: Type.Optional(Type.Integer()),
  copy: Type.Optional(Type.Integer()),
  receipt: Type.Optional(Type.String()),
  /** what a person said of it when it was uncertain */
  resolved: Type.Optional(oneOf(["came_out", "reprint", "discard"])),
  /** another printer that could take it now */
  otherPrinter: Type.Optional(Type.String()),
});

export const claimView = open({
  device: Type.String(),
  claim: Type.String(),
  fence: Type.Integer(),
  mode: oneOf(["exclusive", "shared", "observe"]),
  until: Type.String(),
});

const applied = open({
  rule: Type.String(),
  cite: Type.Optional(Type.String()),
  amount: balance,
});
const notApplied = open({
  rule: Type.String(),
  cite: Type.Optional(Type.String()),
  why: Type.String(),
});

/** What a bill comes to, and why; `list` and `net` are for the whole line. */
export const quoteFields = {
  lines: Type.Array(
    open({
      list: balance,
      net: balance,
      applied: Type.Array(applied),
      refused: Type.Array(notApplied),
    }),
  ),
  due: balance,
  tenders: Type.Array(open({ type: Type.String(), amount: balance })),
  earns: Type.Record(Type.String(), open({ quantity, carry: Type.Integer() })),
  benefits: Type.Array(benefit),
  programme: programmeRef,
  change: Type.Optional(balance),
};
