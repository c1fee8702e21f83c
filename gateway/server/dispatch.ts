// From one request to its one answer: operation, role, shape, handler, shape of the result. Never throws,
// and never tells a client more than the protocol's words: no stack, no path, no SQL.
import type { Refusal } from "../refusals.ts";
import { refusal, refusalTable } from "../refusals.ts";
import type { Result } from "../result.ts";
import { isOperation, operationOf, type OperationName } from "../protocol/operations.ts";
import { errorCodes, type Answer, type RpcError } from "../protocol/wire.ts";
import type { Request } from "../protocol/frames.ts";
import { clearOfBankCards } from "./bank-cards.ts";
import { mayCall, type Caller } from "./caller.ts";
import { asRefusal } from "./faults.ts";
import type { Handlers } from "./handler.ts";
import { forLobbyEyes } from "./lobby-eyes.ts";
import type { Log } from "./log.ts";
import { type Misfit, shapesOf } from "./schemas.ts";
import { createUnderWay, type UnderWay } from "./under-way.ts";

export type Dispatch = (request: Request, caller: Caller) => Promise<Answer>;

export interface Observed {
  readonly op: OperationName;
  readonly outcome: string;
  readonly tookMs: number;
  readonly caller: Caller;
}

interface Parts {
  /** an operation without one is not there yet */
  readonly handlers: Partial<Handlers>;
  readonly simulating: boolean;
  readonly log: Log;
  /** kiosks: is this call about the member who stands there? */
  readonly mayActFor: (op: OperationName, params: object, caller: Caller) => Refusal | undefined;
  readonly observe: (observed: Observed) => void;
}

/** A handler whose params have just been checked by the table's own schema. */
type AnyHandler = (params: object, caller: Caller) => Promise<Result<unknown, Refusal>>;

/** An act under its key; the question about a key after the act. */
const inTurn = <T>(
  underWay: UnderWay,
  op: OperationName,
  params: object,
  work: () => Promise<T>,
): Promise<T> => {
  if (!("key" in params) || typeof params.key !== "string") return work();
  return op === "key.get" ? underWay.after(params.key, work) : underWay.during(params.key, work);
};

export const createDispatch = (parts: Parts): Dispatch => {
  const underWay = createUnderWay();
  const run = async (op: OperationName, params: object, caller: Caller): Promise<Outcome> => {
    const operation = operationOf(op);
    const forbidden = mayCall(operation, caller);
    if (forbidden !== undefined) return { refusal: forbidden };
    if (operation.staff) caller.session?.duty.acted();
    const { params: shape, result: resultShape } = shapesOf(op);
    if (!shape.fits(params)) return { misfit: shape.misfit(params) };
    const foreign = parts.mayActFor(op, params, caller);
    if (foreign !== undefined) return { refusal: foreign };
    const clear = clearOfBankCards(params);
    if (!clear.ok) return { refusal: clear.error };
    const handler = parts.handlers[op] as unknown as AnyHandler;
    const outcome = await inTurn(underWay, op, clear.value, () => handler(clear.value, caller));
    if (!outcome.ok) return { refusal: outcome.error };
    if (!resultShape.fits(outcome.value))
      throw new Error(`result of ${op} does not fit at ${resultShape.misfit(outcome.value).at}`);
    const isLobby = caller.station.role === "kiosk";
    return { result: isLobby ? forLobbyEyes(outcome.value) : outcome.value };
  };

  return async ({ id, method, params = {} }, caller) => {
    if (!isOperation(method) || !isServed(parts, method))
      return failed(id, { code: errorCodes.method, message: "method not found" });
    const startedMs = performance.now();
    const outcome = await run(method, params, caller).catch((error: unknown): Outcome => {
      const known = asRefusal(error);
      if (known !== undefined) return { refusal: known };
      parts.log.error({ op: method, err: error }, "a call failed");
      return { broken: true };
    });
    const tookMs = performance.now() - startedMs;
    parts.observe({ op: method, outcome: nameOf(outcome), tookMs, caller });
    return answerOf(id, outcome);
  };
};

const isServed = ({ handlers, simulating }: Parts, op: OperationName): boolean =>
  handlers[op] !== undefined && (simulating || !operationOf(op).simulation);

type Outcome =
  | { readonly result: unknown }
  | { readonly refusal: Refusal }
  | { readonly misfit: Misfit }
  | { readonly broken: true };

const nameOf = (outcome: Outcome): string => {
  if ("refusal" in outcome) return outcome.refusal.code;
  if ("misfit" in outcome) return "bad_params";
  return "broken" in outcome ? "internal" : "ok";
};

const answerOf = (id: Request["id"], outcome: Outcome): Answer => {
  if ("result" in outcome) return { jsonrpc: "2.0", id, result: outcome.result };
  if ("refusal" in outcome) return failed(id, refusalError(outcome.refusal));
  if ("misfit" in outcome) {
    const data = { ...outcome.misfit };
    return failed(id, { code: errorCodes.params, message: "invalid params", data });
  }
  return failed(id, { code: errorCodes.internal, message: "internal error" });
};

export const failed = (id: Request["id"] | null, error: RpcError): Answer => ({
  jsonrpc: "2.0",
  id,
  error,
});

/** A refusal as the wire says it. */
export const refusalError = ({ code, params, cite }: Refusal): RpcError => ({
  code: errorCodes.refusal,
  message: code,
  data: {
    code,
    params: params ?? {},
    retry: refusalTable[code],
    ...(cite === undefined ? {} : { cite }),
  },
});

/** Too many unanswered requests of one connection. */
export const tooMany = refusalError(refusal("too_many"));
