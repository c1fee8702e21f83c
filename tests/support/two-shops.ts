// Two stores of a chain and a member whom both know: where most stories of a chain begin.
import type { Account } from "../../gateway/members/state.ts";
import { type ChainedShop, type Log, openShop } from "./chain-stores.ts";
import { asText, seal } from "./seal.ts";

export const opened: ChainedShop[] = [];
export const closeShops = async (): Promise<void> => {
  for (const shop of opened.splice(0)) await shop.close();
};

/** A member with a card, known by an identity number, and 150.00. */
export const enrolIn = async (
  shop: ChainedShop,
  number: string,
): Promise<{ readonly card: string; readonly account: string }> => {
  const enrolled = await shop.do(
    "member.enrol",
    seal("member.enrol", {
      name: "张三",
      identity: { type: "id-card", number },
      consent: { rules: true, marketing: false },
    }),
  );
  const { card, account } = await shop.do("card.issue", {
    member: asText(enrolled["member"]),
    type: "basic",
    firstTopUp: { amount: 15_000, tenders: [{ type: "cash", amount: 15_000 }] },
  });
  return { card: asText(card), account: asText(account) };
};

/** Two stores, one member with 150.00 and a pass, known to both. */
export const twoShops = async (folder: string) => {
  const log: Log = [];
  const [a, b] = [await openShop(folder, "a", log), await openShop(folder, "b", log)];
  opened.push(a, b);
  const { card, account } = await enrolIn(a, "1");
  await a.send();
  await a.catchUp();
  await b.catchUp();
  return { log, a, b, card, account };
};

export const accountIn = async (shop: ChainedShop, id: string): Promise<Account | undefined> => {
  const view = await shop.store.view([{ kind: "account", id }]);
  return view.get("account", id);
};

export const storedIn = async (shop: ChainedShop, id: string): Promise<number> =>
  ((await accountIn(shop, id))?.lots ?? []).reduce(
    (sum, { asset, parts }) => (asset === "stored" ? sum + (parts["principal"] ?? 0) : sum),
    0,
  );

export const spend = (card: string, amount: number) => ({
  lines: [{ venue: "shop", list: amount, quantity: 1 }],
  card: { card },
  tenders: [{ type: "stored", amount }],
});

/** Answers a call that waits for its verdict: sends and folds until it is answered. */
export const answered = async <T>(shop: ChainedShop, call: Promise<T>): Promise<T> => {
  const done = { value: false };
  const watched = call.finally(() => (done.value = true));
  while (!done.value) {
    await shop.send();
    await shop.catchUp();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return watched;
};
