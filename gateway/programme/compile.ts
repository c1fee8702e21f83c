// A programme file made ready for questions: indexes over assets, cards, tiers and rules. Checks nothing.
import { isBillRule } from "./discounts.ts";
import type {
  AssetTerms,
  CardTerms,
  PassTerms,
  ProgrammeFile,
  Rule,
  Stage,
  TierTerms,
} from "./format.ts";

export interface Programme {
  readonly id: string;
  readonly version: number;
  readonly currency: string;
  readonly timeZone: string;
  readonly file: ProgrammeFile;
  asset(id: string): AssetTerms | undefined;
  cardType(type: string): CardTerms | undefined;
  /** the card type whose tier this is: the type follows the tier */
  cardTypeOfTier(tier: string): CardTerms | undefined;
  tier(id: string): TierTerms | undefined;
  pass(id: string): PassTerms | undefined;
  /** in file order */
  rulesAt(stage: Stage): readonly Rule[];
  /** discounts decided line by line, and those of the whole bill; in file order */
  readonly lineDiscounts: readonly Rule[];
  readonly billDiscounts: readonly Rule[];
  /** the first asset of kind money, what `topUp` fills and `stored` pays from */
  readonly storedAsset: AssetTerms | undefined;
  readonly pointsAssets: readonly AssetTerms[];
  /** points and progress: what an earn rule can give */
  readonly earnedAssets: readonly AssetTerms[];
  /** by rank, lowest first */
  readonly tiers: readonly TierTerms[];
}

const indexed = <T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, T> =>
  new Map(items.toReversed().map((item) => [key(item), item]));

/** The file must have passed `parseProgramme`, or come from a gateway that did it. */
export const compileProgramme = (file: ProgrammeFile): Programme => {
  const assets = indexed(file.assets, (asset) => asset.id);
  const cards = indexed(file.cards, (card) => card.type);
  const cardsByTier = indexed(file.cards, (card) => card.tier ?? "");
  const tiers = indexed(file.tiers ?? [], (tier) => tier.id);
  const rulesByStage = Map.groupBy(file.rules, (rule) => rule.at);
  const discounts = rulesByStage.get("discount") ?? [];
  return {
    id: file.id,
    version: file.version,
    currency: file.currency,
    timeZone: file.timezone,
    file,
    asset: (id) => assets.get(id),
    cardType: (type) => cards.get(type),
    cardTypeOfTier: (tier) => cardsByTier.get(tier),
    tier: (id) => tiers.get(id),
    pass: (id) => (Object.hasOwn(file.passes ?? {}, id) ? file.passes?.[id] : undefined),
    rulesAt: (stage) => rulesByStage.get(stage) ?? [],
    lineDiscounts: discounts.filter((rule) => !isBillRule(rule)),
    billDiscounts: discounts.filter(isBillRule),
    storedAsset: file.assets.find((asset) => asset.kind === "money"),
    pointsAssets: file.assets.filter((asset) => asset.kind === "points"),
    earnedAssets: file.assets.filter(({ kind }) => kind === "points" || kind === "progress"),
    tiers: (file.tiers ?? []).toSorted((left, right) => left.rank - right.rank),
  };
};
