// Personal data: sealed, found again by equality, gone for ever once the key is shredded, and never on
// the disk in clear.
import { readdirSync, readFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { accepted, type Decider } from "../../../gateway/members/contract.ts";
import { maskedName, maskedPhone } from "../../../gateway/store/mask.ts";
import { openDatabase } from "../../../gateway/store/sqlite/database.ts";
import { createStore } from "../../../gateway/store/store.ts";
import { createVault, type PersonalData } from "../../../gateway/store/vault.ts";
import { filesWith } from "../../support/on-disk.ts";
import { move, openAccount, run, storeOptions, temporaryFolder } from "../../support/test-store.ts";

const person: PersonalData = {
  name: "张晓明 Zhangxiaoming",
  phone: "+86 138 0013 5678",
  identity: { type: "id_card", number: "11010519491231002X" },
  contacts: { email: "zhang.xiaoming@hotel.example" },
};

/** The secrets of the person above as bytes that must not be found. */
const secrets = ["张晓明", "Zhangxiaoming", "138001356", "13800135678", "110105194912", "zhang.x"];

const inStore = async (folder: string) => {
  const store = await createStore(storeOptions(join(folder, "store.db")));
  const masterKey = randomBytes(32);
  return { store, masterKey, vault: createVault({ masterKey, store }) };
};

describe("the vault", () => {
  test("opens what it sealed, with the masks and indexes beside it", async () => {
    using folder = temporaryFolder();
    const { store, vault } = await inStore(folder.path);
    const sealed = vault.seal(person);
    await store.side([sealed.row]);
    expect(await vault.open(sealed.person.sealed)).toEqual(person);
    expect(sealed.person).toMatchObject({
      maskedName: "张****************",
      maskedPhone: "138****5678",
      phoneIndex: vault.index("phone", "138-0013-5678"),
      identity: { type: "id_card", numberIndex: vault.index("identity", "11010519491231002x") },
    });
    await store.close();
  });

  test("cannot open a person whose key was shredded, and leaves the others alone", async () => {
    using folder = temporaryFolder();
    const { store, vault } = await inStore(folder.path);
    const [gone, stays] = [vault.seal(person), vault.seal(person)];
    await store.side([gone.row, stays.row]);
    await store.side([vault.shred(gone.person.sealed)]);
    expect(await vault.open(gone.person.sealed)).toBeUndefined();
    expect(await vault.open(stays.person.sealed)).toEqual(person);
    await store.close();
  });

  test("refuses a blob that was changed, or put under another person's key", async () => {
    using folder = temporaryFolder();
    const { store, vault } = await inStore(folder.path);
    const [one, other] = [vault.seal(person), vault.seal({ name: "李四" })];
    await store.side([one.row, other.row]);
    const [version, keyId, blob] = one.person.sealed.split(".");
    const otherBlob = other.person.sealed.split(".")[2];
    await expect(vault.open([version, keyId, otherBlob].join("."))).rejects.toThrow();
    const changed = `${blob?.startsWith("A") === true ? "B" : "A"}${blob?.slice(1)}`;
    await expect(vault.open([version, keyId, changed].join("."))).rejects.toThrow();
    await store.close();
  });

  test("indexes differ by kind and by store, so that tables cannot be joined with others", async () => {
    using folder = temporaryFolder();
    const { store, vault } = await inStore(folder.path);
    const elsewhere = createVault({ masterKey: randomBytes(32), store });
    expect(vault.index("phone", "13800135678")).not.toBe(vault.index("name", "13800135678"));
    expect(vault.index("phone", "13800135678")).not.toBe(elsewhere.index("phone", "13800135678"));
    await store.close();
  });

  test("no byte of the data folder holds a name, a phone, a number or a key in clear", async () => {
    using folder = temporaryFolder();
    const { store, masterKey, vault } = await inStore(folder.path);
    const sealed = vault.seal(person);
    const enrol: Decider<object> = {
      roots: () => [],
      decide: () =>
        accepted({
          events: [{ type: "account.opened", account: "a_1", person: { ...sealed.person } }],
          lines: [],
          result: { name: sealed.person.maskedName },
        }),
    };
    await store.execute({ ...run("member.enrol", enrol, {}, "k1"), also: () => [sealed.row] });
    await store.execute(run("account.open", openAccount, { account: "a_2" }, "k2"));
    const files = readdirSync(folder.path).map((name) => readFileSync(join(folder.path, name)));
    const written = Buffer.concat(files);
    expect(written.includes(sealed.person.sealed), "the sealed person is there").toBe(true);
    const found = [...secrets.map((secret) => Buffer.from(secret)), masterKey].filter(
      (secret) => written.includes(secret) || written.includes(secret.toString("hex")),
    );
    expect(found.map((secret) => secret.toString())).toEqual([]);
    await store.close();
  });

  test("no byte of a shredded key is left in the data folder", async () => {
    using folder = temporaryFolder();
    const { store, vault } = await inStore(folder.path);
    const sealed = vault.seal(person);
    const wrapped = JSON.stringify(sealed.row.body?.["wrapped"]).slice(1, 30);
    const isThere = (): boolean => filesWith(folder.path, wrapped).length > 0;
    await store.side([sealed.row]);
    expect(isThere()).toBe(true);
    await store.side([vault.shred(sealed.person.sealed)]);
    await vi.waitFor(() => expect(isThere()).toBe(false));
    await store.close();
    expect(isThere()).toBe(false);
  });

  test("a shredded key goes once nobody reads the state before, and commits do not wait for it", async () => {
    using folder = temporaryFolder();
    const { store, vault } = await inStore(folder.path);
    const sealed = vault.seal(person);
    const wrapped = JSON.stringify(sealed.row.body?.["wrapped"]).slice(1, 30);
    const isThere = (): boolean => filesWith(folder.path, wrapped).length > 0;
    await store.side([sealed.row]);
    const report = await openDatabase({ file: join(folder.path, "store.db"), readOnly: true });
    await report.exec("BEGIN");
    await report.all("SELECT count(*) FROM side");
    await store.side([vault.shred(sealed.person.sealed)]);
    await store.execute(run("account.open", openAccount, { account: "a_1" }));
    for (let round = 0; round < 100; round += 1) {
      const topUp = run("move", move, { account: "a_1", amount: 1 });
      expect(await store.execute(topUp)).toMatchObject({ ok: true });
    }
    expect(await report.all("SELECT id FROM side WHERE tab = 'member_key'")).toHaveLength(1);
    expect(isThere(), "the reader still sees it").toBe(true);
    await report.close();
    await vi.waitFor(() => expect(isThere()).toBe(false), { timeout: 30_000 });
    expect(store.readOnlyReason()).toBeUndefined();
    await store.close();
  });

  test.each([
    ["张三", "张*"],
    ["欧阳娜娜", "欧***"],
    ["Émile Zola", "É*********"],
    ["", "*"],
  ])("shows of the name %s only %s", (name, mask) => {
    expect(maskedName(name)).toBe(mask);
  });

  test.each([
    ["13800135678", "138****5678"],
    ["+8613800135678", "138****5678"],
    ["0571-87654321", "057****4321"],
    ["12345", "****45"],
  ])("shows of the phone %s only %s", (phone, mask) => {
    expect(maskedPhone(phone)).toBe(mask);
  });
});
