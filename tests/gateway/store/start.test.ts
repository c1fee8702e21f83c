// A store that would not be safe to write refuses to start, and says what to do.
import {
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { accepted, type Decider } from "../../../gateway/members/contract.ts";
import { StartRefused } from "../../../gateway/store/faults.ts";
import { takeLock } from "../../../gateway/store/lock.ts";
import { schemaVersion } from "../../../gateway/store/schema.ts";
import { openDatabase } from "../../../gateway/store/sqlite/database.ts";
import { createStore } from "../../../gateway/store/store.ts";
import { move, openAccount, run, storeOptions, temporaryFolder } from "../../support/test-store.ts";
import { startVictim } from "../../support/victims.ts";

/** A closed store with three entries; returns its file. */
const writtenStore = async (folder: string): Promise<string> => {
  const file = join(folder, "store.db");
  const store = await createStore(storeOptions(file));
  await store.execute(run("account.open", openAccount, { account: "a_1" }));
  await store.execute(run("move", move, { account: "a_1", amount: 500 }));
  await store.execute(run("move", move, { account: "a_1", amount: -120 }));
  await store.close();
  return file;
};

/** What somebody with the file and SQL, but not our code, might do to it. */
const tamper = async (file: string, sql: string): Promise<void> => {
  const database = await openDatabase({ file });
  await database.exec(sql);
  await database.close();
};

const refusalOf = async (start: Promise<unknown>): Promise<StartRefused> => {
  const error = await start.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof StartRefused) return error;
  throw new Error("the start was not refused", { cause: error });
};

const unlocked = "DROP TRIGGER journal_unchanged; DROP TRIGGER journal_kept;";

describe("a start is refused", () => {
  test("while another gateway runs on the same data, and not after it has gone", async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "store.db");
    const first = await createStore(storeOptions(file));
    const refused = await refusalOf(createStore(storeOptions(file)));
    expect(refused).toMatchObject({ code: "in_use", retryable: true });
    expect(refused.message).toContain("already running on this data");
    await first.close();
    const second = await createStore(storeOptions(file));
    await second.close();
  });

  test("also from another process, after this one has tried a second time itself", async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "store.db");
    const store = await createStore(storeOptions(file));
    await refusalOf(createStore(storeOptions(file)));
    const victim = startVictim({ file, clients: 1, round: 0, quiet: true });
    await victim.ended;
    expect(victim.sent.size).toBe(0);
    expect(victim.process.exitCode).toBe(1);
    await store.close();
  });

  test("on the data of another store", async () => {
    using folder = temporaryFolder();
    const file = await writtenStore(folder.path);
    const other = { store: { id: "s_other", prefix: "O" } };
    const refused = await refusalOf(createStore(storeOptions(file, other)));
    expect(refused.code).toBe("foreign_store");
    expect(refused.message).toContain("s_test");
  });

  test("on data of a newer version, before anything is touched", async () => {
    using folder = temporaryFolder();
    const file = await writtenStore(folder.path);
    await tamper(file, `PRAGMA user_version = ${schemaVersion + 1}; PRAGMA journal_mode = DELETE;`);
    const before = readFileSync(file);
    expect((await refusalOf(createStore(storeOptions(file)))).code).toBe("newer_schema");
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test("where SQLite cannot promise durability", async () => {
    using folder = temporaryFolder();
    const before = process.cwd();
    // SQLite's own name for a database in memory; its lock file lands in the working folder.
    process.chdir(folder.path);
    expect((await refusalOf(createStore(storeOptions(":memory:")))).code).toBe("not_durable");
    process.chdir(before);
  });

  test("without a folder, with what to do about it", async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "missing", "store.db");
    expect((await refusalOf(createStore(storeOptions(file)))).code).toBe("not_writable");
  });

  test("on a file that is no database", async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "store.db");
    writeFileSync(file, "these are no books".repeat(400));
    expect((await refusalOf(createStore(storeOptions(file)))).code).toBe("damaged_file");
  });

  test("on a file with a page that the disk has lost", async () => {
    using folder = temporaryFolder();
    const file = await writtenStore(folder.path);
    const database = await openDatabase({ file, readOnly: true });
    const [found] = await database.all("SELECT rootpage FROM sqlite_schema WHERE name = 'journal'");
    const [size] = await database.all("PRAGMA page_size");
    await database.close();
    const [page, bytes] = [Number(found?.["rootpage"]), Number(size?.["page_size"])];
    const handle = openSync(file, "r+");
    writeSync(handle, Buffer.alloc(bytes, 0x5a), 0, bytes, (page - 1) * bytes);
    closeSync(handle);
    expect((await refusalOf(createStore(storeOptions(file)))).code).toBe("damaged_file");
  });

  test.each([
    [
      "an amount was changed",
      `UPDATE journal SET body = replace(body, '500', '900') WHERE seq = 2`,
    ],
    ["an entry was dropped", "DELETE FROM journal WHERE seq = 2"],
    ["the last entry's hash was changed", "UPDATE journal SET hash = 'f' || substr(hash, 2)"],
    ["an entry was renamed", "UPDATE journal SET id = 'e_other' WHERE seq = 3"],
    [
      "an entry came in from another store",
      "UPDATE journal SET body = replace(body, 's_test', 's_x')",
    ],
  ])("when %s", async (_, sql) => {
    using folder = temporaryFolder();
    const file = await writtenStore(folder.path);
    await tamper(file, `${unlocked} ${sql};`);
    const refused = await refusalOf(createStore(storeOptions(file)));
    expect(refused.code).toBe("broken_chain");
    expect(refused.message).toContain("tallygate restore");
  });

  test.each([
    ["more than the journal", `replace(body, '"principal":380', '"principal":390')`],
    ["less than the journal", `replace(body, '"principal":380', '"principal":0')`],
  ])("when a balance shows %s", async (_, change) => {
    using folder = temporaryFolder();
    const file = await writtenStore(folder.path);
    await tamper(file, `UPDATE entity SET body = ${change} WHERE kind = 'account';`);
    const refused = await refusalOf(createStore(storeOptions(file)));
    expect(refused.code).toBe("books_differ");
    expect(refused.message).toContain("liab:stored:principal:a_1:l_1");
  });

  test("when an account that holds money is gone", async () => {
    using folder = temporaryFolder();
    const file = await writtenStore(folder.path);
    await tamper(file, "DELETE FROM entity WHERE kind = 'account';");
    expect((await refusalOf(createStore(storeOptions(file)))).code).toBe("books_differ");
  });

  test("leaves no lock behind", async () => {
    using folder = temporaryFolder();
    const file = await writtenStore(folder.path);
    const other = { store: { id: "s_other", prefix: "O" } };
    await refusalOf(createStore(storeOptions(file, other)));
    const lock = await takeLock(file);
    await lock.release();
  });
});

describe("books too large to be audited whole at a start", () => {
  const large = { wholeAuditMax: 2 };

  test("are refused where their end was changed", async () => {
    using folder = temporaryFolder();
    const file = await writtenStore(folder.path);
    await tamper(file, `${unlocked} UPDATE journal SET body = replace(body, '120', '20');`);
    expect((await refusalOf(createStore(storeOptions(file, large)))).code).toBe("broken_chain");
  });

  test("are open at once, and closed for writing where the whole audit then finds something", async () => {
    using folder = temporaryFolder();
    const file = await writtenStore(folder.path);
    await tamper(file, "UPDATE entity SET body = replace(body, ':380', ':390')");
    const store = await createStore(storeOptions(file, large));
    const topUp = run("account.topUp", move, { account: "a_1", amount: 1 });
    await vi.waitFor(async () => {
      expect(await store.execute(topUp)).toMatchObject({ error: { code: "store.read_only" } });
    });
    await store.close();
  });

  test("start as well with more accounts than entries", async () => {
    using folder = temporaryFolder();
    const file = await writtenStore(folder.path);
    const store = await createStore(storeOptions(file));
    const many: Decider<object> = {
      roots: () => [],
      decide: () =>
        accepted({
          events: Array.from({ length: 60 }, (_, at) => ({
            type: "account.opened",
            account: `a_new${at}`,
          })),
          lines: [],
          result: {},
        }),
    };
    await store.execute(run("member.import", many, {}));
    await store.close();
    const again = await createStore(storeOptions(file, { wholeAuditMax: 50 }));
    expect(await again.verify()).toMatchObject({ ok: true, entries: 4 });
    await again.close();
  });

  test("are closed again while the whole audit runs", async () => {
    using folder = temporaryFolder();
    const file = await writtenStore(folder.path);
    const store = await createStore(storeOptions(file, large));
    await store.close();
    const lock = await takeLock(file);
    await lock.release();
  });
});

describe("the file itself", () => {
  test.each([
    ["changed", "UPDATE journal SET hash = 'x'"],
    ["dropped", "DELETE FROM journal"],
    ["numbered with a gap", "INSERT INTO journal (seq, id, hash, body) VALUES (9, 'e', 'h', '{}')"],
  ])("does not let an entry be %s", async (_, sql) => {
    using folder = temporaryFolder();
    const file = await writtenStore(folder.path);
    await expect(tamper(file, sql)).rejects.toThrow(/append-only|journal gap/u);
  });

  test("shows the lines of every entry to any SQL tool", async () => {
    using folder = temporaryFolder();
    const file = await writtenStore(folder.path);
    const database = await openDatabase({ file, readOnly: true });
    const lines = await database.all("SELECT seq, account, amount FROM line WHERE amount < 0");
    expect(lines).toEqual([
      { seq: 2, account: "liab:stored:principal:a_1:l_1", amount: -500 },
      { seq: 3, account: "asset:cash:till", amount: -120 },
    ]);
    await database.close();
  });

  test("is for its owner's eyes only, with its log and lock", async () => {
    using folder = temporaryFolder();
    const store = await createStore(storeOptions(join(folder.path, "store.db")));
    await store.execute(run("account.open", openAccount, { account: "a_1" }));
    const rights = readdirSync(folder.path).map((name) => [
      name,
      (statSync(join(folder.path, name)).mode & 0o777).toString(8),
    ]);
    expect(rights.length).toBeGreaterThanOrEqual(4);
    expect(rights.filter(([, mode]) => mode !== "600")).toEqual([]);
    await store.close();
  });

  test("goes on after a crash that left its log behind", async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "store.db");
    const store = await createStore(storeOptions(file));
    await store.execute(run("account.open", openAccount, { account: "a_1" }));
    await store.execute(run("move", move, { account: "a_1", amount: 500 }));
    // The state of the disk while the store is open is what a crash leaves.
    const crashed = join(folder.path, "crashed");
    mkdirSync(crashed);
    for (const end of ["", "-wal"]) copyFileSync(file + end, join(crashed, `store.db${end}`));
    await store.close();
    const after = await createStore(storeOptions(join(crashed, "store.db")));
    expect(await after.verify()).toMatchObject({ ok: true, entries: 2 });
    await after.close();
  });
});
