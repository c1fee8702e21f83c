// campaign.give: one gift for one occasion to one member, as an entry of its own with its voucher, its units and the
// message that tells of it. Whoever asks, a gift that is not due or was given is refused.
import type { DomainEvent } from "../../ledger/entry.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { type Result, err, ok } from "../../result.ts";
import { accountRoots, usableHolder } from "../account/access.ts";
import { createBook } from "../account/book.ts";
import type { BenefitUsed } from "../account/events.ts";
import type { Holder } from "../account/facts.ts";
import { accepted, type Context, type Decider, refused, type View } from "../contract.ts";
import { evolver, happened } from "../evolver.ts";
import { messageRoots, messageTo } from "../message/message.ts";
import { segmentFacts } from "../segment/facts.ts";
import type { Campaign, CampaignGift } from "./file.ts";
import { type Given, giveUnits, giveVoucher, nothing } from "./gift.ts";
import {
  type Asked,
  type CampaignDay,
  type Candidate,
  campaignDay,
  dueOccasions,
  isGiven,
  markOf,
  openOccasions,
} from "./occasions.ts";

export interface GiveGiftParams {
  readonly campaign: string;
  readonly account: string;
  readonly occasion: string;
  /** referral: the newcomer's account, whose joining is rewarded at `account` */
  readonly newcomer?: string;
  /** the member behind `account`, so that her postbox is loaded */
  readonly member: string;
}

type CampaignGiven = {
  type: "CampaignGiven";
  campaign: string;
  account: string;
  occasion: string;
  /** minor units: voucher and bonus money */
  cost: number;
};

const askedOf = (view: View, id: string): Asked | undefined => {
  const campaign = view.get("campaign", id);
  if (campaign === undefined) return undefined;
  const { segment } = campaign;
  return {
    id,
    campaign,
    segment: segment === undefined ? undefined : view.get("segment", segment),
  };
};

const candidate = (holder: Holder, context: Context): Candidate => ({
  ...holder,
  facts: () => segmentFacts(context, holder),
});

const dayOf = ({ campaign: { trigger } }: Asked, { moment }: Context): CampaignDay =>
  campaignDay(moment.businessDate, "leadDays" in trigger ? trigger.leadDays : 0);

/** The referrer is rewarded for a newcomer who is her own and has done her part, once. */
const referralRefusal = (
  asked: Asked,
  at: { readonly view: View; readonly context: Context; readonly holder: Holder },
  params: GiveGiftParams,
): Refusal | undefined => {
  const { view, context, holder } = at;
  const newcomer = usableHolder(view, params.newcomer ?? "");
  if (!newcomer.ok) return newcomer.error;
  const { member, account } = newcomer.value;
  const isDue =
    asked.campaign.trigger.kind === "referral" &&
    member.referrer === holder.account.member &&
    params.occasion === account.member &&
    !isGiven(holder.account, asked.id, params.occasion) &&
    dueOccasions(asked, candidate(newcomer.value, context), dayOf(asked, context)).length > 0;
  return isDue ? undefined : refusal("benefit.not_due", { campaign: asked.id });
};

const dueRefusal = (
  asked: Asked | undefined,
  at: { readonly view: View; readonly context: Context; readonly holder: Holder },
  params: GiveGiftParams,
): Result<Asked, Refusal> => {
  if (asked === undefined) return err(refusal("not_found", { campaign: params.campaign }));
  const { stock, given } = asked.campaign;
  if (stock !== undefined && given >= stock) return err(refusal("stock.empty", { left: 0 }));
  if (params.newcomer !== undefined) {
    const no = referralRefusal(asked, at, params);
    return no === undefined ? ok(asked) : err(no);
  }
  const open = openOccasions(asked, candidate(at.holder, at.context), dayOf(asked, at.context));
  return open.includes(params.occasion)
    ? ok(asked)
    : err(refusal("benefit.not_due", { campaign: asked.id }));
};

/** A referral rewards the referrer; the newcomer herself gets what is meant for her, or nothing. */
const giftFor = (
  { trigger, gift, friend }: Campaign,
  { newcomer }: GiveGiftParams,
): CampaignGift | undefined =>
  trigger.kind === "referral" && newcomer === undefined ? friend : gift;

/** → `{campaign, account, coupon?, code?, told}` */
export const giveGift: Decider<GiveGiftParams> = {
  roots: ({ campaign, account, newcomer, member }) => [
    { kind: "campaign", id: campaign },
    ...accountRoots(account),
    ...(newcomer === undefined ? [] : accountRoots(newcomer)),
    ...messageRoots(member),
  ],
  decide: (params, view, context) => {
    const holder = usableHolder(view, params.account);
    if (!holder.ok) return refused(holder.error);
    const asked = askedOf(view, params.campaign);
    const due = dueRefusal(asked, { view, context, holder: holder.value }, params);
    if (!due.ok) return refused(due.error);
    const { id, campaign } = due.value;
    const { account, occasion } = params;
    const book = createBook(account, holder.value.account);
    const used = { type: "BenefitUsed", account, code: markOf(id), period: occasion } as const;
    book.happen([happened<BenefitUsed>(used)]);
    const gift = giftFor(campaign, params);
    const bonus = giveUnits(book, context, { units: gift?.units, rule: markOf(id) });
    const at = { account, name: campaign.name, campaign: id };
    const given = gift?.coupon === undefined ? nothing : giveVoucher(context, at, gift.coupon);
    const cost = bonus + given.cost;
    const told = gift === undefined ? [] : telling(view, context, { campaign, params, given });
    return accepted({
      events: [
        ...book.events,
        ...given.events,
        happened<CampaignGiven>({ type: "CampaignGiven", campaign: id, account, occasion, cost }),
        ...told,
      ],
      lines: [...book.lines, ...given.lines],
      member: holder.value.account.member,
      account,
      result: {
        campaign: id,
        account,
        told: told.length > 0,
        ...(given.voucher === undefined
          ? {}
          : { coupon: given.voucher.coupon, code: given.voucher.code }),
      },
    });
  },
};

/** No consent or too many letters this week: the gift is given all the same. */
const telling = (
  view: View,
  context: Context,
  of: { readonly campaign: Campaign; readonly params: GiveGiftParams; readonly given: Given },
): readonly DomainEvent[] => {
  const { template } = of.campaign;
  if (template === undefined) return [];
  const { voucher } = of.given;
  const gift =
    voucher === undefined
      ? {}
      : {
          gift: {
            code: voucher.code,
            value: voucher.value,
            ...(voucher.until === undefined ? {} : { until: voucher.until }),
          },
        };
  const told = messageTo(view, context, { template, member: of.params.member, ...gift });
  return told.ok ? told.value.events : [];
};

export const campaignGiveEvolvers = {
  CampaignGiven: evolver<CampaignGiven>((draft, { campaign: id, cost }) => {
    const campaign = draft.get("campaign", id);
    if (campaign === undefined) return;
    const { given, cost: before } = campaign;
    draft.put("campaign", id, { ...campaign, given: given + 1, cost: before + cost });
  }),
};
