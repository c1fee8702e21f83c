// A store that has sold for a while, alone and in this process: its journal is what a cluster is filled with.
import { createOwnJournal, sendingMax } from "../../gateway/chain/own-journal.ts";
import type { StoreEntry } from "../../gateway/chain/stream.ts";
import { openShop } from "./chain-stores.ts";
import { enrolIn } from "./two-shops.ts";

const membersEvery = 50;
const atOnce = 200;

/** So many entries of one store: members with cards, and their top-ups. */
export const longJournal = async (
  folder: string,
  { store: id, count }: { readonly store: string; readonly count: number },
): Promise<readonly StoreEntry[]> => {
  const shop = await openShop(folder, id, []);
  const accounts: string[] = [];
  for (let at = 0; at < Math.max(1, count / membersEvery); at += 1)
    accounts.push((await enrolIn(shop, `${id}-${at}`)).account);
  const topUp = (at: number) =>
    shop.do("account.topUp", {
      account: accounts[at % accounts.length] ?? "",
      amount: 1_000,
      tenders: [{ type: "cash", amount: 1_000 }],
    });
  while (shop.store.head().seq < count)
    await Promise.all(
      Array.from({ length: Math.min(atOnce, count - shop.store.head().seq) }, (_, at) => topUp(at)),
    );
  const journal = createOwnJournal(shop.store, id);
  const entries: StoreEntry[] = [];
  const { seq: end } = shop.store.head();
  for (let from = 1; from <= end; from += sendingMax)
    entries.push(...(await journal.read({ from, to: Math.min(end, from + sendingMax - 1) })));
  await shop.close();
  return entries;
};
