// help.call, help.answer, help.cancel: a guest asks for a person, and sees that one is coming. Knows no page.
import type { DomainEvent } from "../../ledger/entry.ts";
import { refusal } from "../../refusals.ts";
import { type Decider, type Ref, type View, accepted, refused } from "../contract.ts";
import { type At, evolver, happened } from "../evolver.ts";
import { lookup, point, pointerIdsMax, unpoint } from "../member/lookups.ts";
import type { HelpCall } from "../service-state.ts";

export type HelpState = HelpCall["state"];

type HelpCalled = {
  type: "HelpCalled";
  help: string;
  station: string;
  reason: string;
  account?: string;
};
type HelpAnswered = {
  type: "HelpAnswered";
  help: string;
  station: string;
  state: HelpState;
  staff?: string;
};

/** Calls nobody has closed. One a station at most, so the list is as long as there are kiosks. */
const openCalls = "help:open";
const openRoots: readonly Ref[] = [lookup(openCalls)];

export const openHelpRoots = openRoots;
export const openHelpIds = (view: Pick<View, "get">): readonly string[] =>
  view.get("lookup", openCalls)?.ids ?? [];

const isOver = (state: HelpState): boolean => state === "done" || state === "cancelled";

export interface HelpCallParams {
  readonly reason: string;
  readonly account?: string;
}

/** → `{help, state, at}`; while a station's call is open, calling again answers that one */
export const callHelp: Decider<HelpCallParams> = {
  roots: () => openRoots,
  decide: ({ reason, account }, view, context) => {
    const { station } = context.actor;
    const open = openHelpIds(view);
    for (const help of open) {
      const known = view.get("help", help);
      if (known?.station !== station) continue;
      return accepted({
        events: [],
        lines: [],
        result: { help, state: known.state, at: known.at },
      });
    }
    if (open.length >= pointerIdsMax) return refused(refusal("too_many", { what: "help" }));
    const help = context.newId("help");
    const of = account === undefined ? {} : { account };
    const called = happened<HelpCalled>({ type: "HelpCalled", help, station, reason, ...of });
    const result = { help, state: "called", at: context.moment.at };
    return accepted({ events: [called], lines: [], result, ...of });
  },
};

const moved = (
  help: string,
  call: HelpCall,
  to: { readonly state: HelpState; readonly staff?: string | undefined },
): DomainEvent =>
  happened<HelpAnswered>({
    type: "HelpAnswered",
    help,
    station: call.station,
    state: to.state,
    ...(to.staff === undefined ? {} : { staff: to.staff }),
  });

export interface HelpAnswerParams {
  readonly help: string;
  readonly state: "seen" | "coming" | "done";
}

const callRoots = ({ help }: { readonly help: string }): readonly Ref[] => [
  { kind: "help", id: help },
  ...openRoots,
];

/** → `{help, state}`; `done` closes the call */
export const answerHelp: Decider<HelpAnswerParams> = {
  roots: callRoots,
  decide: ({ help, state }, view, context) => {
    const call = view.get("help", help);
    if (call === undefined) return refused(refusal("not_found", { help }));
    if (isOver(call.state)) return refused(refusal("not_permitted", { state: call.state }));
    const events = [moved(help, call, { state, staff: context.actor.staff })];
    return accepted({ events, lines: [], result: { help, state } });
  },
};

/** → `{help, state: "cancelled"}`; a station takes back only its own call */
export const cancelHelp: Decider<{ readonly help: string }> = {
  roots: callRoots,
  decide: ({ help }, view, context) => {
    const call = view.get("help", help);
    if (call?.station !== context.actor.station) return refused(refusal("not_found", { help }));
    const result = { help, state: "cancelled" };
    if (call.state === "cancelled") return accepted({ events: [], lines: [], result });
    if (isOver(call.state)) return refused(refusal("not_permitted", { state: call.state }));
    return accepted({ events: [moved(help, call, { state: "cancelled" })], lines: [], result });
  },
};

export const helpEvolvers = {
  HelpCalled: evolver<HelpCalled>((draft, { type: _type, help, ...call }, { at }: At) => {
    draft.put("help", help, { ...call, state: "called", at });
    point(draft, openCalls, { kind: "help", id: help });
  }),
  HelpAnswered: evolver<HelpAnswered>((draft, { help, state, staff }, { at }: At) => {
    const call = draft.get("help", help);
    if (call === undefined) return;
    const by = staff === undefined ? {} : { by: staff };
    draft.put("help", help, { ...call, state, answeredAt: at, ...by });
    if (isOver(state)) unpoint(draft, openCalls, help);
  }),
};
