// What the checker says about right, doubtful and wrong programme files, and on which line.
/* oxlint-disable unicorn/no-thenable -- `then` is a word of the programme format */
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkProgramme, checkProgrammeText } from "../../../gateway/programme/check.ts";
import type { ProgrammeFile, Rule } from "../../../gateway/programme/format.ts";
import { parseProgramme } from "../../../gateway/programme/programme.ts";
import { programmeFile, programmeText } from "./bills.ts";

const counter = programmeFile("counter");

const codesOf = (file: unknown): readonly string[] =>
  checkProgramme(file)
    .filter((finding) => finding.code !== "return_rate")
    .map((finding) => `${finding.level} ${finding.code} ${finding.at}`);

const withRules = (...rules: readonly Rule[]): ProgrammeFile => ({ ...counter, rules });
const rule = (more: Partial<Rule>): Rule => ({
  id: "r",
  at: "discount",
  then: { payRatio: 9_000 },
  ...more,
});

describe("shipped programmes", () => {
  const folder = new URL("../../../gateway/programmes/", import.meta.url);
  const ids = readdirSync(folder)
    .filter((name) => name.endsWith(".json") && !name.endsWith(".cases.json"))
    .map((name) => name.replace(".json", ""));

  it.each(ids)("%s has no errors", (id) => {
    expect(checkProgramme(programmeFile(id)).filter((one) => one.level === "error")).toEqual([]);
    expect(programmeFile(id).id).toBe(id);
  });

  it("demo has nothing to warn of", () => {
    expect(checkProgramme(programmeFile("demo")).filter((one) => one.level !== "note")).toEqual([]);
  });
});

describe("shape", () => {
  it("names unknown members, wrong types and negative ratios with their place", () => {
    expect(codesOf({ ...counter, colour: "red" })).toEqual(["error shape /colour"]);
    expect(codesOf({ ...counter, version: 0 })).toEqual(["error shape /version"]);
    expect(codesOf(withRules(rule({ then: { payRatio: -1 } })))).toEqual([
      "error shape /rules/0/then/payRatio",
    ]);
    expect(codesOf({ ...counter, cards: [{ type: "basic", name: "x", fee: 2 ** 53 }] })).toEqual([
      "error shape /cards/0/fee",
    ]);
    expect(codesOf(withRules(rule({ then: {} })))).toEqual(["error shape /rules/0/then"]);
    expect(codesOf(null)[0]).toMatch(/^error shape/);
  });

  it("keeps a broken file from becoming a programme", () => {
    expect(parseProgramme({ ...counter, version: 1.5 }).ok).toBe(false);
    expect(parseProgramme(counter).ok).toBe(true);
  });
});

describe("facts", () => {
  const when = (match: Rule["when"], more: Partial<Rule> = {}): readonly string[] =>
    codesOf(withRules(rule({ ...(match === undefined ? {} : { when: match }), ...more })));

  it("must be in the vocabulary, in their own type, with values there are", () => {
    expect(when({ weather: "rain" })).toEqual(["error unknown_fact /rules/0/when/weather"]);
    expect(when({ authenticated: "yes" })).toEqual([
      "error wrong_type /rules/0/when/authenticated",
    ]);
    expect(when({ billNet: { gte: "100" } })).toEqual(["error wrong_type /rules/0/when/billNet"]);
    expect(when({ spend12m: { gte: 10.5 } })).toEqual(["error wrong_type /rules/0/when/spend12m"]);
    expect(when({ venue: { gte: "a" } })).toEqual(["error wrong_type /rules/0/when/venue"]);
    expect(when({ billNet: { any: ["1"] } })).toEqual(["error wrong_type /rules/0/when/billNet"]);
    expect(when({ date: { gte: "2024-02-30" } })).toEqual(["error wrong_type /rules/0/when/date"]);
    expect(when({ channel: "pigeon" })).toEqual(["error unknown_value /rules/0/when/channel"]);
    expect(when({ card: "platinum" })).toEqual(["error unknown_value /rules/0/when/card"]);
    expect(when({ tier: "gold" })).toEqual(["error unknown_value /rules/0/when/tier"]);
    expect(when({ hours: "tea_time" })).toEqual(["error unknown_value /rules/0/when/hours"]);
    expect(when({ "has.gold_bars": { gte: 1 } })).toEqual([
      "error unknown_asset /rules/0/when/has.gold_bars",
    ]);
    expect(
      when({ "has.wash": { gte: 1 }, weekday: ["sat", "sun"], date: { gte: "2024-02-29" } }),
    ).toEqual([]);
  });

  it("that cannot be so are told", () => {
    expect(when({ billNet: { gte: 200, lt: 100 } })).toEqual([
      "warning never_fires /rules/0/when/billNet",
    ]);
    expect(when({ hour: { gte: 17, lt: 17 } })).toEqual(["warning never_fires /rules/0/when/hour"]);
    expect(when({ tags: { any: ["a"], none: ["a"] } })).toEqual([
      "warning never_fires /rules/0/when/tags",
    ]);
    expect(when({ event: "sale" })).toEqual(["warning never_fires /rules/0/when/event"]);
    expect(when({ hour: { gte: 17, lte: 17 } })).toEqual([]);
  });

  it("are looked at in conditions of cards and tiers too", () => {
    const cards = [{ ...counter.cards[0], issue: { any: [{ moon: true }] } }];
    expect(codesOf({ ...counter, cards })).toEqual([
      "error unknown_fact /cards/0/issue/any/0/moon",
    ]);
    const tiers = [{ id: "t", rank: 1, up: { any: [{ nightsInYear: "ten" }] } }];
    expect(codesOf({ ...counter, tiers })).toEqual([
      "error wrong_type /tiers/0/up/any/0/nightsInYear",
    ]);
  });
});

describe("references", () => {
  it("to what is not in the file are errors", () => {
    expect(codesOf(withRules(rule({ group: "mystery" })))).toEqual([
      "error undeclared_group /rules/0/group",
    ]);
    expect(
      codesOf(withRules(rule({ at: "earn", then: { points: { asset: "x", per: 1, give: 1 } } }))),
    ).toEqual(["error unknown_asset /rules/0/then/points/asset"]);
    expect(
      codesOf(withRules(rule({ at: "tender", then: { tender: { order: ["shells"] } } }))),
    ).toEqual(["error unknown_tender /rules/0/then/tender/order/0"]);
    expect(codesOf({ ...counter, cards: [{ ...counter.cards[0], tier: "gold" }] })).toEqual([
      "error unknown_tier /cards/0/tier",
    ]);
    expect(
      codesOf({ ...counter, cards: [{ ...counter.cards[0], replace: { hours: "desk" } }] }),
    ).toEqual(["error unknown_hours /cards/0/replace/hours"]);
    expect(codesOf({ ...counter, passes: { p: { asset: "pts", quantity: 1, price: 1 } } })).toEqual(
      ["error wrong_kind /passes/p/asset"],
    );
    expect(codesOf({ ...counter, timezone: "Mars/Olympus" })).toEqual([
      "error unknown_time_zone /timezone",
    ]);
    expect(codesOf({ ...counter, effective: { from: "2023-02-29" } })).toEqual([
      "error no_such_day /effective/from",
    ]);
    expect(codesOf({ ...counter, effective: { from: "2024-02-01", to: "2024-01-01" } })).toEqual([
      "error backwards /effective/to",
    ]);
    expect(
      codesOf({ ...counter, hours: { desk: { days: "all", from: "08:00", to: "25:00" } } }),
    ).toEqual(["error no_such_time /hours/desk/to"]);
    expect(codesOf({ ...counter, cards: [{ ...counter.cards[0], validity: "P" }] })).toEqual([
      "error empty_duration /cards/0/validity",
    ]);
    expect(codesOf({ ...counter, groups: { spare: "first" } })).toEqual([
      "note unused_group /groups/spare",
    ]);
    expect(codesOf({ ...counter, dayClose: ["credit", "expire"] })).toEqual([
      "warning day_close_order /dayClose",
    ]);
  });

  it("twice under one name are errors", () => {
    expect(codesOf(withRules(rule({}), rule({ then: { off: 1 } })))).toEqual([
      "error duplicate /rules/1/id",
    ]);
  });
});

describe("rules", () => {
  const offer = (id: string, payRatio: number, when?: Rule["when"]): Rule => ({
    id,
    at: "discount",
    group: "offer",
    ...(when === undefined ? {} : { when }),
    then: { payRatio },
  });

  it("whose effect does nothing at their stage are errors", () => {
    expect(codesOf(withRules(rule({ at: "price", then: { bonus: { rate: 1 } } })))).toEqual([
      "error effect_at_stage /rules/0/then/bonus",
    ]);
  });

  it("that can never count, or always tie, are told", () => {
    expect(codesOf(withRules(offer("a", 8_000), offer("b", 9_000, { venue: "bar" })))).toEqual([
      "warning unreachable /rules/1",
    ]);
    expect(codesOf(withRules(offer("a", 9_000, { venue: "bar" }), offer("b", 8_000)))).toEqual([
      "warning unreachable /rules/0",
    ]);
    expect(codesOf(withRules(offer("a", 9_000), offer("b", 9_000)))).toEqual([
      "warning tie /rules/1",
    ]);
    const first = {
      ...withRules(offer("a", 9_000), offer("b", 8_000, { venue: "bar" })),
      groups: { offer: "first" as const },
    };
    expect(codesOf(first)).toEqual(["warning unreachable /rules/1"]);
    expect(codesOf(withRules(offer("a", 9_000), offer("b", 8_000, { venue: "bar" })))).toEqual([]);
  });

  it("that make no sense are told", () => {
    expect(codesOf(withRules(rule({ then: { deny: "limit.reached" } })))).toEqual([
      "warning always_denies /rules/0",
    ]);
    expect(
      codesOf(withRules(rule({ at: "earn", when: { venue: "bar" }, then: { multiply: 20_000 } }))),
    ).toEqual(["warning multiplies_bill /rules/0/when"]);
    expect(codesOf(withRules(rule({ then: { pick: { from: 2, take: 3, payRatio: 0 } } })))).toEqual(
      ["error wrong_pick /rules/0/then/pick/take"],
    );
    const many = Array.from({ length: 70 }, (_, index): Rule => ({
      id: `b${index}`,
      at: "discount",
      group: "offer",
      then: { off: index * 10 },
    }));
    expect(codesOf(withRules(...many))).toContain("error too_many_ways /groups");
    const carry = (id: string, per: number): Rule => ({
      id,
      at: "earn",
      then: { points: { asset: "pts", per, give: 1, carry: true } },
    });
    expect(codesOf(withRules(carry("a", 100), carry("b", 200)))).toEqual([
      "warning mixed_carry /rules/1/then/points/per",
    ]);
  });
});

describe("tiers and tasks", () => {
  it("overlap, cannot be reached or cannot be lost as the file has it", () => {
    const up = (nights: number) => ({ any: [{ nightsInYear: { gte: nights } }] });
    expect(
      codesOf({
        ...counter,
        tiers: [
          { id: "a", rank: 1 },
          { id: "b", rank: 1 },
        ],
      }),
    ).toEqual(["error tier_overlap /tiers/1/rank"]);
    expect(
      codesOf({
        ...counter,
        tiers: [
          { id: "a", rank: 1, up: up(20) },
          { id: "b", rank: 2, up: up(10) },
        ],
      }),
    ).toEqual(["warning tier_unreachable /tiers/0/up"]);
    expect(codesOf({ ...counter, tiers: [{ id: "a", rank: 1, keep: up(5) }] })).toEqual([
      "warning keep_without_down /tiers/0/keep",
    ]);
    expect(codesOf({ ...counter, tiers: [{ id: "a", rank: 1, up: up(5), down: "one" }] })).toEqual([
      "warning no_cycle /tiers/0/down",
    ]);
  });

  it("a task that waits for itself is an error, a chain of tasks is not", () => {
    const task = (id: string, needs: string, gives: string): Rule => ({
      id,
      at: "close",
      then: {
        task: {
          goal: { [`has.${needs}`]: { gte: 1 } },
          reward: [{ grant: { asset: gives, qty: 1 } }, { benefit: { code: "cake" } }],
        },
      },
    });
    expect(codesOf(withRules(task("a", "wash", "pts"), task("b", "pts", "wash")))).toEqual([
      "error task_cycle /rules/0/then/task",
      "error task_cycle /rules/1/then/task",
    ]);
    expect(codesOf(withRules(task("a", "wash", "pts"), task("b", "pts", "stored")))).toEqual([]);
  });
});

describe("law", () => {
  it("speaks only of what the file switches on, and names its source", () => {
    const mudan = programmeFile("mudan");
    const codes = (law: ProgrammeFile["law"]) =>
      checkProgramme({ ...mudan, ...(law === undefined ? {} : { law }) }).filter((one) =>
        one.code.startsWith("CN-"),
      );
    expect(codes([])).toEqual([]);
    const findings = codes([
      "CN-prepaid-cap",
      "CN-no-expiry-named",
      "CN-7day-refund",
      "CN-realname",
      "CN-cash-limit",
    ]);
    expect(findings.map((one) => `${one.code} ${one.at}`)).toEqual([
      "CN-prepaid-cap /cards/1/issue",
      "CN-prepaid-cap /assets/0",
      "CN-7day-refund /cards/0/refund",
      "CN-7day-refund /cards/1/refund",
      "CN-realname /cards/0/issue",
      "CN-realname /cards/1/issue",
    ]);
    expect(findings.every((one) => one.level === "warning" && one.source !== undefined)).toBe(true);
  });
});

describe("lines", () => {
  it("of a finding are those of the text", () => {
    const text = programmeText("zhaohua").replace('"authenticated": true', '"authentcated": true');
    const [finding] = checkProgrammeText(text).findings.filter(
      (one) => one.code === "unknown_fact",
    );
    const wanted = text.split("\n").findIndex((row) => row.includes("authentcated")) + 1;
    expect(finding).toMatchObject({ level: "error", line: wanted });
  });

  it("of a missing member are those of what it is missing from", () => {
    const text = programmeText("counter").replace('"kind": "count"', '"name": "x"');
    const [finding] = checkProgrammeText(text).findings;
    const wanted =
      text.split("\n").findIndex((_, index, rows) => rows[index + 1]?.includes('"id": "wash"')) + 1;
    expect(finding).toMatchObject({ code: "shape", line: wanted });
  });

  it("survive escapes, braces in strings and keys with slashes", () => {
    const text = '{\n "a/b~c": "}\\"{",\n "x": [1,\n {"y": "\\\\"}]\n}';
    expect(checkProgrammeText(text).findings.every((one) => (one.line ?? 0) >= 1)).toBe(true);
  });

  it("of text that is not JSON is where it breaks", () => {
    const broken = programmeText("counter").replace('"currency"', "currency");
    const wanted = broken.split("\n").findIndex((row) => row.includes("currency")) + 1;
    expect(checkProgrammeText(broken).findings).toMatchObject([{ code: "not_json", line: wanted }]);
  });
});
