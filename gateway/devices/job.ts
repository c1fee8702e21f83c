// One print job and how its state follows from what happens to it. Pure; `print-queue.ts` does the work.
import type { HostEvent } from "../../drivers/contract.ts";
import type { JsonObject } from "../json.ts";
import type { Actor, SideRow } from "../store/contract.ts";
import { packDocument, unpackDocument } from "./packed-document.ts";
import type { JobOutcome, JobRequest, JobState, PrintDocument } from "./contract.ts";

export interface Job {
  readonly job: string;
  /** place in the queue of its printer; smaller is earlier */
  readonly order: number;
  readonly printer: string;
  /** dropped when the job has ended */
  readonly document: PrintDocument | null;
  readonly copies: number;
  /** > 0: marked 补打/COPY n */
  readonly copy: number;
  readonly state: JobState;
  readonly why: string | null;
  /** number of the handing over to the host; the host tells handings apart by it */
  readonly attempt: number;
  /** the life of the host that was given this attempt; null: it is ours alone, nothing has left */
  readonly host: string | null;
  /** bytes of this attempt may have left */
  readonly begun: boolean;
  readonly receipt: string | null;
  readonly by: Actor;
  readonly createdAtMs: number;
  readonly changedAtMs: number;
  readonly expiresAtMs: number | null;
  readonly resolved: { readonly outcome: JobOutcome; readonly by: Actor } | null;
}

export type WireEvent = HostEvent & { readonly event: "job" };

const ended: readonly JobState[] = ["printed", "expired", "cancelled"];
const waiting: readonly JobState[] = ["queued", "blocked"];

export const isEnded = (job: Job): boolean =>
  ended.includes(job.state) || (job.state === "sent" && job.resolved?.outcome === "came_out");

/** Nobody works on it any more and nobody has to decide about it. */
export const isSettled = (job: Job): boolean =>
  isEnded(job) || (job.state === "sent" && job.host === null);

/** Nothing of it has left and nobody else has it. */
export const isOurs = (job: Job): boolean => job.host === null && waiting.includes(job.state);

export const newJob = (
  request: JobRequest & { readonly actor: Actor },
  given: {
    readonly job: string;
    readonly order: number;
    readonly copy: number;
    readonly nowMs: number;
  },
): Job => ({
  job: given.job,
  order: given.order,
  printer: request.printer,
  document: request.document,
  copies: request.copies ?? 1,
  copy: given.copy,
  state: "queued",
  why: null,
  attempt: 0,
  host: null,
  begun: false,
  receipt: request.receipt ?? null,
  by: actorOf(request.actor),
  createdAtMs: given.nowMs,
  changedAtMs: given.nowMs,
  expiresAtMs: request.expiresAtMs ?? null,
  resolved: null,
});

/** Only who it was; rights and the like do not belong in a job. */
export const actorOf = ({ station, role, staff }: Actor): Actor => ({
  station,
  role,
  ...(staff === undefined ? {} : { staff }),
});

/** The attempt that is about to be handed to this life of the host. Durable before it is handed. */
export const handed = (job: Job, boot: string): Job => ({
  ...job,
  state: "sending",
  why: null,
  attempt: job.attempt + 1,
  host: boot,
  begun: false,
});

/** It is ours again: nothing of the attempt has left. `why` blocks it, without it is queued. */
export const takenBack = (job: Job, why?: string): Job => ({
  ...job,
  state: why === undefined ? "queued" : "blocked",
  why: why ?? null,
  host: null,
  begun: false,
});

export const end = (job: Job, state: "printed" | "expired" | "cancelled", why?: string): Job => ({
  ...job,
  state,
  why: why ?? null,
  host: null,
  document: null,
});

export const uncertain = (job: Job): Job => ({ ...job, state: "uncertain", why: null, host: null });

/** Waits for the printer's word no longer: `sent` is all that will ever be known. */
export const unconfirmed = (job: Job): Job => ({
  ...job,
  state: "sent",
  host: null,
  document: null,
});

/** A document that cannot be laid out will not be better next time; all else is worth another try. */
const refusedByHost = (job: Job, why: string | undefined): Job => {
  if (job.begun) return uncertain(job);
  if (why?.startsWith("document") === true) return end(job, "cancelled", why);
  return takenBack(job, why === undefined || why === "cancelled" ? (job.why ?? "offline") : why);
};

/** What the host tells of the attempt that is out; others are stale and change nothing. */
export const heard = (job: Job, event: WireEvent): Job => {
  if (event.attempt !== job.attempt || isEnded(job)) return job;
  if (event.state === "printed") return end(job, "printed");
  if (job.host === null) return job;
  switch (event.state) {
    case "sending":
      return { ...job, state: "sending", why: null, begun: true };
    case "sent":
      return { ...job, state: "sent", why: null, begun: true };
    case "blocked":
      return { ...job, state: "blocked", why: event.why ?? "offline" };
    case "lost":
      return uncertain(job);
    case "refused":
      return refusedByHost(job, event.why);
  }
};

/** The host died or lost its memory. `certain`: this process has seen every word of the host. */
export const orphaned = (job: Job, certain: boolean): Job => {
  if (job.host === null) return job;
  return certain && !job.begun ? takenBack(job, "offline") : uncertain(job);
};

/** A person's word. A job wanted again says by the number on it that it is a copy. */
export const resolved = (
  job: Job,
  word: { readonly outcome: JobOutcome; readonly by: Actor; readonly order: number },
): Job => {
  const known: Job = { ...job, resolved: { outcome: word.outcome, by: actorOf(word.by) } };
  switch (word.outcome) {
    case "came_out":
      return { ...known, state: "sent", document: null };
    case "discard":
      return end(known, "cancelled");
    case "reprint":
      return { ...takenBack(known), order: word.order, copy: job.copy + 1 };
  }
};

/** What most jobs are like; a row leaves it out. */
const usual = {
  copies: 1,
  copy: 0,
  state: "queued",
  why: null,
  attempt: 0,
  host: null,
  begun: false,
  receipt: null,
  expiresAtMs: null,
  resolved: null,
  document: null,
} as const satisfies Partial<Job>;

type StoredJob = Pick<Job, "order" | "printer" | "by" | "createdAtMs"> &
  Partial<Omit<Job, "document">> & {
    /** packed; rows of earlier versions hold it as it is */
    readonly document?: string | PrintDocument | null;
  };

const isStored = (body: JsonObject): body is JsonObject & StoredJob =>
  typeof body["order"] === "number" && typeof body["printer"] === "string";

export const rowOf = (job: Job): SideRow => {
  const { job: id, document, resolved: _, by, changedAtMs, ...plain } = job;
  const told = Object.entries({ ...plain, resolved: resolvedBody(job) }).filter(
    ([name, value]) => !(name in usual) || value !== usual[name as keyof typeof usual],
  );
  return {
    table: "job",
    id,
    body: {
      ...Object.fromEntries(told),
      ...(changedAtMs === job.createdAtMs ? {} : { changedAtMs }),
      by: { ...by },
      ...(document === null ? {} : { document: packDocument(document) }),
    },
  };
};

const resolvedBody = ({ resolved }: Job): JsonObject | null =>
  resolved === null ? null : { outcome: resolved.outcome, by: { ...resolved.by } };

/** Throws when the row is not one of ours: the store's file was changed by another hand. */
export const jobOf = (row: { readonly id: string; readonly body: JsonObject | null }): Job => {
  if (row.body === null || !isStored(row.body)) throw new Error(`job row ${row.id} is damaged`);
  const { document = null, ...told } = row.body;
  return {
    ...usual,
    job: row.id,
    changedAtMs: told.createdAtMs,
    ...told,
    document: typeof document === "string" ? unpackDocument(document) : document,
  };
};
