// docs/PROTOCOL.md is what the schemas say; docs/ERRORS.md and the pages speak of every refusal, and of no other.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { protocolDocument, shapeText } from "../../../gateway/protocol/document.ts";
import { refusalTable } from "../../../gateway/refusals.ts";
import { root } from "../../support/sources.ts";

test("docs/PROTOCOL.md says what the table says", async () => {
  await expect(protocolDocument()).toMatchFileSnapshot(join(root, "docs", "PROTOCOL.md"));
});

test("shapes read as a person writes them", () => {
  const shape = {
    type: "object",
    required: ["a"],
    properties: { a: { type: "string" }, b: { type: "array", items: { type: "integer" } } },
  };
  expect(shapeText(shape)).toBe("{a, b?: [integer]}");
});

interface ErrorRow {
  readonly code: string;
  readonly cells: readonly string[];
}
const rows: readonly ErrorRow[] = readFileSync(join(root, "docs", "ERRORS.md"), "utf8")
  .split("\n")
  .flatMap((line) => {
    const [, code = "", ...cells] = line
      .split(" | ")
      .map((cell) => cell.replace(/^\| |\|$/g, "").trim());
    return line.startsWith("| `")
      ? [{ code: line.split("`")[1] ?? code, cells: [code, ...cells] }]
      : [];
  });

test("docs/ERRORS.md has every refusal, and no other", () => {
  expect(rows.map(({ code }) => code).toSorted()).toEqual(Object.keys(refusalTable).toSorted());
});

test.each(rows)("$code has a retry, a meaning, a cure and two sentences", ({ code, cells }) => {
  const [retry = "", meaning = "", cure = "", chinese = "", english = ""] = cells;
  const table: Readonly<Record<string, string>> = refusalTable;
  expect(retry).toBe(table[code]);
  for (const text of [meaning, cure, english]) expect(text.length).toBeGreaterThan(5);
  expect(chinese).toMatch(/\p{Script=Han}{2,}/u);
  expect(english).not.toMatch(/\p{Script=Han}/u);
});
