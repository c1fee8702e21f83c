// What a handler is: checked params and caller in, result or refusal out. Types only.
import type { OperationName, ParamsOf } from "../protocol/operations.ts";
import type { Refusal } from "../refusals.ts";
import type { Result } from "../result.ts";
import type { Caller } from "./caller.ts";

/** Results are checked against the table's schema by dispatch. */
export type Handler<O extends OperationName> = (
  params: ParamsOf<O>,
  caller: Caller,
) => Promise<Result<unknown, Refusal>> | Result<unknown, Refusal>;

export type Handlers<O extends OperationName = OperationName> = {
  readonly [N in O]: Handler<N>;
};
