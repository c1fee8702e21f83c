// The list of faults names files that are there, each fault once, and says how a person does what no test can.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../support/sources.ts";

const rows = readFileSync(join(root, "docs/FAULTS.md"), "utf8")
  .split("\n")
  .filter((line) => /^\| F\d+ /u.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .map(([, id = "", fault = "", expected = "", how = "", proof = ""]) => ({
    id,
    fault,
    expected,
    how,
    proof,
  }));

describe("the list of faults", () => {
  test("has sixty and more, each with an id of its own", () => {
    expect(rows.length).toBeGreaterThanOrEqual(60);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });

  test("names tests that are there, or a procedure", () => {
    for (const { id, how, proof } of rows) {
      const files = [...proof.matchAll(/`(tests\/[^`]+)`/gu)].map(([, file = ""]) => file);
      expect(["auto", "long", "hand"], id).toContain(how);
      if (how === "hand") expect(proof.length, id).toBeGreaterThan(40);
      else expect(files.length, id).toBeGreaterThan(0);
      expect(
        files.filter((file) => !existsSync(join(root, file))),
        id,
      ).toEqual([]);
    }
  });
});
