// A journal on disk out of a random life: what `histories.ts` makes happen, stamped with instants of a house whose
// business
// day ends at four in the morning, so that the business date is often not the date.
import { join } from "node:path";
import type { EntryBody } from "../../gateway/ledger/entry.ts";
import { plainTextEntry, plainTextHead } from "../../gateway/ledger/plain-text.ts";
import { addDays } from "../../gateway/programme/dates.ts";
import { databaseFile } from "../../gateway/store/files.ts";
import { openDatabase } from "../../gateway/store/sqlite/database.ts";
import { createStore } from "../../gateway/store/store.ts";
import { type Act, begin, type Life, perform, type Scene } from "./histories.ts";
import type { Booked } from "./given.ts";
import { storeOptions } from "./test-store.ts";

/** Hours of the wall clock at which things happen, the small ones after midnight but before the cut-over. */
const hours = ["08:05", "11:40", "12:15", "18:30", "23:50", "00:40", "02:59", "03:59"];

const dayOf = (booked: Booked, today: string): string => {
  const closed = booked.events.find(({ type }) => type === "DayClosed")?.["businessDate"];
  return typeof closed === "string" ? addDays(closed, 1) : today;
};

const accountOf = (booked: Booked, life: Life): string | undefined => {
  if (/^(day\.close|staff\.put|goods\..*|voucher\..*)$/.test(booked.op)) return undefined;
  const bill = booked.events.find(({ type }) => type === "BillSettled" || type === "BillReversed");
  const sold = bill?.["sale"] ?? bill?.["file"];
  if (typeof sold === "object" && sold !== null)
    return "account" in sold && typeof sold["account"] === "string" ? sold["account"] : undefined;
  return life.account;
};

/** Entries of a life, in order, as a store would have written them. */
export const lived = (scene: Scene, acts: readonly Act[]): readonly EntryBody[] => {
  const life = begin(scene, { quick: true });
  const bodies: EntryBody[] = [];
  const take = (): void => {
    for (const booked of life.world.journal.slice(bodies.length)) {
      const seq = bodies.length + 1;
      const businessDate = dayOf(booked, life.world.context().moment.date);
      const time = hours[seq % hours.length] ?? "12:00";
      const date = time < "04:00" ? addDays(businessDate, 1) : businessDate;
      const account = accountOf(booked, life);
      bodies.push({
        v: 1,
        id: `e_${String(seq).padStart(6, "0")}`,
        store: "s_test",
        epoch: 1,
        seq,
        op: booked.op,
        at: `${date}T${time}:00+08:00`,
        businessDate,
        programme: { id: scene.programme, version: 1 },
        actor: { station: `desk-${seq % 3}`, role: "cashier", staff: "E0" },
        mode: "online",
        ...(account === undefined ? {} : { account }),
        lines: booked.lines,
        events: booked.events,
      });
    }
  };
  // A shelf of what the bills sell, so that stock moves with them.
  for (const sku of scene.skus.filter((one) => one !== undefined)) {
    life.world.do("goods.put", { sku, name: sku });
    life.world.do("goods.receive", { rows: [{ sku, quantity: 40 }] });
  }
  take();
  for (const act of acts) {
    perform(life, act);
    take();
  }
  return bodies;
};

/** An empty store's files. */
export const emptyBooks = async (folder: string): Promise<{ books: string; file: string }> => {
  const books = databaseFile(folder);
  const store = await createStore(storeOptions(books));
  await store.close();
  return { books, file: join(folder, "reports.db") };
};

/** Writes entries as they are: hashes are only different from each other. */
export const writeBooks = async (books: string, bodies: readonly EntryBody[]): Promise<void> => {
  const database = await openDatabase({ file: books, driver: "sqlite3" });
  for (const body of bodies)
    await database.run(
      "INSERT INTO journal (seq, id, hash, body) VALUES (?, ?, ?, ?)",
      body.seq,
      body.id,
      `hash ${body.seq}`,
      JSON.stringify(body),
    );
  await database.close();
};

/** The plain-text export hledger reads, amounts of money in yuan. */
export const plainText = (bodies: readonly EntryBody[]): string =>
  plainTextHead("s_test", { CNY: 2 }) +
  bodies.map((body) => plainTextEntry(body, { CNY: 2 })).join("");
