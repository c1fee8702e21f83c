// What is spoken is a field of its own: sentences for the ear, and figures as a voice reads them.
import { describe, expect, test } from "vitest";
import { speakable } from "../../kiosk-ui/speech/figures.ts";
import { aloudIn, createScribe } from "../../kiosk-ui/speech/scribe.ts";
import { cmn } from "../../kiosk-ui/words/aloud/cmn.ts";
import { en } from "../../kiosk-ui/words/aloud/en.ts";
import { enErrands } from "../../kiosk-ui/words/kiosk/errands/en.ts";
import { zhCNErrands } from "../../kiosk-ui/words/kiosk/errands/zh-cn.ts";
import { en as enBasics } from "../../kiosk-ui/words/kiosk/en.ts";
import { zhCN } from "../../kiosk-ui/words/kiosk/zh-cn.ts";
import { learn, sayIn } from "../../kiosk-ui/words/kiosk.ts";

describe("figures", () => {
  test.each([
    ["99,999.00 元", "99999 元", "99999 元"],
    ["1,234.50", "1234.50", "1234.50"],
    ["520.00", "520", "520"],
    ["2026-12-31", "2026年12月31日", "31 December 2026"],
    ["19:30", "19点30分", "19 30"],
    ["20:00", "20点", "20 o'clock"],
    ["138****5678", "1 3 8 隐藏 5 6 7 8", "1 3 8 hidden 5 6 7 8"],
    ["𠮷*****", "𠮷 隐藏", "𠮷 hidden"],
    ["2A120384", "2 A 1 2 0 3 8 4", "2 A 1 2 0 3 8 4"],
    ["7 → 6", "7 变成 6", "7 becomes 6"],
    ["VIP Spa", "VIP Spa", "VIP Spa"],
    ["1305", "1305", "1305"],
  ])("%s", (shown, mandarin, english) => {
    expect([speakable(shown, cmn), speakable(shown, en)]).toEqual([mandarin, english]);
  });
});

describe("sentences", () => {
  test("one that has a form for the ear is said in it, with its places; the others as they stand", async () => {
    await learn("en");
    const scribe = createScribe();
    const say = scribe.listen(sayIn("en"), "en");
    const shown = say("home.card", { tail: "1234" });
    expect(shown).toBe("Card ****1234");
    expect(scribe.aloud(`  ${shown}\n`)).toBe("Card ending in 1 2 3 4");
    expect(scribe.aloud(say("home.stored"))).toBe("Stored value");
    expect(scribe.aloud(say("done.change", { count: 1, before: 7, after: 6 }))).toBe(
      "1 used; from 7 to 6 left",
    );
  });

  test("a drawing forgets the one before, the end of a visit everything", () => {
    const scribe = createScribe();
    const shown = scribe.listen(sayIn("zh-CN"), "zh-CN")("home.card", { tail: "1234" });
    scribe.listen(sayIn("zh-CN"), "zh-CN");
    expect(scribe.aloud(shown)).toBe("卡号 隐藏 1 2 3 4");
    const again = scribe.listen(sayIn("zh-CN"), "zh-CN")("home.card", { tail: "1234" });
    scribe.forget();
    expect(scribe.aloud(again)).not.toContain("末四位");
  });

  test("each has the places of the sentence on the screen, and no others", () => {
    const placesOf = (sentence: string): readonly string[] =>
      [...new Set(sentence.match(/\{\w+\}/g))].toSorted();
    const pages: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
      ["zh-CN", { ...zhCN, ...zhCNErrands }],
      ["en", { ...enBasics, ...enErrands }],
    ];
    for (const [language, pack] of pages)
      for (const [word, sentence] of Object.entries(aloudIn(language).words))
        expect([word, placesOf(sentence)]).toEqual([word, placesOf(pack[word] ?? "")]);
  });
});
