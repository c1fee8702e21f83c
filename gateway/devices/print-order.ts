// What every keyed order to the print queue has in common: who asks under which key, and what is put back when the
// commit that it was taken ahead of does not come.
import type { Refusal } from "../refusals.ts";
import type { Result } from "../result.ts";
import type { Executed, Execution } from "../store/contract.ts";

export type Keyed = Pick<Execution, "key" | "paramsHash" | "actor">;

export const keyed = ({ key, paramsHash, actor }: Keyed): Keyed => ({
  actor,
  ...(key === undefined ? {} : { key }),
  ...(paramsHash === undefined ? {} : { paramsHash }),
});

/** Waits for the commit; `undo` runs when it was refused, was another call's, or failed. */
export const orUndo = async (
  execution: Promise<Result<Executed, Refusal>>,
  undo: () => void,
): Promise<Result<Executed, Refusal>> => {
  let isDone = false;
  try {
    const executed = await execution;
    isDone = executed.ok && !executed.value.replay;
    return executed;
  } finally {
    if (!isDone) undo();
  }
};
