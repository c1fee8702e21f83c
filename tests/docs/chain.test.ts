// What docs/CHAIN.md promises line by line is held by tests that are there, under the names it gives them.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../support/sources.ts";

const rows = readFileSync(join(root, "docs/CHAIN.md"), "utf8")
  .split("\n")
  .filter((line) => /^\| C\d+ /u.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .map(([, id = "", , how = "", proof = ""]) => ({ id, how, proof }));

/** Files of a cell, each with the words that must be in it. */
const heldBy = (proof: string): readonly { file: string; words: readonly string[] }[] =>
  proof
    .split(/(?=`tests\/)/u)
    .filter((part) => part !== "")
    .map((part) => ({
      file: /^`([^`]+)`/u.exec(part)?.[1] ?? "",
      words: [...part.matchAll(/"([^"]+)"/gu)].map(([, words = ""]) => words),
    }));

test("every promise of the chain has an id of its own, and tests that are there", () => {
  expect(rows.length).toBeGreaterThanOrEqual(40);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  for (const { id, how, proof } of rows) {
    expect(["auto", "long", "bench"], id).toContain(how);
    expect(heldBy(proof).length, id).toBeGreaterThan(0);
    for (const { file, words } of heldBy(proof)) {
      expect(existsSync(join(root, file)), `${id} ${file}`).toBe(true);
      expect(words.length, `${id} ${file}`).toBeGreaterThan(0);
      const text = readFileSync(join(root, file), "utf8");
      expect(
        words.filter((one) => !text.includes(one)),
        `${id} ${file}`,
      ).toEqual([]);
    }
  }
});
