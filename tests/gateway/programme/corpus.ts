// A thousand bills a programme, drawn by a small generator that runs alike everywhere, and one digest of
// all their quotes: equal digests mean equal quotes, bit for bit, in any JavaScript there is.
import { canonicalJson } from "../../../gateway/json.ts";
import { compileProgramme } from "../../../gateway/programme/compile.ts";
import type { BillInput, BillLine } from "../../../gateway/programme/contract.ts";
import type { ProgrammeFile } from "../../../gateway/programme/format.ts";
import { quoteBill } from "../../../gateway/programme/quote.ts";

const billsPerProgramme = 1_000;

type Dice = (sides: number) => number;

/** Tommy Ettinger's mulberry32: 32-bit integer arithmetic only. */
const createDice = (seed: number): Dice => {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
};

const pick = <T>(dice: Dice, values: readonly T[]): T | undefined => values[dice(values.length)];

/** Every word a programme's rules compare a line with. */
const wordsOf = (file: ProgrammeFile, fact: string): readonly string[] => {
  const words = file.rules.flatMap(({ when }) => {
    const matcher = when?.[fact];
    if (typeof matcher === "string") return [matcher];
    if (Array.isArray(matcher)) return matcher.map(String);
    return typeof matcher === "object" && "none" in matcher ? (matcher.none ?? []) : [];
  });
  return [...new Set([...words, "elsewhere"])];
};

const lineOf = (file: ProgrammeFile, dice: Dice): BillLine => ({
  venue: pick(dice, wordsOf(file, "venue")) ?? "elsewhere",
  sku: pick(dice, wordsOf(file, "sku")) ?? "elsewhere",
  list: dice(90_000),
  quantity: 1 + dice(4),
  tags: wordsOf(file, "tags").filter(() => dice(3) === 0),
});

const billOf = (file: ProgrammeFile, dice: Dice): BillInput => ({
  lines: Array.from({ length: 1 + dice(8) }, () => lineOf(file, dice)),
  facts: {
    member: true,
    authenticated: true,
    channel: dice(5) === 0 ? "ota" : "desk",
    card: pick(dice, file.cards)?.type,
    tier: pick(dice, file.tiers ?? [])?.id,
    hour: dice(24),
    birthdayToday: dice(4) === 0,
    balanceBefore: dice(100_000),
    maxSingleTopup: dice(200_000),
  },
  recognised: pick(dice, [true, true, true, null, "pin.wrong"] as const) ?? null,
  holdings: Object.fromEntries(
    file.assets.map((asset) => [asset.id, dice(asset.kind === "money" ? 200_000 : 900)]),
  ),
  carry: Object.fromEntries(file.assets.map((asset) => [asset.id, dice(99)])),
  vouchers: dice(3) === 0 ? [{ coupon: "v", value: 1 + dice(20_000) }] : [],
  redeem: dice(3) === 0 ? [{ asset: "pts", quantity: 1 + dice(900) }] : [],
  offers: dice(3) === 0 ? [{ id: "house", payRatio: dice(10_000) }] : [],
});

/** FNV-1a over UTF-16 units, twice with different starts: 64 bits in hex. */
const digestOf = (texts: Iterable<string>): string => {
  let [low, high] = [0x811c9dc5, 0xcbf29ce4];
  for (const text of texts) {
    for (let place = 0; place < text.length; place += 1) {
      const unit = text.charCodeAt(place);
      low = Math.imul(low ^ unit, 0x01000193);
      high = Math.imul(high ^ unit, 0x01000197);
    }
  }
  return [high, low].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
};

/** Digest of the quotes of a programme's bills; `seed` names the bills. */
export const quotesDigest = (file: ProgrammeFile, seed: number): string => {
  const programme = compileProgramme(file);
  const dice = createDice(seed);
  const quotes = Array.from({ length: billsPerProgramme }, () =>
    quoteBill(programme, billOf(file, dice)),
  );
  return digestOf(quotes.map((quote) => canonicalJson(JSON.parse(JSON.stringify(quote)))));
};
