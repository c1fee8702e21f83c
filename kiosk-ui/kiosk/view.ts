// What a screen gets to draw: the visit, the store, words, and the one way to say what was touched.
import type { TemplateResult } from "lit";
import type { KioskEvent } from "../charts/kiosk/events.ts";
import type { Gift, Info, VisitContext, Wanted } from "../charts/kiosk/visit.ts";
import type { Say } from "../words/kiosk.ts";

/** The time as a guest reads it, in her language and the store's place. */
export interface ClockFace {
  readonly time: string;
  readonly day: string;
  readonly weekday: string;
  readonly hour: number;
}

export interface View {
  readonly visit: VisitContext;
  readonly info: Info | undefined;
  readonly say: Say;
  readonly language: string;
  readonly clock: ClockFace;
  /** ready: armed and listening; waiting: not yet; away: the device is not there */
  readonly reader: "ready" | "waiting" | "away";
  readonly headOffice: Info["headOffice"];
  /** of the house's own printer here: known before the guest begins */
  readonly paper: "ok" | "low" | "out";
  /** this kiosk can speak */
  readonly speaks: boolean;
  /** the house's name; as it was last known until the gateway has told it */
  readonly house: string | undefined;
  /** the house's own, as the address of a picture; without one it signs with its seal */
  readonly logo: string | undefined;
  readonly send: (event: KioskEvent) => void;
  /** makes the key of an intent at the moment the guest confirms it */
  readonly confirm: () => void;
}

export type Screen = (view: View) => TemplateResult;

interface Calendar {
  readonly day: Intl.DateTimeFormat;
  readonly weekday: Intl.DateTimeFormat;
}

/** Making one takes longer than all it will ever say. */
const calendars = new Map<string, Calendar>();

const calendarIn = (language: string): Calendar => {
  const known = calendars.get(language);
  if (known !== undefined) return known;
  // Digits stay Latin in every script, as on the receipt.
  const locale = `${language}-u-nu-latn`;
  const made = {
    day: new Intl.DateTimeFormat(locale, { month: "long", day: "numeric" }),
    weekday: new Intl.DateTimeFormat(locale, { weekday: "long" }),
  };
  calendars.set(language, made);
  return made;
};

/** `19:26`. Not by the date's own text: it names the time zone, for which the browser wakes all of Intl. */
export const timeOf = (now: Date): string =>
  [now.getHours(), now.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");

export const clockOf = (now: Date, language: string): ClockFace => {
  const { day, weekday } = calendarIn(language);
  return {
    time: timeOf(now),
    day: day.format(now),
    weekday: weekday.format(now),
    hour: now.getHours(),
  };
};

/** A name in Han stands upright beside its seal; asked without Unicode's tables, which take long to wake. */
export const isUpright = (name: string): boolean => /[\u3400-\u9fff]/.test(name);

/** 「还剩 7 次」 in two halves, for a figure of another size between them (without the marks that isolate a value). */
export const aroundCount = (say: Say): readonly [before: string, after: string] => {
  const [before = "", after = ""] = say("left", { count: "|" })
    .replaceAll(/[\u2066\u2069]/g, "")
    .split("|");
  return [before, after];
};

/** `123456` minor units → whole and cents, for two sizes of type. */
export const moneyParts = (minor: number): readonly [whole: string, cents: string] => [
  Math.trunc(minor / 100).toLocaleString("en-US"),
  `.${String(Math.abs(minor) % 100).padStart(2, "0")}`,
];

export const moneyText = (minor: number): string => moneyParts(minor).join("");

export const countText = (count: number): string => count.toLocaleString("en-US");

/** The name of an asset, pass or reward in the guest's language; the id where the programme gave none. */
export const assetName = ({ info }: View, asset: string): string =>
  info?.assets.find((one) => one.id === asset)?.name ?? asset;

export const passName = (view: View, asset: string): string =>
  view.info?.passes.find((one) => one.asset === asset)?.name ?? assetName(view, asset);

/** Count assets the guest holds or once held, with what a whole card holds. */
export const punchCards = (
  view: View,
): readonly {
  readonly asset: string;
  readonly left: number;
  readonly whole: number;
  readonly until?: string;
}[] =>
  (view.info?.assets ?? [])
    .filter(({ kind }) => kind === "count")
    .flatMap(({ id }) => {
      const held = view.visit.account?.assets[id];
      if (held === undefined || (held.available === 0 && held.lots.length === 0)) return [];
      const pass = view.info?.passes.find((one) => one.asset === id);
      const whole = Math.max(pass?.quantity ?? held.available, held.available);
      const until = held.lots[0]?.expiresOn;
      return [
        { asset: id, left: held.available, whole, ...(until === undefined ? {} : { until }) },
      ];
    });

/** Stored value: the asset and what may be spent of it, minor units. */
export const moneyOf = (
  view: View,
): { readonly asset: string; readonly available: number } | undefined => {
  const asset = view.info?.assets.find(({ kind }) => kind === "money")?.id;
  return asset === undefined
    ? undefined
    : { asset, available: view.visit.account?.assets[asset]?.available ?? 0 };
};

/** The points asset and what may be spent of it. */
export const pointsOf = (
  view: View,
): { readonly asset: string; readonly available: number } | undefined => {
  const asset = view.info?.assets.find(({ kind }) => kind === "points")?.id;
  return asset === undefined
    ? undefined
    : { asset, available: view.visit.account?.assets[asset]?.available ?? 0 };
};

/** What points pay at the till, minor units; undefined where they pay nothing there. */
export const worthOf = (view: View): number | undefined => {
  const pay = view.info?.pointsPay;
  const held = pointsOf(view);
  return pay === undefined || held === undefined || pay.asset !== held.asset
    ? undefined
    : Math.floor(held.available / pay.points) * pay.amount || undefined;
};

/** More of one thing than this is settled at the desk. */
const atOnceMax = 9;

interface Offer extends Wanted {
  readonly name: string;
  /** points that are missing for one; 0: it can be had */
  readonly short: number;
  /** how many there are; absent: without number */
  readonly left?: number;
  /** it is not given while head office is away, as now */
  readonly waits: boolean;
}

/** What the programme lets be done now: while head office is away not everything. */
export const isAllowed = ({ info, headOffice }: View, act: string): boolean =>
  headOffice !== "offline" || info?.offline?.allow?.includes(act) === true;

/** Rewards a kiosk can give, priced by programme or catalogue: what can be had first, cheapest first. */
export const rewardsOf = (view: View): readonly Offer[] => {
  const { info, visit } = view;
  const have = pointsOf(view)?.available ?? 0;
  const offer = (
    { reward, choice, left }: Pick<Gift, "reward" | "choice" | "left">,
    { name, points, waits }: Pick<Offer, "name" | "points" | "waits">,
  ): Offer => ({
    reward,
    ...(choice === undefined ? {} : { choice }),
    ...(left === undefined ? {} : { left }),
    name,
    points,
    waits,
    short: Math.max(0, points - have),
    most: waits ? 0 : Math.min(atOnceMax, Math.floor(have / points), left ?? atOnceMax),
  });
  return (info?.rewards ?? [])
    .flatMap(({ reward, name, points, grants }) => {
      const waits = !isAllowed(view, grants === undefined ? "redeem_gift" : "spend_points");
      const rows = visit.gifts.filter((gift) => gift.reward === reward);
      if (rows.length === 0)
        return points === undefined ? [] : [offer({ reward }, { name, points, waits })];
      return rows.flatMap((row) => {
        const price = row.points ?? points;
        const called = row.name ?? (row.choice === undefined ? name : `${name} ${row.choice}`);
        return price === undefined ? [] : [offer(row, { name: called, points: price, waits })];
      });
    })
    .toSorted((a, b) => Math.sign(b.most) - Math.sign(a.most) || a.points - b.points);
};

/** The one the guest chose. */
export const wantedIn = (view: View): Offer | undefined => {
  const { intent } = view.visit;
  if (intent?.kind !== "redeem") return undefined;
  const { reward, choice } = intent;
  return rewardsOf(view).find((one) => one.reward === reward && one.choice === choice);
};
