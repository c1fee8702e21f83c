// docs/SECURITY.md answers every requirement, and every file it names is there.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checks } from "../../../provisioning/doctor/registry.ts";
import { supportEnds } from "../../../provisioning/doctor/support-period.ts";
import { root } from "../../support/sources.ts";

const text = readFileSync(join(root, "docs", "SECURITY.md"), "utf8");

interface Row {
  readonly id: string;
  readonly rank: string;
  readonly state: string;
  readonly where: string;
}
const rowsOf = (id: RegExp): readonly Row[] =>
  text.split("\n").flatMap((line) => {
    const [, first = "", rank = "", , state = "", where = ""] = line
      .split("|")
      .map((cell) => cell.trim());
    return id.test(first) ? [{ id: first, rank, state, where }] : [];
  });
const requirements = rowsOf(/^\d+\.\d+\.\d+$/);
const asvs = requirements.filter(({ rank }) => rank !== "3");
const highest = requirements.filter(({ rank }) => rank === "3");
const etsi = rowsOf(/^(5\.\d+|6)-\d+[AB]?$/);
const states = new Set(["met", "partly", "not met", "n/a"]);

/** Requirements of level 1 and 2 by chapter, counted in the standard. */
const chapters = new Map([
  ["1", 27],
  ["2", 11],
  ["3", 19],
  ["4", 10],
  ["5", 9],
  ["6", 35],
  ["7", 18],
  ["8", 7],
  ["9", 7],
  ["11", 14],
  ["12", 9],
  ["13", 13],
  ["14", 9],
  ["15", 13],
  ["16", 16],
]);

/** Of level 3; V9 has none. */
const chaptersOfHighest = new Map([
  ["1", 3],
  ["2", 2],
  ["3", 12],
  ["4", 6],
  ["5", 4],
  ["6", 12],
  ["7", 1],
  ["8", 6],
  ["11", 10],
  ["12", 3],
  ["13", 8],
  ["14", 4],
  ["15", 8],
  ["16", 1],
]);

const counted = (rows: readonly Row[]): readonly (readonly [string, number])[] =>
  [...Map.groupBy(rows, ({ id }) => id.split(".")[0] ?? "")].map(([chapter, { length }]) => [
    chapter,
    length,
  ]);

describe("ASVS 5.0", () => {
  test("has all 65 requirements of level 1 and 152 of level 2, once each", () => {
    expect(new Set(asvs.map(({ id }) => id)).size).toBe(217);
    expect(asvs.filter(({ rank }) => rank === "1")).toHaveLength(65);
    expect(asvs.filter(({ rank }) => rank === "2")).toHaveLength(152);
    expect(counted(asvs)).toEqual([...chapters]);
  });

  test("has all 80 requirements of level 3, once each, fifty and more met or without an object", () => {
    expect(new Set(requirements.map(({ id }) => id)).size).toBe(297);
    expect(counted(highest)).toEqual([...chaptersOfHighest]);
    const answered = highest.filter(({ state }) => state === "met" || state === "n/a");
    expect(answered.length).toBeGreaterThanOrEqual(50);
  });
});

describe("EN 303 645", () => {
  test("has all 78 provisions, once each, and every mandatory one met or without an object", () => {
    expect(new Set(etsi.map(({ id }) => id)).size).toBe(78);
    const mandatory = etsi.filter(({ rank }) => rank === "M");
    expect([mandatory.length, etsi.filter(({ rank }) => rank === "R").length]).toEqual([36, 42]);
    const open = mandatory.filter(({ state }) => state !== "met" && state !== "n/a");
    expect(open.map(({ id }) => id)).toEqual([]);
  });
});

test.each([...requirements, ...etsi])("$id has a state and says why", ({ state, where }) => {
  expect(states).toContain(state);
  expect(where.length).toBeGreaterThan(2);
});

test("publishes the support period that the doctor keeps, and the number of its checks", () => {
  const [first = ""] = [supportEnds.debian[12], supportEnds.node[24]].toSorted();
  const day = new Date(first).toLocaleDateString("en-GB", { dateStyle: "long", timeZone: "UTC" });
  expect(text).toContain(`Security updates are given until **${day}**`);
  const operations = readFileSync(join(root, "docs", "OPERATIONS.md"), "utf8");
  for (const document of [text, operations])
    expect(document).toContain(
      `\`tallygate doctor\`${document === text ? "," : ":"} ${checks.length} checks`,
    );
});

test("the counts in the text are those of the tables", () => {
  for (const [rows, heading] of [
    [asvs, "All 217 requirements"],
    [highest, "All 80 requirements"],
    [etsi, "All 78 provisions"],
  ] as const) {
    const count = (state: string): number => rows.filter((row) => row.state === state).length;
    const says = `${count("met")} met, ${count("partly")} partly, ${count("not met")} not met, ${count("n/a")} not applicable`;
    const line = text.split("\n").find((one) => one.startsWith(heading));
    expect(line).toContain(says);
  }
});

test("every file it names is there", () => {
  const named = [...text.matchAll(/`([\w./-]+\.(?:ts|md|json|jsonl|service|conf))`/g)].map(
    ([, file = ""]) => file,
  );
  const places = ["", "tests/gateway/server/", "gateway/server/", "docs/"];
  const missing = named.filter(
    (file) => !places.some((place) => existsSync(join(root, place, file))),
  );
  expect(named.length).toBeGreaterThan(200);
  expect(
    [...new Set(missing)].filter((file) => file !== "DIR/simulated.json" && !file.startsWith("/")),
  ).toEqual([]);
});
