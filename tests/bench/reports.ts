// Reports over a journal of a million ledger lines: each one's answer, beside the same total asked of the journal
// itself.
import { DatabaseSync } from "node:sqlite";
import { addDays } from "../../gateway/programme/dates.ts";
import { type Ask, createReports } from "../../gateway/reports/desk.ts";
import { reports } from "../../gateway/reports/registry.ts";
import { emptyBooks, lived } from "../support/books.ts";
import { type Act, scenes } from "../support/histories.ts";
import { temporaryFolder } from "../support/test-store.ts";
import { type Bench, type Figure, limited, median, timed } from "./figures.ts";

const firstDay = "2024-01-10";
const days = 365;
const accounts = 5_000;
const employees = 40;
/** entries between two drawers that are opened without a sale */
const betweenOpenings = 50;
/** first paint of a report, ms (PAGES.md 6) */
const goalMs = 1_000;

const bill = (at: number): Act => ({
  act: "bill",
  lines: [0, 1, 2].map((line) => ({
    venue: at + line,
    sku: 0,
    list: 2_000 + at * 130 + line * 700,
    quantity: 1 + ((at + line) % 3),
    tagged: false,
  })),
  stored: 50,
  voucher: false,
  points: 0,
  shown: true,
  // every third by hand
  ...(at % 3 === 0 ? { off: 90 } : {}),
});

/** A few dozen real entries; every journal is made of them, with other ids and days. */
const models = () => {
  const scene = scenes.find(({ programme }) => programme === "demo");
  if (scene === undefined) throw new Error("no scene");
  const acts: readonly Act[] = [
    { act: "topUp", amount: 300_000 },
    ...Array.from({ length: 30 }, (_, at) => bill(at)),
  ];
  const bodies = lived(scene, acts);
  const opening = bodies.filter(({ op }) => op !== "bill.settle");
  const bills = bodies.filter(({ op, lines }) => op === "bill.settle" && lines.length > 4);
  if (bills.length < 10) throw new Error("too few bills to make a journal of");
  return { opening, bills };
};

/** What the drawer's log writes when it is opened without a sale. */
const opened = {
  op: "drawer.open",
  lines: [],
  events: [{ type: "DrawerOpened", device: "desk-drawer", reason: "no_sale", note: "change" }],
};

/** Writes entries until there are so many lines; resolves with the number of entries. */
const fill = (file: string, linesWanted: number): number => {
  const { opening, bills } = models();
  const database = new DatabaseSync(file);
  database.exec("PRAGMA synchronous = OFF; BEGIN");
  const insert = database.prepare("INSERT INTO journal (seq, id, hash, body) VALUES (?, ?, ?, ?)");
  const account = bills[0]?.account ?? "";
  let seq = 0;
  let lines = 0;
  const write = (body: object, whose: number, day: string): void => {
    seq += 1;
    const actor = { station: `desk-${seq % 3}`, role: "cashier", staff: `E${seq % employees}` };
    const text = JSON.stringify({ ...body, actor, seq, id: `e_${seq}`, businessDate: day })
      .replaceAll(account, `a_${String(whose).padStart(6, "0")}`)
      .replaceAll(/"(b|lot|r|m|c)_(\d{20})\d{12}"/gu, (_, kind: string, head: string) =>
        JSON.stringify(
          `${kind}_${head}${String(kind === "b" || kind === "r" ? seq : whose).padStart(12, "0")}`,
        ),
      );
    insert.run(seq, `e_${seq}`, `hash ${seq}`, text);
  };
  for (let whose = 0; whose < accounts; whose += 1)
    for (const body of opening) {
      write(body, whose, firstDay);
      lines += body.lines.length;
    }
  const before = lines;
  for (let at = 0; lines < linesWanted; at += 1) {
    const body = bills[at % bills.length];
    if (body === undefined) break;
    const done = (lines - before) / (linesWanted - before);
    const day = addDays(firstDay, Math.floor(done * days));
    write(body, (at * 7_919) % accounts, day);
    lines += body.lines.length;
    if (at % betweenOpenings === 0) write({ ...body, ...opened }, 0, day);
  }
  database.exec("COMMIT");
  database.close();
  return seq;
};

const askTheJournal = (file: string, { from, to }: Ask): number => {
  const database = new DatabaseSync(file, { readOnly: true });
  const row = database
    .prepare(
      `SELECT -sum(posting.value ->> 'amount') AS net FROM journal, json_each(journal.body, '$.lines') AS posting
       WHERE journal.body ->> 'businessDate' BETWEEN ? AND ? AND posting.value ->> 'account' LIKE 'income:sales:%'`,
    )
    .get(from, to);
  database.close();
  return Number(row?.["net"]);
};

export const bench: Bench = {
  says: "reports over a journal of a million ledger lines (365 days, 5,000 accounts)",
  run: async ({ quick }) => {
    using folder = temporaryFolder();
    const files = await emptyBooks(folder.path);
    const entries = fill(files.books, quick ? 100_000 : 1_000_000);
    const desk = createReports(files);
    const to = addDays(firstDay, days - 1);
    const month: Ask = { from: addDays(to, -29), to, points: ["pts"], currency: "CNY" };
    const year: Ask = { ...month, from: firstDay };
    const [first] = reports;
    if (first === undefined) throw new Error("there are no reports");
    const takeover = await timed(() => desk.run(first, month));
    console.log(`${entries} entries taken over in ${Math.round(takeover)} ms, once`);
    const figures: Figure[] = [];
    for (const report of reports) {
      const span = report.standing === true ? year : month;
      const took: number[] = [];
      for (let round = 0; round < (quick ? 2 : 5); round += 1)
        took.push(await timed(() => desk.run(report, span)));
      figures.push(limited(report.id, median(took), goalMs));
    }
    const sales = reports.find(({ id }) => id === "sales-day");
    if (sales === undefined) throw new Error("no sales report");
    const ownWord = reports.find(({ id }) => id === "own-word");
    const told = ownWord === undefined ? undefined : (await desk.run(ownWord, month)).totals;
    if (!(Number(told?.["times"]) > 0 && Number(told?.["noSale"]) > 0))
      throw new Error(`nothing by hand and no drawer in the journal: ${JSON.stringify(told)}`);
    let net = 0;
    const ours = await timed(async () => {
      net = (await desk.run(sales, year)).totals["net"] ?? 0;
    });
    let asked = 0;
    const peer = await timed(() => {
      asked = askTheJournal(files.books, year);
      return Promise.resolve();
    });
    if (net !== asked) throw new Error(`the report says ${net}, the journal ${asked}`);
    await desk.close();
    return [
      ...figures,
      { what: "a year of sales", ours, peer, peerName: "the journal itself", unit: "ms", goal: 1 },
    ];
  },
};
