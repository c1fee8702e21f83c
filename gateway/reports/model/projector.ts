// Brings the reports' file up to the journal's end, in a process beside the till's: two SQLite libraries in one
// process would take each other's locks away (decision 0203). Knows no report.
import { type ChildProcess, fork } from "node:child_process";
import { ReportFault } from "../../store/report-reader.ts";
import type { ProjectionFiles } from "./projection.ts";

export interface Projector {
  /** Number of the last entry that is in the file afterwards. Rejects with ReportFault. */
  catchUp(): Promise<number>;
  close(): Promise<void>;
}

export type ProjectorReply =
  | { readonly id: number; readonly seq: number }
  | { readonly id: number; readonly failure: string };

interface Waiting {
  readonly resolve: (seq: number) => void;
  readonly reject: (fault: ReportFault) => void;
}

/** Without a question for so long the process ends, ms. */
const idleMs = 120_000;
/** MiB; the rows stay within SQLite. */
const heapMax = 128;

const script = new URL("./projector-process.ts", import.meta.url);

export const createProjector = (files: ProjectionFiles): Projector => {
  const waiting = new Map<number, Waiting>();
  let child: ChildProcess | undefined;
  let idling: NodeJS.Timeout | undefined;
  let lastId = 0;
  let closed = false;

  const started = (): ChildProcess => {
    if (child !== undefined) return child;
    const made = fork(script, [], {
      serialization: "advanced",
      execArgv: ["--disable-warning=ExperimentalWarning", `--max-old-space-size=${heapMax}`],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    made.on("message", (reply: ProjectorReply) => {
      const asker = waiting.get(reply.id);
      waiting.delete(reply.id);
      if ("seq" in reply) asker?.resolve(reply.seq);
      else asker?.reject(new ReportFault("report_failed", reply.failure));
    });
    made.once("exit", () => {
      if (child === made) child = undefined;
      for (const { reject } of waiting.values())
        reject(new ReportFault("report_failed", "the projector's process ended"));
      waiting.clear();
    });
    made.send(files);
    child = made;
    return made;
  };

  const end = async (): Promise<void> => {
    const ending = child;
    child = undefined;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    ending.once("exit", () => resolve());
    // A step that is not committed is not in the file: the next process makes it again.
    ending.kill("SIGKILL");
    await promise;
  };

  return {
    catchUp: () => {
      if (closed) return Promise.reject(new ReportFault("report_failed", "the store is closing"));
      clearTimeout(idling);
      idling = setTimeout(() => void end(), idleMs).unref();
      lastId += 1;
      const id = lastId;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        started().send(id);
      });
    },
    close: async () => {
      closed = true;
      clearTimeout(idling);
      await end();
    },
  };
};
