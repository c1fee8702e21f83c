// What one check of the doctor is: one question about this machine, why it matters, and what cures it.
import type { Machine } from "../machine.ts";
import type { Says } from "../verb.ts";
import type { Facts } from "./facts.ts";

export type Level = "warning" | "error";

/** `absent`: the question does not arise on this machine. */
export type Finding =
  | { readonly state: "well" }
  | { readonly state: "absent" }
  | { readonly state: "failed"; readonly cause: Says };

export interface Check {
  /** stable, `room.name` */
  readonly id: string;
  readonly level: Level;
  readonly what: Says;
  readonly why: Says;
  /** what a person does; where there is a `repair`, what `--fix` does for them */
  readonly cure: Says;
  readonly examine: (facts: Facts) => Promise<Finding> | Finding;
  /** Changes the machine so that the check passes; throws where it cannot. */
  readonly repair?: (machine: Machine) => Promise<void> | void;
}

export const well: Finding = { state: "well" };
export const absent: Finding = { state: "absent" };
export const both = (zh: string, en: string): Says => ({ zh, en });
/** The same in both languages: paths, names, numbers. */
export const plain = (text: string): Says => ({ zh: text, en: text });
export const failed = (cause: Says): Finding => ({ state: "failed", cause });
/** Asks nothing of a spare, whose doors are shut. */
export const ofOpenDoors = (check: Check): Check => ({
  ...check,
  examine: (facts) => (facts.isFollowing ? absent : check.examine(facts)),
});
export const when = (isWell: boolean, cause: () => Says): Finding =>
  isWell ? well : failed(cause());
