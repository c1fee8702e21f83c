// Older files are brought forward, rehearsed on a copy first; answers are forgotten when their time is over.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isDraft } from "../../../gateway/store/drafts.ts";
import { migrate } from "../../../gateway/store/migrate.ts";
import { schemaVersion, versionOf } from "../../../gateway/store/schema.ts";
import { openDatabase } from "../../../gateway/store/sqlite/database.ts";
import { createStore } from "../../../gateway/store/store.ts";
import { olderStore } from "../../support/older-store.ts";
import {
  balanceOf,
  move,
  openAccount,
  run,
  storeOptions,
  temporaryFolder,
} from "../../support/test-store.ts";

test("a store of the version before opens with all it held", async () => {
  using folder = temporaryFolder();
  const file = await olderStore(folder.path);
  const store = await createStore(storeOptions(file));
  expect(await balanceOf(store, "a_1")).toBe(500);
  expect(
    await store.execute(run("move", move, { account: "a_1", amount: 500 }, "k1")),
  ).toMatchObject({ ok: true, value: { replay: true } });
  await store.execute(run("move", move, { account: "a_1", amount: 1 }, "k2"));
  expect((await store.verify()).ok).toBe(true);
  await store.close();
  const database = await openDatabase({ file, readOnly: true });
  expect(await versionOf(database)).toBe(schemaVersion);
  await database.close();
});

test("a migration that fails in rehearsal has touched nothing", async () => {
  using folder = temporaryFolder();
  const file = await olderStore(folder.path);
  const database = await openDatabase({ file });
  const steps = (): string => "CREATE TABLE half (a INTEGER); INSERT INTO nowhere VALUES (1);";
  await expect(migrate(database, { file, steps })).rejects.toThrow("nowhere");
  expect(await versionOf(database)).toBe(schemaVersion - 1);
  expect(await database.all("SELECT name FROM sqlite_schema WHERE name = 'half'")).toEqual([]);
  expect(readdirSync(folder.path).filter(isDraft)).toEqual([]);
  await database.close();
});

test("keys are remembered for a month at least, and forgotten after it", async () => {
  using folder = temporaryFolder();
  const day = 86_400_000;
  let nowMs = Date.parse("2026-03-01T04:00:00Z");
  const clock = { nowMs: () => nowMs };
  const store = await createStore(storeOptions(join(folder.path, "store.db"), { clock }));
  await store.execute(run("account.open", openAccount, { account: "a_1" }, "k1"));
  nowMs += 29 * day;
  await store.execute(run("move", move, { account: "a_1", amount: 1 }, "k2"));
  expect(await store.answered("k1")).toBeDefined();
  nowMs += 2 * day;
  await store.execute(run("move", move, { account: "a_1", amount: 1 }, "k3"));
  expect(await store.answered("k1")).toBeUndefined();
  expect(await store.answered("k2")).toBeDefined();
  await store.close();
});
