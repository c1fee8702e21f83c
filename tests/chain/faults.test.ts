// What may happen to a chain's servers, stores and head office while stores sell, each store a process of
// its own: nothing that was acknowledged is lost, nothing is done twice, and no more is overspent than the
// bound says. One of them by the run's seed; all with CLUSTER_FAULTS=all.
import { cpSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "../../gateway/clock.ts";
import { listBackups, restoreBackup } from "../../gateway/store/backup.ts";
import { backupFolder, databaseFile } from "../../gateway/store/files.ts";
import {
  type ChainStore,
  type Holder,
  type TestChain,
  enrol,
  newKey,
  settled,
  spend,
  startTestChain,
  storedAt,
  until,
} from "../support/chain-gateways.ts";
import { startCluster } from "../../provisioning/chain/development-cluster.ts";
import { billAmount, keepSpending } from "../support/chain-spending.ts";

const timeoutMs = 480_000;
/** of one card, while apart: what the programme says where it says nothing else */
const perCardBound = 100_000;
const standsStillMs = 6_000;

const kinds = [
  "servers",
  "a day apart",
  "disk lost",
  "copy of a box",
  "old head office",
  "stream lost",
  "a month apart",
] as const;
type Kind = (typeof kinds)[number];

const seed = Number(process.env["SEED"] ?? 0);
const chosen: ReadonlySet<Kind> = new Set(
  process.env["CLUSTER_FAULTS"] === "all"
    ? kinds
    : kinds.filter((_, at) => at === seed % kinds.length),
);

/** A fault that is not drawn is not a test of this run. */
const fault =
  (kind: Kind) =>
  (says: string, run: () => Promise<void>, ms: number): void => {
    if (chosen.has(kind)) test(says, run, ms);
  };

describe(`faults of a chain (${[...chosen].join(", ")})`, () => {
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

  /** A member with so much at the first store, known at the second. */
  const known = async (amount: number): Promise<Holder & { readonly had: number }> => {
    const holder = await enrol(one, amount);
    const had = (await storedAt(one, holder)) ?? 0;
    await until(
      () => storedAt(two, holder),
      (value) => value === had,
    );
    return { ...holder, had };
  };
  const agreed = (holder: Holder, amount: number): Promise<unknown> =>
    until(
      () => Promise.all([one, two].map((store) => storedAt(store, holder))),
      (shown) => shown.every((value) => value === amount),
    );
  const away = (store: ChainStore): Promise<unknown> =>
    until(
      () => store.call("sync.status"),
      ({ state }) => state === "offline",
    );
  const sound = async (...stores: readonly ChainStore[]): Promise<void> => {
    for (const store of stores)
      expect(await store.call("ledger.verify")).toMatchObject({ ok: true });
  };

  fault("servers")(
    "a leader is killed, the next one stands still, all are killed: every bill is paid once",
    async () => {
      const { cluster } = chain;
      const holder = await known(200_000);
      const tills = [keepSpending(one, holder), keepSpending(two, holder)];
      const more = async (): Promise<void> => {
        const before = tills.map((till) => till.answered());
        await until(
          async () => tills.map((till) => till.answered()),
          (now) => now.every((count, at) => count > (before[at] ?? 0) + 3),
        );
      };
      await more();
      const killed = await cluster.leader();
      await cluster.kill(killed);
      await more();
      await cluster.start(killed);
      const frozen = await until(
        () => cluster.leader(),
        (leader) => leader !== "–",
      );
      cluster.freeze(frozen);
      await more();
      await wait(standsStillMs);
      cluster.thaw(frozen);
      const names = cluster.plan.nodes.map(({ name }) => name);
      for (const name of names) await cluster.kill(name);
      await more();
      for (const name of names) await cluster.start(name);
      await Promise.all([one, two].map(settled));
      const bills = await Promise.all(tills.map((till) => till.stop()));
      const paid = bills.reduce((sum, count) => sum + count, 0) * billAmount;
      await agreed(holder, holder.had - paid);
      await sound(one, two);
    },
    timeoutMs,
  );

  fault("a day apart")(
    "both directions are dead for a business day and both stores sell: no more is lost than the bound",
    async () => {
      const holder = await known(150_000);
      two.cutOff();
      await away(two);
      let apart = 0;
      for (const amount of [60_000, 30_000, 20_000, 10_000, 5_000])
        await spend(two, holder, { amount }).then(
          () => (apart += amount),
          (error: unknown) => expect(String(error)).toContain("offline.limit"),
        );
      expect(apart).toBe(perCardBound);
      await spend(one, holder, { amount: holder.had });
      const { now } = await two.call("sim.clock.advance", { ms: 24 * 3_600_000 });
      await one.call("sim.clock.set", { now });
      await two.call("account.topUp", {
        account: holder.account,
        amount: 20_000,
        tenders: [{ type: "cash", amount: 20_000 }],
        key: newKey("topup"),
      });
      const brought = ((await storedAt(two, holder)) ?? 0) - (holder.had - apart);
      two.mend();
      await settled(two);
      await agreed(holder, brought - apart);
      const { exceptions } = await until(
        () => office.call("chain.exceptions", { open: true }),
        (answer) => JSON.stringify(answer).includes("overdraft"),
      );
      const found = exceptions as readonly { kind: string; store: string }[];
      expect(found.filter(({ kind }) => kind === "overdraft").map(({ store }) => store)).toContain(
        "s2",
      );
      await sound(one, two);
    },
    timeoutMs,
  );

  fault("disk lost")(
    "a store's disk is lost after it had acknowledged: what the chain holds of it is not lost with it",
    async () => {
      const holder = await known(100_000);
      await two.call("backup.create", { key: newKey("backup") });
      const keys = Array.from({ length: 8 }, () => newKey("bill"));
      for (const key of keys) await spend(two, holder, { amount: 1_000, key });
      await settled(two);
      await agreed(holder, holder.had - 8_000);
      await two.restart(() => restoreNewest(two));
      await settled(two);
      await agreed(holder, holder.had - 8_000);
      await spend(two, holder, { amount: 500 });
      await agreed(holder, holder.had - 8_500);
      expect(await two.call("sync.status")).toMatchObject({ state: "online" });
      await sound(one, two);
    },
    timeoutMs,
  );

  fault("copy of a box")(
    "a copy of a box comes online beside it: it is found, nothing is booked twice, others go on",
    async () => {
      const three = await chain.store("s3");
      await settled(three);
      const holder = await enrol(three, 50_000);
      const had = (await storedAt(three, holder)) ?? 0;
      await settled(three);
      const copy = `${three.dir}-copy`;
      await three.restart(async () => cpSync(three.dir, copy, { recursive: true }));
      await settled(three);
      const twin = await chain.twin("s3", copy);
      await Promise.allSettled([
        spend(three, holder, { amount: 1_000 }),
        spend(twin, holder, { amount: 3_000 }),
      ]);
      await until(
        () => office.call("chain.stores"),
        ({ forks }) => JSON.stringify(forks).includes("s3"),
      );
      const shown = await until(
        () => storedAt(one, holder),
        (value) => value === had - 1_000 || value === had - 3_000,
      );
      expect(await storedAt(office, holder)).toBe(shown);
      await spend(one, holder, { amount: 200 });
      await until(
        () => storedAt(two, holder),
        (value) => value === (shown ?? 0) - 200,
      );
      await Promise.all([three.kill(), twin.kill()]);
    },
    timeoutMs,
  );

  fault("old head office")(
    "head office comes back from an old backup: it finds everything again, and no store notices",
    async () => {
      const holder = await known(30_000);
      await office
        .call("backup.create", { as: "office", key: newKey("backup") })
        .catch(() => office.call("backup.create", { key: newKey("backup") }));
      const always = { from: "2020-01-01", to: "2099-12-31" };
      const claimsNow = () => office.call("chain.settlement", always);
      const sumOf = (answer: object): number =>
        (Object(answer).rows as readonly { amount: number }[]).reduce(
          (sum, { amount }) => sum + amount,
          0,
        );
      const before = sumOf(await claimsNow());
      await spend(two, holder, { amount: 4_000 });
      await settled(two);
      const claimed = sumOf(await until(claimsNow, (answer) => sumOf(answer) >= before + 4_000));
      await office.restart(async () => {
        await restoreNewest(office);
        for (const ending of ["", "-wal", "-shm"])
          rmSync(join(office.dir, `archive.db${ending}`), { force: true });
      });
      await spend(two, holder, { amount: 1_000 });
      await settled(office);
      await until(
        () => storedAt(office, holder),
        (value) => value === holder.had - 5_000,
      );
      await until(claimsNow, (answer) => sumOf(answer) === claimed + 1_000);
      await agreed(holder, holder.had - 5_000);
      await sound(one, two, office);
    },
    timeoutMs,
  );

  fault("stream lost")(
    "all servers lose their disks: head office says where it goes on, and no bill is lost or paid twice",
    async () => {
      const { cluster } = chain;
      const holder = await known(60_000);
      await spend(two, holder, { amount: 5_000 });
      await agreed(holder, holder.had - 5_000);
      const { nodes } = cluster.plan;
      for (const { name } of nodes) await cluster.kill(name);
      await away(two);
      // Sold while there was no stream at all.
      await spend(two, holder, { amount: 700 });
      for (const { storeFolder } of nodes) rmSync(storeFolder, { recursive: true, force: true });
      await startCluster(cluster.folder, cluster.plan);
      await Promise.all([one, two, office].map(settled));
      await agreed(holder, holder.had - 5_700);
      await spend(one, holder, { amount: 300 });
      await agreed(holder, holder.had - 6_000);
      const { exceptions } = await office.call("exception.list", { state: "open" });
      expect(JSON.stringify(exceptions)).toContain("chain.rebased");
      await sound(one, two, office);
    },
    timeoutMs,
  );

  fault("a month apart")(
    "a store sells for thirty days without head office; what it did is everybody's once it is back",
    async () => {
      const holder = await known(50_000);
      two.cutOff();
      await away(two);
      await spend(two, holder, { amount: 3_000 });
      let now: unknown;
      for (let day = 0; day < 30; day += 1) {
        ({ now } = await two.call("sim.clock.advance", { ms: 24 * 3_600_000 }));
        await two.call("account.topUp", {
          account: holder.account,
          amount: 10_000,
          tenders: [{ type: "cash", amount: 10_000 }],
          key: newKey("topup"),
        });
        await two.call("bill.settle", {
          lines: [{ venue: "shop", sku: "swimsuit", list: 2_000, quantity: 1 }],
          card: { card: holder.card },
          tenders: [{ type: "cash", amount: 2_000 }],
          key: newKey("cash"),
        });
      }
      await two.restart();
      // The programme lets nobody spend value on the word of a replica that is more than a day old.
      await expect(spend(two, holder, { amount: 100 })).rejects.toThrow("offline.limit");
      const brought = (await storedAt(two, holder)) ?? 0;
      expect(brought).toBeGreaterThanOrEqual(holder.had - 3_000 + 30 * 10_000);
      await one.call("sim.clock.set", { now });
      two.mend();
      await settled(two);
      await agreed(holder, brought);
      await spend(one, holder, { amount: brought });
      await agreed(holder, 0);
      await sound(one, two);
    },
    timeoutMs,
  );
});

/** A new disk, and on it the newest backup of the store. */
const restoreNewest = async ({ dir }: ChainStore): Promise<void> => {
  const file = databaseFile(dir);
  const [newest] = (await listBackups(backupFolder(dir))).toSorted((a, b) =>
    a.madeAt < b.madeAt ? 1 : -1,
  );
  for (const name of readdirSync(dir))
    if (/\.(db|db-wal|db-shm|db\.ballast)$/.test(name) || name.startsWith("reports"))
      rmSync(join(dir, name), { recursive: true, force: true });
  const key = Buffer.from(readFileSync(join(dir, "credentials", "backup"), "utf8").trim(), "hex");
  await restoreBackup({ backup: newest?.file ?? "", file, key, clock: systemClock });
};
