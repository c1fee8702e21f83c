// shift.open, shift.count, shift.close: one shift at a time at a till. What the drawer should hold comes
// from the journal, what it does hold from the cashier; the difference is booked, never hidden.
import type { Posting } from "../../ledger/entry.ts";
import { refusal } from "../../refusals.ts";
import { ledgerName } from "../account/tenders.ts";
import { type Context, type Decider, type Ref, type View, accepted, refused } from "../contract.ts";
import { evolver, happened } from "../evolver.ts";
import { issueReceipt } from "../receipt.ts";
import type { Shift } from "../state.ts";
import type { TillReport } from "./report.ts";

type Amounts = Readonly<Record<string, number>>;

/** Leads to the latest shift of a till, open or closed. */
export const tillLookup = (till: string): Ref => ({ kind: "lookup", id: `till:${till}` });

export interface OpenShiftParams {
  readonly till: string;
  /** cash that is in the drawer before the first sale, minor units */
  readonly float?: number;
  /** number of the last entry before the shift */
  readonly after: number;
}

export interface CountShiftParams {
  readonly till: string;
  readonly shift?: string;
  /** by tender, minor units, the float included */
  readonly counted?: Amounts;
  /** why counted and expected differ, asked for at the close; or why it is counted again */
  readonly reason?: string;
  readonly report: TillReport;
}

type ShiftOpened = { type: "ShiftOpened"; shift: string; till: string; file: Shift };
type ShiftCounted = {
  type: "ShiftCounted";
  shift: string;
  counted: Amounts;
  at: string;
  /** why it was counted again */
  reason?: string;
};
type ShiftClosed = {
  type: "ShiftClosed";
  shift: string;
  till: string;
  expected: Amounts;
  counted: Amounts;
  difference: Amounts;
  report: TillReport;
  at: string;
  reason?: string;
};

/** The latest shift of a till. */
export const latestShift = (
  view: Pick<View, "get">,
  till: string,
): { readonly id: string; readonly shift: Shift } | undefined => {
  const id = view.get("lookup", tillLookup(till).id)?.ids[0];
  const shift = id === undefined ? undefined : view.get("shift", id);
  return id === undefined || shift === undefined ? undefined : { id, shift };
};

/** The open shift of a till, if it is the one that was named. */
const openShift = (view: View, params: { readonly till: string; readonly shift?: string }) => {
  const latest = latestShift(view, params.till);
  if (latest === undefined || latest.shift.state === "closed") return undefined;
  return params.shift === undefined || params.shift === latest.id ? latest : undefined;
};

/** → `{shift}` */
export const open: Decider<OpenShiftParams> = {
  roots: ({ till }) => [tillLookup(till)],
  decide: ({ till, float = 0, after }, view, context) => {
    const running = openShift(view, { till });
    if (running !== undefined) {
      return refused(refusal("already_exists", { what: "shift", shift: running.id }));
    }
    const shift = context.newId("sh");
    const { at, businessDate } = context.moment;
    const { staff } = context.actor;
    const file: Shift = {
      state: "open",
      till,
      float,
      after,
      openedAt: at,
      openedOn: businessDate,
      ...(staff === undefined ? {} : { staff }),
    };
    return accepted({
      events: [happened<ShiftOpened>({ type: "ShiftOpened", shift, till, file })],
      lines: [],
      result: { shift },
    });
  },
};

const floatOf = (shift: Shift): number => (typeof shift["float"] === "number" ? shift["float"] : 0);

/** What should be there: takings by tender; in cash with the float and what was put in or taken out. */
export const expectedOf = (shift: Shift, report: TillReport): Amounts => {
  const cash = (report.taken["cash"] ?? 0) + floatOf(shift) + report.moved;
  return { ...report.taken, cash };
};

/** Tenders nobody counted are taken as they should be; cash must be counted to differ. */
const differenceOf = (expected: Amounts, counted: Amounts): Amounts =>
  Object.fromEntries(
    [...new Set([...Object.keys(expected), ...Object.keys(counted)])].map((tender) => [
      tender,
      (counted[tender] ?? expected[tender] ?? 0) - (expected[tender] ?? 0),
    ]),
  );

const figures = (shift: Shift, params: CountShiftParams) => {
  const expected = expectedOf(shift, params.report);
  const counted = { ...expected, ...lastCount(shift), ...params.counted };
  return { expected, counted, difference: differenceOf(expected, counted) };
};

const lastCount = (shift: Shift): Amounts => {
  const { counted } = shift;
  if (typeof counted !== "object" || counted === null || Array.isArray(counted)) return {};
  return Object.fromEntries(
    Object.entries(counted).flatMap(([tender, sum]) =>
      typeof sum === "number" ? [[tender, sum]] : [],
    ),
  );
};

/**
 * → `{shift, expected, counted, difference}`: the X report; the shift goes on. The count is blind, so
 * whoever counts again, now knowing what should be there, says why; both counts stay in the journal.
 */
export const count: Decider<CountShiftParams> = {
  roots: ({ till }) => [tillLookup(till)],
  decide: (params, view, context) => {
    const found = openShift(view, params);
    if (found === undefined) return refused(refusal("missing.shift"));
    const reason = params.reason?.trim() ?? "";
    if (found.shift.state === "counted" && reason === "") {
      return refused(refusal("missing.reason", { what: "count" }));
    }
    const { expected, counted, difference } = figures(found.shift, params);
    const { at } = context.moment;
    const why = reason === "" ? {} : { reason };
    const done = { type: "ShiftCounted", shift: found.id, counted, at, ...why } as const;
    return accepted({
      events: [happened<ShiftCounted>(done)],
      lines: [],
      result: { shift: found.id, expected, counted, difference, report: { ...params.report } },
    });
  },
};

/** Books what is over or short, then brings the takings to the safe; the float stays. */
const closingLines = (
  context: Context,
  till: string,
  given: { readonly taken: Amounts; readonly difference: Amounts },
): readonly Posting[] => {
  const unit = context.programme.currency;
  const place = ledgerName(till);
  const tenders = new Set([...Object.keys(given.taken), ...Object.keys(given.difference)]);
  return [...tenders]
    .flatMap((tender): readonly Posting[] => {
      const short = given.difference[tender] ?? 0;
      const moved = (given.taken[tender] ?? 0) + short;
      return [
        { account: `asset:${tender}:${place}`, unit, amount: short },
        { account: "expense:over_short", unit, amount: -short },
        { account: `asset:${tender}:${place}`, unit, amount: -moved },
        { account: `asset:${tender}:safe`, unit, amount: moved },
      ];
    })
    .filter((line) => line.amount !== 0);
};

/** What has to leave the drawer at the end, by tender: all but the float. */
const withMoved = ({ taken, moved }: TillReport): Amounts =>
  moved === 0 ? taken : { ...taken, cash: (taken["cash"] ?? 0) + moved };

const zReport = (
  view: View,
  context: Context,
  z: ReturnType<typeof figures> & { report: TillReport },
) => {
  const unit = context.programme.currency;
  const income = Object.entries(z.report.income).map(([name, value]) => ({
    label: "income",
    text: name.slice(name.indexOf(":") + 1),
    amount: { value, unit },
  }));
  const section = (label: string, amounts: Amounts) => [
    { label },
    ...Object.entries(amounts).map(([tender, value]) => ({
      label: `tender.${tender}`,
      amount: { value, unit },
    })),
  ];
  const { sold, used, returned } = z.report.vouchers ?? {};
  const bearers = [
    { label: "bearer.sold", move: sold },
    { label: "bearer.used", move: used },
    { label: "bearer.returned", move: returned },
  ].flatMap(({ label, move }) =>
    move === undefined
      ? []
      : [{ label, text: `×${move.count}`, amount: { value: move.amount, unit } }],
  );
  const { openings } = z.report;
  const opened =
    openings === undefined
      ? []
      : [
          { label: "drawer.opened", text: `×${openings.all}` },
          { label: "drawer.noSale", text: `×${openings.noSale}` },
        ];
  const { storeSpent } = context.away;
  const apart =
    storeSpent === undefined ? [] : [{ label: "atRisk", amount: { value: storeSpent, unit } }];
  return issueReceipt(view, context, {
    kind: "shift",
    rows: [
      ...income,
      ...bearers,
      ...opened,
      ...apart,
      ...section("expected", z.expected),
      ...section("counted", z.counted),
      ...section("difference", z.difference),
    ],
  });
};

/** → `{shift, expected, counted, difference, receipt}`; always possible, a difference needs a reason */
export const close: Decider<CountShiftParams> = {
  roots: ({ till }) => [tillLookup(till)],
  decide: (params, view, context) => {
    const found = openShift(view, params);
    if (found === undefined) return refused(refusal("missing.shift"));
    const z = figures(found.shift, params);
    const differs = Object.values(z.difference).some((amount) => amount !== 0);
    const reason = params.reason?.trim() ?? "";
    if (differs && reason === "") {
      return refused(refusal("missing.reason", { difference: z.difference }));
    }
    const { till, report } = params;
    const receipt = zReport(view, context, { ...z, report });
    const done = happened<ShiftClosed>({
      type: "ShiftClosed",
      shift: found.id,
      till,
      ...z,
      report,
      at: context.moment.at,
      ...(reason === "" ? {} : { reason }),
    });
    return accepted({
      events: [done, ...receipt.events],
      lines: closingLines(context, till, { taken: withMoved(report), difference: z.difference }),
      result: { shift: found.id, ...z, report: { ...report }, receipt: receipt.facts.receipt },
      receipt: receipt.facts,
    });
  },
};

export const shiftEvolvers = {
  ShiftOpened: evolver<ShiftOpened>((draft, { shift, till, file }) => {
    draft.put("shift", shift, file);
    draft.put("lookup", tillLookup(till).id, { kind: "shift", ids: [shift] });
  }),
  ShiftCounted: evolver<ShiftCounted>((draft, { shift: id, counted, at }) => {
    const shift = draft.get("shift", id);
    if (shift === undefined) return;
    draft.put("shift", id, { ...shift, state: "counted", counted, countedAt: at });
  }),
  ShiftClosed: evolver<ShiftClosed>((draft, { shift: id, ...z }) => {
    const shift = draft.get("shift", id);
    const { expected, counted, difference, at, reason, report } = z;
    draft.put("shift", id, {
      ...shift,
      state: "closed",
      expected,
      counted,
      difference,
      income: report.income,
      upto: report.upto,
      closedAt: at,
      ...(reason === undefined ? {} : { reason }),
    });
  }),
};
