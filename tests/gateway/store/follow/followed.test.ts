// What a spare is told is what the store's file says: whatever is written, in transactions or not, kept or rolled back.
// A spare that holds is waited for, one that falls behind is not, and a store that is shut writes nothing.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openCopy } from "../../../../gateway/store/follow/copy.ts";
import { createFollowed, type Step } from "../../../../gateway/store/follow/followed.ts";
import { packStep, unpackStep } from "../../../../gateway/store/follow/words.ts";
import { openDatabase } from "../../../../gateway/store/sqlite/database.ts";
import { fc } from "../../../support/seeded.ts";
import { temporaryFolder } from "../../../support/test-store.ts";

const schema = "CREATE TABLE thing (id INTEGER PRIMARY KEY, body BLOB) STRICT;";

const openStore = async (folder: string) => {
  const database = await openDatabase({ file: join(folder, "store.db") });
  await database.exec(`PRAGMA journal_mode = WAL; ${schema}`);
  return { database, followed: createFollowed(database) };
};

const rowsOf = async (file: string) => {
  const database = await openDatabase({ file, readOnly: true });
  const rows = await database.all("SELECT id, hex(body) AS body FROM thing ORDER BY id");
  await database.close();
  return rows;
};

const writes = fc.array(
  fc.record({
    id: fc.integer({ min: 1, max: 20 }),
    bytes: fc.option(fc.uint8Array({ maxLength: 12 })),
    inside: fc.constantFrom("alone", "kept", "undone"),
  }),
  { maxLength: 30 },
);

test("whatever is written, the copy is the same, cut off at any commit", async () => {
  await fc.assert(
    fc.asyncProperty(writes, fc.nat(30), async (all, cutAt) => {
      using folder = temporaryFolder();
      const { database, followed } = await openStore(folder.path);
      const told: (readonly Step[])[] = [];
      followed.attach({ tell: (_number, steps) => told.push(steps) });
      let atCut: Awaited<ReturnType<typeof rowsOf>> = [];
      for (const { id, bytes, inside } of all) {
        if (told.length === cutAt) atCut = await rowsOf(join(folder.path, "store.db"));
        if (inside !== "alone") await followed.database.exec("BEGIN IMMEDIATE");
        await followed.database.run("INSERT OR REPLACE INTO thing VALUES (?, ?)", id, bytes);
        if (inside !== "alone")
          await followed.database.run("DELETE FROM thing WHERE id = ?", id + 1);
        if (inside === "kept") await followed.database.exec("COMMIT");
        if (inside === "undone") await followed.database.exec("ROLLBACK");
      }
      const isCut = told.length > cutAt;
      if (!isCut) atCut = await rowsOf(join(folder.path, "store.db"));
      const file = join(folder.path, "copy.db");
      const begun = await openDatabase({ file });
      await begun.exec(schema);
      await begun.close();
      const copy = await openCopy(file);
      const overTheLine = told.slice(0, cutAt).map((steps) => steps.map(packStep));
      const arrived: typeof overTheLine = JSON.parse(JSON.stringify(overTheLine));
      await copy.apply(arrived.map((steps) => steps.map(unpackStep)));
      await copy.close();
      expect(await rowsOf(file)).toEqual(atCut);
      await database.close();
    }),
    { numRuns: 25 },
  );
});

describe("a follower", () => {
  const row = (id: number) => ["INSERT INTO thing VALUES (?, NULL)", id] as const;

  test("in step is waited for; one that says nothing is behind, and tills go on", async () => {
    using folder = temporaryFolder();
    const { database, followed } = await openStore(folder.path);
    const told: number[] = [];
    const following = followed.attach({ tell: (number) => told.push(number) });
    await followed.database.run(...row(1));
    expect(followed.state()).toBe("behind");
    following.holds(1);
    expect(followed.state()).toBe("in_step");

    let isAnswered = false;
    const written = followed.database.run(...row(2)).then(() => (isAnswered = true));
    while (told.length < 2) await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(isAnswered).toBe(false);
    following.holds(2);
    await written;

    await followed.database.run(...row(3));
    expect(followed.state()).toBe("behind");
    await followed.database.run(...row(4));
    following.holds(4);
    expect(followed.state()).toBe("in_step");
    following.end();
    expect(followed.state()).toBe("alone");
    await database.close();
  });

  test("that was replaced by another one is heard no more", async () => {
    using folder = temporaryFolder();
    const { database, followed } = await openStore(folder.path);
    const first = followed.attach({ tell: () => undefined });
    const second = followed.attach({ tell: () => undefined });
    first.holds(0);
    expect(followed.state()).toBe("behind");
    first.end();
    second.holds(0);
    expect(followed.state()).toBe("in_step");
    await database.close();
  });

  test("that is expected holds writes back until it is heard; one that took over ends them", async () => {
    using folder = temporaryFolder();
    const { database, followed } = await openStore(folder.path);
    followed.expect(60_000);
    const written = followed.database.run(...row(1));
    await new Promise((resolve) => setImmediate(resolve));
    expect(await database.all("SELECT id FROM thing")).toEqual([]);
    followed.heard();
    await written;
    followed.expect(60_000);
    const waiting = followed.database.run(...row(2));
    followed.shut("another machine has taken over");
    await expect(waiting).rejects.toThrow("another machine has taken over");
    await expect(followed.database.run(...row(3))).rejects.toMatchObject({
      code: "SQLITE_READONLY",
    });
    expect(await database.all("SELECT id FROM thing")).toHaveLength(1);
    await database.close();
  });
});
