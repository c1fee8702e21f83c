// A technician's visit: steps in order, each remembered on the disk when it has passed, so that a visit that was
// interrupted goes on where it stood. The last step seals it; the report says what was found.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Machine } from "../machine.ts";
import { giveToGateway } from "../release/site.ts";
import type { Says } from "../verb.ts";
import type { HeadOffice } from "./online.ts";
import type { Prompter } from "./prompter.ts";

export const stepNames = [
  "preflight",
  "install",
  "detect",
  "enrol",
  "tls",
  "pair",
  "assign",
  "test",
  "verify",
  "seal",
] as const;
export type StepName = (typeof stepNames)[number];

/** What a step says of itself when it ends. `facts` go into the report: no names, no keys. */
export type StepResult =
  | { readonly state: "passed" | "skipped"; readonly facts: Readonly<Record<string, unknown>> }
  | { readonly state: "failed"; readonly code: string; readonly cause: Says; readonly next: Says };

export interface StepContext {
  readonly machine: Machine;
  readonly prompter: Prompter;
  readonly bundle: string | undefined;
  /** where a bundle is fetched from with a code; a bundle that is given stands before it */
  readonly office?: HeadOffice | undefined;
  /** a line to whoever stands there */
  readonly tell: (says: Says) => void;
}

export interface Step {
  readonly name: StepName;
  readonly says: Says;
  readonly run: (context: StepContext) => Promise<StepResult>;
}

export interface Visit {
  readonly begunAt: string;
  readonly steps: Readonly<
    Partial<
      Record<
        StepName,
        {
          readonly at: string;
          readonly state: string;
          readonly facts: Readonly<Record<string, unknown>>;
        }
      >
    >
  >;
  readonly sealedAt?: string;
  /** six digits that head office can hold against the report */
  readonly code?: string;
}

const visitFile = (machine: Machine): string => join(machine.data, "provision.json");

export const readVisit = (machine: Machine): Visit | undefined => {
  const file = visitFile(machine);
  if (!existsSync(file)) return undefined;
  const visit: Visit = JSON.parse(readFileSync(file, "utf8"));
  return visit;
};

export const writeVisit = (machine: Machine, visit: Visit): void => {
  const file = visitFile(machine);
  writeFileSync(`${file}.new`, `${JSON.stringify(visit, null, 1)}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
  giveToGateway(machine, file);
};

/** Six digits out of everything the visit found. */
export const visitCode = ({ begunAt, steps }: Visit): string => {
  const digest = createHash("sha256")
    .update(JSON.stringify([begunAt, steps]))
    .digest();
  return String(digest.readUInt32BE(0) % 1_000_000).padStart(6, "0");
};

/** Steps that passed are not done again; `from` begins anew at that step. */
export const remaining = (
  visit: Visit,
  steps: readonly Step[],
  from?: StepName,
): readonly Step[] => {
  if (from !== undefined) return steps.slice(steps.findIndex(({ name }) => name === from));
  return steps.filter(({ name }) => visit.steps[name] === undefined);
};
