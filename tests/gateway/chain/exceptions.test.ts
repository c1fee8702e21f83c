// Each conflict that two stores can come to while they are apart leaves an exception that a person can end: with its
// evidence, whose it is, since when, the store that answers for it, and ways out of which each is one entry.
import { afterEach, expect, test } from "vitest";
import type { JsonObject } from "../../../gateway/json.ts";
import { kindTerms } from "../../../gateway/members/exception/kinds.ts";
import type { ExceptionFile } from "../../../gateway/members/service-state.ts";
import type { ChainedShop } from "../../support/chain-stores.ts";
import { asText, seal } from "../../support/seal.ts";
import { temporaryFolder } from "../../support/test-store.ts";
import {
  accountIn,
  answered,
  closeShops,
  enrolIn,
  spend,
  storedIn,
  twoShops,
} from "../../support/two-shops.ts";

afterEach(closeShops);

type Shops = Awaited<ReturnType<typeof twoShops>>;
type Act = (shop: ChainedShop) => Promise<unknown>;

interface Conflict {
  /** what both know before they part, and what each does then; the second has to answer for it */
  readonly begin: (shops: Shops) => Promise<readonly [first: Act, second: Act]>;
  /** every way out, and what the account then holds of stored value, minor units */
  readonly ends: Readonly<Record<string, number>>;
}

const exchange = async (...shops: readonly ChainedShop[]): Promise<void> => {
  for (const shop of shops) await shop.send();
  for (const shop of shops) await shop.catchUp();
};

const online = async (
  shop: ChainedShop,
  op: Parameters<ChainedShop["call"]>[0],
  params: JsonObject,
) => {
  const done = await answered(shop, shop.call(op, params));
  if (!done.ok) throw new Error(`${op} was refused: ${done.error.code}`);
  return done.value.result;
};

const voucherOf = async ({ a, b, account }: Shops, expiresOn?: string): Promise<string> => {
  const until = expiresOn === undefined ? {} : { expiresOn };
  const terms = { account, kind: "voucher", value: 3_000, reason: "x", ...until };
  const { coupon } = await online(a, "coupon.issue", terms);
  await exchange(a, b);
  return asText(coupon);
};
const useOf =
  (card: string, coupon: string): Act =>
  (shop) =>
    shop.do("bill.settle", {
      lines: [{ venue: "shop", list: 3_000, quantity: 1 }],
      card: { card },
      vouchers: [coupon],
      tenders: [],
    });
const paysWith =
  (card: string, amount: number): Act =>
  (shop) =>
    shop.do("bill.settle", spend(card, amount));

const today = (shop: ChainedShop, account: string): Promise<string> =>
  accountIn(shop, account).then((found) => found?.openedOn ?? "");

const conflicts: Readonly<Record<string, Conflict>> = {
  overdraft: {
    begin: async ({ card }) => [paysWith(card, 10_000), paysWith(card, 9_000)],
    ends: { net_at_next_top_up: -4_000, write_off: 0 },
  },
  double_coupon: {
    begin: async (shops) => {
      const use = useOf(shops.card, await voucherOf(shops));
      return [use, use];
    },
    ends: { house_bears: 15_000, member_owes: 12_000 },
  },
  double_punch: {
    begin: async ({ a, b, account }) => {
      const tenders = [{ type: "cash", amount: 30_000 }];
      await a.do("pass.sell", { account, pass: "wash10", tenders });
      await exchange(a, b);
      const punch: Act = (shop) => shop.do("pass.punch", { account, asset: "wash", quantity: 6 });
      return [punch, punch];
    },
    ends: { house_bears: 15_000, member_owes: 15_000 },
  },
  lost_card_used: {
    begin: async ({ card }) => [
      (shop) => shop.do("card.reportLost", { card, provenByPin: true, by: "kiosk" }),
      paysWith(card, 4_000),
    ],
    ends: { make_whole: 15_000, holder_used_it: 11_000 },
  },
  late_expiry: {
    begin: async (shops) => {
      const { account, card } = shops;
      const businessDate = await today(shops.a, account);
      const close = { businessDate, accounts: [account], last: true };
      const use = useOf(card, await voucherOf(shops, businessDate));
      return [(shop) => shop.do("day.close", close), use];
    },
    ends: { honour: 15_000, member_owes: 12_000 },
  },
  merged_members: {
    begin: async ({ a, b, card, account }) => {
      const other = await enrolIn(a, "2");
      await exchange(a, b);
      const member = (await accountIn(a, account))?.member ?? "";
      const into = (await accountIn(a, other.account))?.member ?? "";
      const manager = { staff: "E2", name: "二审", rights: ["manager"], active: true, pin: "1111" };
      await a.do("staff.put", seal("staff.put", manager));
      const merge = seal("member.merge", { member, into, approval: { staff: "E2", pin: "1111" } });
      return [(shop) => shop.do("member.merge", merge), paysWith(card, 4_000)];
    },
    ends: { follow: -4_000 },
  },
};

const only = async (shop: ChainedShop) => {
  const found = await shop.store.list("exception");
  expect(found).toHaveLength(1);
  const [{ id, entity } = { id: "", entity: {} as ExceptionFile }] = found;
  return { id, file: entity };
};

const stories = Object.entries(conflicts).flatMap(([kind, { begin, ends }]) =>
  Object.entries(ends).map(([outcome, leaves]) => ({ kind, begin, outcome, leaves })),
);

test.each(stories)(
  "$kind: evidence, owner and age are kept, and $outcome is an entry that every store has",
  async ({ kind, begin, outcome, leaves }) => {
    using folder = temporaryFolder();
    const shops = await twoShops(folder.path);
    const { a, b, account } = shops;
    const [first, second] = await begin(shops);
    for (const shop of [a, b]) shop.online = false;
    await first(a);
    await second(b);
    for (const shop of [a, b]) shop.online = true;
    await exchange(a, b);

    const { id, file } = await only(a);
    expect(file).toMatchObject({
      kind,
      state: "open",
      store: "b",
      station: "till",
      staff: "E0",
      owner: kindTerms(kind)?.owner,
      on: await today(a, account),
      evidence: { mode: "offline", base: expect.any(Number) },
    });
    const proof = await b.store.entry(asText(file.evidence["entry"]));
    expect(proof?.body).toMatchObject({ at: file.at, op: file.evidence["op"] });

    const before = a.store.head().seq;
    await online(a, "exception.resolve", { exception: id, outcome, note: "seen" });
    await exchange(a, b);
    const ends = (await a.store.entries({ limit: a.store.head().seq - before })).filter(
      ({ body }) => body.op === "exception.resolve",
    );
    expect(ends).toHaveLength(1);
    for (const shop of [a, b]) {
      expect((await only(shop)).file).toMatchObject({
        ...file,
        state: "resolved",
        outcome,
        note: "seen",
        resolvedBy: "E1",
        resolvedAt: ends[0]?.body.at,
      });
      expect(await storedIn(shop, account)).toBe(leaves);
      expect((await shop.store.verify()).findings).toEqual([]);
    }
  },
);

test("nothing else is offered to whoever ends one", () => {
  const offered = Object.keys(conflicts).map((kind) => [
    kind,
    Object.keys(kindTerms(kind)?.outcomes ?? {}),
  ]);
  expect(offered).toEqual(
    Object.entries(conflicts).map(([kind, { ends }]) => [kind, Object.keys(ends)]),
  );
});
