// The whole audit while the store works: in a thread and on a snapshot of its own. Books that do not add up are read,
// and not written to any more.
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { AuditAsked, AuditSaid } from "./audit-worker.ts";
import type { Condition } from "./condition.ts";
import type { Audit } from "./contract.ts";

export interface Auditing {
  run(): Promise<Audit>;
  /** Runs without being waited for, after a start that had no time for it. */
  runAside(): void;
  /** Gives up what is running and waits until it has let go of the file. */
  stop(): Promise<void>;
}

export interface AuditingDeps {
  readonly file: string;
  readonly storeId: string;
  readonly condition: Condition;
}

export const createAuditing = ({ file, storeId, condition }: AuditingDeps): Auditing => {
  const running = new Set<Worker>();
  let stopped = false;

  const audit = async (): Promise<Audit> => {
    const workerData: AuditAsked = { file, storeId };
    const execArgv = ["--disable-warning=ExperimentalWarning"];
    const worker = new Worker(new URL("./audit-worker.ts", import.meta.url), {
      workerData,
      execArgv,
    });
    running.add(worker);
    const ended = once(worker, "exit").then(() => running.delete(worker));
    const [said]: readonly AuditSaid[] = await Promise.race([
      once(worker, "message"),
      ended.then(() => [{ failure: "the audit ended early" }]),
    ]);
    if (said === undefined || "failure" in said) throw new Error(said?.failure);
    const { entries, head, trialBalance, findings } = said.result;
    if (findings.length > 0) condition.becameReadOnly(findings[0] ?? "the audit failed");
    return { ok: findings.length === 0, entries, head, trialBalance, findings };
  };

  return {
    run: audit,
    runAside: () => {
      audit().catch((error: unknown) => {
        if (stopped) return;
        condition.becameReadOnly(error instanceof Error ? error.message : "the audit ended early");
      });
    },
    stop: async () => {
      stopped = true;
      await Promise.all([...running].map((worker) => worker.terminate()));
    },
  };
};
