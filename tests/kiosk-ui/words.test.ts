// Each language is written in its own signs: no simplified character among traditional ones, no Han in Korean, the same
// places to fill in everywhere.
import iconv from "iconv-lite";
import { beforeAll, describe, expect, test } from "vitest";
import { ar } from "../../kiosk-ui/words/kiosk/ar.ts";
import { en } from "../../kiosk-ui/words/kiosk/en.ts";
import { arErrands } from "../../kiosk-ui/words/kiosk/errands/ar.ts";
import { enErrands } from "../../kiosk-ui/words/kiosk/errands/en.ts";
import { jaErrands } from "../../kiosk-ui/words/kiosk/errands/ja.ts";
import { koErrands } from "../../kiosk-ui/words/kiosk/errands/ko.ts";
import { zhCNErrands } from "../../kiosk-ui/words/kiosk/errands/zh-cn.ts";
import { zhHantErrands } from "../../kiosk-ui/words/kiosk/errands/zh-hant.ts";
import { ja } from "../../kiosk-ui/words/kiosk/ja.ts";
import { ko } from "../../kiosk-ui/words/kiosk/ko.ts";
import { packed, unpacked } from "../../kiosk-ui/words/kiosk/shipped-pack.ts";
import { zhCN } from "../../kiosk-ui/words/kiosk/zh-cn.ts";
import { zhHant } from "../../kiosk-ui/words/kiosk/zh-hant.ts";

const packs = {
  "zh-CN": { ...zhCN, ...zhCNErrands },
  "zh-Hant": { ...zhHant, ...zhHantErrands },
  ja: { ...ja, ...jaErrands },
  ko: { ...ko, ...koErrands },
  ar: { ...ar, ...arErrands },
  en: { ...en, ...enErrands },
} as const;

/** Stamps are Chinese in every language; one line of the idle screen greets in another one. */
const isForeign = (word: string): boolean => /[Ss]eal|^house$|whereOther/.test(word);
const hanOf = (sentence: string): readonly string[] => sentence.match(/\p{Script=Han}/gu) ?? [];
const isIn =
  (encoding: string) =>
  (sign: string): boolean =>
    iconv.decode(iconv.encode(sign, encoding), encoding) === sign;
/** GB 2312 proper: the part of GBK whose lead byte is B0–F7 and whose second is at least A1. */
const isGb2312 = (sign: string): boolean => {
  const [lead = 0, trail = 0] = iconv.encode(sign, "gbk");
  return lead >= 0xb0 && lead <= 0xf7 && trail >= 0xa1;
};

const strangers = (
  pack: Readonly<Record<string, string>>,
  isOwn: (sign: string) => boolean,
): readonly string[] =>
  Object.entries(pack).flatMap(([word, sentence]) =>
    isForeign(word)
      ? []
      : hanOf(sentence)
          .filter((sign) => !isOwn(sign))
          .map((sign) => `${word}: ${sign}`),
  );

describe("as the build ships them", () => {
  test.each(Object.entries(packs))("%s is the same sentences again", (_language, pack) => {
    const own = packs["zh-CN"];
    expect(unpacked<Readonly<Record<string, string>>>(own, packed(own, pack))).toEqual(pack);
  });

  test("traditional Chinese is mostly the house's own in other signs", () => {
    const [signs = "", ...given] = packed(packs["zh-CN"], packs["zh-Hant"]).split("\t");
    expect(Array.from(signs).length).toBeGreaterThan(100);
    expect(given.filter((one) => one === "").length).toBeGreaterThan(given.length * 0.8);
  });
});

describe("every sign belongs to its language", () => {
  test("simplified Chinese by GB 2312", () => {
    expect(strangers(packs["zh-CN"], isGb2312)).toEqual([]);
  });
  test("traditional Chinese by Big5", () => {
    expect(strangers(packs["zh-Hant"], isIn("big5"))).toEqual([]);
  });
  test("Japanese by Shift JIS", () => {
    expect(strangers(packs.ja, isIn("shift_jis"))).toEqual([]);
  });
  test("no Han in Korean, Arabic and English", () => {
    for (const pack of [packs.ko, packs.ar, packs.en])
      expect(strangers(pack, () => false)).toEqual([]);
  });
  test("the tables tell them apart", () => {
    expect([isGb2312("没"), isGb2312("沒")]).toEqual([true, false]);
    expect([isIn("big5")("沒"), isIn("big5")("现")]).toEqual([true, false]);
  });
});

describe("every sentence has the places of the house's own", () => {
  const placesOf = (sentence: string): readonly string[] =>
    [...new Set(sentence.match(/\{\w+\}/g))].toSorted();
  let known: ReadonlyMap<string, readonly string[]>;
  beforeAll(() => {
    known = new Map(
      Object.entries(packs["zh-CN"]).map(([word, sentence]) => [word, placesOf(sentence)]),
    );
  });

  test.each(Object.keys(packs))("%s", (language) => {
    const pack: Readonly<Record<string, string>> = packs[language as keyof typeof packs];
    const other = Object.entries(pack).flatMap(([word, sentence]) => {
      const places = placesOf(sentence);
      return places.every((place) => known.get(word)?.includes(place))
        ? []
        : [`${word}: ${places.join(" ")}`];
    });
    expect(other).toEqual([]);
  });
});
