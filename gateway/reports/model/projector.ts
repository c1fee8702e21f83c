// Brings the reports' file up to the journal's end, in a process beside the till's: two SQLite libraries in one
// process would take each other's locks away (decision 0203). Knows no report.
import { type ChildProcess, fork } from "node:child_process";
import { ReportFault, type ReportFaultCode } from "../../store/report-reader.ts";
import type { ProjectionFiles } from "./projection.ts";

export interface Projector {
  /** Number of the last entry that is in the file afterwards. Rejects with ReportFault. */
  catchUp(): Promise<number>;
  close(): Promise<void>;
}

export type ProjectorReply =
  | { readonly id: number; readonly seq: number }
  | { readonly id: number; readonly code: ReportFaultCode; readonly failure: string };

interface Waiting {
  readonly resolve: (seq: number) => void;
  readonly reject: (fault: ReportFault) => void;
}

const idleMsDefault = 120_000;
/** MiB; the rows stay within SQLite. */
const heapMax = 128;

const script = new URL("./projector-process.ts", import.meta.url);

interface Running {
  readonly child: ChildProcess;
  /** questions of this very process */
  readonly waiting: Map<number, Waiting>;
}

const start = (files: ProjectionFiles, gone: () => void): Running => {
  const waiting: Running["waiting"] = new Map();
  const child = fork(script, [], {
    serialization: "advanced",
    execArgv: ["--disable-warning=ExperimentalWarning", `--max-old-space-size=${heapMax}`],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  child.on("message", (reply: ProjectorReply) => {
    const asker = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ("seq" in reply) asker?.resolve(reply.seq);
    else asker?.reject(new ReportFault(reply.code, reply.failure));
  });
  const ended = (why?: unknown): void => {
    gone();
    const cause = why instanceof Error ? why : undefined;
    for (const { reject } of waiting.values())
      reject(new ReportFault("report_ended", "the projector's process ended", cause));
    waiting.clear();
  };
  child.once("exit", () => ended()).on("error", ended);
  child.send(files);
  return { child, waiting };
};

/** `idleMs`: without a question for so long its process ends. */
export const createProjector = (
  files: ProjectionFiles,
  idleMs: number = idleMsDefault,
): Projector => {
  let running: Running | undefined;
  let idling: NodeJS.Timeout | undefined;
  let lastId = 0;
  let closed = false;

  const started = (): Running => {
    if (running !== undefined) return running;
    const made = start(files, () => {
      if (running === made) running = undefined;
    });
    running = made;
    return made;
  };

  const end = async (): Promise<void> => {
    const ending = running?.child;
    running = undefined;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    ending.once("exit", () => resolve());
    // A step that is not committed is not in the file: the next process makes it again.
    ending.kill("SIGKILL");
    await promise;
  };

  /** Only a process that has answered everything is idle: a first projection of large books takes minutes. */
  const rest = (): void => {
    clearTimeout(idling);
    idling = setTimeout(() => {
      if (running?.waiting.size === 0) void end();
    }, idleMs).unref();
  };

  const ask = ({ child, waiting }: Running): Promise<number> => {
    lastId += 1;
    const id = lastId;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      child.send(id);
    });
  };

  return {
    catchUp: async () => {
      if (closed) throw new ReportFault("report_failed", "the store is closing");
      clearTimeout(idling);
      try {
        return await ask(started());
      } finally {
        if (!closed) rest();
      }
    },
    close: async () => {
      closed = true;
      clearTimeout(idling);
      await end();
    },
  };
};
