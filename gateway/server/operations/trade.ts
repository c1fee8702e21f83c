// goods.*, deposit.*: straight to their deciders; lists are read from the store, the names in them masked.
import { depositLookup, depositRoots, leftOf } from "../../members/deposit/deposit.ts";
import type { GoodsFile } from "../../members/trade-state.ts";
import { addMonths } from "../../programme/dates.ts";
import { ok } from "../../result.ts";
import type { Caller } from "../caller.ts";
import type { Handlers } from "../handler.ts";
import type { House } from "../house.ts";
import { contextOf, plain, type Tools } from "../tools.ts";

type Names =
  | "goods.put"
  | "goods.receive"
  | "goods.count"
  | "goods.list"
  | "deposit.put"
  | "deposit.take"
  | "deposit.list";

/** Counted goods, or deposits of a house, that a list reads at most. */
const readMax = 10_000;
const pageSize = 1_000;
const rowsDefault = 200;

/** All entities of a kind, page by page, at most `readMax`. */
const all = async <K extends "goods" | "deposit">({ store }: House, kind: K) => {
  const rows: Awaited<ReturnType<typeof store.list<K>>>[number][] = [];
  for (let after = ""; rows.length < readMax;) {
    const read = await store.list(kind, after, pageSize);
    rows.push(...read);
    const last = read.at(-1);
    if (last === undefined || read.length < pageSize) break;
    after = last.id;
  }
  return rows;
};

const goodsRow = (sku: string, file: GoodsFile, today: string) => {
  const { name, onHand, lowAt, sold, countedOn } = file;
  return {
    sku,
    name,
    onHand,
    ...(lowAt === undefined ? {} : { lowAt }),
    isLow: onHand < 0 || (lowAt !== undefined && onHand <= lowAt),
    soldThisMonth: sold[today.slice(0, 7)] ?? 0,
    soldLastMonth: sold[addMonths(`${today.slice(0, 7)}-01`, -1).slice(0, 7)] ?? 0,
    ...(countedOn === undefined ? {} : { countedOn }),
  };
};

/** With an account or a code that account's or that one; else the whole house's. */
const depositIds = async (
  house: House,
  by: { readonly account?: string; readonly code?: string },
): Promise<readonly string[]> => {
  if (by.account === undefined && by.code === undefined)
    return (await all(house, "deposit")).map(({ id }) => id);
  const view = await house.store.view(depositRoots(by));
  if (by.code !== undefined) return view.get("lookup", depositLookup(by.code))?.ids ?? [];
  return view.get("account", by.account ?? "")?.lots.map(({ source }) => source) ?? [];
};

const kept =
  ({ house }: Tools): Handlers<"deposit.list">["deposit.list"] =>
  async (by, caller: Caller) => {
    const context = contextOf(house, caller);
    const ids = await depositIds(house, by);
    const view = await house.store.view(ids.map((id) => ({ kind: "deposit", id })));
    const rows = ids.flatMap((deposit) => {
      const file = view.get("deposit", deposit);
      const account = file === undefined ? undefined : view.get("account", file.account);
      if (file === undefined || account === undefined) return [];
      const { asset: _asset, lot: _lot, ...shown } = file;
      const name = view.get("member", account.member)?.person.maskedName ?? "*";
      return [{ deposit, name, ...shown, ...leftOf(context, account, file) }];
    });
    const there = rows
      .filter(({ left }) => left > 0)
      .toSorted((one, other) => ((one.expiresOn ?? "9") < (other.expiresOn ?? "9") ? -1 : 1));
    return ok({ deposits: there.slice(0, rowsDefault) });
  };

export const tradeHandlers = (tools: Tools): Handlers<Names> => {
  const { house } = tools;
  return {
    "goods.put": plain(tools, "goods.put"),
    "goods.receive": plain(tools, "goods.receive"),
    "goods.count": plain(tools, "goods.count"),
    "goods.list": async ({ low = false, limit = rowsDefault }) => {
      const { businessDate } = house.momentAt(house.clock.nowMs());
      const rows = (await all(house, "goods"))
        .filter(({ entity }) => entity.withdrawn !== true)
        .map(({ id, entity }) => goodsRow(id, entity, businessDate))
        .filter(({ isLow }) => isLow || !low)
        .toSorted(
          (one, other) =>
            other.soldThisMonth - one.soldThisMonth || other.soldLastMonth - one.soldLastMonth,
        );
      return ok({ goods: rows.slice(0, limit) });
    },
    "deposit.put": plain(tools, "deposit.put"),
    "deposit.take": plain(tools, "deposit.take"),
    "deposit.list": kept(tools),
  };
};
