// A revision of the protocol as it was given out: what a client written against it sends and expects.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import { root } from "./sources.ts";

interface FrozenOperation {
  readonly roles: readonly string[];
  readonly keyed: boolean;
  readonly paramsSchema: Readonly<Record<string, unknown>>;
  readonly params: ValidateFunction;
  readonly result: ValidateFunction;
}

export interface Revision {
  readonly operations: ReadonlyMap<string, FrozenOperation>;
  /** topic → its data */
  readonly events: ReadonlyMap<string, ValidateFunction>;
}

type Line =
  | {
      readonly operation: string;
      readonly roles: readonly string[];
      readonly keyed: boolean;
      readonly params: Readonly<Record<string, unknown>>;
      readonly result: object;
    }
  | { readonly event: string; readonly data: object };

/** `gateway/protocol/history/revision-N.jsonl`: written once when the revision was given out, never changed. */
export const readRevision = (number: number): Revision => {
  const ajv = new Ajv({ strict: false, logger: false });
  const file = join(root, "gateway", "protocol", "history", `revision-${number}.jsonl`);
  const operations = new Map<string, FrozenOperation>();
  const events = new Map<string, ValidateFunction>();
  for (const text of readFileSync(file, "utf8").trim().split("\n")) {
    const line: Line = JSON.parse(text);
    if ("event" in line) events.set(line.event, ajv.compile(line.data));
    else
      operations.set(line.operation, {
        roles: line.roles,
        keyed: line.keyed,
        paramsSchema: line.params,
        params: ajv.compile(line.params),
        result: ajv.compile(line.result),
      });
  }
  return { operations, events };
};
