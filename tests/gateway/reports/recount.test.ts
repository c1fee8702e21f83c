// Reports that no ledger account comes to are counted once more, from the journal's entries and by other means than
// SQL; and every report is one or the other.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DomainEvent, EntryBody } from "../../../gateway/ledger/entry.ts";
import { addDays } from "../../../gateway/programme/dates.ts";
import { type Ask, createReports, type Reports } from "../../../gateway/reports/desk.ts";
import { reports } from "../../../gateway/reports/registry.ts";
import { emptyBooks, lived, writeBooks } from "../../support/books.ts";
import { loadProgramme } from "../../support/given.ts";
import { acts, scenes } from "../../support/histories.ts";
import { asText } from "../../support/seal.ts";
import { fc } from "../../support/seeded.ts";
import { temporaryFolder } from "../../support/test-store.ts";

type Recount = (bodies: readonly EntryBody[], ask: Ask) => number;

const inSpan = ({ businessDate }: EntryBody, { from, to }: Ask): boolean =>
  businessDate >= from && businessDate <= to;
const events = (
  bodies: readonly EntryBody[],
  type: string,
): readonly (readonly [DomainEvent, EntryBody])[] =>
  bodies.flatMap((body) =>
    body.events.filter((event) => event.type === type).map((event) => [event, body] as const),
  );
const howMany =
  (type: string): Recount =>
  (bodies, ask) =>
    events(bodies, type).filter(([, body]) => inSpan(body, ask)).length;
/** Income from sales of an entry that names an account. */
const spent = ({ account, lines }: EntryBody): number =>
  account === undefined
    ? 0
    : lines
        .filter((line) => line.account.startsWith("income:sales"))
        .reduce((sum, { amount }) => sum - amount, 0);

/** Each account's spending on each day of the year up to a day; days of returns alone are no visits. */
const visits = (
  bodies: readonly EntryBody[],
  { to }: Ask,
): readonly (readonly [string, number])[] => {
  const [year = "", ...day] = to.split("-");
  const after = [String(Number(year) - 1), ...day].join("-");
  const sums = new Map<string, number>();
  for (const body of bodies) {
    if (body.businessDate <= after || body.businessDate > to) continue;
    const key = `${body.account ?? ""} ${body.businessDate}`;
    sums.set(key, (sums.get(key) ?? 0) + spent(body));
  }
  return [...sums].filter(([, sum]) => sum > 0);
};
const spentInYear: Recount = (bodies, ask) =>
  visits(bodies, ask).reduce((sum, [, amount]) => sum + amount, 0);

/** Who came three times in a year and then stayed away for longer than twice the usual, two weeks at least. */
const lostSpending: Recount = (bodies, ask) => {
  const byAccount = Map.groupBy(visits(bodies, ask), ([key]) => key.split(" ")[0] ?? "");
  const dayOf = (key: string): number => Date.parse(key.split(" ")[1] ?? "") / 86_400_000;
  return [...byAccount.values()].reduce((sum, rows) => {
    const days = rows.map(([key]) => dayOf(key)).toSorted((one, other) => one - other);
    const [first = 0] = days;
    const last = days.at(-1) ?? 0;
    const usual = (last - first) / Math.max(1, days.length - 1);
    const away = Date.parse(ask.to) / 86_400_000 - last;
    const isLost = days.length >= 3 && away >= 14 && away > 2 * usual;
    return isLost ? sum + rows.reduce((all, [, amount]) => all + amount, 0) : sum;
  }, 0);
};

/** What bill lines were given away, list less net, as the bills' own events have it. */
const givenAway: Recount = (bodies, ask) => {
  const given = new Map<string, number>();
  let sum = 0;
  for (const body of bodies)
    for (const event of body.events) {
      if (event.type !== "BillSettled" && event.type !== "BillReversed") continue;
      const bill = asText(event["bill"]);
      const now = event.type === "BillSettled" ? settledGiven(event) : keptGiven(event);
      if (inSpan(body, ask)) sum += now - (given.get(bill) ?? 0);
      given.set(bill, now);
    }
  return sum;
};
interface Line {
  readonly list: number;
  readonly quantity: number;
}
const settledGiven = (event: DomainEvent): number => {
  const sale = event["sale"] as unknown as { lines: readonly Line[]; nets: readonly number[] };
  return sale.lines.reduce(
    (sum, { list, quantity }, at) => sum + list * quantity - (sale.nets[at] ?? 0),
    0,
  );
};
const keptGiven = (event: DomainEvent): number => {
  const file = event["file"] as unknown as {
    rows: readonly (Line & { net: number; returned: number })[];
    due: number;
  };
  const list = file.rows.reduce((sum, row) => sum + row.list * (row.quantity - row.returned), 0);
  return list - file.due;
};

/** What an employee's word took off: each line by hand, and the till's offers. */
const onOwnWord: Recount = (bodies, ask) =>
  events(bodies, "BillSettled")
    .filter(([, body]) => inSpan(body, ask) && body.actor.staff !== undefined)
    .map(([event]) => event["sale"] as unknown as OwnWord)
    .reduce(
      (sum, { lines, byHand }) =>
        lines.reduce((all, { off = 0 }) => all + off, sum + (byHand?.offered ?? 0)),
      0,
    );
interface OwnWord {
  readonly lines: readonly { readonly off?: number }[];
  readonly byHand?: { readonly offered?: number };
}

/** By report: the sum of its measure over all rows. */
const recounts: Readonly<Record<string, Recount>> = {
  discounts: givenAway,
  "member-consumption": (bodies, ask) =>
    bodies.filter((body) => inSpan(body, ask)).reduce((sum, body) => sum + spent(body), 0),
  "new-members": howMany("MemberEnrolled"),
  "card-types": howMany("CardIssued"),
  "tier-moves": howMany("TierChanged"),
  coupons: howMany("VoucherIssued"),
  tiers: (bodies, { to }) =>
    events(bodies, "AccountOpened").filter(([, { businessDate }]) => businessDate <= to).length,
  // Each member stands once in each of three dimensions; nobody is erased in these lives.
  demographics: (bodies, { to }) =>
    3 *
    events(bodies, "MemberEnrolled").filter(([, { businessDate }]) => businessDate <= to).length,
  referrals: (bodies, ask) =>
    events(bodies, "MemberEnrolled").filter(
      ([event, body]) =>
        inSpan(body, ask) && JSON.stringify(event["file"] ?? {}).includes('"referrer"'),
    ).length,
  rfm: spentInYear,
  quadrants: spentInYear,
  core: spentInYear,
  churn: lostSpending,
  "own-word": onOwnWord,
};

test("every report is held against the ledger, or counted once more, or asked of the programme", () => {
  const beside = reports.filter(({ ledger }) => ledger === undefined).map(({ id }) => id);
  const asked = reports.filter((report) => report.asked === "programme").map(({ id }) => id);
  expect(asked).toEqual(["tier-forecast"]);
  expect(new Set(beside)).toEqual(new Set([...Object.keys(recounts), ...asked]));
  // What has not happened has no entries; everything else leads to them.
  expect(reports.filter(({ entries }) => entries === undefined).map(({ id }) => id)).toEqual(asked);
});

const [first] = fc.sample(fc.nat(), 1);

describe.each(scenes)("a life under $programme", (scene) => {
  const folder = temporaryFolder();
  const programme = loadProgramme(scene.programme);
  let bodies: readonly EntryBody[] = [];
  let desk: Reports;
  let spans: readonly Ask[] = [];

  beforeAll(async () => {
    const [life = []] = fc.sample(fc.array(acts, { minLength: 60, maxLength: 90, size: "max" }), {
      numRuns: 1,
      seed: (first ?? 0) + scenes.indexOf(scene),
    });
    const files = await emptyBooks(folder.path);
    bodies = lived(scene, life);
    await writeBooks(files.books, bodies);
    desk = createReports(files);
    const last = bodies.at(-1)?.businessDate ?? "2024-01-10";
    const common = {
      points: programme.pointsAssets.map(({ id }) => id),
      currency: programme.currency,
    };
    spans = [
      { from: "2024-01-01", to: last, ...common },
      { from: addDays(last, -40), to: addDays(last, -20), ...common },
    ];
  }, 120_000);
  afterAll(async () => {
    await desk.close();
    folder[Symbol.dispose]();
  });

  test.each(Object.keys(recounts))(
    "%s is what the journal's entries come to",
    async (id) => {
      const report = reports.find((one) => one.id === id);
      if (report === undefined) throw new Error(`no report ${id}`);
      for (const ask of spans) {
        const { rows } = await desk.run(report, ask);
        const total = rows.reduce((sum, row) => sum + Number(row[report.measure ?? ""] ?? 0), 0);
        expect([ask.from, ask.to, total]).toEqual([
          ask.from,
          ask.to,
          recounts[id]?.(bodies, ask) ?? 0,
        ]);
      }
    },
    60_000,
  );
});
