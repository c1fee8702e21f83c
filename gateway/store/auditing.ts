// The whole audit while the store works: in a process and on a snapshot of its own. Books that do not add up are read,
// and not written to any more.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { AuditAsked, AuditSaid } from "./audit-process.ts";
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

/** So long the process waits for another audit, ms. */
const idleMs = 30_000;
const script = fileURLToPath(new URL("audit-process.ts", import.meta.url));

/** The process that audits. It stays for a while: whoever asks once asks again. */
const createAuditor = (order: AuditAsked) => {
  let child: { readonly process: ChildProcess; readonly ended: Promise<unknown> } | undefined;
  let idling: NodeJS.Timeout | undefined;

  const started = (): NonNullable<typeof child> => {
    if (child !== undefined) return child;
    const process = fork(script, [], {
      serialization: "advanced",
      execArgv: ["--disable-warning=ExperimentalWarning"],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const made = { process, ended: once(process, "exit").catch((error: unknown) => error) };
    void made.ended.then(() => {
      if (child === made) child = undefined;
    });
    return (child = made);
  };
  /** It holds nothing but read locks, which the kernel takes back. */
  const end = async (): Promise<void> => {
    clearTimeout(idling);
    const ending = child;
    // Whoever asks from now on gets another process, not this one's end.
    child = undefined;
    ending?.process.kill("SIGKILL");
    await ending?.ended;
  };
  const ask = async (): Promise<AuditSaid> => {
    clearTimeout(idling);
    const { process, ended } = started();
    process.send(order);
    const [said]: readonly AuditSaid[] = await Promise.race([
      once(process, "message"),
      ended.then(() => []),
    ]);
    idling = setTimeout(() => void end(), idleMs).unref();
    return said ?? { failure: "the audit ended early" };
  };
  return { ask, end };
};

export const createAuditing = ({ file, storeId, condition }: AuditingDeps): Auditing => {
  const auditor = createAuditor({ file, storeId });
  let last: Promise<unknown> = Promise.resolve();
  let stopped = false;

  const auditNow = async (): Promise<Audit> => {
    if (stopped) throw new Error("the store is closing");
    const said = await auditor.ask();
    if ("failure" in said) throw new Error(said.failure);
    const { entries, head, trialBalance, findings } = said.result;
    if (findings.length > 0) condition.becameReadOnly(findings[0] ?? "the audit failed");
    return { ok: findings.length === 0, entries, head, trialBalance, findings };
  };
  const audit = (): Promise<Audit> => {
    const audited = last.then(auditNow);
    last = audited.catch(() => undefined);
    return audited;
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
      await auditor.end();
      await last;
    },
  };
};
