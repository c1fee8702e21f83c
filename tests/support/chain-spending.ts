// Stores that go on selling while things break, and the account of it: every call is repeated under its key until it is
// answered, so what was paid is known to the last bill.
import { setTimeout as wait } from "node:timers/promises";
import { type ChainStore, type Holder, newKey, spend } from "./chain-gateways.ts";

export const billAmount = 100;
/** Between two bills: what a card holds, and what it may spend apart, must last for the whole story. */
const pauseMs = 150;

export interface Spending {
  /** bills that were answered so far */
  answered(): number;
  /** Ends the selling; resolves with the number of bills paid, each of them exactly once if all is well. */
  stop(): Promise<number>;
}

/** One till of a store that sells to one member, bill after bill. */
export const keepSpending = (store: ChainStore, holder: Holder): Spending => {
  const open: string[] = [];
  let paid = 0;
  let isOver = false;
  const pay = async (key: string): Promise<boolean> => {
    try {
      await spend(store, holder, { amount: billAmount, key });
      return true;
    } catch {
      return false;
    }
  };
  const selling = (async () => {
    while (!isOver) {
      const key = newKey(`bill-${store.id}`);
      if (await pay(key)) paid += 1;
      else open.push(key);
      await wait(pauseMs);
    }
  })();
  return {
    answered: () => paid,
    stop: async () => {
      isOver = true;
      await selling;
      for (const key of open) if (await pay(key)) paid += 1;
      return paid;
    },
  };
};
