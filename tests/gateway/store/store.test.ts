// The writer's promises, over both SQLite drivers: one answer per key, all or nothing, refusals kept apart from faults.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Entry } from "../../../gateway/ledger/entry.ts";
import { createStore } from "../../../gateway/store/store.ts";
import type { DriverName } from "../../../gateway/store/sqlite/database.ts";
import {
  balanceOf,
  bugs,
  move,
  openAccount,
  run,
  storeOptions,
  temporaryFolder,
  wrongPin,
} from "../../support/test-store.ts";

const drivers: readonly DriverName[] = ["sqlite3", "node:sqlite"];

const openIn = (folder: string, driver: DriverName) =>
  createStore(storeOptions(join(folder, "store.db"), { driver }));

describe.each(drivers)("the store over %s", (driver) => {
  test("books what was decided, and shows it to every reader", async () => {
    using folder = temporaryFolder();
    const store = await openIn(folder.path, driver);
    await store.execute(run("account.open", openAccount, { account: "a_1" }));
    const answer = await store.execute(run("move", move, { account: "a_1", amount: 500 }, "k1"));
    expect(answer).toMatchObject({ ok: true, value: { result: { after: 500 }, replay: false } });
    expect(await balanceOf(store, "a_1")).toBe(500);
    const [entry] = await store.entries({ account: "a_1", limit: 10 });
    expect(entry?.body).toMatchObject({ seq: 2, op: "move", store: "s_test", epoch: 1 });
    expect(await store.entry(entry?.body.id ?? "")).toEqual(entry);
    expect(await store.verify()).toMatchObject({ ok: true, entries: 2, trialBalance: { CNY: 0 } });
    await store.close();
  });

  test("answers a repeated key with the first answer, also after a restart", async () => {
    using folder = temporaryFolder();
    let store = await openIn(folder.path, driver);
    await store.execute(run("account.open", openAccount, { account: "a_1" }));
    const call = run("move", move, { account: "a_1", amount: 500 }, "k1");
    const first = await store.execute(call);
    const again = await store.execute(call);
    expect(again).toEqual({
      ok: true,
      value: { ...(first.ok ? first.value : {}), replay: true },
    });
    await store.close();
    store = await openIn(folder.path, driver);
    expect(await store.execute(call)).toEqual(again);
    expect(await store.answered("k1")).toEqual({ op: "move", result: { after: 500 } });
    expect(await balanceOf(store, "a_1")).toBe(500);
    await store.close();
  });

  test("decides on what the file holds, also after a task that wrote and then failed", async () => {
    using folder = temporaryFolder();
    const store = await openIn(folder.path, driver);
    await store.execute(run("account.open", openAccount, { account: "a_1" }));
    await store.execute(run("move", move, { account: "a_1", amount: 500 }));
    const failing = store.exclusive(async (books) => {
      const [row] = await books.all("SELECT body FROM entity WHERE id = 'a_1'");
      const less = String(row?.["body"]).replace('"principal":500', '"principal":100');
      await books.write([["entity", "account", "a_1", less, "[]", null]]);
      throw new Error("read no further");
    });
    await expect(failing).rejects.toThrow("read no further");
    const spend = await store.execute(run("move", move, { account: "a_1", amount: -200 }));
    expect(spend).toMatchObject({ ok: false, error: { code: "insufficient_balance" } });
    await store.close();
  });

  test("refuses a key that was used for other params or another operation", async () => {
    using folder = temporaryFolder();
    const store = await openIn(folder.path, driver);
    await store.execute(run("account.open", openAccount, { account: "a_1" }));
    await store.execute(run("move", move, { account: "a_1", amount: 500 }, "k1"));
    const conflict = { ok: false, error: { code: "key.conflict" } };
    const other = await store.execute(run("move", move, { account: "a_1", amount: 501 }, "k1"));
    expect(other).toMatchObject(conflict);
    const open = run("account.open", openAccount, { account: "a_1" }, "k1");
    expect(await store.execute(open)).toMatchObject(conflict);
    expect(await balanceOf(store, "a_1")).toBe(500);
    await store.close();
  });

  test("a second call with a key in flight gets the first one's answer", async () => {
    using folder = temporaryFolder();
    const store = await openIn(folder.path, driver);
    await store.execute(run("account.open", openAccount, { account: "a_1" }));
    const call = run("move", move, { account: "a_1", amount: 500 }, "k1");
    const answers = await Promise.all([store.execute(call), store.execute(call)]);
    expect(answers.map((answer) => answer.ok && answer.value.replay)).toEqual([false, true]);
    expect(await balanceOf(store, "a_1")).toBe(500);
    await store.close();
  });

  test("a refused call's key may be used again", async () => {
    using folder = temporaryFolder();
    const store = await openIn(folder.path, driver);
    await store.execute(run("account.open", openAccount, { account: "a_1" }));
    const spend = run("move", move, { account: "a_1", amount: -200 }, "k1");
    expect(await store.execute(spend)).toMatchObject({ error: { code: "insufficient_balance" } });
    await store.execute(run("move", move, { account: "a_1", amount: 500 }, "k2"));
    expect(await store.execute(spend)).toMatchObject({
      ok: true,
      value: { result: { after: 300 } },
    });
    await store.close();
  });

  test("a repeated key gets its answer where the same call would be refused by now", async () => {
    using folder = temporaryFolder();
    const store = await openIn(folder.path, driver);
    await store.execute(run("account.open", openAccount, { account: "a_1" }));
    await store.execute(run("move", move, { account: "a_1", amount: 500 }, "k1"));
    const all = run("move", move, { account: "a_1", amount: -500 }, "k2");
    const other = run("move", move, { account: "a_1", amount: 1 }, "k3");
    expect(await store.execute(all)).toMatchObject({ value: { result: { after: 0 } } });
    const answers = await Promise.all([store.execute(all), store.execute(other)]);
    expect(answers).toMatchObject([
      { ok: true, value: { result: { after: 0 }, replay: true } },
      { ok: true, value: { result: { after: 1 }, replay: false } },
    ]);
    // The same beside calls that write: one write holds an answered key, and is made again without it.
    const more = run("move", move, { account: "a_1", amount: 2 }, "k4");
    expect(await Promise.all([other, more].map((call) => store.execute(call)))).toMatchObject([
      { value: { result: { after: 1 }, replay: true } },
      { value: { result: { after: 3 }, replay: false } },
    ]);
    expect(await store.verify()).toMatchObject({ ok: true, entries: 5 });
    await store.close();
  });

  test("keeps the events of a refusal that records something", async () => {
    using folder = temporaryFolder();
    const store = await openIn(folder.path, driver);
    const wrong = run("card.checkPin", wrongPin, { account: "a_1" });
    await Promise.all([store.execute(wrong), store.execute(wrong), store.execute(wrong)]);
    const view = await store.view([{ kind: "setting", id: "tries a_1" }]);
    expect(view.get("setting", "tries a_1")).toEqual({ count: 3 });
    await store.close();
  });

  test("decides commands of one commit in order, each on what the one before left", async () => {
    using folder = temporaryFolder();
    const store = await openIn(folder.path, driver);
    await store.execute(run("account.open", openAccount, { account: "a_1" }));
    const amounts = [300, -200, -200, 150, -250];
    const answers = await Promise.all(
      amounts.map((amount) => store.execute(run("move", move, { account: "a_1", amount }))),
    );
    expect(answers.map((answer) => answer.ok)).toEqual([true, true, false, true, true]);
    expect(await balanceOf(store, "a_1")).toBe(0);
    await store.close();
  });

  test("a decider's bug fails its own call and no other of the same commit", async () => {
    using folder = temporaryFolder();
    const store = await openIn(folder.path, driver);
    await store.execute(run("account.open", openAccount, { account: "a_1" }));
    await store.execute(run("account.open", openAccount, { account: "a_9" }));
    await store.execute(run("move", move, { account: "a_9", amount: 90 }));
    const results = await Promise.allSettled([
      store.execute(run("move", move, { account: "a_1", amount: 500 })),
      store.execute(run("bug", bugs.unbalanced, { account: "a_1" })),
      store.execute(run("bug", bugs.overwriting, { account: "a_9" }, "kb")),
      store.execute(run("move", move, { account: "a_2", amount: 1 })),
      store.execute(run("account.open", openAccount, { account: "a_2" })),
    ]);
    expect(results.map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "rejected",
      "fulfilled",
      "fulfilled",
    ]);
    expect(await balanceOf(store, "a_1")).toBe(500);
    expect(await balanceOf(store, "a_9")).toBe(90);
    expect(await store.answered("kb")).toBeUndefined();
    expect((await store.verify()).ok).toBe(true);
    await store.close();
  });

  test("side rows of a decision are in its commit, and those of a refusal are not", async () => {
    using folder = temporaryFolder();
    const store = await openIn(folder.path, driver);
    const also = () => [{ table: "job" as const, id: "j_1", body: { state: "queued" } }];
    const open = { ...run("account.open", openAccount, { account: "a_1" }), also };
    await store.execute(open);
    expect(await store.sideRow("job", "j_1")).toEqual({ state: "queued" });
    await store.side([{ table: "job", id: "j_1", body: null }]);
    expect((await store.execute(open)).ok).toBe(false);
    expect(await store.sideRows("job")).toEqual([]);
    await store.close();
  });

  test("tells listeners of every entry, in order", async () => {
    using folder = temporaryFolder();
    const store = await openIn(folder.path, driver);
    const seen: Entry[] = [];
    store.onCommitted((entries) => seen.push(...entries));
    await store.execute(run("account.open", openAccount, { account: "a_1" }));
    await Promise.all(
      Array.from({ length: 50 }, () =>
        store.execute(run("move", move, { account: "a_1", amount: 1 })),
      ),
    );
    expect(seen.map(({ body }) => body.seq)).toEqual(Array.from({ length: 51 }, (_, at) => at + 1));
    await store.close();
  });

  test("an emptied store has a new epoch, no entries and the same stations", async () => {
    using folder = temporaryFolder();
    const store = await openIn(folder.path, driver);
    await store.side([
      { table: "station", id: "st_1", body: { role: "kiosk" } },
      { table: "job", id: "j_1", body: {} },
    ]);
    await store.execute(run("account.open", openAccount, { account: "a_1" }, "k1"));
    await store.reset();
    expect(await store.sideRows("station")).toHaveLength(1);
    expect(await store.sideRows("job")).toEqual([]);
    expect(await store.answered("k1")).toBeUndefined();
    const answer = await store.execute(run("account.open", openAccount, { account: "a_1" }, "k1"));
    expect(answer).toMatchObject({ ok: true, value: { seq: 1, replay: false } });
    const [entry] = await store.entries({ limit: 1 });
    expect(entry?.body.epoch).toBe(2);
    expect((await store.verify()).ok).toBe(true);
    await store.close();
  });

  test("pages through entities and entries", async () => {
    using folder = temporaryFolder();
    const store = await openIn(folder.path, driver);
    for (const account of ["a_1", "a_2", "a_3"]) {
      await store.execute(run("account.open", openAccount, { account }));
    }
    const page = await store.list("account", "a_1", 1);
    expect(page.map(({ id }) => id)).toEqual(["a_2"]);
    const entries = await store.entries({ beforeSeq: 3, limit: 1 });
    expect(entries.map(({ body }) => body.seq)).toEqual([2]);
    await store.close();
  });
});
