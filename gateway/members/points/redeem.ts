// points.redeem: points for a reward, under the programme's conditions of place and hour.
import type { RewardTerms } from "../../programme/contract.ts";
import type { AssetTerms } from "../../programme/format.ts";
import { rewardTerms } from "../../programme/terms.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { accountRoots, usableHolder } from "../account/access.ts";
import { type Book, createBook } from "../account/book.ts";
import { deniedBy } from "../account/denied.ts";
import { accountFacts, type Holder, timeFacts, whereOf } from "../account/facts.ts";
import { availableOf, balanceOf } from "../account/lots.ts";
import { draw, noteActivity, offlineRefusal } from "../account/spend.ts";
import { raisedTo } from "../account/tier.ts";
import { planGrants } from "../card/grants.ts";
import { type Gift, giftOf, giftRoots, takeGift } from "../gift/gift.ts";
import { isExpired } from "../card/recognise.ts";
import { accepted, type Context, type Decider, refused } from "../contract.ts";
import { must } from "../must.ts";
import { issueReceipt } from "../receipt.ts";

export interface RedeemParams {
  readonly account: string;
  readonly reward: string;
  readonly quantity?: number;
  /** for rewards priced by the owner's catalogue */
  readonly points?: number;
  readonly choice?: string;
  readonly where?: string;
}

/** A catalogue's price is for one; a clerk may name the whole where it has none. */
const priceOf = (params: RedeemParams, gift: Gift | undefined): { readonly points?: number } => {
  const { points = params.points } =
    gift?.points === undefined ? {} : { points: gift.points * (params.quantity ?? 1) };
  return points === undefined ? {} : { points };
};

const termsFor = (
  params: RedeemParams,
  at: { readonly holder: Holder; readonly gift: Gift | undefined },
  context: Context,
): RewardTerms | undefined =>
  rewardTerms(context.programme, params.reward, {
    quantity: params.quantity ?? 1,
    ...priceOf(params, at.gift),
    facts: {
      ...(at.gift?.left === undefined ? {} : { stock: at.gift.left }),
      ...accountFacts(context, at.holder),
      ...timeFacts(context),
      authenticated: true,
      where: whereOf(context, params.where),
      channel: whereOf(context, params.where),
    },
  });

const redeemRefusal = (
  params: RedeemParams,
  terms: RewardTerms,
  at: { readonly context: Context; readonly holder: Holder; readonly gift: Gift | undefined },
): Refusal | undefined => {
  const { context, holder, gift } = at;
  if (isExpired(holder.card, context.moment.businessDate)) return refusal("card.expired");
  const act = terms.grant === undefined ? "redeem_gift" : "spend_points";
  const offline = offlineRefusal(context, act);
  if (offline !== undefined) return offline;
  if (terms.denied !== undefined) return deniedBy(terms.denied);
  if (gift?.left !== undefined && gift.left < (params.quantity ?? 1))
    return refusal("stock.empty", { reward: params.reward, left: gift.left });
  if (terms.spend.quantity <= 0) return refusal("amount.out_of_range");
  const { choices } = terms;
  return params.choice !== undefined && choices !== undefined && !choices.includes(params.choice)
    ? refusal("not_permitted", { choice: params.choice, choices })
    : undefined;
};

/** Where the programme clears the whole balance, the rest lapses with the redemption. */
const clearRest = (book: Book, context: Context, asset: AssetTerms): void => {
  const from = { asset: asset.id, on: context.moment.businessDate };
  const rest = Math.max(0, balanceOf(context, book.account, from));
  if (draw(book, context, { asset, amount: rest }).ok) {
    book.post([{ account: "house:expired", unit: asset.id, amount: -rest }]);
  }
};

/** The tier a reward buys, `for: {reward, tier, period?}` in the programme's rule. */
const tierBought = (
  context: Context,
  terms: RewardTerms,
): { readonly to: string; readonly for?: string; readonly rule: string } | undefined => {
  const rule = context.programme.rulesAt("redeem").find(({ id }) => id === terms.rule);
  const bought = rule?.then.spend?.for;
  const [to, period] = [bought?.["tier"], bought?.["period"]];
  if (typeof to !== "string") return undefined;
  return { to, rule: terms.rule, ...(typeof period === "string" ? { for: period } : {}) };
};

/** Raises the account to the tier a reward buys; refuses one that is no rise. */
const buyTier = (book: Book, context: Context, terms: RewardTerms): Refusal | undefined => {
  const bought = tierBought(context, terms);
  if (bought === undefined) return undefined;
  const rise = raisedTo(context, book, bought);
  book.happen(rise);
  return rise.length === 0 ? refusal("not_permitted", { tier: bought.to }) : undefined;
};

const grant = (book: Book, context: Context, terms: RewardTerms): void => {
  if (terms.grant === undefined) return;
  const { rule } = terms;
  planGrants(book, context, { grants: [{ ...terms.grant, rule }], source: "redeemed" });
};

/** → `{spent, granted: {asset or reward, quantity, choice?}, available, receipt}` */
export const redeem: Decider<RedeemParams> = {
  roots: (params) => [...accountRoots(params.account), ...giftRoots(params)],
  decide: (params, view, context) => {
    const holder = usableHolder(view, params.account);
    if (!holder.ok) return refused(holder.error);
    const gift = giftOf(view, params, context.moment.businessDate);
    const terms = termsFor(params, { holder: holder.value, gift }, context);
    if (terms === undefined) return refused(refusal("not_found", { reward: params.reward }));
    const no = redeemRefusal(params, terms, { context, holder: holder.value, gift });
    if (no !== undefined) return refused(no);
    const book = createBook(params.account, holder.value.account);
    if (gift !== undefined) book.happen(takeGift(gift, params.quantity ?? 1));
    const asset = must(context.programme.asset(terms.spend.asset), "asset of a reward");
    const from = { asset: asset.id, when: context.moment };
    const before = availableOf(context, book.account, from);
    const spent = draw(book, context, { asset, amount: terms.spend.quantity });
    if (!spent.ok) return refused(spent.error);
    book.post([{ account: "house:redeemed", unit: asset.id, amount: -terms.spend.quantity }]);
    if (terms.spend.clears === "all") clearRest(book, context, asset);
    noteActivity(book, context, { asset, what: "redeem" });
    grant(book, context, terms);
    const noRise = buyTier(book, context, terms);
    if (noRise !== undefined) return refused(noRise);
    const available = availableOf(context, book.account, from);
    const quantity = terms.grant?.quantity ?? params.quantity ?? 1;
    const receipt = issueReceipt(view, context, {
      kind: "redeem",
      account: params.account,
      rows: [
        {
          label: "reward",
          text: params.reward,
          amount: { value: quantity, unit: params.reward },
        },
        {
          label: "points",
          amount: { value: -terms.spend.quantity, unit: asset.id },
          before,
          after: available,
          ...(terms.cite === undefined ? {} : { cite: terms.cite }),
        },
      ],
    });
    return accepted({
      events: [...book.events, ...receipt.events],
      lines: book.lines,
      member: holder.value.account.member,
      account: params.account,
      receipt: receipt.facts,
      result: {
        spent: terms.spend.quantity,
        granted: {
          ...(terms.grant === undefined ? { reward: params.reward } : { asset: terms.grant.asset }),
          quantity,
          ...(params.choice === undefined ? {} : { choice: params.choice }),
        },
        available,
        receipt: receipt.facts.receipt,
      },
    });
  },
};
