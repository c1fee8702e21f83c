// The walk of docs/KIOSK.md names files that are there, in both languages, and leaves out no state of the machine.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { kioskMachine } from "../../kiosk-ui/charts/kiosk/machine.ts";
import { root } from "../support/sources.ts";

const section = readFileSync(join(root, "docs/KIOSK.md"), "utf8").split(/^## /mu);
const rows = (section.find((text) => text.startsWith("A guest's walk")) ?? "")
  .split("\n")
  .filter((line) => line.startsWith("| "))
  .slice(1)
  .map((line) => line.split(" | ").map((cell) => cell.replace(/^\| | \|$/gu, "")))
  .map(([line = "", where = "", chinese = "", second = ""]) => ({ line, where, chinese, second }));

const filesIn = (cell: string): readonly string[] =>
  [...cell.matchAll(/`((?:tests|kiosk-ui)\/[^`]+)`/gu)].map(([, file = ""]) => file);

describe("a guest's walk", () => {
  test("names a file of the page and a test for each language, and all are there", () => {
    expect(rows.length).toBeGreaterThanOrEqual(20);
    for (const { line, ...cells } of rows)
      for (const cell of Object.values(cells)) {
        expect(filesIn(cell).length, line).toBeGreaterThan(0);
        expect(
          filesIn(cell).filter((file) => !existsSync(join(root, file))),
          line,
        ).toEqual([]);
      }
  });

  test("says of each second test in which language, and the test has that language", () => {
    for (const { line, second } of rows)
      for (const [, file = "", said = ""] of second.matchAll(/`([^`]+)` \((\w+)/gu))
        expect(readFileSync(join(root, file), "utf8"), line).toContain(
          said === "all" ? "...languages" : said === "ko" ? "lang=ko" : `"${said}"`,
        );
  });

  test("goes through every state", () => {
    const states = Object.keys(kioskMachine.config.states?.journey?.states ?? {});
    const walked = rows.map(({ where }) => where).join();
    expect(states.filter((state) => !walked.includes(`\`${state}\``))).toEqual([]);
    expect(states.length).toBeGreaterThan(14);
  });
});
