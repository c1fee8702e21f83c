// The whole audit while the store works: on a connection and a snapshot of its own. Books that do not add up are read,
// and not written to any more.
import { auditStore } from "./audit.ts";
import type { Condition } from "./condition.ts";
import type { Audit } from "./contract.ts";
import { openDatabase, type DriverName } from "./sqlite/database.ts";

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
  readonly driver: DriverName;
  readonly condition: Condition;
}

export const createAuditing = ({ file, storeId, driver, condition }: AuditingDeps): Auditing => {
  const stopping = new AbortController();
  const running = new Set<Promise<unknown>>();

  const audit = async (): Promise<Audit> => {
    const database = await openDatabase({ file, readOnly: true, driver });
    try {
      await database.exec("BEGIN");
      const result = await auditStore(database, storeId, stopping.signal);
      const { entries, head, trialBalance, findings } = result;
      if (findings.length > 0) condition.becameReadOnly(findings[0] ?? "the audit failed");
      return { ok: findings.length === 0, entries, head, trialBalance, findings };
    } finally {
      await database.close();
    }
  };

  const run = (): Promise<Audit> => {
    const auditing = audit();
    const settled = auditing.catch(() => undefined).finally(() => running.delete(settled));
    running.add(settled);
    return auditing;
  };
  return {
    run,
    runAside: () => {
      run().catch((error: unknown) => {
        if (stopping.signal.aborted) return;
        condition.becameReadOnly(error instanceof Error ? error.message : "the audit ended early");
      });
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(running);
    },
  };
};
