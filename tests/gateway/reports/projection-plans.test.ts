// How SQLite means to carry out the steps of the reports' file: what members carry beside their keys is looked up
// member by member. All of them looked at with every new one took longer than anybody waits after a list of 100,000.
import { join } from "node:path";
import { expect, test } from "vitest";
import { traitsIn } from "../../../gateway/reports/model/projection.ts";
import { modelSchema } from "../../../gateway/reports/model/schema.ts";
import { foldingSteps } from "../../../gateway/reports/model/steps.ts";
import { stepsFrom } from "../../../gateway/store/schema.ts";
import { openDatabase } from "../../../gateway/store/sqlite/database.ts";
import { temporaryFolder } from "../../support/test-store.ts";

test("no step looks at all members or all keys of the books", async () => {
  using folder = temporaryFolder();
  const books = join(folder.path, "store.db");
  const store = await openDatabase({ file: books, driver: "node:sqlite" });
  await store.exec(`BEGIN; ${stepsFrom(0)} COMMIT`);
  await store.close();
  const own = await openDatabase({ file: join(folder.path, "reports.db"), driver: "node:sqlite" });
  await own.exec(`ATTACH '${books}' AS books`);
  await own.exec(`CREATE TEMP VIEW trait AS ${await traitsIn(own)}`);
  await own.exec(modelSchema);
  const details: string[] = [];
  for (const step of foldingSteps)
    for (const { detail } of await own.all(`EXPLAIN QUERY PLAN ${step}`))
      details.push(String(detail));
  await own.close();
  expect(details.filter((detail) => /^SEARCH (books\.entity|key) /u.test(detail))).toEqual([
    expect.stringContaining("(kind=? AND id=?)"),
    expect.stringContaining("(tab=? AND id=?)"),
  ]);
  expect(details.filter((detail) => /^SCAN (books\.entity|key)\b/u.test(detail))).toEqual([]);
});
