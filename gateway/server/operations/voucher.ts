// voucher.*: bearer vouchers. The list shows what is owed to their holders and no code that could be used.
import { couponState } from "../../members/coupon/find.ts";
import type { Coupon } from "../../members/coupon/file.ts";
import { ok } from "../../result.ts";
import { bearerVouchers } from "../bearer-vouchers.ts";
import type { Handlers } from "../handler.ts";
import { plain, type Tools, withoutKey } from "../tools.ts";

type Names = "voucher.sell" | "voucher.hand" | "voucher.takeBack" | "voucher.list";
type Sum = { count: number; amount: number };

const rowsDefault = 50;
/** Signs of a code that are shown: enough to find the paper by, too few to spend it. */
const shownSigns = 4;

const rowOf = (coupon: string, file: Coupon, on: string) => ({
  coupon,
  code: file.code.slice(-shownSigns),
  value: file.value,
  state: couponState(file, on),
  how: file.bearer?.how ?? ("handed" as const),
  on: file.bearer?.on ?? "",
  expiresOn: file.expiresOn ?? null,
});

export const voucherHandlers = (tools: Tools): Handlers<Names> => {
  const { house, execute, seal } = tools;
  /** A second person, where one was named. */
  const second = async (given: Parameters<typeof seal.approval>[0]) => {
    const approval = await seal.approval(given);
    return approval === undefined ? {} : { approval };
  };
  return {
    "voucher.sell": plain(tools, "voucher.sell"),
    "voucher.hand": async (params, caller) => {
      const { approval, ...rest } = withoutKey(params);
      const sealed = { ...rest, ...(await second(approval)) };
      return execute("voucher.hand", sealed as never, { params, caller });
    },
    "voucher.takeBack": async (params, caller) => {
      const { approval, ...rest } = withoutKey(params);
      const sealed = { ...rest, ...(await second(approval)) };
      return execute("voucher.takeBack", sealed as never, { params, caller });
    },
    "voucher.list": async ({ filter = {}, cursor, limit = rowsDefault }) => {
      const { businessDate } = house.momentAt(house.clock.nowMs());
      const none = (): Sum => ({ count: 0, amount: 0 });
      const totals = { open: none(), used: none(), expired: none(), void: none() };
      const rows: ReturnType<typeof rowOf>[] = [];
      for await (const { id, entity } of bearerVouchers(house.store)) {
        const row = rowOf(id, entity, businessDate);
        totals[row.state].count += 1;
        totals[row.state].amount += row.value;
        const isAsked =
          (filter.state === undefined || filter.state === row.state) &&
          (filter.how === undefined || filter.how === row.how) &&
          (cursor === undefined || id < cursor);
        if (isAsked) rows.push(row);
      }
      const shown = rows.toReversed().slice(0, limit);
      const last = shown.at(-1)?.coupon;
      return ok({
        vouchers: shown,
        totals,
        ...(rows.length > limit && last !== undefined ? { cursor: last } : {}),
      });
    },
  };
};
