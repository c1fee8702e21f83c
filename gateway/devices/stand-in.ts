// A job goes to another printer under the same id and key: by a person's word, or by itself to a printer that has the
// same role when its own has been blocked for a while. Only while nothing of it has left; so it comes out once.
import type { DeviceDescription } from "../../drivers/contract.ts";
import type { Json } from "../json.ts";
import { refusal, type Refusal } from "../refusals.ts";
import type { Result } from "../result.ts";
import type { Executed, Store } from "../store/contract.ts";
import type { PrintQueue } from "./contract.ts";
import { roleOf, type DeviceTable } from "./device-table.ts";
import { isOurs, rowOf, takenBack, type Job } from "./job.ts";
import type { JobBook } from "./job-book.ts";
import type { Lanes } from "./print-lanes.ts";
import { keyed, orUndo } from "./print-order.ts";
import type { Timers } from "./timers.ts";

/** A printer blocked for so long is stood in for. */
const patienceMs = 8_000;

export interface MoverDependencies {
  readonly store: Pick<Store, "execute">;
  readonly book: JobBook;
  readonly lanes: Lanes;
  readonly table: DeviceTable;
  readonly timers: Timers;
  /** why this printer takes no job; undefined when it does */
  readonly refusePrinter: (printer: string) => Refusal | undefined;
}

export interface Mover {
  readonly redirect: (
    request: Parameters<PrintQueue["redirect"]>[0],
  ) => Promise<Result<Executed, Refusal>>;
  /** Another printer that could take it now, one of the same role first. */
  readonly otherPrinter: (job: Job) => string | undefined;
  readonly close: () => void;
}

/** The ready printer to take the place of this one: one of the same role, else the first by role. */
const otherOf = (table: DeviceTable, printer: string): DeviceDescription | undefined => {
  const own = table.get(printer);
  let best: DeviceDescription | undefined;
  for (const other of table.list()) {
    if (other.kind !== "receipt-printer" || other.state !== "ready" || other === own) continue;
    if (own !== undefined && roleOf(other) === roleOf(own)) return other;
    if (best === undefined || roleOf(other) < roleOf(best)) best = other;
  }
  return best;
};

/** A ready printer that is there for the same thing. */
const twinOf = (table: DeviceTable, printer: string): string | undefined => {
  const own = table.get(printer);
  const other = otherOf(table, printer);
  if (own === undefined || other === undefined) return undefined;
  return roleOf(other) === roleOf(own) ? other.device : undefined;
};

const mayMove = (job: Job | undefined): Job | Refusal => {
  if (job === undefined) return refusal("not_found", { what: "job" });
  return isOurs(job) ? job : refusal("job.begun", { state: job.state });
};

/** Taken out of its lane before the commit: a printer that heals meanwhile must not get it as well. */
const redirect = async (
  { store, book, lanes, refusePrinter }: MoverDependencies,
  request: Parameters<PrintQueue["redirect"]>[0],
): Promise<Result<Executed, Refusal>> => {
  const { job: id, printer } = request;
  let left: Job | undefined;
  let moved: Job | undefined;
  const execution = store.execute<{ readonly [name: string]: Json | undefined }>({
    op: "print.redirect",
    ...keyed(request),
    params: { job: id, printer },
    decider: {
      roots: () => [],
      decide: () => {
        const job = mayMove(book.get(id));
        const refused = "code" in job ? job : refusePrinter(printer);
        return refused === undefined
          ? { kind: "accepted", events: [], lines: [], result: { job: id } }
          : { kind: "refused", refusal: refused };
      },
    },
    also: () => {
      const job = mayMove(book.get(id));
      if ("code" in job) return [];
      left = job;
      moved = { ...takenBack(job), printer, order: book.nextOrder() };
      lanes.leave(job);
      return [rowOf(moved)];
    },
  });
  const executed = await orUndo(execution, () => {
    if (left !== undefined) lanes.enter(left);
  });
  if (executed.ok && !executed.value.replay && moved !== undefined) {
    book.learn(moved);
    lanes.enter(moved);
  }
  return executed;
};

/** Moves what waits at a printer that has been blocked too long to one of the same role, in order. */
const standIn = ({ book, lanes, table }: MoverDependencies, printer: string): void => {
  const twin = twinOf(table, printer);
  if (twin === undefined) return;
  const waiting = book.all().filter((job) => job.printer === printer && isOurs(job));
  for (const job of waiting.toSorted((a, b) => a.order - b.order)) {
    lanes.leave(job);
    const moved: Job = { ...takenBack(job), printer: twin, order: book.nextOrder() };
    void book.put(moved);
    lanes.enter(moved);
  }
};

export const createMover = (dependencies: MoverDependencies): Mover => {
  const { book, table, timers } = dependencies;
  const cancelByPrinter = new Map<string, () => void>();
  const stop = (printer: string): void => {
    cancelByPrinter.get(printer)?.();
    cancelByPrinter.delete(printer);
  };
  const wait = (printer: string): void => {
    if (cancelByPrinter.has(printer)) return;
    const again = (): void => {
      standIn(dependencies, printer);
      stop(printer);
      const stillWaits = book.all().some((job) => job.printer === printer && isOurs(job));
      if (stillWaits && table.get(printer)?.state !== "ready") wait(printer);
    };
    cancelByPrinter.set(printer, timers.after(patienceMs, again));
  };
  const disconnect = [
    book.onDurable((job) => {
      if (job.state === "blocked" && isOurs(job)) wait(job.printer);
    }),
    table.onChange(({ device, state }) => {
      if (state === "ready") stop(device);
    }),
  ];
  return {
    redirect: (request) => redirect(dependencies, request),
    otherPrinter: ({ printer }) => otherOf(table, printer)?.device,
    close: () => {
      for (const end of disconnect) end();
      for (const cancel of cancelByPrinter.values()) cancel();
    },
  };
};
