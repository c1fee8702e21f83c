// shift.*: one shift at a time at a till. What it took in is read from the journal, entry by entry.
import { shortCode } from "../../ledger/short-code.ts";
import { expectedOf, latestShift, tillLookup } from "../../members/shift/shift.ts";
import { type DrawerRow, drawerRow } from "../../members/shift/drawer.ts";
import { type TillReport, emptyReport, withEntry } from "../../members/shift/report.ts";
import type { Shift } from "../../members/state.ts";
import { ok } from "../../result.ts";
import type { Store } from "../../store/contract.ts";
import type { Caller } from "../caller.ts";
import type { Handlers } from "../handler.ts";
import { type Tools, withoutKey } from "../tools.ts";

type Names = "shift.open" | "shift.cash" | "shift.count" | "shift.close" | "shift.get";

/** Entries read from the journal at once. */
const pageSize = 500;
const drawerRowsMax = 200;

const numberIn = (shift: Shift | undefined, field: string): number => {
  const value = shift?.[field];
  return typeof value === "number" ? value : 0;
};

export const shiftHandlers = ({ house, execute }: Tools): Handlers<Names> => {
  const latest = async (till: string) =>
    latestShift(await house.store.view([tillLookup(till)]), till);

  const tillOf = (params: { readonly till?: string }, caller: Caller): string =>
    params.till ?? caller.station.station;

  const counting =
    (op: "shift.count" | "shift.close") =>
    async (
      params: { readonly shift?: string; readonly counted?: Readonly<Record<string, number>> },
      caller: Caller,
    ) => {
      const till = tillOf({}, caller);
      const after = numberIn((await latest(till))?.shift, "after");
      const { report } = await reportSince(house.store, till, after);
      return execute(op, { ...withoutKey(params), till, report }, { params, caller });
    };

  const withLedger =
    (op: "shift.count" | "shift.close") =>
    async (params: Parameters<ReturnType<typeof counting>>[0], caller: Caller) => {
      const done = await counting(op)(params, caller);
      return done.ok
        ? ok({ ...done.value, ...(await ledgerAt(house.store, done.value["entry"])) })
        : done;
    };

  return {
    "shift.open": async (params, caller) => {
      const till = tillOf(params, caller);
      const after = numberIn((await latest(till))?.shift, "upto");
      return execute("shift.open", { ...withoutKey(params), till, after }, { params, caller });
    },
    "shift.cash": (params, caller) =>
      execute(
        "shift.cash",
        { ...withoutKey(params), till: tillOf({}, caller) },
        { params, caller },
      ),
    "shift.count": withLedger("shift.count"),
    "shift.close": withLedger("shift.close"),
    "shift.get": async (_params, caller) => {
      const till = tillOf({}, caller);
      const found = await latest(till);
      if (found === undefined || found.shift.state === "closed") return ok({ shift: null });
      const { report, drawer } = await reportSince(
        house.store,
        till,
        numberIn(found.shift, "after"),
      );
      const { float, openedAt, staff, state } = found.shift;
      const shown = { shift: found.id, state, float, openedAt, staff, drawer };
      const isBlind = state === "open" && caller.employee()?.rights.includes("manager") !== true;
      return ok(isBlind ? shown : { ...shown, ...figuresOf(found.shift, report) });
    },
  };
};

const figuresOf = (shift: Shift, report: TillReport) => ({
  expected: expectedOf(shift, report),
  report,
  ...(shift["counted"] === undefined ? {} : { counted: shift["counted"] }),
});

interface SinceThen {
  readonly report: TillReport;
  readonly drawer: readonly DrawerRow[];
}

/** Everything the till did after entry `after`, newest first. */
const reportSince = async (store: Store, till: string, after: number): Promise<SinceThen> => {
  let report = emptyReport(after);
  const drawer: DrawerRow[] = [];
  for (let before: number | undefined; ;) {
    const entries = await store.entries({
      limit: pageSize,
      ...(before === undefined ? {} : { beforeSeq: before }),
    });
    for (const entry of entries) {
      if (entry.body.seq <= after) continue;
      report = withEntry(report, entry, till);
      const row = drawer.length < drawerRowsMax ? drawerRow(entry, till) : undefined;
      if (row !== undefined) drawer.push(row);
    }
    const last = entries.at(-1)?.body.seq;
    if (last === undefined || last <= after + 1 || entries.length < pageSize)
      return { report, drawer };
    before = last;
  }
};

/** Where the ledger stood with this entry: its number, and its code as it is on the printed Z report. */
const ledgerAt = async (store: Store, entryId: unknown) => {
  const entry = typeof entryId === "string" ? await store.entry(entryId) : undefined;
  if (entry === undefined) return {};
  return { ledger: { seq: entry.body.seq, code: shortCode(entry.hash) } };
};
