// Whether the store may write: open, full (only what closes a shift, from the ballast), or read-only after a fault.
import { refusal, type Refusal } from "../refusals.ts";
import type { Ballast } from "./ballast.ts";

export interface Condition {
  /** Why this operation may not write now, or undefined. Looks whether a full disk has room again. */
  refuses(op: string): Promise<Refusal | undefined>;
  /** A commit found the disk full: gives the ballast up for the essential operations; true where there was one. */
  becameFull(): boolean;
  /** Nothing is written any more until a restart. The first reason stays. */
  becameReadOnly(reason: string): void;
  readOnlyReason(): string | undefined;
}

export const createCondition = (ballast: Ballast, essentialOps: ReadonlySet<string>): Condition => {
  let full = false;
  let reason: string | undefined;
  return {
    refuses: async (op) => {
      if (reason !== undefined) return refusal("store.read_only");
      if (!full || essentialOps.has(op)) return undefined;
      full = !(await ballast.refill());
      return full ? refusal("store.full") : undefined;
    },
    becameFull: () => {
      full = true;
      return ballast.release();
    },
    becameReadOnly: (why) => {
      reason ??= why;
    },
    readOnlyReason: () => reason,
  };
};
