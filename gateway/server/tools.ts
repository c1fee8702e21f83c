// What every noun's handlers are made with: the house, the road to the writer, the sealer, a context for reading.
import type { Context } from "../members/contract.ts";
import type { OperationName, ParamsOf } from "../protocol/operations.ts";
import type { Caller } from "./caller.ts";
import { type DeciderName, type DeciderParams, type Execute, actorOf } from "./execute.ts";
import type { Handler } from "./handler.ts";
import type { House } from "./house.ts";
import type { Sealer } from "./seal.ts";

export interface Tools {
  readonly house: House;
  readonly execute: Execute;
  readonly seal: Sealer;
}

/** What a decider would see now, without the store's own writer. */
export const contextOf = (house: House, caller: Caller): Context => ({
  moment: house.momentAt(house.clock.nowMs()),
  programme: house.programmes.current(),
  programmeAt: house.programmes.at,
  calendar: house.calendar(),
  actor: actorOf(caller),
  store: { id: house.storeId, prefix: house.storePrefix },
  newId: house.newId,
  headOffice: house.headOffice(),
  // What is only asked spends nothing: the bounds are met when it is done.
  away: { stationSpent: 0, ms: 0 },
});

/** Params without the key: the key belongs to the store, not to the decision. */
export const withoutKey = <P extends object>(params: P): Omit<P, "key"> => {
  if (!("key" in params)) return params;
  const { key: _key, ...rest } = params;
  return rest as Omit<P, "key">;
};

/** For an operation whose decider takes the protocol's own params: nothing in them needs sealing. */
export const plain =
  <N extends DeciderName & OperationName>({ execute }: Tools, op: N): Handler<N> =>
  (params: ParamsOf<N>, caller) =>
    execute(op, withoutKey(params) as unknown as DeciderParams<N>, { params, caller });
