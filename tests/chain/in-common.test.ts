// What stores of a chain have in common beside entries, on a real cluster: members' names, and that they are gone where
// they were erased; what became of a till's entries; rights of guests in house; a new store from a signed snapshot.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { jetstreamManager } from "@nats-io/jetstream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openLink } from "../../gateway/chain/nats/link.ts";
import { createClient } from "../../gateway/protocol/client.ts";
import type { EventData } from "../../gateway/protocol/events.ts";
import { databaseFile } from "../../gateway/store/files.ts";
import { openDatabase } from "../../gateway/store/sqlite/database.ts";
import { ownerFile } from "../../provisioning/chain/cluster-files.ts";
import {
  type ChainStore,
  type TestChain,
  enrol,
  newKey,
  settled,
  spend,
  startTestChain,
  storedAt,
  until,
} from "../support/chain-gateways.ts";
import type { Answered } from "../support/post-rpc.ts";
import { longJournal } from "../support/long-journal.ts";

const timeoutMs = 480_000;
const never = new AbortController().signal;
/** more than the 2,000 from which on a snapshot is worth its while */
const bulk = 2_400;

const fileOf = async (
  store: ChainStore,
  member: unknown,
): Promise<Readonly<Record<string, unknown>>> =>
  Object(await store.call("member.get", { member, reveal: true, reason: "a call" }));

/** All bytes that the nodes' disks hold of the stream of keys; their own logs forget a few minutes later. */
const onDisks = (folder: string, nodes: readonly string[]): readonly Buffer[] =>
  nodes.flatMap((node) => {
    const streams = join(folder, node, "streams");
    return readdirSync(streams, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.parentPath.includes("/streams/KEYS/msgs"))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
  });

/** The position that a store's head office, or it itself, has folded up to. */
const placeOf = async (office: ChainStore, id: string): Promise<unknown> => {
  const { stores } = await office.call("chain.stores");
  const found = (stores as readonly { store: string; behind?: number }[]).find(
    ({ store }) => store === id,
  );
  return found?.behind;
};

const booking = {
  arrive: "2024-03-11",
  depart: "2024-03-12",
  roomType: "twin",
  nightly: 38_800,
  guest: "王秀英",
} as const;

/** A page of this store that notes what becomes of its entries. */
const listenAt = async (store: ChainStore) => {
  const { url, tokens } = store.process().simulated;
  const client = createClient({
    url: `${url.replace("http", "ws")}/rpc`,
    authenticate: async () => ({ token: tokens.test }),
  });
  const words: EventData<"sync.verdict">[] = [];
  client.on("sync.verdict", ({ data }) => void words.push(data));
  await client.call("sync.status", {});
  return {
    client,
    heard: (verdict: string) => words.filter((word) => word.verdict === verdict),
  };
};

/** The key that a member's person is sealed under. */
const keyOf = async ({ dir }: ChainStore, member: unknown): Promise<string> => {
  const database = await openDatabase({ file: databaseFile(dir), readOnly: true });
  const [row] = await database.all(
    "SELECT substr(body ->> '$.person.sealed', 4, 34) AS key FROM entity WHERE kind = 'member' AND id = ?",
    String(member),
  );
  await database.close();
  return String(row?.["key"]);
};

/** Keys under which a store's own journal holds anything of a member. */
const keysInJournal = async ({ dir }: ChainStore, member: unknown): Promise<readonly string[]> => {
  const database = await openDatabase({ file: databaseFile(dir), readOnly: true });
  const rows = await database.all(
    "SELECT body FROM journal WHERE instr(body, ?) > 0",
    String(member),
  );
  await database.close();
  const found = rows.flatMap(({ body }) => String(body).match(/\bk_[0-9a-f]{32}\b/gu) ?? []);
  return [...new Set(found)].toSorted();
};

/** Those of them that a store still has. */
const keptOf = async ({ dir }: ChainStore, keys: readonly string[]): Promise<readonly string[]> => {
  const database = await openDatabase({ file: databaseFile(dir), readOnly: true });
  const rows = await database.all(
    `SELECT id FROM side WHERE tab = 'member_key' AND id IN (SELECT value FROM json_each(?))
     ORDER BY id`,
    JSON.stringify(keys),
  );
  await database.close();
  return rows.map(({ id }) => String(id));
};

/** What a store's books hold of the stream: entries it has folded, and parts of a snapshot's sums. */
const foldedIn = async ({ dir }: ChainStore) => {
  const database = await openDatabase({ file: databaseFile(dir), readOnly: true });
  const [row] = await database.all(
    `SELECT count(*) FILTER (WHERE verdict <> 'snapshot') AS entries,
      count(*) FILTER (WHERE verdict = 'snapshot') AS sums FROM chain_applied`,
  );
  await database.close();
  return { entries: Number(row?.["entries"]), sums: Number(row?.["sums"]) };
};

describe("what stores have in common", () => {
  let chain: TestChain;
  let one: ChainStore;
  let two: ChainStore;
  let office: ChainStore;

  beforeAll(async () => {
    chain = await startTestChain();
    [one, two, office] = await Promise.all([
      chain.store("s1"),
      chain.store("s2"),
      chain.store("office", "head-office"),
    ]);
    await Promise.all([one, two, office].map(settled));
  }, timeoutMs);
  afterAll(() => chain[Symbol.asyncDispose](), timeoutMs);

  test(
    "a member's name and number are read in every store, and in none once she was erased in one",
    async () => {
      const phone = "13900001234";
      const { member } = await one.call("member.enrol", {
        name: "欧阳静",
        phone,
        birthday: { date: "1990-05-06", calendar: "solar" },
        consent: { rules: true, marketing: false },
        key: newKey("enrol"),
      });
      const shown = await until(
        () => fileOf(two, member),
        (file) => JSON.stringify(file).includes("欧阳静"),
      );
      expect(JSON.stringify(shown)).toContain(phone);
      expect(JSON.stringify(shown)).toContain('"year":1990');
      const found = await two.call("member.find", { phone });
      expect(JSON.stringify(found)).toContain(String(member));

      const { connection } = await openLink(await ownerFile(chain.cluster.plan));
      const { streams } = await jetstreamManager(connection);
      const key = await keyOf(one, member);
      const held = await streams.getMessage("KEYS", { last_by_subj: `KEYS.held.${key}` });
      const sealed = Buffer.from(held?.data ?? []);
      expect(sealed.length).toBeGreaterThan(40);
      const nodes = chain.cluster.plan.nodes.map(({ name }) => name);
      const disks = () => onDisks(chain.cluster.folder, nodes);
      expect(disks().filter((bytes) => bytes.includes(sealed)).length).toBe(3);

      await one.call("member.note", { member, text: "likes quiet rooms", key: newKey("note") });
      const keysOfHers = (): Promise<readonly string[]> => keysInJournal(one, member);
      const before = await keysOfHers();
      expect(before.length).toBeGreaterThan(1); // her file and the note
      expect(await keptOf(one, before)).toEqual(before);

      await two.call("member.erase", { member, reason: "asked for", key: newKey("erase") });
      await until(
        () => fileOf(one, member).catch((error: unknown) => String(error)),
        (file) => !JSON.stringify(file).includes("欧阳静"),
      );
      await until(
        () => streams.getMessage("KEYS", { last_by_subj: `KEYS.held.${key}` }),
        (message) => message === null,
      );
      await until(
        async () => disks().some((bytes) => bytes.includes(sealed)),
        (isThere) => !isThere,
      );
      await until(
        async () => keptOf(one, await keysOfHers()),
        (kept) => kept.length === 0,
      );
      await connection.close();
    },
    timeoutMs,
  );

  test(
    "apart, a guest in house spends what was kept for her, and a till hears what becomes of the rest",
    async () => {
      const [guest, holder] = [await enrol(two, 50_000), await enrol(one, 20_000)];
      const all = (await storedAt(two, guest)) ?? 0;
      await until(
        () => Promise.all([storedAt(one, guest), storedAt(two, holder)]),
        ([there, here]) => there === all && here !== undefined,
      );
      const { stay } = await two.call("stay.put", { ...booking, key: newKey("stay") });
      const asked = { stay, room: "301", card: { card: guest.card } };
      await two.call("stay.checkIn", { ...asked, key: newKey("in") });
      await until(
        () => storedAt(one, guest),
        (value) => value === 0,
      );
      expect(await storedAt(two, guest)).toBe(all);

      const { client, heard } = await listenAt(two);
      two.cutOff();
      await until(
        () => two.call("sync.status"),
        ({ state }) => state === "offline",
      );
      await spend(two, guest, { amount: 40_000 });
      expect(await two.call("sync.status")).toMatchObject({ exposure: 0 });
      await spend(two, holder, { amount: 15_000 });
      expect(await two.call("sync.status")).toMatchObject({ exposure: 15_000 });
      await spend(one, holder, { amount: 15_000 });
      two.mend();
      await settled(two);
      await until(
        async () => heard("exception"),
        (words) => words.length === 1,
      );
      const [wrong] = heard("exception");
      expect(wrong).toMatchObject({ op: "bill.settle", exceptions: [{ kind: "overdraft" }] });
      expect(heard("provisional").map(({ entry }) => entry)).toContain(wrong?.entry);
      const bills = (verdict: string) => heard(verdict).filter(({ op }) => op === "bill.settle");
      expect([bills("provisional").length, bills("final").length]).toEqual([1, 1]);
      client.close();

      const { charge } = await two.call("stay.quoteCheckOut", { stay, key: newKey("leaving") });
      const tenders = charge === 0 ? {} : { tenders: [{ type: "cash", amount: charge }] };
      await two.call("stay.checkOut", { stay, ...tenders, key: newKey("out") });
      await until(
        () => storedAt(one, guest),
        (value) => value === all - 40_000,
      );
    },
    timeoutMs,
  );

  test(
    "a bearer voucher sold in one store is good in the other, once in the whole chain",
    async () => {
      const paid = { tenders: [{ type: "cash", amount: 20_000 }] };
      const terms = { value: 10_000, count: 2, expiresOn: "2099-12-31" };
      const sold = await one.call("voucher.sell", { ...terms, ...paid, key: newKey("sell") });
      const [first, second] = (sold["vouchers"] as readonly { code: string }[]).map(
        ({ code }) => code,
      );
      const pay = (store: ChainStore, code: unknown): Promise<Answered> =>
        store.call("bill.settle", {
          lines: [{ venue: "shop", list: 12_000, quantity: 1 }],
          vouchers: [code],
          tenders: [{ type: "cash", amount: 2_000 }],
          key: newKey("bearer"),
        });
      const stateAt = async (store: ChainStore, code: unknown): Promise<unknown> =>
        (await store.call("coupon.get", { coupon: code }))["state"];
      await until(
        () => stateAt(two, second),
        (state) => state === "open",
      );
      await pay(two, first);
      await expect(pay(two, first)).rejects.toThrow("coupon.used");
      await until(
        () => stateAt(one, first),
        (state) => state === "used",
      );
      await expect(pay(one, first)).rejects.toThrow("coupon.used");
      const { rows } = await until(
        () => office.call("chain.settlement", { from: "2020-01-01", to: "2099-12-31" }),
        (answer) => JSON.stringify(answer["rows"]).includes('"voucher"'),
      );
      const owed = { debtor: "s1", creditor: "s2", kind: "voucher", amount: 10_000 };
      expect(rows).toContainEqual(expect.objectContaining(owed));

      // apart, the paper can be shown at both tills: the second is told to the store that took it
      two.cutOff();
      await until(
        () => two.call("sync.status"),
        ({ state }) => state === "offline",
      );
      await Promise.all([pay(one, second), pay(two, second)]);
      two.mend();
      await settled(two);
      const { coupon } = await one.call("coupon.get", { coupon: second });
      const { exceptions } = await until(
        () => office.call("chain.exceptions", { open: true }),
        (answer) => JSON.stringify(answer).includes("double_coupon"),
      );
      const evidence = expect.objectContaining({ about: coupon });
      const twice = { kind: "double_coupon", store: "s2", evidence };
      expect(exceptions).toContainEqual(expect.objectContaining(twice));
    },
    timeoutMs,
  );

  test(
    "a new store begins from head office's signed snapshot and reads only what came after it",
    async () => {
      const folder = chain.cluster.folder;
      const entries = await longJournal(folder, { store: "bulk", count: bulk });
      const stream = await chain.cluster.stream("bulk");
      await stream.append(entries, never);
      const { last } = await stream.info(never);
      await until(
        () => placeOf(office, "s1"),
        (behind) => behind === 0,
      );
      const made = await until(
        () => office.call("chain.snapshot"),
        ({ gseq }) => Number(gseq) >= last,
      );
      await stream.close();
      const holder = await enrol(one, 10_000);
      const had = (await storedAt(one, holder)) ?? 0;
      const three = await chain.store("s3");
      await settled(three);
      await until(
        () => storedAt(three, holder),
        (value) => value === had,
      );
      expect(Number(made["gseq"])).toBeGreaterThanOrEqual(bulk);
      const { entries: read, sums } = await foldedIn(three);
      expect(sums).toBeGreaterThan(0);
      expect(read).toBeLessThan(bulk / 10);
      const audit = await three.call("ledger.verify");
      expect(audit).toMatchObject({ ok: true });
      await spend(three, holder, { amount: 2_000 });
      await until(
        () => storedAt(one, holder),
        (value) => value === had - 2_000,
      );
    },
    timeoutMs,
  );
});
