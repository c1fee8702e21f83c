// What an entry tells the rest of the chain about the moment in which it was decided.
import type { ChainFacts, Posting } from "../../ledger/entry.ts";
import type { Programme } from "../../programme/programme.ts";
import type { View } from "../contract.ts";

/** Kinds of assets whose shortage the house bears: a use was given, it cannot be owed. */
const houseKinds: ReadonlySet<string> = new Set(["count", "pass", "voucher", "deposit_item"]);

export const chainFacts = (
  view: View,
  programme: Programme,
  entry: {
    readonly base: number;
    readonly account: string | undefined;
    readonly lines: readonly Posting[];
  },
): ChainFacts => {
  const { base, account, lines } = entry;
  const card = account === undefined ? undefined : view.get("account", account)?.card;
  const house = new Set<string>();
  for (const { account: name } of lines) {
    if (!name.startsWith("liab:")) continue;
    const asset = name.split(":").slice(1, -3).join(":");
    if (houseKinds.has(programme.asset(asset)?.kind ?? "")) house.add(asset);
  }
  return {
    base,
    ...(card === undefined ? {} : { card }),
    ...(house.size === 0 ? {} : { house: [...house] }),
  };
};
