// Runs the doctor's checks, all at once and each within its time; repairs what is asked for and looks again.
import type { Machine } from "../machine.ts";
import { type Check, failed, type Finding, plain } from "./check.ts";
import { createFacts, type Facts } from "./facts.ts";
import { RepairFailed } from "./repair.ts";

export interface Examined {
  readonly check: Check;
  readonly finding: Finding;
  /** why `--fix` did not work out */
  readonly repairFailed?: string;
}

/** far beyond what any check takes, so that a slow machine is not taken for a sick one */
const checkTimeoutMs = 20_000;

/** A check that hangs or throws has found something, if not what it looked for. */
const examineOne = async (check: Check, facts: Facts): Promise<Examined> => {
  const { promise, resolve } = Promise.withResolvers<Finding>();
  const late = failed({ zh: "检查没有及时结束", en: "the check did not end in time" });
  const timer = setTimeout(() => resolve(late), checkTimeoutMs);
  const examined = (async () => check.examine(facts))().catch((fault: unknown) =>
    failed(plain(fault instanceof Error ? fault.message : String(fault))),
  );
  try {
    return { check, finding: await Promise.race([examined, promise]) };
  } finally {
    clearTimeout(timer);
  }
};

/** In the order of the checks. Changes nothing. */
export const examine = (
  machine: Machine,
  checks: readonly Check[],
): Promise<readonly Examined[]> => {
  const facts = createFacts(machine);
  return Promise.all(checks.map((check) => examineOne(check, facts)));
};

/** Repairs one after the other what has failed and can be repaired, then looks at everything again. */
export const repairAll = async (
  machine: Machine,
  checks: readonly Check[],
): Promise<readonly Examined[]> => {
  const before = await examine(machine, checks);
  const problems = new Map<string, string>();
  for (const { check, finding } of before) {
    if (finding.state !== "failed" || check.repair === undefined) continue;
    try {
      await check.repair(machine);
    } catch (fault) {
      if (!(fault instanceof RepairFailed) && !isSystemFault(fault)) throw fault;
      problems.set(check.id, fault.message);
    }
  }
  const after = await examine(machine, checks);
  return after.map((examined) => {
    const repairFailed = problems.get(examined.check.id);
    return repairFailed === undefined ? examined : { ...examined, repairFailed };
  });
};

const isSystemFault = (fault: unknown): fault is Error => fault instanceof Error && "code" in fault;

/** 0 all is well, 1 warnings, 3 errors (2 is a wrong argument). */
export const exitCodeOf = (examined: readonly Examined[]): number => {
  const levels = examined.flatMap(({ check, finding }) =>
    finding.state === "failed" ? [check.level] : [],
  );
  if (levels.includes("error")) return 3;
  return levels.length > 0 ? 1 : 0;
};
