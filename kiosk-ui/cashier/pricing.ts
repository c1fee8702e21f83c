// What the basket costs, asked a moment after it changed. Only the answer for the basket as it is counts.
import type { Basket } from "../charts/cashier/basket.ts";
import type { Quote } from "./desk-types.ts";

const delayMs = 60;

export interface Pricing {
  /** the newest price; absent: nothing to price, or refused */
  readonly quote: Quote | undefined;
  /** the basket has changed since `quote` was asked for */
  readonly stale: boolean;
  /** The basket is another one. */
  changed(): void;
  /** Asks now; afterwards `stale` says whether the basket has changed meanwhile. */
  ask(): Promise<void>;
  /** The quote is a settled bill's. */
  forget(): void;
}

export const createPricing = (of: {
  readonly basket: () => Basket;
  /** the gateway's answer; `undefined`: refused, or nobody on duty */
  readonly priced: (basket: Basket) => Promise<Quote | undefined>;
  readonly onChange: () => void;
}): Pricing => {
  let quote: Quote | undefined;
  let stale = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const ask = async (): Promise<void> => {
    clearTimeout(timer);
    const basket = of.basket();
    const answer = basket.lines.length === 0 ? undefined : await of.priced(basket);
    if (basket !== of.basket()) return;
    quote = answer;
    stale = false;
    of.onChange();
  };

  return {
    get quote() {
      return quote;
    },
    get stale() {
      return stale;
    },
    changed: () => {
      stale = true;
      clearTimeout(timer);
      timer = setTimeout(() => void ask(), delayMs);
    },
    ask,
    forget: () => {
      quote = undefined;
    },
  };
};
