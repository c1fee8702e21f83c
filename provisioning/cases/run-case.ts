// Runs one case against a store: every step is said, every answer held against what was expected.
import type { CallStep, Case, Step } from "./format.ts";
import { UnsavedName, atPointer, mismatches, withSaved } from "./match.ts";

/** How a call ended. `code` of a refusal, or the number of a JSON-RPC error. */
export type Outcome =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly code: string | number; readonly says: string };

/** The store at the other end, a real one. */
export interface StoreUnderTest {
  call(op: string, params: Readonly<Record<string, unknown>>): Promise<Outcome>;
  /** ends it without warning and starts it again on the same data; absent where it is not ours */
  readonly restart?: () => Promise<void>;
}

export interface RunOptions {
  /** operations that take a key */
  readonly isKeyed: (op: string) => boolean;
  readonly newKey: () => string;
  /** a programme file to be tested instead of the shipped one of that id */
  readonly file?: Readonly<Record<string, unknown>>;
}

export interface CaseReport {
  readonly id: string;
  readonly says: string;
  /** one line per failed step; none = passed */
  readonly failures: readonly string[];
  readonly steps: number;
}

interface Run {
  readonly store: StoreUnderTest;
  readonly options: RunOptions;
  readonly saved: Map<string, unknown>;
}

const describe = (outcome: Outcome): string =>
  outcome.ok ? `answered ${JSON.stringify(outcome.result)}` : `was refused ${outcome.says}`;

const send = ({ store, options, saved }: Run, step: CallStep): Promise<Outcome> => {
  const params = withSaved(step.params ?? {}, saved) as Readonly<Record<string, unknown>>;
  const key = params["key"] === undefined && options.isKeyed(step.call);
  return store.call(step.call, key ? { ...params, key: options.newKey() } : params);
};

const runTogether = async (run: Run, step: CallStep): Promise<readonly string[]> => {
  const outcomes = await Promise.all(
    Array.from({ length: step.together ?? 1 }, () => send(run, step)),
  );
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) {
    const end = outcome.ok ? "ok" : String(outcome.code);
    counts[end] = (counts[end] ?? 0) + 1;
  }
  const names = new Set([...Object.keys(counts), ...Object.keys(step.outcome ?? {})]);
  return [...names]
    .filter((name) => (counts[name] ?? 0) !== (step.outcome?.[name] ?? 0))
    .map((name) => `expected ${step.outcome?.[name] ?? 0} × ${name}, got ${counts[name] ?? 0}`);
};

const runCall = async (run: Run, step: CallStep): Promise<readonly string[]> => {
  if (step.together !== undefined) return runTogether(run, step);
  const outcome = await send(run, step);
  if (step.refused !== undefined) {
    const refused = !outcome.ok && outcome.code === step.refused;
    return refused ? [] : [`expected the refusal ${step.refused}, but it ${describe(outcome)}`];
  }
  if (!outcome.ok) return [`was refused ${outcome.says}`];
  for (const [name, pointer] of Object.entries(step.save ?? {})) {
    const value = atPointer(outcome.result, pointer);
    if (value !== undefined) run.saved.set(name, value);
  }
  if (step.expect === undefined) return [];
  return mismatches(withSaved(step.expect, run.saved), outcome.result);
};

const runStep = async (run: Run, step: Step): Promise<readonly string[]> => {
  if ("clock" in step) {
    const moved = await run.store.call("sim.clock.set", { now: step.clock });
    return moved.ok ? [] : [`the clock was not moved: ${moved.says}`];
  }
  if ("restart" in step) {
    await run.store.restart?.();
    return [];
  }
  try {
    return await runCall(run, step);
  } catch (error) {
    if (error instanceof UnsavedName) return [error.message];
    throw error;
  }
};

const labelOf = (step: Step): string =>
  "call" in step ? step.call : "clock" in step ? `clock ${step.clock}` : "restart";

/** Every case ends with the books in balance: zero in every unit, chain and lots proved. */
const audit = async (store: StoreUnderTest): Promise<readonly string[]> => {
  const outcome = await store.call("ledger.verify", {});
  if (!outcome.ok) return [`ledger.verify: was refused ${outcome.says}`];
  const balance = atPointer(outcome.result, "/trialBalance");
  const units = Object.entries(typeof balance === "object" && balance !== null ? balance : {});
  const uneven = units
    .filter(([, sum]) => sum !== 0)
    .map(([unit, sum]) => `${unit} ${String(sum)}`);
  return [
    ...mismatches({ ok: true }, outcome.result).map((wrong) => `ledger.verify: ${wrong}`),
    ...(balance === undefined ? ["ledger.verify: no trial balance"] : []),
    ...(uneven.length === 0 ? [] : [`ledger.verify: not zero: ${uneven.join(", ")}`]),
  ];
};

/** Starts from an empty store. A failed step does not end the case, so that one run shows everything. */
export const runCase = async (
  store: StoreUnderTest,
  wanted: Case,
  options: RunOptions,
): Promise<CaseReport> => {
  const run: Run = { store, options, saved: new Map() };
  const programme =
    options.file === undefined ? { programme: wanted.programme } : { file: options.file };
  const reset = await store.call("sim.store.reset", { ...programme, now: wanted.clock });
  const failures: string[] = reset.ok ? [] : [`${wanted.id} reset: was refused ${reset.says}`];
  if (reset.ok) {
    for (const [index, step] of wanted.steps.entries()) {
      // Steps are a conversation: each waits for the answer before it.
      const wrong = await runStep(run, step);
      if (wrong.length > 0) {
        failures.push(`${wanted.id} step ${index + 1} ${labelOf(step)}: ${wrong.join("; ")}`);
      }
    }
    failures.push(...(await audit(store)).map((wrong) => `${wanted.id} end ${wrong}`));
  }
  return { id: wanted.id, says: wanted.says ?? "", failures, steps: wanted.steps.length };
};
