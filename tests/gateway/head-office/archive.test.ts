// The archive of head office: each entry once, whatever the stream repeats or loses; contradictions are kept apart.
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Ordered, StoreEntry } from "../../../gateway/chain/stream.ts";
import { openArchive } from "../../../gateway/head-office/archive.ts";
import { createChainReports } from "../../../gateway/head-office/chain-reports.ts";
import { createLedgerQueries } from "../../../gateway/head-office/ledger-queries.ts";
import type { EntryBody } from "../../../gateway/ledger/entry.ts";
import { canonicalBody, chainHash, genesisHash } from "../../../gateway/ledger/hash.ts";
import { reportById } from "../../../gateway/reports/registry.ts";
import { temporaryFolder } from "../../support/test-store.ts";
import { sampleEntries } from "../../support/chain-cluster.ts";

const inOrder = (entries: readonly StoreEntry[], first = 1): readonly Ordered[] =>
  entries.map((entry, at) => ({ gseq: first + at, entry }));

/** The next entry of a store's journal, with other lines. */
const after = (
  last: StoreEntry | undefined,
  store: string,
  change: Partial<EntryBody>,
): StoreEntry => {
  const [sample] = sampleEntries(store, { count: 1 });
  const seq = (last?.seq ?? 0) + 1;
  const body: EntryBody = {
    ...JSON.parse(sample?.body ?? ""),
    id: `${store}-${seq}`,
    seq,
    ...change,
  };
  const text = canonicalBody(body);
  const previous = last?.hash ?? genesisHash(store);
  return {
    id: body.id,
    store,
    epoch: 1,
    seq,
    previous,
    hash: chainHash(previous, text),
    body: text,
  };
};

test("takes what comes again, also in a stream made anew, once", async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, "archive.db");
  const entries = sampleEntries("s1", { count: 300 });
  const archive = await openArchive(file);
  await archive.take("first", inOrder(entries.slice(0, 200)));
  await archive.take("first", inOrder(entries.slice(100, 200), 101));
  await archive.close();
  const again = await openArchive(file);
  expect(again.reached()).toEqual({ stream: "first", gseq: 200 });
  await again.take("second", inOrder(entries));
  expect(again.reached()).toEqual({ stream: "second", gseq: 300 });
  const queries = createLedgerQueries(again);
  expect(await queries.stores()).toMatchObject([{ store: "s1", number: 300, entries: 300 }]);
  expect(await queries.forks()).toEqual([]);
  expect(await queries.owed()).toEqual([
    { store: "s1", kind: "principal", unit: "CNY", amount: 300 * 10_000 },
  ]);
  await again.close();
});

test("shows two entries that claim one place, and text that is not what was hashed", async () => {
  using folder = temporaryFolder();
  const archive = await openArchive(join(folder.path, "archive.db"));
  const [one, two] = sampleEntries("s1", { count: 2 });
  if (one === undefined || two === undefined) throw new Error("no sample");
  const clone = after(one, "s1", { businessDate: "2026-03-03" });
  const edited = { ...two, seq: 3, body: two.body.replace("10000", "10001") };
  await archive.take("first", inOrder([one, two, clone, edited]));
  expect(await createLedgerQueries(archive).forks()).toEqual([
    { store: "s1", number: 2 },
    { store: "s1", number: 3 },
  ]);
  expect(await createLedgerQueries(archive).stores()).toMatchObject([{ number: 2, entries: 2 }]);
  await archive.close();
});

test("knows who owes whom, with the entries behind, and exceptions until they are resolved", async () => {
  using folder = temporaryFolder();
  const archive = await openArchive(join(folder.path, "archive.db"));
  const topUp = after(undefined, "s1", {});
  const lot = "liab:sv:principal:s1-a1:lot-s1-1";
  const spend = after(undefined, "s2", {
    op: "bill.settle",
    lines: [
      { account: lot, unit: "CNY", amount: 2_500 },
      { account: "income:sales:shop", unit: "CNY", amount: -2_500 },
    ],
    events: [
      {
        type: "ExceptionOpened",
        exception: "x1",
        kind: "overdraft",
        owner: "finance",
        evidence: {},
      },
      {
        type: "ExceptionOpened",
        exception: "x2",
        kind: "overdraft",
        owner: "finance",
        evidence: {},
      },
    ],
  });
  const resolved = after(spend, "s2", {
    lines: [],
    events: [{ type: "ExceptionResolved", exception: "x1", outcome: "write_off" }],
  });
  await archive.take("first", inOrder([topUp, spend, resolved]));
  const queries = createLedgerQueries(archive);
  const span = { from: "2026-03-01", to: "2026-03-31" };
  const [sum, ...others] = await queries.claims(span);
  expect(others).toEqual([]);
  expect(sum).toEqual({
    debtor: "s1",
    creditor: "s2",
    kind: "principal",
    unit: "CNY",
    amount: 2_500,
    entries: 1,
  });
  const page = { before: Number.MAX_SAFE_INTEGER, limit: 10 };
  const asked = { ...span, debtor: "s1", creditor: "s2", kind: "principal" } as const;
  expect(await queries.claimEntries(asked, page)).toMatchObject([{ id: "s2-1", amount: 2_500 }]);
  const open = await queries.exceptions({ open: true, limit: 10 });
  expect(open.map(({ exception }) => exception)).toEqual(["x2"]);
  expect(await queries.exceptions({ open: false, store: "s2", limit: 10 })).toHaveLength(2);
  await archive.close();
});

test("answers a report over all stores and of one store", async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, "archive.db");
  const archive = await openArchive(file);
  const both = ["s1", "s2"].flatMap((store, at) => sampleEntries(store, { count: 10 * (at + 1) }));
  await archive.take("first", inOrder(both));
  const reports = createChainReports({ books: file, folder: join(folder.path, "reports") });
  const report = reportById.get("takings-day");
  if (report === undefined) throw new Error("no such report");
  const ask = { from: "2026-03-01", to: "2026-03-31", points: [], currency: "CNY" };
  const totalOf = async (store?: string): Promise<number | undefined> =>
    (await reports.of(store).run(report, ask)).totals["net"];
  expect([await totalOf("s1"), await totalOf("s2"), await totalOf()]).toEqual([
    100_000, 200_000, 300_000,
  ]);
  await reports.close();
  await archive.close();
});
