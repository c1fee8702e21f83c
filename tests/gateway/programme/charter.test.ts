// The charter names every clause that concerns a member; those of both rulebooks are kept in docs/charters.
/* oxlint-disable unicorn/no-thenable -- `then` is a word of the programme format */
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { charterOf } from "../../../gateway/programme/charter/charter.ts";
import {
  amountText,
  durationText,
  ratioText,
} from "../../../gateway/programme/charter/language.ts";
import { programmeWith, shipped } from "./bills.ts";

const languages = ["zh", "en"] as const;
const rulebooks = ["mudan", "zhaohua"] as const;
const all = [...rulebooks, "demo", "retail", "chain-hotel", "counter"] as const;

/** What a member is told of; payment order and commission are the house's own business. */
const unsaid = new Set(["tender", "commission"]);

describe("a charter", () => {
  it.each(all)("of %s names every clause that concerns a member, in both languages", (id) => {
    const programme = shipped(id);
    for (const language of languages) {
      const text = charterOf(programme, language);
      for (const rule of programme.file.rules) {
        if (!unsaid.has(rule.at) && rule.cite !== undefined) expect(text).toContain(rule.cite);
      }
      for (const card of programme.file.cards) {
        const name =
          typeof card.name === "string" ? card.name : (card.name[language] ?? card.name.zh);
        expect(text).toContain(`**${name}**`);
      }
      expect(text).not.toMatch(/undefined|NaN|\[object/);
    }
  });

  it("speaks the clauses as people do", () => {
    const zh = charterOf(shipped("mudan"), "zh");
    expect(zh).toContain(
      "中餐厅，VIP贵宾卡、VIP金卡，出示会员卡，会议、团队、婚宴、宴会、酒水、海鲜、特价除外：8.8折（二.3）",
    );
    expect(zh).toContain(
      "办理条件：首次充值满¥3,000.00；或 全年消费满¥20,000.00；工本费¥10.00；有效期1年",
    );
    expect(zh).toContain("工作日08:00–17:30以外：不予办理（六.1）");
    const en = charterOf(shipped("zhaohua"), "en");
    expect(en).toContain(
      "rooms, card shown, a single top-up so far at least ¥1,000.00: 20 % off (六.1)",
    );
  });

  it("prefers the owner's own words", () => {
    const programme = programmeWith({
      rules: [
        {
          id: "r",
          cite: "1",
          at: "benefit",
          says: { zh: "请喝茶", en: "Tea is on us" },
          then: { benefit: { code: "tea" } },
        },
      ],
    });
    expect(charterOf(programme, "en")).toContain("- Tea is on us (1)");
    expect(charterOf(programme, "zh")).toContain("- 请喝茶（1）");
  });

  it.each(rulebooks.flatMap((id) => languages.map((language) => [id, language] as const)))(
    "of %s in %s is the one in docs/charters (UPDATE_CHARTERS=1 writes it)",
    (id, language) => {
      const path = new URL(`../../../docs/charters/${id}.${language}.md`, import.meta.url);
      const text = charterOf(shipped(id), language);
      if (process.env["UPDATE_CHARTERS"] === "1") writeFileSync(path, text);
      expect(readFileSync(path, "utf8")).toBe(text);
    },
  );
});

describe("figures in words", () => {
  it("are written as shops write them", () => {
    expect([8_800, 8_550, 9_000, 500, 0].map((ratio) => ratioText(ratio, "zh"))).toEqual([
      "8.8折",
      "8.55折",
      "9折",
      "0.5折",
      "免费",
    ]);
    expect([8_800, 8_550, 0].map((ratio) => ratioText(ratio, "en"))).toEqual([
      "12 % off",
      "14.5 % off",
      "free",
    ]);
    expect(amountText(shipped("counter"), 123_456_789)).toBe("¥1,234,567.89");
    expect(amountText(shipped("counter"), 5)).toBe("¥0.05");
    expect(amountText(programmeWith({ currency: "JPY" }), 1_500)).toBe("¥1,500");
    expect(durationText("P1Y6M", "zh")).toBe("1年6个月");
    expect(durationText("PT24H", "en")).toBe("24 hours");
  });
});
