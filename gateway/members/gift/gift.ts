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
}

export interface PutGiftParams extends Omit<Gift, "left"> {
  /** null: without number again */
  readonly left?: number | null;
  /** true: no longer in the catalogue */
  readonly withdrawn?: boolean;
}

type GiftPut = { type: "GiftPut"; gift: Gift };
type GiftWithdrawn = { type: "GiftWithdrawn"; reward: string; choice?: string };
type GiftTaken = { type: "GiftTaken"; reward: string; choice?: string; quantity: number };

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

/** The row that counts for a redemption: the choice's, else the reward's. */
export const giftOf = (view: View, named: Named): Gift | undefined =>
  giftIn(view, named) ?? giftIn(view, { reward: named.reward });

/** A gift row among the store's settings, for lists. */
export const asGift = (id: string, row: object): Gift | undefined =>
  id.startsWith(giftPrefix) && "reward" in row ? (row as Gift) : undefined;

export const takeGift = (
  { reward, choice, left }: Gift,
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
        }),
      ];

/** → `{reward, choice?, name?, points?, left?}`; members left out stay as they were */
export const putGift: Decider<PutGiftParams> = {
  roots: (params) => [{ kind: "setting", id: giftId(params) }],
  decide: ({ withdrawn, left, ...params }, view, { programme }) => {
    if (!rewards(programme).some(({ reward }) => reward === params.reward))
      return refused(refusal("not_found", { reward: params.reward }));
    const { reward, choice } = params;
    const named = { reward, ...(choice === undefined ? {} : { choice }) };
    if (withdrawn === true) {
      const event = happened<GiftWithdrawn>({ type: "GiftWithdrawn", ...named });
      return accepted({ events: [event], lines: [], result: { ...named, withdrawn } });
    }
    const { left: before, ...kept }: Gift = giftIn(view, named) ?? named;
    const now = left === undefined ? before : (left ?? undefined);
    const gift: Gift = { ...kept, ...params, ...(now === undefined ? {} : { left: now }) };
    const event = happened<GiftPut>({ type: "GiftPut", gift });
    return accepted({ events: [event], lines: [], result: { ...gift } });
  },
};

export const giftEvolvers = {
  GiftPut: evolver<GiftPut>((draft, { gift }) => draft.put("setting", giftId(gift), { ...gift })),
  GiftWithdrawn: evolver<GiftWithdrawn>((draft, named) => draft.put("setting", giftId(named), {})),
  GiftTaken: evolver<GiftTaken>((draft, { quantity, ...named }) => {
    const gift = giftIn(draft, named);
    if (gift?.left === undefined) return;
    draft.put("setting", giftId(named), { ...gift, left: gift.left - quantity });
  }),
};
