// docs/SECURITY.md answers every requirement, and every file it names is there.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
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
const asvs = rowsOf(/^\d+\.\d+\.\d+$/);
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

describe("ASVS 5.0", () => {
  test("has all 65 requirements of level 1 and 152 of level 2, once each", () => {
    expect(new Set(asvs.map(({ id }) => id)).size).toBe(217);
    expect(asvs.filter(({ rank }) => rank === "1")).toHaveLength(65);
    expect(asvs.filter(({ rank }) => rank === "2")).toHaveLength(152);
    const counted = Map.groupBy(asvs, ({ id }) => id.split(".")[0] ?? "");
    expect([...counted].map(([chapter, rows]) => [chapter, rows.length])).toEqual([...chapters]);
  });
});

describe("EN 303 645", () => {
  test("has all 78 provisions, once each", () => {
    expect(new Set(etsi.map(({ id }) => id)).size).toBe(78);
    for (const { rank } of etsi) expect(["M", "R"]).toContain(rank);
  });
});

test.each([...asvs, ...etsi])("$id has a state and says why", ({ state, where }) => {
  expect(states).toContain(state);
  expect(where.length).toBeGreaterThan(2);
});

test("the counts in the text are those of the tables", () => {
  for (const [rows, heading] of [
    [asvs, "All 217 requirements"],
    [etsi, "All 78 provisions"],
  ] as const) {
    const count = (state: string): number => rows.filter((row) => row.state === state).length;
    const says = `${count("met")} met, ${count("partly")} partly, ${count("not met")} not met, ${count("n/a")} not applicable`;
    const line = text.split("\n").find((one) => one.startsWith(heading));
    expect(line).toContain(says);
  }
});

test("every file it names is there", () => {
  const named = [...text.matchAll(/`([\w./-]+\.(?:ts|md|json|jsonl|service))`/g)].map(
    ([, file = ""]) => file,
  );
  const places = ["", "tests/gateway/server/", "gateway/server/", "docs/"];
  const missing = named.filter(
    (file) => !places.some((place) => existsSync(join(root, place, file))),
  );
  expect(named.length).toBeGreaterThan(200);
  expect([...new Set(missing)].filter((file) => file !== "DIR/simulated.json")).toEqual([]);
});
