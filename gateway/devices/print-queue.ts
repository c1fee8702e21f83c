// The durable print queue: what the server may do with print jobs. A job is in the same commit as the
// entry it belongs to, `printed` is the printer's own word, and a second call with a key prints nothing.
import type { Clock } from "../clock.ts";
import type { NewId } from "../ids.ts";
import type { Json } from "../json.ts";
import { refusal, type Refusal } from "../refusals.ts";
import { err, ok, type Result } from "../result.ts";
import type { Executed, Store } from "../store/contract.ts";
import type { HostLink, JobRequest, JobView, PrintQueue } from "./contract.ts";
import type { DeviceTable } from "./device-table.ts";
import { isOurs, jobOf, newJob, resolved, rowOf, type Job } from "./job.ts";
import { createJobBook, type JobBook } from "./job-book.ts";
import { createListeners } from "./listeners.ts";
import { createPaper, type Paper } from "./paper.ts";
import { createLanes, type Lanes } from "./print-lanes.ts";
import { keyed, orUndo, type Keyed } from "./print-order.ts";
import { createMover, type Mover } from "./stand-in.ts";
import { systemTimers, type Timers } from "./timers.ts";

const waitingMax = 1_000;
const copiesMax = 5;
const documentLengthMax = 512 * 1024;
const listMax = 500;
const drainMs = 2_000;

export interface PrintQueueDependencies {
  readonly store: Store;
  readonly link: HostLink;
  readonly table: DeviceTable;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly timers?: Timers;
}

interface Office extends PrintQueueDependencies {
  readonly book: JobBook;
  readonly lanes: Lanes;
  readonly paper: Paper;
  readonly mover: Mover;
  /** jobs made for a receipt so far: the next one is a copy */
  readonly jobsByReceipt: Map<string, number>;
}

const viewOf = (office: Office, job: Job): JobView => {
  const other = job.state === "blocked" && isOurs(job) ? office.mover.otherPrinter(job) : undefined;
  return {
    job: job.job,
    state: job.state,
    ...(job.why === null ? {} : { why: job.why }),
    ...(job.resolved === null ? {} : { resolved: job.resolved.outcome }),
    printer: job.printer,
    ahead: office.lanes.ahead(job),
    copies: job.copies,
    copy: job.copy,
    ...(job.receipt === null ? {} : { receipt: job.receipt }),
    station: job.by.station,
    createdAtMs: job.createdAtMs,
    ...(other === undefined ? {} : { otherPrinter: other }),
  };
};

const refusePrinter = (
  { table, lanes }: Pick<Office, "table" | "lanes">,
  printer: string,
): Refusal | undefined => {
  const device = table.get(printer);
  if (device === undefined) return refusal("device.unknown", { device: printer });
  if (device.kind !== "receipt-printer") return refusal("device.unsuited", { device: printer });
  return lanes.waitingCount(printer) >= waitingMax ? refusal("too_many") : undefined;
};

const refuseRequest = (office: Office, request: JobRequest): Refusal | undefined => {
  const copies = request.copies ?? 1;
  if (!Number.isInteger(copies) || copies < 1 || copies > copiesMax) {
    return refusal("amount.out_of_range", { copies, most: copiesMax });
  }
  return refusePrinter(office, request.printer);
};

const makeJob = (
  office: Office,
  request: Parameters<PrintQueue["jobRow"]>[0],
  id = office.newId("job"),
): Job => {
  const { receipt } = request;
  const copy = receipt === undefined ? 0 : (office.jobsByReceipt.get(receipt) ?? 0);
  if (receipt !== undefined) office.jobsByReceipt.set(receipt, copy + 1);
  const nowMs = office.clock.nowMs();
  return newJob(request, { job: id, order: office.book.nextOrder(), copy, nowMs });
};

const adopt = (office: Office, job: Job): JobView => {
  office.book.learn(job);
  if (job.host === null) office.lanes.enter(job);
  else office.lanes.start(job);
  return viewOf(office, office.book.get(job.job) ?? job);
};

const jobIn = ({ result }: Pick<Executed, "result">): string =>
  typeof result["job"] === "string" ? result["job"] : "";

/** The live state of a job for a caller who is answered, first or again. */
const answer = (
  office: Office,
  executed: Result<Executed, Refusal>,
): Result<JobView & { readonly replay: boolean }, Refusal> => {
  if (!executed.ok) return executed;
  const job = office.book.get(jobIn(executed.value));
  return job === undefined
    ? err(refusal("not_found"))
    : ok({ ...viewOf(office, job), replay: executed.value.replay });
};

const submit = async (
  office: Office,
  request: JobRequest & Keyed,
): ReturnType<PrintQueue["submit"]> => {
  const text = JSON.stringify(request.document);
  if (text.length > documentLengthMax) return err(refusal("too_many", { most: documentLengthMax }));
  let made: Job | undefined;
  const { printer, copies, receipt } = request;
  const execution = office.store.execute<{ readonly [name: string]: Json | undefined }>({
    op: "print.submit",
    ...keyed(request),
    params: { printer, copies, receipt, document: text },
    decider: {
      roots: () => [],
      decide: (_params, _view, context) => {
        const refused = refuseRequest(office, request);
        return refused === undefined
          ? { kind: "accepted", events: [], lines: [], result: { job: context.newId("job") } }
          : { kind: "refused", refusal: refused };
      },
    },
    also: (decision) => {
      // A batch that could not be written is decided again.
      if (made !== undefined) office.lanes.free(made);
      const job = makeJob(office, request, jobIn(decision));
      made = office.lanes.reserve(job) ?? job;
      return [rowOf(made)];
    },
  });
  const executed = await orUndo(execution, () => {
    if (made !== undefined) office.lanes.free(made);
  });
  if (made !== undefined && executed.ok && !executed.value.replay) adopt(office, made);
  return answer(office, executed);
};

type Word = Parameters<PrintQueue["resolve"]>[0];

/** Has this job something to decide? */
const mayResolve = (job: Job | undefined, { outcome }: Word): Job | Refusal => {
  if (job === undefined) return refusal("not_found");
  const waits = job.state === "uncertain" || (outcome === "discard" && isOurs(job));
  return waits ? job : refusal("job.not_uncertain", { state: job.state });
};

const applyWord = (office: Office, word: Word): void => {
  const job = mayResolve(office.book.get(word.job), word);
  if ("code" in job) return; // the printer's own word came in the meantime
  const order = office.book.nextOrder();
  const after = resolved(job, { outcome: word.outcome, by: word.actor, order });
  void office.book.put(after);
  if (isOurs(after)) office.lanes.enter(after);
};

const resolve = async (office: Office, word: Word): ReturnType<PrintQueue["resolve"]> => {
  // What is discarded leaves its lane before the commit: a printer that heals meanwhile must not get it.
  let left: Job | undefined;
  const execution = office.store.execute<{ readonly [name: string]: Json | undefined }>({
    op: "print.resolve",
    ...keyed(word),
    params: { job: word.job, outcome: word.outcome },
    decider: {
      roots: () => [],
      decide: () => {
        const job = mayResolve(office.book.get(word.job), word);
        return "code" in job
          ? { kind: "refused", refusal: job }
          : { kind: "accepted", events: [], lines: [], result: { job: word.job } };
      },
    },
    also: () => {
      const job = mayResolve(office.book.get(word.job), word);
      if ("code" in job) return [];
      if (isOurs(job)) {
        left = job;
        office.lanes.leave(job);
      }
      const { outcome, actor } = word;
      return [rowOf(resolved(job, { outcome, by: actor, order: office.book.nextOrder() }))];
    },
  });
  const executed = await orUndo(execution, () => {
    if (left !== undefined) office.lanes.enter(left);
  });
  if (executed.ok && !executed.value.replay) applyWord(office, word);
  return answer(office, executed);
};

const list = (
  office: Office,
  filter: Parameters<PrintQueue["list"]>[0] = {},
): readonly JobView[] => {
  const { printer, station, states, limit = 100 } = filter;
  return office.book
    .all()
    .filter((job) => printer === undefined || job.printer === printer)
    .filter((job) => station === undefined || job.by.station === station)
    .filter((job) => states === undefined || states.includes(job.state))
    .toSorted((a, b) => b.order - a.order)
    .slice(0, Math.min(limit, listMax))
    .map((job) => viewOf(office, job));
};

const countReceipts = (jobs: readonly Job[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const { receipt, copy } of jobs) {
    if (receipt !== null) counts.set(receipt, Math.max(counts.get(receipt) ?? 0, copy + 1));
  }
  return counts;
};

/** Loads the jobs from the store; what was under way when the last process ended is settled. */
export const createPrintQueue = async (
  dependencies: PrintQueueDependencies,
): Promise<PrintQueue> => {
  const { store, link, table, clock, timers = systemTimers } = dependencies;
  const book = await createJobBook(store, { timers, nowMs: () => clock.nowMs() });
  const paper = createPaper(await store.sideRows("meta"));
  const lanes = createLanes({ link, table, book, paper, clock, timers });
  const jobsByReceipt = countReceipts(book.all());
  const mover = createMover({
    store,
    book,
    lanes,
    table,
    timers,
    refusePrinter: (printer) => refusePrinter({ table, lanes }, printer),
  });
  const office: Office = { ...dependencies, book, lanes, paper, mover, jobsByReceipt };
  const states = createListeners<JobView>();
  book.onDurable((job) => states.tell(viewOf(office, job)));
  return {
    submit: (request) => submit(office, request),
    jobRow: (request) => rowOf(makeJob(office, request)),
    adopt: (row) => adopt(office, jobOf(row)),
    get: (id) => {
      const job = book.get(id);
      return job === undefined ? undefined : viewOf(office, job);
    },
    list: (filter) => list(office, filter),
    resolve: (word) => resolve(office, word),
    redirect: async (request) => answer(office, await mover.redirect(request)),
    paper: paper.left,
    onState: states.add,
    forget: () => {
      lanes.forget();
      book.forget();
      jobsByReceipt.clear();
    },
    drain: () => lanes.drain(drainMs),
    close: () => {
      mover.close();
      lanes.close();
      return book.close();
    },
  };
};
