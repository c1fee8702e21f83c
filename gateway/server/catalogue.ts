// What a page shows before anybody is recognised: the programme's goods, passes, rewards, cards in one language.
import { actsApart } from "../members/account/spend.ts";
import type { Programme } from "../programme/programme.ts";
import type { Words } from "../programme/format.ts";
import type { ResultOf } from "../protocol/operations.ts";

type Info = ResultOf<"store.info">;
export type Catalogue = Pick<
  Info,
  | "assets"
  | "offline"
  | "cards"
  | "tiers"
  | "venues"
  | "goods"
  | "passes"
  | "rewards"
  | "tenders"
  | "topUps"
> & { readonly programme: Info["programme"] };

/** Presets of a top-up pad where the programme names none, in minor units. */
const topUpPresets = [10_000, 20_000, 50_000, 100_000, 300_000, 500_000];
const counterTenders = ["cash", "wechat", "alipay", "bank"];

const saidIn = (words: Words | undefined, lang: string, otherwise: string): string => {
  if (words === undefined) return otherwise;
  if (typeof words === "string") return words;
  return lang.startsWith("zh") ? words.zh : (words.en ?? words.zh);
};

export const catalogueOf = (programme: Programme, lang: string): Catalogue => {
  const { file } = programme;
  const said = (words: Words | undefined, otherwise: string) => saidIn(words, lang, otherwise);
  return {
    programme: { id: file.id, version: file.version, name: said(file.name, file.id) },
    assets: file.assets.map(({ id, kind, name }) => ({ id, kind, name: said(name, id) })),
    cards: file.cards.map(({ type, name, fee = 0, pin }) => ({
      type,
      name: said(name, type),
      fee,
      pin: pin === "required",
    })),
    tiers: (file.tiers ?? []).map(({ id, name }) => ({ id, name: said(name, id) })),
    venues: Object.entries(file.venues ?? {}).map(([id, name]) => ({ id, name: said(name, id) })),
    goods: (file.goods ?? []).map(({ sku, venue, name, price, tags }) => ({
      sku,
      venue,
      name: said(name, sku),
      list: price,
      ...(tags === undefined ? {} : { tags: [...tags] }),
    })),
    passes: Object.entries(file.passes ?? {}).map(([pass, terms]) => ({
      pass,
      name: said(terms.name, pass),
      asset: terms.asset,
      quantity: terms.quantity,
      price: terms.price,
      ...(terms.validity === undefined ? {} : { validity: terms.validity }),
    })),
    rewards: rewardsOf(programme, lang),
    tenders: tendersOf(programme),
    ...signInOf(programme),
    ...pointsPayOf(programme),
    ...offlineOf(programme),
    topUps: topUpPresetsOf(programme),
  };
};

export const topUpPresetsOf = (programme: Programme): number[] =>
  topUpPresets.filter((amount) => amount >= (programme.storedAsset?.minTopup ?? 0));

/** What points are worth at the till; a rule that asks for more than the holder's proof is no promise to all. */
const pointsPayOf = (programme: Programme): Pick<Info, "pointsPay"> => {
  const rule = programme
    .rulesAt("points_pay")
    .find(({ when = {} }) => Object.keys(when).every((fact) => fact === "authenticated"));
  const { spend } = rule?.then ?? {};
  if (spend?.for?.amount === undefined || spend.qty <= 0) return {};
  const cite = rule?.cite === undefined ? {} : { cite: rule.cite };
  const { asset, qty: points } = spend;
  return { pointsPay: { asset, points, amount: spend.for.amount, ...cite } };
};

/** What the daily sign-in brings everybody; a rule for some only is no promise to all. */
const signInOf = (programme: Programme): Pick<Info, "signIn"> => {
  const rule = programme.rulesAt("arrival").find(({ then }) => then.grant !== undefined);
  const { grant } = rule?.then ?? {};
  if (grant === undefined) return {};
  const cite = rule?.cite === undefined ? {} : { cite: rule.cite };
  return { signIn: { asset: grant.asset, quantity: grant.qty, ...cite } };
};

/** What may be done on trust while head office is away, and up to where, as far as the programme bounds it. */
const offlineOf = (programme: Programme): Pick<Info, "offline"> => {
  const { perCardSpend, perDeviceSpend } = programme.file.offline ?? {};
  return {
    offline: {
      allow: [...actsApart(programme)],
      ...(perCardSpend === undefined ? {} : { perCardSpend }),
      ...(perDeviceSpend === undefined ? {} : { perDeviceSpend }),
    },
  };
};

const rewardsOf = (programme: Programme, lang: string): Info["rewards"] =>
  programme.rulesAt("redeem").flatMap(({ then: { spend } }) => {
    if (spend === undefined) return [];
    const { grant, reward, name, sku, nights, quantity } = spend.for ?? {};
    const id = grant ?? reward;
    if (id === undefined) return [];
    return [
      {
        reward: id,
        name: saidIn(name ?? programme.asset(id)?.name, lang, id),
        asset: spend.asset,
        ...(spend.qty > 0 ? { points: spend.qty } : {}),
        ...(grant === undefined
          ? {}
          : { grants: { asset: grant, quantity: nights ?? quantity ?? 1 } }),
        ...(sku === undefined ? {} : { choices: [...sku] }),
      },
    ];
  });

/** What a counter can take: the programme's order, without what is value of the member herself. */
const tendersOf = (programme: Programme): string[] => {
  const own = new Set(["voucher", ...programme.file.assets.map(({ id }) => id)]);
  const named = programme.rulesAt("tender").flatMap(({ then }) => then.tender?.order ?? []);
  return [...new Set([...named.filter((type) => !own.has(type)), ...counterTenders])];
};

/** The programme's name of anything that has one: assets, cards, passes, rewards, venues, goods. */
export const nameIn =
  (programme: Programme, lang: string) =>
  (id: string): string | undefined => {
    const { file } = programme;
    const reward = programme
      .rulesAt("redeem")
      .find(({ then }) => (then.spend?.for?.reward ?? then.spend?.for?.grant) === id);
    const words =
      programme.asset(id)?.name ??
      programme.cardType(id)?.name ??
      programme.pass(id)?.name ??
      programme.tier(id)?.name ??
      (Object.hasOwn(file.venues ?? {}, id) ? file.venues?.[id] : undefined) ??
      file.goods?.find(({ sku }) => sku === id)?.name ??
      reward?.then.spend?.for?.name;
    return words === undefined ? undefined : saidIn(words, lang, id);
  };
