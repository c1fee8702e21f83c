// The ledger verbs over a store's folder: verify, rebuild, prove, export; hledger must come to the same sums.
import { execFileSync } from "node:child_process";
import { chownSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { databaseFile } from "../../../gateway/store/files.ts";
import { createSigner } from "../../../gateway/store/signer.ts";
import { integer, text } from "../../../gateway/store/sqlite/columns.ts";
import { openDatabase } from "../../../gateway/store/sqlite/database.ts";
import { createStore } from "../../../gateway/store/store.ts";
import { backup, restore } from "../../../provisioning/ledger/backup.ts";
import { exportPlainText } from "../../../provisioning/ledger/export.ts";
import { prove } from "../../../provisioning/ledger/prove.ts";
import { createRebuild, createVerify } from "../../../provisioning/ledger/verify.ts";
import { speechOn } from "../../../provisioning/speech.ts";
import type { Verb } from "../../../provisioning/verb.ts";
import { lacks } from "../../support/parts.ts";
import {
  move,
  openAccount,
  run,
  storeOptions,
  temporaryFolder,
  testDomain,
} from "../../support/test-store.ts";

const signer = createSigner(Buffer.alloc(32, 7));

/** A data folder with a closed store in it, and the entry of a top-up of 5.00. */
const livedIn = async (folder: string) => {
  mkdirSync(folder, { recursive: true });
  const store = await createStore(storeOptions(databaseFile(folder), { signer }));
  for (const account of ["a_1", "a_2"]) {
    await store.execute(run("account.open", openAccount, { account }));
  }
  const topUp = await store.execute(run("account.topUp", move, { account: "a_1", amount: 500 }));
  for (const amount of [12_345, -300, -1, 7]) {
    await store.execute(run("bill.settle", move, { account: "a_2", amount }));
  }
  const head = store.head();
  await store.close();
  return { head, entry: topUp.ok ? (topUp.value.entry ?? "") : "" };
};

/** Runs a verb over a data folder, in English; what it printed and its exit code. */
const printed = async (verb: Verb, folder: string, ...args: readonly string[]) => {
  const lines: string[] = [];
  const line = (text: string): number => lines.push(text);
  const speech = speechOn({ language: "en", line, errorLine: line }, false);
  const code = await verb.run([...args, "--data", folder], speech);
  return { code, text: lines.join("\n") };
};

const changed = async (folder: string, sql: string): Promise<void> => {
  const database = await openDatabase({ file: databaseFile(folder) });
  await database.exec(`DROP TRIGGER journal_unchanged; ${sql}`);
  await database.close();
};

describe("ledger verify", () => {
  test("says that whole books are whole, and shows the code of the head", async () => {
    using folder = temporaryFolder();
    const { head } = await livedIn(folder.path);
    const verify = createVerify(testDomain);
    const { code, text } = await printed(verify, folder.path, "--signer", signer.name);
    expect(text).toContain(`${head.hash} (${head.code})`);
    expect(text).toContain("the last at entry 7");
    expect(text).toContain("sum       0 CNY");
    expect([code, text.split("\n").at(-1)]).toEqual([0, "The books are whole."]);
  });

  test("finds what was changed, and ends with 1", async () => {
    using folder = temporaryFolder();
    await livedIn(folder.path);
    await changed(folder.path, "UPDATE journal SET body = replace(body, '12345', '12346')");
    const verify = createVerify(testDomain);
    const { code, text } = await printed(verify, folder.path);
    expect(text).toContain("entry 4: the chain breaks here");
    expect(text).toContain("the journal says 12052, the account 12051");
    expect(code).toBe(1);
  });

  test("finds an entity that the journal does not make", async () => {
    using folder = temporaryFolder();
    await livedIn(folder.path);
    await changed(folder.path, "UPDATE entity SET body = replace(body, 'm of a_1', 'm of a_2')");
    const { code, text } = await printed(createRebuild(testDomain), folder.path);
    expect(text).toContain("account a_1: the journal makes it something else");
    expect(code).toBe(1);
  });
});

describe("ledger prove", () => {
  test("shows the entry of a receipt with its code", async () => {
    using folder = temporaryFolder();
    const { entry } = await livedIn(folder.path);
    const { code, text } = await printed(prove, folder.path, entry);
    expect(text).toContain("line      asset:cash:till 500 CNY");
    expect([code, text.split("\n").at(-1)]).toEqual([0, "The entry stands as it was booked."]);
    const short = /\((\S+)\)/u.exec(text)?.[1] ?? "";
    const right = await printed(prove, folder.path, entry, "--code", short);
    const wrong = await printed(prove, folder.path, entry, "--code", "0000-0000");
    expect([right.code, wrong.code]).toEqual([0, 1]);
  });

  test("does not prove an entry that was changed, nor one that is not there", async () => {
    using folder = temporaryFolder();
    const { entry } = await livedIn(folder.path);
    await changed(folder.path, "UPDATE journal SET body = replace(body, '500', '900')");
    const { code, text } = await printed(prove, folder.path, entry);
    expect([code, text.includes("the chain breaks at entry 3")]).toEqual([1, true]);
    const unknown = await printed(prove, folder.path, "r_unknown");
    expect(unknown).toEqual({ code: 1, text: "No entry of this store made it." });
  });
});

describe("a proof to carry away", () => {
  const written = async (folder: string) => {
    const { entry } = await livedIn(folder);
    const out = join(folder, "proof.json");
    const made = await printed(prove, folder, entry, "--out", out);
    return { made, out, proof: JSON.parse(readFileSync(out, "utf8")) };
  };
  const nowhere = "/no/such/folder";
  const checked = (out: string, ...more: readonly string[]) =>
    printed(prove, nowhere, "--proof", out, ...more);

  test("proves its entry without the store, and shows nothing of the others", async () => {
    using folder = temporaryFolder();
    const { made, out } = await written(folder.path);
    expect([made.code, made.text.includes("signed by")]).toEqual([0, true]);
    const { code, text } = await checked(out, "--signer", signer.name);
    expect(text).toContain("line      asset:cash:till 500 CNY");
    expect([code, text.split("\n").at(-1)]).toEqual([0, "The entry stands as it was booked."]);
    const file = readFileSync(out, "utf8");
    expect([file.includes("a_1"), file.includes("a_2")]).toEqual([true, false]);
  });

  test("is worth nothing under another key, or where anything of it was changed", async () => {
    using folder = temporaryFolder();
    const { out, proof } = await written(folder.path);
    expect((await checked(out, "--signer", "0123456789abcdef")).code).toBe(1);
    const another = createSigner(Buffer.alloc(32, 8));
    const [line, ...lines] = proof.entry.lines;
    const forged = [
      { entry: { ...proof.entry, lines: [{ ...line, amount: 900 }, ...lines] } },
      { entry: { ...proof.entry, at: "2020-01-01T00:00:00+08:00" } },
      { before: "00".repeat(32) },
      { following: proof.following.slice(1) },
      { following: proof.following.toReversed() },
      { store: "s_other" },
      { signed: { ...proof.signed, seq: proof.signed.seq + 1 } },
      { signed: { ...proof.signed, publicKey: another.publicKey } },
      { signed: { ...proof.signed, publicKey: another.publicKey, signer: another.name } },
      { signed: { ...proof.signed, signature: "AAAA" } },
      { signed: { ...proof.signed, publicKey: "AAAA" } },
      { entry: {} },
    ];
    for (const change of forged) {
      writeFileSync(out, JSON.stringify({ ...proof, ...change }));
      expect((await checked(out)).code, JSON.stringify(change)).toBe(1);
    }
    writeFileSync(out, "{");
    expect(await checked(out)).toEqual({ code: 1, text: "This file is no proof." });
  });

  test("is signed on the spot where no checkpoint covers the entry yet, and needs the key", async () => {
    using folder = temporaryFolder();
    const { entry } = await livedIn(folder.path);
    await changed(folder.path, "DELETE FROM checkpoint");
    const out = join(folder.path, "proof.json");
    const without = await printed(prove, folder.path, entry, "--out", out);
    expect([without.code, without.text.includes("No signature covers it yet")]).toEqual([1, true]);
    mkdirSync(join(folder.path, "credentials"));
    writeFileSync(join(folder.path, "credentials", "signing"), "07".repeat(32));
    expect((await printed(prove, folder.path, entry, "--out", out)).code).toBe(0);
    expect((await checked(out, "--signer", signer.name)).code).toBe(0);
  });
});

describe("backup and restore", () => {
  const keyFile = (folder: string): string => {
    const file = join(folder, "backup.key");
    writeFileSync(file, "ab".repeat(32));
    return file;
  };

  test("make a store in another folder whose books are whole", async () => {
    using folder = temporaryFolder();
    const { head } = await livedIn(folder.path);
    const key = keyFile(folder.path);
    const made = await printed(backup, folder.path, "--key", key);
    expect(made.text).toContain(head.hash);
    const file = /^file\s+(.+)$/mu.exec(made.text)?.[1] ?? "";
    const other = join(folder.path, "other");
    mkdirSync(other);
    const restored = await printed(restore, other, file, "--key", key);
    expect([restored.code, restored.text.includes(head.hash)]).toEqual([0, true]);
    const verified = await printed(createVerify(testDomain), other);
    expect(verified.text.split("\n").at(-1)).toBe("The books are whole.");
    const again = await printed(restore, other, file, "--key", key);
    expect([again.code, again.text.includes("never overwrites")]).toEqual([1, true]);
  });

  test.skipIf(lacks("root"))(
    "asked for by root stay the owner's, and no file of others becomes theirs",
    async () => {
      using folder = temporaryFolder();
      await livedIn(folder.path);
      const key = keyFile(folder.path);
      const [other, alien] = [join(folder.path, "other"), join(folder.path, "alien")];
      for (const made of [other, join(folder.path, "backups")]) mkdirSync(made);
      writeFileSync(alien, "");
      symlinkSync(alien, join(folder.path, "backups", "link"));
      symlinkSync(alien, join(other, "link"));
      const owner = 65_534;
      for (const given of [folder.path, other]) chownSync(given, owner, owner);
      const made = await printed(backup, folder.path, "--key", key);
      const file = /^file\s+(.+)$/mu.exec(made.text)?.[1] ?? "";
      await printed(restore, other, file, "--key", key);
      expect([file, databaseFile(other)].map((one) => statSync(one).uid)).toEqual([owner, owner]);
      expect(statSync(alien).uid).toBe(0);
    },
  );

  test("make a key where there is none, and ask for one that is a key", async () => {
    using folder = temporaryFolder();
    await livedIn(folder.path);
    const made = await printed(backup, folder.path);
    const key = join(folder.path, "credentials", "backup");
    expect(made.text).toContain(`key       ${key}`);
    expect((await printed(backup, folder.path)).text).not.toContain("key  ");
    writeFileSync(key, "short");
    await expect(printed(backup, folder.path)).rejects.toThrow("holds no backup key");
  });
});

test.skipIf(lacks("hledger"))("hledger reads the export and comes to the same sums", async () => {
  using folder = temporaryFolder();
  await livedIn(folder.path);
  const exported = await printed(exportPlainText, folder.path);
  const csv = execFileSync(
    "hledger",
    ["-f", "-", "balance", "--flat", "--no-total", "--output-format", "csv"],
    { input: exported.text, encoding: "utf8" },
  );
  const database = await openDatabase({ file: databaseFile(folder.path), readOnly: true });
  const rows = await database.all(
    "SELECT account, unit, sum(amount) AS amount FROM line GROUP BY account, unit ORDER BY account",
  );
  await database.close();
  const ours = rows.map((row) => {
    const [account, unit] = [text(row["account"]), text(row["unit"])];
    return `"${account}","${(integer(row["amount"]) / 100).toFixed(2)} ${unit}"`;
  });
  expect(csv.trim().split("\n").slice(1)).toEqual(ours);
  expect(ours).toContain('"liab:stored:principal:a_2:l_1","-120.51 CNY"');
});
