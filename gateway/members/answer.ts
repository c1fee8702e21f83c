// The answer of a call whose work was done beside the ledger, kept under its key: a retry hears the first one.
import type { JsonObject } from "../json.ts";
import { type Decider, accepted } from "./contract.ts";

export const keepAnswer: Decider<{ readonly result: JsonObject }> = {
  roots: () => [],
  decide: ({ result }) => accepted({ events: [], lines: [], result }),
};
