// Every label a decider writes on a receipt has its words in both languages: no key is ever printed.
import { expect, test } from "vitest";
import { labelWord, receiptLanguages } from "../../../gateway/devices/receipt-words.ts";
import { readSources } from "../../support/sources.ts";

const labels = new Set(
  readSources(["gateway/members"]).flatMap(({ text }) =>
    [
      ...text.matchAll(/\blabel: "([a-z_.A-Z]+)"/g),
      ...text.matchAll(/\b(?:row|section)\("([a-z_.A-Z]+)"/g),
      ...text.matchAll(/\? "([a-z]+\.[a-z]+)" : "[a-z]+\.[a-z]+" \}/g),
    ].map((match) => match[1] ?? ""),
  ),
);

test("the deciders' labels are found", () => {
  expect(labels.size).toBeGreaterThan(15);
  expect([...labels]).toEqual(expect.arrayContaining(["topup", "card.fee", "expected", "arrive"]));
});

test.each([...labels])("%s has words", (label) => {
  for (const language of receiptLanguages) expect(labelWord(language, label)).toBeTruthy();
});
