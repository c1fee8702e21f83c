// Every code the programme's check may say has a Chinese sentence, and the rates in it are filled in.
import { expect, test } from "vitest";
import { checkProgramme } from "../../gateway/programme/check.ts";
import { loadProgramme } from "../../gateway/server/programme-book.ts";
import { findingText } from "../../kiosk-ui/office/finding-names.ts";
import { readSources } from "../support/sources.ts";

const codes = readSources(["gateway/programme"]).flatMap(({ text }) =>
  [...text.matchAll(/\b(?:error|warning|note|say)\(\s*"([\w-]+)"/gu)].map(([, code = ""]) => code),
);

test("every code has a sentence", () => {
  expect(new Set(codes).size).toBeGreaterThan(35);
  const message = "in English";
  expect(codes.filter((code) => findingText({ code, message }, "zh-CN") === message)).toEqual([]);
});

test("the return rate is told with its parts", () => {
  const { file } = loadProgramme("demo");
  const found = checkProgramme(file).find(({ code }) => code === "return_rate");
  if (found === undefined) throw new Error("the check tells no return rate");
  expect(findingText(found, "zh-CN")).toMatch(
    /^最多返还 \d+\.\d\d %：折扣 \d+\.\d\d %，充值赠送 \d+\.\d\d %，积分 \d+\.\d\d %$/u,
  );
  expect(findingText(found, "en")).toBe(found.message);
});
