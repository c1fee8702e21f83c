// What stands on a receipt, in both languages.
import { describe, expect, test } from "vitest";
import type { DocumentBlock } from "../../../gateway/devices/contract.ts";
import { documentMm } from "../../../gateway/devices/paper.ts";
import { layOutReceipt, type ReceiptFacts } from "../../../gateway/devices/receipt-layout.ts";
import {
  labelWord,
  receiptLanguage,
  receiptLanguages,
} from "../../../gateway/devices/receipt-words.ts";
import { readSources } from "../../support/sources.ts";

const settings = {
  shop: "牡丹酒店",
  moneyDecimals: { CNY: 2, JPY: 0 },
  nameOf: (id: string) => (id === "wash" ? "洗衣" : undefined),
  proof: { code: "7KQ2-M9XD", symbol: "tg1:r_1:hash" },
};

const punch: ReceiptFacts = {
  receipt: "r_0190f3c2a1b27c4d8e9f00a1b2c3d4e5",
  kind: "punch",
  member: { name: "张*", number: "T000001" },
  card: "T100001",
  at: "2024-01-10T10:00:00+08:00",
  rows: [
    {
      label: "punch",
      text: "wash",
      amount: { value: 1, unit: "wash" },
      before: 8,
      after: 7,
      date: "2025-01-10",
    },
  ],
};

const topUp: ReceiptFacts = {
  ...punch,
  kind: "topup",
  rows: [
    { label: "topup", amount: { value: 500_000, unit: "CNY" } },
    { label: "bonus", amount: { value: 50_000, unit: "CNY" }, cite: "二.7" },
    { label: "balance", amount: { value: 550_000, unit: "CNY" }, before: 0, after: 550_000 },
    { label: "tender.cash", amount: { value: 500_000, unit: "CNY" } },
  ],
};

const linesOf = (blocks: readonly DocumentBlock[]): readonly string[] =>
  blocks.flatMap((block) => {
    if (block.kind === "text") return [block.text];
    return block.kind === "row" ? [`${block.left}|${block.right}`] : [];
  });

const lines = (facts: ReceiptFacts, lang: string) =>
  linesOf(layOutReceipt(facts, { ...settings, lang }).blocks);

test("a receipt carries its entry's code as a symbol, where it has an entry", () => {
  const symbols = (proof: object) =>
    layOutReceipt(punch, { ...settings, ...proof, lang: "en" }).blocks.flatMap((block) =>
      block.kind === "qr" ? [block.data] : [],
    );
  expect(symbols({})).toEqual(["tg1:r_1:hash"]);
  expect(symbols({ proof: undefined })).toEqual([]);
});

describe("a punch receipt", () => {
  test("names the member masked, before → after, the end of validity and what is left", () => {
    expect(lines(punch, "zh-CN")).toEqual([
      "牡丹酒店",
      "计次消费凭证",
      "会员|张*",
      "会员号|T000001",
      "卡号|T100001",
      "时间|2024-01-10 10:00:00",
      "凭证号|B2C3-D4E5",
      "使用 · 洗衣|1",
      "  变动前 → 变动后|8 → 7",
      "  有效期至|2025-01-10",
      "剩余 7",
      "账本校验码 7KQ2-M9XD",
      "感谢惠顾，请妥善保管此凭证",
    ]);
  });

  test("shows what is left twice as large", () => {
    const { blocks } = layOutReceipt(punch, { ...settings, lang: "zh-CN" });
    expect(blocks).toContainEqual({
      kind: "text",
      text: "剩余 7",
      size: 2,
      bold: true,
      align: "center",
    });
  });

  test("is in English for every language that is not Chinese", () => {
    for (const lang of ["en", "en-GB", "ja"]) {
      expect(lines(punch, lang)).toContain("Remaining 7");
    }
    expect(receiptLanguage("zh-TW")).toBe("zh-CN");
  });
});

describe("a top-up receipt", () => {
  test("shows money with its decimals and the clause of the bonus", () => {
    expect(lines(topUp, "zh-CN")).toEqual(
      expect.arrayContaining([
        "储值|5,000.00 元",
        "赠送|500.00 元",
        "  依据章程|二.7",
        "  变动前 → 变动后|0.00 元 → 5,500.00 元",
        "现金|5,000.00 元",
      ]),
    );
    expect(lines(topUp, "en")).toContain("Bonus|CNY 500.00");
  });

  test("writes amounts below one, negative ones and currencies without decimals", () => {
    const row = (value: number, unit: string): ReceiptFacts => ({
      ...topUp,
      rows: [{ label: "topup", amount: { value, unit } }],
    });
    expect(lines(row(5, "CNY"), "en")).toContain("Top-up|CNY 0.05");
    expect(lines(row(-123_456, "CNY"), "en")).toContain("Top-up|-CNY 1,234.56");
    expect(lines(row(1_500, "JPY"), "en")).toContain("Top-up|JPY 1,500");
  });
});

test("a label of the programme's own making is printed as it comes", () => {
  const own: ReceiptFacts = { ...topUp, rows: [{ label: "房费", text: "标准双人间" }] };
  expect(lines(own, "zh-CN")).toContain("房费 · 标准双人间");
});

test("every label that a decider puts on a receipt has its word", () => {
  const labels = readSources(["gateway/members"]).flatMap(({ text }) =>
    [...text.matchAll(/\blabel: "([^"]+)"/gu)].map((match) => match[1] ?? ""),
  );
  expect(labels.length).toBeGreaterThan(20);
  const unsaid = labels.filter((label) =>
    receiptLanguages.some((language) => labelWord(language, label) === undefined),
  );
  expect(unsaid).toEqual([]);
});

test("every benefit of a shipped programme has its word", () => {
  const codes = readSources(["gateway/programmes"], ".json").flatMap(({ text }) =>
    [...text.matchAll(/"benefits?":[^\]]*?"code": ?"([a-z_]+)"/gu)].map((match) => match[1] ?? ""),
  );
  expect(codes).toContain("late_checkout");
  for (const code of codes) {
    for (const language of receiptLanguages) {
      expect(labelWord(language, `benefit.${code}`), code).toBeTruthy();
    }
  }
});

test("a receipt's length on paper is about what a ruler says", () => {
  const mm = documentMm(layOutReceipt(punch, { ...settings, lang: "zh-CN" }));
  expect(mm).toBeGreaterThan(70);
  expect(mm).toBeLessThan(120);
});
