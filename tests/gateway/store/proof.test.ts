// What the store can prove: signed checkpoints, a journal from which every balance can be made again.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { canonicalBody, chainHash, genesisHash } from "../../../gateway/ledger/hash.ts";
import { isShortCodeOf } from "../../../gateway/ledger/short-code.ts";
import { auditCheckpoints } from "../../../gateway/store/checkpoints.ts";
import { rebuild } from "../../../gateway/store/rebuild.ts";
import { createSigner } from "../../../gateway/store/signer.ts";
import { openDatabase } from "../../../gateway/store/sqlite/database.ts";
import { createStore } from "../../../gateway/store/store.ts";
import {
  move,
  openAccount,
  run,
  storeOptions,
  temporaryFolder,
  testDomain,
  wrongPin,
} from "../../support/test-store.ts";

const signer = createSigner(Buffer.alloc(32, 7));

/** A closed store with some life in it; returns its file. */
const livedIn = async (folder: string): Promise<string> => {
  const file = join(folder, "store.db");
  const store = await createStore(storeOptions(file, { signer }));
  for (const account of ["a_1", "a_2"]) {
    await store.execute(run("account.open", openAccount, { account }));
  }
  for (let round = 1; round <= 40; round += 1) {
    const account = round % 3 === 0 ? "a_2" : "a_1";
    await store.execute(run("move", move, { account, amount: round % 4 === 0 ? -2 : round }));
  }
  await store.execute(run("card.checkPin", wrongPin, { account: "a_1" }));
  await store.close();
  return file;
};

const changed = async (file: string, sql: string): Promise<void> => {
  const database = await openDatabase({ file });
  await database.exec(`DROP TRIGGER journal_unchanged; DROP TRIGGER journal_kept; ${sql}`);
  await database.close();
};

const checkpointsOf = async (file: string, trusted?: readonly string[]) => {
  const database = await openDatabase({ file, readOnly: true });
  try {
    return await auditCheckpoints(database, "s_test", trusted === undefined ? {} : { trusted });
  } finally {
    await database.close();
  }
};

describe("signed checkpoints", () => {
  test("cover the journal up to where the store was closed", async () => {
    using folder = temporaryFolder();
    const audit = await checkpointsOf(await livedIn(folder.path), [signer.name]);
    expect(audit).toMatchObject({ signedUpTo: 43, findings: [] });
  });

  test("show a journal that was rewritten with all its hashes made again", async () => {
    using folder = temporaryFolder();
    const file = await livedIn(folder.path);
    const database = await openDatabase({ file });
    await database.exec("DROP TRIGGER journal_unchanged;");
    const rows = await database.all("SELECT seq, body FROM journal ORDER BY seq");
    let hash = genesisHash("s_test");
    for (const { seq, body } of rows) {
      const rewritten = String(body).replaceAll('"op":"move"', '"op":"gift"');
      hash = chainHash(hash, rewritten);
      await database.run(
        "UPDATE journal SET body = ?, hash = ? WHERE seq = ?",
        rewritten,
        hash,
        seq ?? null,
      );
    }
    await database.close();
    const { findings } = await checkpointsOf(file);
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.join()).toContain("the journal has another hash there");
    await expect(createStore(storeOptions(file))).rejects.toMatchObject({ code: "broken_chain" });
  });

  test("signed by a stranger are not this store's", async () => {
    using folder = temporaryFolder();
    const file = await livedIn(folder.path);
    const stranger = createSigner(Buffer.alloc(32, 8)).name;
    const { findings } = await checkpointsOf(file, [stranger]);
    expect(findings.join()).toContain("is not one of this store's");
  });

  test("with a changed signature are found", async () => {
    using folder = temporaryFolder();
    const file = await livedIn(folder.path);
    await changed(file, "UPDATE checkpoint SET signature = 'AAAA' || substr(signature, 5)");
    expect((await checkpointsOf(file)).findings.join()).toContain("the signature is wrong");
  });
});

describe("the rebuild", () => {
  const rebuilt = async (file: string, folder: string) => {
    const database = await openDatabase({ file, readOnly: true });
    try {
      return await rebuild(database, testDomain, join(folder, "scratch.db"));
    } finally {
      await database.close();
    }
  };

  test("makes every entity from the journal as it stands live", async () => {
    using folder = temporaryFolder();
    const file = await livedIn(folder.path);
    const result = await rebuilt(file, folder.path);
    expect(result).toEqual({ entries: 43, entities: 3, findings: [] });
  });

  test.each([
    [
      "changed",
      `UPDATE entity SET body = replace(body, '"count":1', '"count":0')`,
      "something else",
    ],
    [
      "slipped in",
      "INSERT INTO entity (kind, id, body, links) VALUES ('setting', 's', '{}', '[]')",
      "no entry made it",
    ],
    ["dropped", "DELETE FROM entity WHERE kind = 'setting'", "are not there"],
  ])("finds an entity that was %s", async (_, sql, finding) => {
    using folder = temporaryFolder();
    const file = await livedIn(folder.path);
    await changed(file, sql);
    expect((await rebuilt(file, folder.path)).findings.join()).toContain(finding);
  });
});

test("the head's code is the short form of the last entry's hash", async () => {
  using folder = temporaryFolder();
  const store = await createStore(storeOptions(join(folder.path, "store.db")));
  await store.execute(run("account.open", openAccount, { account: "a_1" }));
  const [entry] = await store.entries({ limit: 1 });
  const { hash, code, seq } = store.head();
  expect([seq, hash]).toEqual([1, entry?.hash]);
  expect(isShortCodeOf(code.toLowerCase(), hash)).toBe(true);
  expect(entry && chainHash(genesisHash("s_test"), canonicalBody(entry.body))).toBe(hash);
  await store.close();
});

test("books found changed while the store works are read, but not written to any more", async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, "store.db");
  const store = await createStore(storeOptions(file));
  await store.execute(run("account.open", openAccount, { account: "a_1" }));
  const topUp = run("account.topUp", move, { account: "a_1", amount: 500 }, "k1");
  await store.execute(topUp);
  await changed(
    file,
    "UPDATE journal SET body = replace(body, '\"amount\":500', '\"amount\":900')",
  );
  expect((await store.verify()).ok).toBe(false);
  const other = run("account.topUp", move, { account: "a_1", amount: 1 }, "k2");
  expect(await store.execute(other)).toMatchObject({ error: { code: "store.read_only" } });
  expect(await store.execute(topUp)).toMatchObject({ ok: true, value: { replay: true } });
  expect(await store.list("account")).toHaveLength(1);
  await expect(store.side([{ table: "job", id: "j", body: {} }])).rejects.toThrow("entry 2");
  await store.close();
});
