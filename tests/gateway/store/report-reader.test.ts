// Reports read beside the till: from one snapshot, only what is on their list, and never in the way of a commit.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createReportReader, type ReportReader } from "../../../gateway/store/report-reader.ts";
import type { Store } from "../../../gateway/store/contract.ts";
import { createStore } from "../../../gateway/store/store.ts";
import { move, openAccount, run, storeOptions, temporaryFolder } from "../../support/test-store.ts";

const queries = {
  moved: `SELECT sum(amount) AS minor FROM line WHERE account = 'asset:cash:till'`,
  entries: "SELECT count(*) AS entries FROM journal WHERE seq >= :from",
  each: "SELECT seq FROM journal ORDER BY seq",
  /** Counts so far that nobody waits for it. */
  endless: `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000000)
    SELECT count(*) AS rows FROM n`,
  writing: "DELETE FROM answer RETURNING key",
  wrong: "SELECT seq FROM nowhere",
};

type Reader = ReportReader<keyof typeof queries>;

interface Place {
  readonly store: Store;
  readonly file: string;
  readonly read: (limits?: { rowsMax?: number; timeoutMs?: number }) => Reader;
}

const inPlace = async (work: (place: Place) => Promise<void>): Promise<void> => {
  using folder = temporaryFolder();
  const file = join(folder.path, "store.db");
  const store = await createStore(storeOptions(file));
  await store.execute(run("account.open", openAccount, { account: "a_1" }));
  const readers: Reader[] = [];
  const read = (limits = {}): Reader => {
    const reader = createReportReader({ file, queries, ...limits });
    readers.push(reader);
    return reader;
  };
  try {
    await work({ store, file, read });
  } finally {
    for (const reader of readers) await reader.close();
    await store.close();
  }
};

const moveSome = (store: Store, key: string) =>
  store.execute(run("move", move, { account: "a_1", amount: 100 }, key));

describe("the report reader", () => {
  test("answers several questions from one snapshot, the newest", () =>
    inPlace(async ({ store, read }) => {
      const reader = read();
      for (const round of [1, 2, 3]) {
        await moveSome(store, `k${round}`);
        expect(
          await reader.read([{ query: "moved" }, { query: "entries", params: { from: 2 } }]),
        ).toEqual([[{ minor: round * 100 }], [{ entries: round }]]);
      }
    }));

  test("lets commits go on while a report runs", () =>
    inPlace(async ({ store, read }) => {
      const reader = read();
      await reader.read([{ query: "moved" }]);
      let answered = false;
      const report = reader.read([{ query: "each" }, { query: "endless" }]).finally(() => {
        answered = true;
      });
      const ended = expect(report).rejects.toMatchObject({ code: "report_ended" });
      for (let commit = 1; commit <= 200; commit += 1) {
        expect(await moveSome(store, `k${commit}`)).toMatchObject({ ok: true });
      }
      expect(answered, "the report was over before the commits").toBe(false);
      await reader.close();
      await ended;
    }));

  test("gives a report up that takes too long, and answers the next one", () =>
    inPlace(async ({ store, read }) => {
      const reader = read({ timeoutMs: 1000 });
      await expect(reader.read([{ query: "endless" }])).rejects.toMatchObject({
        code: "report_too_long",
        retryable: true,
      });
      await moveSome(store, "k1");
      expect(await reader.read([{ query: "moved" }])).toEqual([[{ minor: 100 }]]);
    }));

  test("cannot write, and tells a bad query from a long answer", () =>
    inPlace(async ({ store, read }) => {
      await moveSome(store, "k1");
      const reader = read({ rowsMax: 1 });
      const failure = (query: keyof typeof queries) => reader.read([{ query }]);
      await expect(failure("writing")).rejects.toMatchObject({ code: "report_failed" });
      await expect(failure("wrong")).rejects.toThrow("nowhere");
      await expect(failure("each")).rejects.toMatchObject({ code: "report_too_large" });
      expect(await store.answered("k1")).toBeDefined();
      expect(await failure("moved")).toEqual([[{ minor: 100 }]]);
    }));

  test("answers nobody any more once it is closed", () =>
    inPlace(async ({ read }) => {
      const reader = read();
      const pending = reader.read([{ query: "endless" }]);
      const ended = expect(pending).rejects.toMatchObject({ code: "report_failed" });
      await reader.close();
      await ended;
      await expect(reader.read([{ query: "moved" }])).rejects.toMatchObject({
        code: "report_failed",
      });
    }));
});
