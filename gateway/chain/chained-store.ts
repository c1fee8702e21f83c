// The store as the house uses it in a chain: the same operations, but what spends has asked the chain first. Replaces
// `execute` and nothing else.
import type { Decider } from "../members/contract.ts";
import type { Execution, Store } from "../store/contract.ts";
import { type Answer, type Authoriser, createAuthoriser } from "./authoriser.ts";

export interface ChainedStoreDeps {
  readonly store: Store;
  readonly id: string;
  readonly isOnline: () => boolean;
  /** RFC 3339 instant so many ms from now */
  readonly instantIn: (ms: number) => string;
}

export interface ChainedStore {
  readonly store: Store;
  readonly authoriser: Authoriser;
}

export const chainStore = (deps: ChainedStoreDeps): ChainedStore => {
  const { store, id } = deps;
  /** what went wrong in the store itself, for the call it belongs to */
  const faults = new WeakMap<Execution<unknown>, (error: unknown) => void>();

  const fail = (execution: Execution<unknown>) => (error: unknown) => {
    const reject = faults.get(execution);
    if (reject !== undefined) reject(error);
  };
  const authoriser = createAuthoriser({
    isOnline: deps.isOnline,
    execute: (execution, chain, then) => {
      store
        .execute({ ...execution, chain })
        .then(then)
        .catch(fail(execution));
    },
    after: (ms, act) => {
      const timer = setTimeout(act, ms);
      return () => clearTimeout(timer);
    },
    instantIn: deps.instantIn,
    openLeases: (then) => {
      void openLeases(store, id).then(then);
    },
  });

  const execute = <P>(execution: Execution<P>): Promise<Answer> =>
    new Promise((resolve, reject) => {
      // Its params are the decider's own, whatever they are.
      const any = {
        ...execution,
        decider: execution.decider as unknown as Decider<unknown>,
      } as Execution<unknown>;
      faults.set(any, reject);
      authoriser.perform(any, resolve);
    });
  return { store: { ...store, execute }, authoriser };
};

const openLeases = async (store: Store, id: string): Promise<{ id: string; why: string }[]> => {
  const open: { id: string; why: string }[] = [];
  for (let after = ""; ;) {
    const page = await store.list("lease", after);
    for (const { id: lease, entity } of page) {
      if (entity.state === "open" && entity.store === id) open.push({ id: lease, why: entity.why });
      after = lease;
    }
    if (page.length < 1000) return open;
  }
};
