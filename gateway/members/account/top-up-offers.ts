// What a top-up would bring on top, before anybody pays: the same terms as `account.topUp`, and nothing written.
import { topUpTerms } from "../../programme/terms.ts";
import type { Refusal } from "../../refusals.ts";
import { type Result, ok } from "../../result.ts";
import type { Context, View } from "../contract.ts";
import { usableHolder } from "./access.ts";
import { accountFacts } from "./facts.ts";

export interface TopUpOffer {
  /** minor units, as is `bonus` */
  readonly amount: number;
  readonly bonus: number;
  readonly cites: readonly string[];
  /** code of the refusal this amount would meet */
  readonly refused?: string;
}

/** Money is paid at the desk whoever asks, so the desk's rules are the ones that count. */
export const topUpOffers = (
  view: View,
  context: Context,
  ask: { readonly account: string; readonly amounts: readonly number[] },
): Result<readonly TopUpOffer[], Refusal> => {
  const holder = usableHolder(view, ask.account);
  if (!holder.ok) return holder;
  const facts = { ...accountFacts(context, holder.value), channel: "desk" };
  return ok(
    ask.amounts.map((amount) => {
      const terms = topUpTerms(context.programme, { ...facts, amount });
      const refused = terms.denied?.code ?? (amount < terms.minimum ? "below_minimum" : undefined);
      return {
        amount,
        bonus: terms.bonus,
        cites: terms.rules.flatMap(({ cite }) => cite ?? []),
        ...(refused === undefined ? {} : { refused }),
      };
    }),
  );
};
