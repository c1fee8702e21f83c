// Long reads for reports, in a process beside the till's: commits go on, whatever somebody asks. Answers only the named
// queries it was made with; knows nothing of what they mean. Why a process and not a thread: decision 0203.
import { fork, type ChildProcess } from "node:child_process";
import type { SqlRow, SqlValue } from "./sqlite/database.ts";

/** One question. `params` by the names the query's text has behind a colon (`:from`). */
export interface ReportAsk<Name extends string = string> {
  readonly query: Name;
  readonly params?: Readonly<Record<string, SqlValue>>;
}

export interface ReportReader<Name extends string = string> {
  /**
   * Rows of each question, in the order of the questions, all of them from one snapshot of the books.
   * Rejects with ReportFault; a later call starts afresh.
   */
  read(asks: readonly ReportAsk<Name>[]): Promise<readonly (readonly SqlRow[])[]>;
  close(): Promise<void>;
}

export type ReportFaultCode =
  | "report_too_long"
  | "report_too_large"
  | "report_ended"
  | "report_failed";

/** No answer: it took too long, had too many rows, its process ended, or the query failed. */
export class ReportFault extends Error {
  readonly code: ReportFaultCode;
  readonly retryable: boolean;

  constructor(code: ReportFaultCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.name = "ReportFault";
    this.code = code;
    this.retryable = code !== "report_too_large";
  }
}

export interface ReportReaderDeps<Name extends string> {
  /** the live database */
  readonly file: string;
  /** the closed list: name → one SELECT over the schema of `migrations/` */
  readonly queries: Readonly<Record<Name, string>>;
  /** rows of one answer at most */
  readonly rowsMax?: number;
  /** a set of questions that takes longer is given up, ms; a long snapshot keeps the log from being emptied */
  readonly timeoutMs?: number;
  /** without a question for so long the process ends, ms */
  readonly idleMs?: number;
}

/** What the process is told first … */
export interface ReportSetup {
  readonly file: string;
  readonly queries: Readonly<Record<string, string>>;
  readonly rowsMax: number;
}

/** … then one after the other … */
export interface ReportOrder {
  readonly id: number;
  readonly asks: readonly ReportAsk[];
}

/** … and what it says. */
export type ReportReply =
  | { readonly id: number; readonly answers: readonly (readonly SqlRow[])[] }
  | {
      readonly id: number;
      readonly failure: { readonly code: ReportFaultCode; readonly message: string };
    };

const rowsMaxDefault = 200_000;
const timeoutMsDefault = 60_000;
const idleMsDefault = 120_000;
/** A report that needs more memory ends, and not the till. MiB. */
const heapMax = 384;

const script = new URL("./report-process.ts", import.meta.url);

export const createReportReader = <Name extends string>(
  deps: ReportReaderDeps<Name>,
): ReportReader<Name> => {
  const { timeoutMs = timeoutMsDefault, idleMs = idleMsDefault } = deps;
  let child: ChildProcess | undefined;
  let idling: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let lastId = 0;
  let closed = false;

  const started = (): ChildProcess => {
    if (child !== undefined) return child;
    const made = fork(script, [], {
      serialization: "advanced",
      execArgv: ["--disable-warning=ExperimentalWarning", `--max-old-space-size=${heapMax}`],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    made.once("exit", () => {
      if (child === made) child = undefined;
    });
    const { file, queries, rowsMax = rowsMaxDefault } = deps;
    made.send({ file, queries, rowsMax } satisfies ReportSetup);
    child = made;
    return made;
  };

  const end = async (): Promise<void> => {
    const ending = child;
    child = undefined;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    ending.once("exit", () => resolve());
    // It holds nothing but a read lock, which the kernel takes back.
    ending.kill("SIGKILL");
    await promise;
  };

  const readNow = async (asks: readonly ReportAsk[]) => {
    if (closed) throw new ReportFault("report_failed", "the store is closing");
    clearTimeout(idling);
    lastId += 1;
    try {
      return await asked(started(), { id: lastId, asks }, timeoutMs);
    } catch (error) {
      if (error instanceof ReportFault && error.code === "report_too_long") await end();
      throw error;
    } finally {
      idling = setTimeout(() => void end(), idleMs).unref();
    }
  };

  return {
    read: (asks) => {
      const answer = last.then(() => readNow(asks));
      last = answer.catch(() => undefined);
      return answer;
    },
    close: async () => {
      closed = true;
      clearTimeout(idling);
      await end();
      await last;
    },
  };
};

/** One order and its reply. The process answers one at a time, so the next message is the answer or the end. */
const asked = (
  child: ChildProcess,
  order: ReportOrder,
  timeoutMs: number,
): Promise<readonly (readonly SqlRow[])[]> =>
  new Promise((resolve, reject) => {
    const done = (): void => {
      clearTimeout(timer);
      child.off("message", answered).off("exit", ended).off("error", failed);
    };
    const fail = (code: ReportFaultCode, message: string, cause?: unknown): void => {
      done();
      reject(new ReportFault(code, message, cause));
    };
    const answered = (reply: ReportReply): void => {
      if (reply.id !== order.id) return;
      if ("failure" in reply) return fail(reply.failure.code, reply.failure.message);
      done();
      resolve(reply.answers);
    };
    const ended = (): void => fail("report_ended", "the report's process ended");
    const failed = (error: Error): void =>
      fail("report_ended", "the report's process could not be asked", error);
    const timer = setTimeout(
      () => fail("report_too_long", `no answer within ${timeoutMs} ms`),
      timeoutMs,
    );
    child.on("message", answered).once("exit", ended).once("error", failed);
    child.send(order);
  });
