// The `sim` verbs of one simulated device as a table: a verb that is not in it is answered as unsuited.
import type { SimVerb } from "../contract.ts";
import { DeviceFault } from "../driver.ts";

type SimActs = {
  readonly [V in SimVerb["verb"]]?: (verb: Extract<SimVerb, { readonly verb: V }>) => unknown;
};

export const simByVerb =
  (acts: SimActs): ((verb: SimVerb) => Promise<unknown>) =>
  async (verb) => {
    // The entry under a verb's name takes that very verb; the type of an indexed table cannot say so.
    const act = acts[verb.verb] as ((verb: SimVerb) => unknown) | undefined;
    if (act === undefined)
      throw new DeviceFault("unsuited", false, `this device has no ${verb.verb}`);
    return (await act(verb)) ?? {};
  };
