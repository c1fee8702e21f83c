// docs/REPORTS.md names every report there is and no other; each report's words, columns and queries fit together.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { reports } from "../../../gateway/reports/registry.ts";
import { root } from "../../support/sources.ts";

test("the document has a row for every report and no other", () => {
  const text = readFileSync(join(root, "docs", "REPORTS.md"), "utf8");
  const rows = [...text.matchAll(/^\| `([a-z-]+)` /gmu)].map(([, id]) => id);
  expect(new Set(rows)).toEqual(new Set(reports.map(({ id }) => id)));
});

test.each(reports)(
  "$id: keys, measure and picture are columns; words stand in both languages",
  (report) => {
    const ids = report.columns.map(({ id }) => id);
    const { by, of, split } = report.chart;
    for (const id of [
      ...report.keys,
      ...(report.measure === undefined ? [] : [report.measure]),
      by,
      ...of,
    ])
      expect(ids).toContain(id);
    if (split !== undefined) expect(ids).toContain(split);
    for (const words of [report.title, report.says, ...report.columns.map(({ title }) => title)])
      expect(words).toMatchObject({
        zh: expect.stringMatching(/\p{Script=Han}/u),
        en: expect.stringMatching(/^[^\p{Script=Han}]+$/u),
      });
    for (const key of report.keys) expect(report.entries ?? `:${key}`).toContain(`:${key}`);
  },
);
