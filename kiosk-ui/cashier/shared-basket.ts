// One guest at two tills: tells the gateway whose account is in this till's basket, hears which other tills have it.
import type { TallygateClient } from "../../gateway/protocol/client.ts";

export interface SharedBasket {
  /** names of the other tills that have the same guest in their open basket */
  readonly others: () => readonly string[];
  readonly attend: (account: string | undefined) => Promise<void>;
}

export const createSharedBasket = (
  client: Pick<TallygateClient, "on" | "call">,
  changed: () => void,
): SharedBasket => {
  let attended: string | undefined;
  let others: readonly string[] = [];
  const heard = (account: string, tills: readonly { readonly name: string }[]): void => {
    if (account !== attended) return;
    others = tills.map(({ name }) => name);
    changed();
  };
  client.on("basket.shared", ({ data }) => heard(data.account, data.others));
  return {
    others: () => others,
    attend: async (account) => {
      attended = account;
      others = [];
      const about = account === undefined ? {} : { account };
      const told = await client.call("bill.attend", about).catch(() => undefined);
      if (account !== undefined && told !== undefined) heard(account, told.others);
    },
  };
};
