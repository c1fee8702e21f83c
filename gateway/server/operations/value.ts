// account.*, hold.*, points.*, pool.*, pass.*, coupon.*, tab.*, invoice.*: mostly straight to the decider.
import { accountRoots } from "../../members/account/access.ts";
import { topUpOffers } from "../../members/account/top-up-offers.ts";
import { accountView } from "../../members/account/view.ts";
import { couponIdOf, couponRoots, couponState } from "../../members/coupon/find.ts";
import { asGift, type Gift, giftOn } from "../../members/gift/gift.ts";
import { refusal } from "../../refusals.ts";
import { err, ok } from "../../result.ts";
import { topUpPresetsOf } from "../catalogue.ts";
import type { Handlers } from "../handler.ts";
import { type Tools, contextOf, plain, withoutKey } from "../tools.ts";

type Names =
  | "account.get"
  | "account.topUp"
  | "account.quoteTopUp"
  | "hold.place"
  | "hold.capture"
  | "hold.release"
  | "invoice.request"
  | "tab.settle"
  | "benefit.give"
  | "gift.put"
  | "gift.list"
  | "points.redeem"
  | "points.buy"
  | "points.transfer"
  | "pool.join"
  | "pool.leave"
  | "points.adjust"
  | "pass.sell"
  | "pass.punch"
  | "coupon.issue"
  | "coupon.get"
  | "coupon.void";

export const valueHandlers = (tools: Tools): Handlers<Names> => {
  const { house, execute, seal } = tools;
  return {
    "account.get": async ({ account }, caller) => {
      const view = await house.store.view([{ kind: "account", id: account }]);
      return accountView(view, account, contextOf(house, caller));
    },
    "account.quoteTopUp": async ({ account, amounts }, caller) => {
      const context = contextOf(house, caller);
      const view = await house.store.view(accountRoots(account));
      const asked = amounts ?? topUpPresetsOf(context.programme);
      const offers = topUpOffers(view, context, { account, amounts: asked });
      return offers.ok ? ok({ offers: offers.value }) : offers;
    },
    "account.topUp": plain(tools, "account.topUp"),
    "hold.place": plain(tools, "hold.place"),
    "hold.capture": plain(tools, "hold.capture"),
    "hold.release": plain(tools, "hold.release"),
    "tab.settle": plain(tools, "tab.settle"),
    "points.buy": plain(tools, "points.buy"),
    "benefit.give": plain(tools, "benefit.give"),
    "gift.put": plain(tools, "gift.put"),
    "gift.list": () => giftsToday(house),
    "points.transfer": plain(tools, "points.transfer"),
    "pool.join": plain(tools, "pool.join"),
    "pool.leave": plain(tools, "pool.leave"),
    "invoice.request": plain(tools, "invoice.request"),
    "points.redeem": (params, caller) => {
      const kiosk = caller.station.role === "kiosk";
      const sealed = { ...withoutKey(params), ...(kiosk ? { where: "kiosk" as const } : {}) };
      return execute("points.redeem", sealed, { params, caller });
    },
    "points.adjust": async (params, caller) => {
      const { approval, reason = "", ...rest } = withoutKey(params);
      const second = await seal.approval(approval);
      const sealed = { ...rest, reason, ...(second === undefined ? {} : { approval: second }) };
      return execute("points.adjust", sealed, { params, caller });
    },
    "pass.sell": plain(tools, "pass.sell"),
    "pass.punch": plain(tools, "pass.punch"),
    "coupon.issue": plain(tools, "coupon.issue"),
    "coupon.get": gotten(tools),
    "coupon.void": plain(tools, "coupon.void"),
  };
};

const gotten =
  ({ house }: Tools): Handlers<"coupon.get">["coupon.get"] =>
  async ({ coupon, code }, caller) => {
    const named = coupon ?? code ?? "";
    const view = await house.store.view(couponRoots(named));
    const id = couponIdOf(view, named);
    const found = id === undefined ? undefined : view.get("coupon", id);
    if (id === undefined || found === undefined) return err(refusal("coupon.unknown"));
    const visit = house.visits.current(caller.station.station);
    const isHers = found.account !== undefined && visit?.account === found.account;
    if (caller.station.role === "kiosk" && !isHers)
      return err(refusal("not_permitted", { need: "visit" }));
    const { businessDate } = house.momentAt(house.clock.nowMs());
    const { value, used, forfeited, expiresOn, minSpend, campaign } = found;
    return ok({
      coupon: id,
      state: couponState(found, businessDate),
      value,
      ...(used === undefined ? {} : { used }),
      ...(forfeited === undefined ? {} : { forfeited }),
      ...(expiresOn === undefined ? {} : { expiresOn }),
      ...(minSpend === undefined ? {} : { minSpend }),
      ...(campaign === undefined ? {} : { campaign }),
      ...(caller.station.role === "kiosk" || found.account === undefined
        ? {}
        : { account: found.account }),
      ...(found.bearer === undefined ? {} : { bearer: found.bearer.how }),
    });
  };

const giftsToday = async (house: Tools["house"]) => {
  const { businessDate } = house.momentAt(house.clock.nowMs());
  const all = await giftsOf(house);
  return ok({ gifts: all.map((gift) => asShown(gift, businessDate)) });
};

/** With the price and number of today. */
const asShown = (gift: Gift, on: string): object => {
  const today = giftOn(gift, on);
  return today === gift || gift.points === undefined ? today : { ...today, regular: gift.points };
};

/** Settings are few: days, numbers, catalogue. */
const giftsOf = async ({ store }: Tools["house"]): Promise<readonly Gift[]> =>
  (await store.list("setting", "gift:", 1_000)).flatMap(
    ({ id, entity }) => asGift(id, entity) ?? [],
  );
