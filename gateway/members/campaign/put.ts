// campaign.put: enters, changes, starts and ends a campaign. What has been given under it stays; once it runs, its
// name, its trigger and what it gives stand, so that everybody got the same.
import { isDate } from "../../programme/dates.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { type Context, type Decider, type View, accepted, refused } from "../contract.ts";
import { evolver, happened } from "../evolver.ts";
import type { Campaign, CampaignGift } from "./file.ts";

export type PutCampaignParams = Omit<Campaign, "given" | "cost"> & {
  /** absent: a new one */
  readonly campaign?: string;
};

type CampaignPut = {
  type: "CampaignPut";
  campaign: string;
  file: Omit<Campaign, "given" | "cost">;
};

const givable = new Set(["points", "progress", "count", "money"]);

/** A gift must be something, of an asset that may be given. */
export const giftRefusal = (gift: CampaignGift, { programme }: Context): Refusal | undefined => {
  if (gift.coupon === undefined && gift.units === undefined)
    return refusal("amount.out_of_range", { at: "gift" });
  if (gift.units === undefined) return undefined;
  const asset = programme.asset(gift.units.asset);
  return asset !== undefined && givable.has(asset.kind)
    ? undefined
    : refusal("not_found", { asset: gift.units.asset });
};

/** Campaigns that began are only ended, renamed never. */
const changesStanding = (before: Campaign, now: Omit<Campaign, "given" | "cost">): boolean =>
  before.state !== "draft" &&
  (["name", "from", "trigger", "gift", "friend", "segment"] as const).some(
    (part) => JSON.stringify(before[part]) !== JSON.stringify(now[part]),
  );

const putRefusal = (
  params: PutCampaignParams,
  view: View,
  context: Context,
): Refusal | undefined => {
  const { from, to, segment, template, gift, friend, trigger } = params;
  if (!isDate(from) || (to !== undefined && (!isDate(to) || to < from)))
    return refusal("not_permitted", { why: "date" });
  if (segment !== undefined && view.get("segment", segment) === undefined)
    return refusal("not_found", { segment });
  if (template !== undefined && view.get("template", template)?.active !== true)
    return refusal("not_found", { template });
  if (friend !== undefined && trigger.kind !== "referral")
    return refusal("not_permitted", { why: "friend" });
  return (
    giftRefusal(gift, context) ?? (friend === undefined ? undefined : giftRefusal(friend, context))
  );
};

/** → `{campaign, state}` */
export const putCampaign: Decider<PutCampaignParams> = {
  roots: ({ campaign, segment, template }) => [
    ...(campaign === undefined ? [] : [{ kind: "campaign" as const, id: campaign }]),
    ...(segment === undefined ? [] : [{ kind: "segment" as const, id: segment }]),
    ...(template === undefined ? [] : [{ kind: "template" as const, id: template }]),
  ],
  decide: ({ campaign, ...file }, view, context) => {
    const before = campaign === undefined ? undefined : view.get("campaign", campaign);
    if (campaign !== undefined && before === undefined)
      return refused(refusal("not_found", { campaign }));
    if (before !== undefined && changesStanding(before, file))
      return refused(refusal("not_permitted", { why: "begun" }));
    if (before?.state === "ended") return refused(refusal("not_permitted", { why: "ended" }));
    const no = putRefusal({ ...file }, view, context);
    if (no !== undefined) return refused(no);
    const id = campaign ?? context.newId("cmp");
    return accepted({
      events: [happened<CampaignPut>({ type: "CampaignPut", campaign: id, file })],
      lines: [],
      result: { campaign: id, state: file.state },
    });
  },
};

export const campaignPutEvolvers = {
  CampaignPut: evolver<CampaignPut>((draft, { campaign, file }) => {
    const { given = 0, cost = 0 } = draft.get("campaign", campaign) ?? {};
    draft.put("campaign", campaign, { ...file, given, cost });
  }),
};
