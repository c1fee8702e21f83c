// The owner's catalogue: what a reward of the programme is made of, its price in points and how many are left.
// Without a row here a reward has no number, and a rule that asks for `stock` finds none.
import { refusal } from "../../refusals.ts";
import { rewards } from "../../programme/terms.ts";
import type { DomainEvent } from "../../ledger/entry.ts";
import { accepted, type Decider, type Ref, refused, type View } from "../contract.ts";
import { evolver, happened } from "../evolver.ts";

/** One thing of the catalogue; `choice` absent: the reward itself. */
export interface Gift {
  readonly reward: string;
  readonly choice?: string;
  readonly name?: string;
  /** price of one, units of the reward's asset */
  readonly points?: number;
  /** absent: without number */
  readonly left?: number;
  /** for some days, to so many, at another price */
  readonly flash?: Flash;
}

/** Business days, both included. */
export type Flash = {
  readonly from: string;
  readonly to: string;
  readonly points: number;
  readonly left: number;
};

export interface PutGiftParams extends Omit<Gift, "left" | "flash"> {
  /** null: without number again */
  readonly left?: number | null;
  /** null: no more */
  readonly flash?: Flash | null;
  /** true: no longer in the catalogue */
  readonly withdrawn?: boolean;
}

type GiftPut = { type: "GiftPut"; gift: Gift };
type GiftWithdrawn = { type: "GiftWithdrawn"; reward: string; choice?: string };
type GiftTaken = {
  type: "GiftTaken";
  reward: string;
  choice?: string;
  quantity: number;
  /** at the price and out of the number of those days */
  flash?: true;
};

type Named = Pick<Gift, "reward" | "choice">;

const giftPrefix = "gift:";

const giftId = ({ reward, choice }: Named): string =>
  choice === undefined ? `${giftPrefix}${reward}` : `${giftPrefix}${reward}:${choice}`;

/** Rows a redemption may count down: the choice's own, and the reward's. */
export const giftRoots = (named: Named): readonly Ref[] =>
  [named, { reward: named.reward }].map((one) => ({ kind: "setting", id: giftId(one) }));

const giftIn = (view: View, named: Named): Gift | undefined => {
  const row = view.get("setting", giftId(named));
  return typeof row?.["reward"] === "string" ? (row as unknown as Gift) : undefined;
};

/** As it stands on a day: in its days a flash has its own price, and no more than its own number. */
export const giftOn = (gift: Gift, on: string): Gift => {
  const { flash } = gift;
  if (flash === undefined || on < flash.from || on > flash.to || flash.left === 0) return gift;
  const left = Math.min(flash.left, gift.left ?? flash.left);
  return { ...gift, points: flash.points, left };
};

/** The row that counts for a redemption on a day: the choice's, else the reward's. */
export const giftOf = (view: View, named: Named, on: string): Gift | undefined => {
  const gift = giftIn(view, named) ?? giftIn(view, { reward: named.reward });
  return gift === undefined ? undefined : giftOn(gift, on);
};

/** A gift row among the store's settings, for lists. */
export const asGift = (id: string, row: object): Gift | undefined =>
  id.startsWith(giftPrefix) && "reward" in row ? (row as Gift) : undefined;

/** `gift` as of the day it is taken. */
export const takeGift = (
  { reward, choice, left, points, flash }: Gift,
  quantity: number,
): readonly DomainEvent[] =>
  left === undefined
    ? []
    : [
        happened<GiftTaken>({
          type: "GiftTaken",
          reward,
          quantity,
          ...(choice === undefined ? {} : { choice }),
          ...(flash !== undefined && points === flash.points ? { flash: true } : {}),
        }),
      ];

/** → `{reward, choice?, name?, points?, left?}`; members left out stay as they were */
export const putGift: Decider<PutGiftParams> = {
  roots: (params) => [{ kind: "setting", id: giftId(params) }],
  decide: ({ withdrawn, left, flash, ...params }, view, { programme }) => {
    if (!rewards(programme).some(({ reward }) => reward === params.reward))
      return refused(refusal("not_found", { reward: params.reward }));
    const { reward, choice } = params;
    const named = { reward, ...(choice === undefined ? {} : { choice }) };
    if (withdrawn === true) {
      const event = happened<GiftWithdrawn>({ type: "GiftWithdrawn", ...named });
      return accepted({ events: [event], lines: [], result: { ...named, withdrawn } });
    }
    const { left: before, flash: running, ...kept }: Gift = giftIn(view, named) ?? named;
    const now = left === undefined ? before : (left ?? undefined);
    const days = flash === undefined ? running : (flash ?? undefined);
    if (days !== undefined && days.to < days.from)
      return refused(refusal("not_permitted", { why: "date" }));
    const gift: Gift = {
      ...kept,
      ...params,
      ...(now === undefined ? {} : { left: now }),
      ...(days === undefined ? {} : { flash: { ...days } }),
    };
    const event = happened<GiftPut>({ type: "GiftPut", gift });
    return accepted({ events: [event], lines: [], result: { ...gift } });
  },
};

export const giftEvolvers = {
  GiftPut: evolver<GiftPut>((draft, { gift }) => draft.put("setting", giftId(gift), { ...gift })),
  GiftWithdrawn: evolver<GiftWithdrawn>((draft, named) => draft.put("setting", giftId(named), {})),
  GiftTaken: evolver<GiftTaken>((draft, { quantity, flash, reward, choice }) => {
    const named = { reward, ...(choice === undefined ? {} : { choice }) };
    const gift = giftIn(draft, named);
    if (gift === undefined) return;
    const days = gift.flash;
    draft.put("setting", giftId(named), {
      ...gift,
      ...(gift.left === undefined ? {} : { left: gift.left - quantity }),
      ...(days === undefined || flash !== true
        ? {}
        : { flash: { ...days, left: days.left - quantity } }),
    });
  }),
};
