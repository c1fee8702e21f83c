// What a handler of head office is called with, and how it tells the chain something.
import type { TopicValues } from "../../chain/topics.ts";
import type { HeadOffice } from "../../head-office/head-office.ts";
import type { OperationName, ParamsOf, ResultOf } from "../../protocol/operations.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { type Result, err, ok } from "../../result.ts";
import { writeAudit } from "../audit.ts";
import type { Caller } from "../caller.ts";
import type { House } from "../house.ts";

export type Names = Extract<OperationName, `chain.${string}`>;

export interface Asked<N extends Names> {
  readonly office: HeadOffice;
  readonly house: House;
  readonly params: ParamsOf<N>;
  readonly caller: Caller;
}

export type Answer<N extends Names> = Promise<Result<ResultOf<N>, Refusal>>;

export const nowOf = (house: House): string => house.momentAt(house.clock.nowMs()).at;

/** Says it to the chain; who did it is on head office's audit log. */
export const say = async <T extends keyof TopicValues>(
  { office, house, caller }: Pick<Asked<Names>, "office" | "house" | "caller">,
  topic: T,
  change: (known: TopicValues[T] | undefined) => TopicValues[T],
  store?: string,
): Promise<Result<{ done: boolean }, Refusal>> => {
  const said = await office.steering.say(topic, change, store);
  if (!said) return err(refusal("store.busy", { what: "chain" }));
  const event = { type: "ChainSteered", topic, ...(store === undefined ? {} : { store }) } as const;
  await writeAudit(house, { op: "chain.say", caller, event });
  return ok({ done: true });
};
