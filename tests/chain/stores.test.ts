// Two stores and head office, each a process of its own, on a real cluster: one member, one truth, also while one of
// them is cut off and both spend; head office sees who owes whom and steers.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createNatsStream } from "../../gateway/chain/nats/nats-stream.ts";
import { noteIssued } from "../../provisioning/chain/cluster-files.ts";
import { startKeeper } from "../../provisioning/chain/keeper.ts";
import { openChainPage } from "../support/chain-page.ts";
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
import { keptByLostStore } from "../support/lost-store.ts";
import { lacks } from "../support/parts.ts";

const timeoutMs = 480_000;
/** what the second store may let be spent apart in all */
const perStoreSpend = 20_500;
const never = new AbortController().signal;
const always = { from: "2020-01-01", to: "2099-12-31" };

interface Row {
  readonly debtor: string;
  readonly creditor: string;
  readonly kind: string;
  readonly amount: number;
}

describe("a chain of two stores and head office", () => {
  let chain: TestChain;
  let one: ChainStore;
  let two: ChainStore;
  let office: ChainStore;
  let holder: Holder;

  beforeAll(async () => {
    chain = await startTestChain();
    [one, two, office] = [
      await chain.store("s1"),
      await chain.store("s2"),
      await chain.store("office", "head-office"),
    ];
    await Promise.all([one, two, office].map(settled));
  }, timeoutMs);
  afterAll(() => chain[Symbol.asyncDispose](), timeoutMs);

  const both = (): Promise<readonly (number | undefined)[]> =>
    Promise.all([one, two].map((store) => storedAt(store, holder)));
  const agreed = (amount: number): Promise<unknown> =>
    until(both, (shown) => shown.every((value) => value === amount));

  test(
    "value paid in at one store is spent at the other, and settled between them",
    async () => {
      holder = await enrol(one, 100_000);
      await until(
        () => storedAt(two, holder),
        (value) => value === 110_000,
      );
      const key = newKey("bill");
      const first = await spend(two, holder, { amount: 30_000, key });
      expect(await spend(two, holder, { amount: 30_000, key })).toMatchObject({
        bill: first["bill"],
        replay: true,
      });
      await agreed(80_000);
      const { rows } = await until(
        () => office.call("chain.settlement", always),
        (answer) => (answer["rows"] as readonly Row[]).length > 0,
      );
      const sums = rows as readonly Row[];
      expect(sums.every(({ debtor, creditor }) => debtor === "s1" && creditor === "s2")).toBe(true);
      expect(sums.reduce((sum, { amount }) => sum + amount, 0)).toBe(30_000);
      const behind = { ...always, debtor: "s1", creditor: "s2", kind: "principal" };
      const { entries } = await office.call("chain.claims", behind);
      expect(entries).toMatchObject([{ store: "s2", op: "bill.settle" }]);
    },
    timeoutMs,
  );

  test(
    "more than there is cannot be spent online, at neither store at once",
    async () => {
      const tries = await Promise.allSettled([
        spend(one, holder, { amount: 50_000 }),
        spend(two, holder, { amount: 50_000 }),
      ]);
      expect(tries.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
      await agreed(30_000);
    },
    timeoutMs,
  );

  test(
    "cut off, a store goes on within its bound; apart both spend, and what came of it is shown",
    async () => {
      const { file } = await two.call("programme.get");
      const { version, offline, ...rest } = Object(file);
      const bounded = { ...rest, version: version + 1, offline: { ...offline, perStoreSpend } };
      const { now } = await two.call("sim.clock.advance", { ms: 1 });
      const effectiveFrom = String(now).slice(0, "2026-01-01".length);
      const terms = { effectiveFrom, cases: [], key: newKey("publish") };
      await two.call("programme.publish", { file: bounded, ...terms });
      two.cutOff();
      await until(
        () => two.call("sync.status"),
        ({ state }) => state === "offline",
      );
      await spend(two, holder, { amount: 20_000 });
      // Within what the card may spend, and more than the store may in all.
      await expect(spend(two, holder, { amount: 1_000 })).rejects.toThrow("offline.limit");
      await spend(one, holder, { amount: 25_000 });
      await expect(spend(two, holder, { amount: 110_000 })).rejects.toThrow(
        /offline\.limit|insufficient/,
      );
      expect(await two.call("sync.status")).toMatchObject({ headOffice: "offline" });
      two.mend();
      await agreed(-15_000);
      const { exceptions } = await until(
        () => office.call("chain.exceptions", { open: true }),
        (answer) => JSON.stringify(answer).includes("overdraft"),
      );
      const all = exceptions as readonly { exception: string; kind: string; store: string }[];
      const overdrafts = all.filter(({ kind }) => kind === "overdraft");
      expect(overdrafts.every(({ store }) => store === "s2")).toBe(true);
      const [first] = overdrafts;
      const answer = { exception: first?.exception, outcome: "net_at_next_top_up" };
      // never by whom it is about, who is the employee at every till here
      await expect(
        one.call("exception.resolve", { ...answer, key: newKey("resolve") }),
      ).rejects.toThrow("missing.approval");
      const tender = { amount: 50_000, tenders: [{ type: "cash", amount: 50_000 }] };
      await one.call("account.topUp", { account: holder.account, ...tender, key: newKey("topup") });
      const [shown] = await until(both, ([here, there]) => here === there && (here ?? 0) > 0);
      // 500.00 and its bonus, less the 150.00 that were owed
      expect(shown).toBeGreaterThanOrEqual(35_000);
    },
    timeoutMs,
  );

  test(
    "a card blocked at one store is refused at the other, and head office sees who knows",
    async () => {
      const { card } = await enrol(one, 10_000);
      await until(
        () =>
          two.call("card.identify", { card: { card } }).catch((error: unknown) => String(error)),
        (answer) => !JSON.stringify(answer).includes("card.unknown"),
      );
      await one.call("card.block", { card, reason: "found in the lobby", key: newKey("block") });
      await until(
        () => spend(two, { card }, { amount: 100 }).catch((error: Error) => error.message),
        (answer) => JSON.stringify(answer).includes("card.blocked"),
      );
      const { cards } = await until(
        () => office.call("chain.hotList", {}),
        (answer) => JSON.stringify(answer).includes('"knownBy":2'),
      );
      expect(cards).toMatchObject([{ card, state: "blocked", store: "s1", knownBy: 2, of: 2 }]);
    },
    timeoutMs,
  );

  test(
    "head office answers every report by store and over all, and what members are owed",
    async () => {
      const netOf = async (store?: string): Promise<number> => {
        const filter = store === undefined ? {} : { filter: { store } };
        const { totals } = await office.call("report.run", {
          report: "takings-day",
          ...always,
          ...filter,
        });
        return Number(Object(totals).net);
      };
      const [first, second, all] = [await netOf("s1"), await netOf("s2"), await netOf()];
      expect([first, second, all]).toEqual([160_000, 0, 160_000]);
      await expect(
        one.call("report.run", { report: "takings-day", ...always, filter: { store: "s2" } }),
      ).rejects.toThrow("not_permitted");
      const { rows } = await office.call("chain.liability");
      expect((rows as readonly { store: string }[]).some(({ store }) => store === "s1")).toBe(true);
    },
    timeoutMs,
  );

  test(
    "a programme goes out a stage at a time, and a station of another store is shut out",
    async () => {
      const stores = await office.call("chain.stores");
      expect(stores).toMatchObject({ forks: [] });
      const { file } = await office.call("programme.get");
      const next = { ...Object(file), version: 7 };
      const told = await office.call("programme.publish", {
        file: next,
        effectiveFrom: "2099-01-01",
        cases: [],
        key: newKey("publish"),
      });
      expect(told).toMatchObject({ programme: { version: 7 } });
      const stages = [{ stores: ["s2"], from: "2026-01-01" }];
      expect(await office.call("chain.rollOut", { version: 7, stages })).toEqual({ done: true });
      const versionAt = async (store: ChainStore): Promise<unknown> =>
        (await store.call("programme.get"))["version"];
      await until(
        () => versionAt(two),
        (version) => version === 7,
      );
      expect(await versionAt(one)).not.toBe(7);
      await office.call("chain.revokeStation", { store: "s2", station: "st_demo_kiosk" });
      await until(
        () => two.call("station.list"),
        ({ stations }) =>
          (stations as readonly { station: string; revoked: boolean }[]).some(
            ({ station, revoked }) => station === "st_demo_kiosk" && revoked,
          ),
      );
    },
    timeoutMs,
  );

  test(
    "killed while it spends, a store comes back with every bill once",
    async () => {
      const rich = await enrol(one, 200_000);
      await until(
        () => storedAt(two, rich),
        (value) => value !== undefined,
      );
      const before = await storedAt(two, rich);
      const keys = Array.from({ length: 12 }, () => newKey("bill"));
      const answers = Promise.allSettled(
        keys.map((key) => spend(two, rich, { amount: 1_000, key })),
      );
      await two.restart();
      await answers;
      for (const key of keys) await spend(two, rich, { amount: 1_000, key });
      await until(
        () => Promise.all([one, two].map((store) => storedAt(store, rich))),
        (shown) => shown.every((value) => value === (before ?? 0) - 12_000),
      );
    },
    timeoutMs,
  );

  test(
    "a lost store is shut out by head office's word, and what it kept for a guest is given back",
    async () => {
      const guest = await enrol(one, 30_000);
      const all = (await storedAt(one, guest)) ?? 0;
      const { folder, plan } = chain.cluster;
      const file = await chain.cluster.file("s9");
      noteIssued(folder, "s9", file);
      const lost = createNatsStream(file);
      const { account } = guest;
      const expiresAt = "2026-03-04T10:00:00+08:00";
      const kept = keptByLostStore("s9", { account, amount: 12_000, expiresAt });
      await until(
        () => storedAt(two, guest),
        (value) => value === all,
      );
      await lost.append([kept], never);
      await until(
        () => storedAt(two, guest),
        (value) => value === all - 12_000,
      );
      await expect(office.call("chain.freeLeases", { store: "s1" })).rejects.toThrow(
        "not_permitted",
      );
      expect(await office.call("chain.freeLeases", { store: "s9" })).toEqual({ freed: 1, kept: 0 });
      await until(
        () => storedAt(two, guest),
        (value) => value === all,
      );
      await spend(two, guest, { amount: all });

      const shop = { store: "s9", name: "九号店", kind: "own", entity: "总公司" };
      await office.call("chain.putStores", { stores: [shop] });
      const stateOf = async (): Promise<unknown> => {
        const { stores } = await office.call("chain.stores");
        return (stores as readonly { store: string; shutOut?: string }[]).find(
          ({ store }) => store === "s9",
        )?.shutOut;
      };
      await office.call("chain.shutOutStore", { store: "s9" });
      expect(await stateOf()).toBe("ordered");
      const faults: unknown[] = [];
      const done: unknown[] = [];
      const keeper = await startKeeper({
        folder,
        plan,
        onDone: (one) => done.push(one),
        onFault: (fault) => faults.push(fault),
      });
      await until(stateOf, (state) => state === "done");
      await keeper.stop();
      expect({ done, faults }).toEqual({ done: [{ store: "s9", files: 1 }], faults: [] });
      const isIn = (): Promise<boolean> =>
        createNatsStream(file)
          .info(never)
          .then(
            () => true,
            () => false,
          );
      await until(isIn, (answer) => !answer);
      await settled(two);
      await lost.close();
    },
    timeoutMs,
  );

  test.skipIf(lacks("chromium", "fonts"))(
    "on head office's page stores and terms are entered, a station is shut out, a version halted",
    async () => {
      await using opened = await openChainPage(office, { locale: "zh-CN" });
      const { page, tab, picture } = opened;
      await page.locator("tr", { hasText: "s1" }).getByRole("button").first().click();
      const form = page.locator("chain-store-form");
      await form.locator("input[name=name]").fill("滨江店");
      await form.locator("select[name=kind]").selectOption("franchise");
      await form.locator("input[name=entity]").fill("滨江餐饮有限公司");
      await form.getByRole("button", { name: "保存" }).click();
      await form.getByText("已保存").waitFor();
      await page.locator("td", { hasText: "滨江餐饮有限公司" }).waitFor();
      expect(await office.call("chain.stores")).toMatchObject({
        stores: expect.arrayContaining([
          expect.objectContaining({ store: "s1", name: "滨江店", kind: "franchise" }),
        ]),
      });
      await page.getByRole("button", { name: "停用", exact: true }).first().click();
      await page.locator("tr.inner", { hasText: "已停用" }).first().waitFor();
      await until(
        () => one.call("station.list"),
        ({ stations }) => JSON.stringify(stations).includes('"revoked":true'),
      );
      await page.getByRole("button", { name: "给新店制作快照" }).click();
      await page.getByText("快照：第").waitFor();
      await page
        .locator("chain-lost-store")
        .getByRole("button", { name: /停用整店/u })
        .waitFor();
      await page.locator("tr", { hasText: "九号店" }).getByRole("button").first().click();
      await page.getByText("整店已停用").waitFor();
      await page.getByRole("button", { name: "释放其预留额度" }).click();
      await page.getByText("已释放 0 笔，未到期 0 笔").waitFor();
      await picture("stores");

      await tab("店间清算");
      await page.getByText("滨江餐饮有限公司").first().waitFor();
      await page.locator("chain-terms-form input[name=bonus]").fill("50");
      await page.locator("chain-terms-form").getByRole("button", { name: "保存" }).click();
      await page.locator("chain-terms-form").getByText("已保存").waitFor();
      expect(await office.call("chain.settlement", always)).toMatchObject({
        terms: { shareBp: { principal: 10_000, bonus: 5_000 } },
      });
      await picture("settlement");

      await tab("章程下发");
      await page.getByRole("button", { name: "叫停" }).click();
      await page.getByText("已叫停").waitFor();
      await picture("roll-out");
      expect(await office.call("chain.rollOutState")).toMatchObject({ rollOut: { halted: true } });
      for (const [name, heading] of [
        ["异常", "exceptions"],
        ["停用卡", "hot"],
      ] as const) {
        await tab(name);
        await picture(heading);
      }
      expect(opened.problems).toEqual([]);

      await using english = await openChainPage(office, { locale: "en-GB" });
      await english.page.getByText("滨江店").first().waitFor();
      await english.picture("stores");
      await english.tab("Settlement");
      await english.page.getByText("Terms: the share").waitFor();
      await english.picture("settlement");
    },
    timeoutMs,
  );
});
