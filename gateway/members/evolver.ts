// Types an evolver by the event it reads.
import type { Draft, Evolver } from "./contract.ts";

export interface At {
  /** RFC 3339 instant of the entry */
  readonly at: string;
  readonly businessDate: string;
}

/** An event of a type was written by the decider of this room that names it, so its shape is known here. */
export const evolver =
  <E extends { readonly type: string }>(apply: (draft: Draft, event: E, at: At) => void): Evolver =>
  (draft, event, at) =>
    apply(draft, event as unknown as E, at);
