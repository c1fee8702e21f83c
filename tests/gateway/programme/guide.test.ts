// Every example of docs/PROGRAMMES.md is run, and the guide leaves nothing of the format out.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkProgramme } from "../../../gateway/programme/check.ts";
import { effectsAt } from "../../../gateway/programme/check/rules.ts";
import type { Programme } from "../../../gateway/programme/compile.ts";
import type { BillInput, Facts } from "../../../gateway/programme/contract.ts";
import { factFamilies, factTable } from "../../../gateway/programme/facts.ts";
import type { ProgrammeFile, Stage } from "../../../gateway/programme/format.ts";
import { creditOn, expiryOf, type LotDates } from "../../../gateway/programme/lots.ts";
import { quoteBill } from "../../../gateway/programme/quote.ts";
import { tasksAt } from "../../../gateway/programme/tasks.ts";
import {
  arrivalGrants,
  benefits,
  commission,
  issueTerms,
  nextTier,
  rewardTerms,
  topUpTerms,
} from "../../../gateway/programme/terms.ts";
import { billOf, programmeFile, programmeOf } from "./bills.ts";

const guide = readFileSync(new URL("../../../docs/PROGRAMMES.md", import.meta.url), "utf8");

interface Try {
  readonly bill?: Partial<BillInput>;
  readonly topup?: Facts;
  readonly issue?: { readonly card: string; readonly facts: Facts };
  readonly reward?: {
    readonly name: string;
    readonly quantity: number;
    readonly points?: number;
    readonly facts: Facts;
  };
  readonly benefits?: Facts;
  readonly commission?: Facts;
  readonly arrival?: Facts;
  readonly tasks?: Facts;
  readonly tier?: {
    readonly current: string;
    readonly at: "now" | "cycle_end";
    readonly facts: Facts;
  };
  readonly credit?: { readonly asset: string; readonly earnedOn: string };
  readonly expiry?: LotDates & { readonly asset: string };
  readonly expect: unknown;
}

interface Example {
  readonly programme: Partial<ProgrammeFile>;
  readonly try: readonly Try[];
}

const examples = [...guide.matchAll(/```json try\n([\s\S]*?)```/g)].map(
  (block) => JSON.parse(block[1] ?? "") as Example,
);

const answer = (programme: Programme, one: Try): unknown => {
  if (one.bill !== undefined) {
    const { lines = [], facts = {}, ...more } = one.bill;
    return quoteBill(programme, billOf(lines, facts, { holdings: {}, ...more }));
  }
  if (one.topup !== undefined) return topUpTerms(programme, one.topup);
  if (one.issue !== undefined) return issueTerms(programme, one.issue.card, one.issue.facts);
  if (one.reward !== undefined) return rewardTerms(programme, one.reward.name, one.reward);
  if (one.benefits !== undefined) return benefits(programme, one.benefits);
  if (one.commission !== undefined) return commission(programme, one.commission);
  if (one.arrival !== undefined) return arrivalGrants(programme, one.arrival);
  if (one.tasks !== undefined) return tasksAt(programme, "close", one.tasks);
  if (one.tier !== undefined)
    return nextTier(programme, one.tier.current, one.tier.facts, one.tier.at) ?? null;
  if (one.credit !== undefined) return creditOn(programme, one.credit.asset, one.credit.earnedOn);
  if (one.expiry !== undefined) return expiryOf(programme, one.expiry.asset, one.expiry) ?? null;
  throw new Error("nothing is tried");
};

const counter = programmeFile("counter");

/** Assets, cards and rules that an example does not name stay those of the smallest programme. */
const fileOf = (example: Example): ProgrammeFile => ({
  ...counter,
  groups: {},
  rules: counter.rules,
  ...example.programme,
});

const tries = examples.flatMap((example, index) =>
  example.try.map((one, nth) => ({ name: `${index + 1}.${nth + 1}`, example, one })),
);

describe("every example of the guide", () => {
  it.each(tries)("$name answers as written", ({ example, one }) => {
    const given = answer(programmeOf(fileOf(example)), one);
    if (typeof one.expect === "object" && one.expect !== null)
      expect(given).toMatchObject(one.expect);
    else expect(given).toBe(one.expect);
  });
});

describe("the guide", () => {
  const files = examples.map((example) => fileOf(example));
  const rules = files.flatMap((file) => file.rules);

  it("has examples without a warning", () => {
    for (const file of files) {
      expect(checkProgramme(file).filter((finding) => finding.level !== "note")).toEqual([]);
    }
  });

  it("shows every stage, effect, kind of asset, credit and expiry", () => {
    const stages = Object.keys(effectsAt) as Stage[];
    expect(new Set(rules.map((rule) => rule.at))).toEqual(new Set(stages));
    const effects = new Set(stages.flatMap((stage) => effectsAt[stage]));
    expect(new Set(rules.flatMap((rule) => Object.keys(rule.then)))).toEqual(effects);
    const assets = files.flatMap((file) => file.assets);
    expect(new Set(assets.map((asset) => asset.kind)).size).toBe(8);
    expect(new Set(assets.flatMap((asset) => asset.credit?.mode ?? [])).size).toBe(3);
    expect(new Set(assets.flatMap((asset) => asset.expiry?.rule ?? [])).size).toBe(6);
  });

  it("names every fact, every stage's effects and every code of the checker", () => {
    for (const fact of [...Object.keys(factTable), ...Object.keys(factFamilies)])
      expect(guide).toContain(`\`${fact}`);
    for (const [stage, effects] of Object.entries(effectsAt)) {
      const row = guide.split("\n").find((line) => line.startsWith(`| \`${stage}\` |`)) ?? "";
      for (const effect of effects) expect(row).toContain(`\`${effect}\``);
    }
    const sources = [
      "check.ts",
      "check/facts.ts",
      "check/references.ts",
      "check/rules.ts",
      "check/tiers.ts",
      "check/returns.ts",
    ];
    for (const source of sources) {
      const text = readFileSync(
        new URL(`../../../gateway/programme/${source}`, import.meta.url),
        "utf8",
      );
      const codes = [...text.matchAll(/\b(?:error|warning|note|say)\(\s*"([a-z_]+)"/g)].map(
        (match) => match[1] ?? "",
      );
      for (const code of codes) expect(guide).toContain(`\`${code}\``);
    }
  });
});
