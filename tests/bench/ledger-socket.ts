// Bills settled by clients of the protocol, each on a WebSocket of its own, at a gateway process with everything on;
// beside PostgreSQL's ordinary transaction over its own socket, in the same run.
import { newKey, type TallygateClient } from "../../gateway/protocol/client.ts";
import { openPairedPage, type Page } from "./pages.ts";
import { median, percentile, type Figure } from "./figures.ts";
import type { Postgres } from "./postgres.ts";
import { openStation, type StoreStation } from "./store-station.ts";

const crowds = [1, 8, 64] as const;
const price = 1000;

/** Members with money on their cards, one for each client. */
const openCards = async (client: TallygateClient, count: number): Promise<readonly string[]> => {
  await client.call("sim.store.reset", { programme: "counter", now: "2024-01-10T10:00:00+08:00" });
  const cards: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const key = () => client.newKey();
    const consent = { rules: true, marketing: false };
    const { member } = await client.call("member.enrol", { key: key(), name: `张${at}`, consent });
    const { card, account } = await client.call("card.issue", {
      key: key(),
      member,
      type: "basic",
    });
    const amount = 90_000_000;
    await client.call("account.topUp", {
      key: key(),
      account,
      amount,
      tenders: [{ type: "cash", amount }],
    });
    cards.push(card);
  }
  return cards;
};

const settle = (page: Page, card: string): Promise<unknown> =>
  page.call("bill.settle", {
    key: newKey(),
    card: { card },
    lines: [{ venue: "shop", list: price, quantity: 1 }],
    tenders: [{ type: "stored", amount: price }],
  });

/** A till of its own, without a printer, somebody signed in. */
const openTill = async ({ gateway }: StoreStation): Promise<Page> => {
  const { url, staff } = gateway.simulated;
  const page = await openPairedPage(url, "cashier");
  const [cashier] = staff;
  await page.call("staff.signIn", { staff: cashier?.id, pin: cashier?.pin });
  return page;
};

interface Crowd {
  readonly rate: number;
  readonly p50: number;
  readonly p99: number;
}

/** Each client settles one bill after the other for so long. */
const settleFor = async (
  clients: readonly { readonly page: Page; readonly card: string }[],
  seconds: number,
): Promise<Crowd> => {
  const takenMs: number[] = [];
  const start = performance.now();
  const end = start + seconds * 1000;
  await Promise.all(
    clients.map(async ({ page, card }) => {
      while (performance.now() < end) {
        const asked = performance.now();
        await settle(page, card);
        takenMs.push(performance.now() - asked);
      }
    }),
  );
  const rate = takenMs.length / ((performance.now() - start) / 1000);
  return { rate, p50: percentile(takenMs, 0.5), p99: percentile(takenMs, 0.99) };
};

/** Three figures a crowd: rate, p50, p99; the peer's latency is its mean (clients over rate). */
export const throughSockets = async (
  postgres: Postgres,
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
): Promise<readonly Figure[]> => {
  await using station = await openStation();
  const cards = await openCards(station.client, Math.max(...crowds));
  const clients: { readonly page: Page; readonly card: string }[] = [];
  for (const card of cards) clients.push({ page: await openTill(station), card });
  const measured: { readonly crowd: number; readonly ours: Crowd; readonly peer: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const crowd of crowds) {
      const ours = await settleFor(clients.slice(0, crowd), seconds);
      measured.push({ crowd, ours, peer: postgres.ordinary(crowd, seconds) });
    }
  }
  for (const { page } of clients) page.close();
  return crowds.flatMap((crowd) => {
    const of = (pick: (one: (typeof measured)[number]) => number): number =>
      median(measured.filter((one) => one.crowd === crowd).map(pick));
    const peer = of((one) => one.peer);
    const name = `${crowd} ${crowd === 1 ? "client" : "clients"} through the socket`;
    const latency = { unit: "ms", peer: (crowd / peer) * 1000 } as const;
    const says = "PostgreSQL, four lines in an ordinary transaction, as many clients";
    return [
      {
        what: `bills, ${name}`,
        ours: of(({ ours }) => ours.rate),
        unit: "/s",
        peer,
        peerName: says,
      },
      {
        what: `a bill, ${name}, p50`,
        ours: of(({ ours }) => ours.p50),
        ...latency,
        peerName: says,
      },
      {
        what: `a bill, ${name}, p99`,
        ours: of(({ ours }) => ours.p99),
        ...latency,
        peerName: says,
      },
    ] satisfies readonly Figure[];
  });
};
