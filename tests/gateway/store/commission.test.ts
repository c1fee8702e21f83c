// What sellers are owed: moved by lines alone, audited, rebuilt, and brought into older books by the migration.
import { join } from "node:path";
import { expect, test } from "vitest";
import { accepted, type Decider } from "../../../gateway/members/contract.ts";
import { evolvers } from "../../../gateway/members/registry.ts";
import { auditStore } from "../../../gateway/store/audit.ts";
import { rebuild } from "../../../gateway/store/rebuild.ts";
import { migrations, schemaVersion } from "../../../gateway/store/schema.ts";
import { openDatabase } from "../../../gateway/store/sqlite/database.ts";
import { createStore } from "../../../gateway/store/store.ts";
import { run, storeOptions, temporaryFolder, testDomain } from "../../support/test-store.ts";

const domain = { ...testDomain, evolvers };
const seller = "front:01";

const hire: Decider<object> = {
  roots: () => [{ kind: "staff", id: seller }],
  decide: () =>
    accepted({
      events: [{ type: "StaffPut", staff: seller, name: "林晓", rights: ["sales"], active: true }],
      lines: [],
      result: {},
    }),
};

/** Earns, or with a minus gives back. */
const earn: Decider<{ readonly amount: number }> = {
  roots: () => [{ kind: "staff", id: seller }],
  decide: ({ amount }) =>
    accepted({
      events: [],
      lines: [
        { account: "expense:commission", unit: "CNY", amount },
        { account: "liab:commission:front%3A01", unit: "CNY", amount: -amount },
      ],
      result: {},
    }),
};

/** A store whose seller earned 7.00 and gave 2.00 back. */
const soldIn = async (file: string): Promise<void> => {
  const store = await createStore(storeOptions(file, { domain }));
  const answers = [
    await store.execute(run("staff.put", hire, {})),
    await store.execute(run("account.topUp", earn, { amount: 700 })),
    await store.execute(run("bill.reverse", earn, { amount: -200 })),
    await store.execute(run("staff.put", hire, {})),
  ];
  expect(answers.every(({ ok }) => ok)).toBe(true);
  const view = await store.view([{ kind: "staff", id: seller }]);
  expect(view.get("staff", seller)?.owed).toBe(500);
  expect(await store.verify()).toMatchObject({ ok: true });
  await store.close();
};

test("commission owed is what the journal says, live and rebuilt, and another figure is found", async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, "store.db");
  await soldIn(file);
  const database = await openDatabase({ file });
  const rebuilt = await rebuild(database, domain, join(folder.path, "scratch.db"));
  expect(rebuilt.findings).toEqual([]);
  await database.exec(`UPDATE entity SET body = json_set(body, '$.owed', 9) WHERE kind = 'staff'`);
  const changed = await auditStore(database, "s_test");
  expect(changed.findings).toEqual([
    "liab:commission:front%3A01: the journal says 500, the account 9",
  ]);
  await database.exec(`DELETE FROM entity WHERE kind = 'staff'`);
  const dropped = await auditStore(database, "s_test");
  expect(dropped.findings).toEqual([
    "liab:commission:front%3A01: the journal says 500, no account shows it",
  ]);
  await database.close();
});

test("books of before say it after their migration, and their bills lead to the seller", async () => {
  using folder = temporaryFolder();
  const current = join(folder.path, "current.db");
  await soldIn(current);
  const file = join(folder.path, "store.db");
  const older = await openDatabase({ file });
  const before = migrations.findIndex((step) => step.includes("'$.owed'"));
  await older.exec(`${migrations.slice(0, before).join("\n")}
    ATTACH '${current}' AS new;
    INSERT INTO property SELECT * FROM new.property; INSERT INTO journal SELECT * FROM new.journal;
    INSERT INTO entity SELECT kind, id, json_remove(body, '$.owed'), links, entry, event FROM new.entity;
    INSERT INTO entity (kind, id, body, links)
    VALUES ('bill', 'b_1', '{"commission":{"seller":"${seller}","amount":500}}', '[]');
    PRAGMA user_version = ${before};`);
  await older.close();
  const store = await createStore(storeOptions(file, { domain }));
  const view = await store.view([{ kind: "bill", id: "b_1" }]);
  expect(view.get("staff", seller)?.owed).toBe(500);
  expect(await store.verify()).toMatchObject({ ok: true });
  await store.close();
  expect(schemaVersion).toBeGreaterThan(before);
});
