// A sample client of a till of another make (POS): asks what a basket costs for this member, settles it, and when
// the store cannot be asked sells at list price and tells it later. Orders are JSON lines on stdin.
//
//   TALLYGATE_TOKEN=… node docs/examples/pos.ts < orders.jsonl
import { createInterface } from "node:readline";
import { CallLost, RefusalError } from "../../gateway/protocol/client.ts";
import { connect, say } from "./connect.ts";

interface Order {
  /** the till's own number, for ever */
  readonly order: string;
  readonly member?: string;
  readonly lines: readonly {
    readonly venue: string;
    readonly sku: string;
    readonly list: number;
    readonly quantity: number;
  }[];
  readonly pay: string;
}

/** How long a guest waits for a store that is away before she pays the price on the label. */
const patienceMs = 1_000;
/** At the start the till waits for its store. */
const startMs = 60_000;
const longMs = 60_000;

const store = connect();
/** What was sold while the store could not be asked. A real till keeps these on its disk. */
const later: Order[] = [];

const isThere = (withinMs: number): Promise<boolean> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => answer(false), withinMs);
    const off = store.onStatus(({ state }) => {
      if (state === "online") queueMicrotask(() => answer(true));
    });
    const answer = (there: boolean): void => {
      clearTimeout(timer);
      off();
      resolve(there);
    };
  });

const cardOf = async (number: string | undefined): Promise<{ card?: { card: string } }> => {
  if (number === undefined) return {};
  const { card } = await store.call("card.identify", { number });
  return { card: { card } };
};

const sell = async ({ order, member, lines, pay }: Order): Promise<void> => {
  const bill = { lines: [...lines], ...(await cardOf(member)) };
  const { due } = await store.call("bill.quote", bill);
  const asked = { ...bill, tenders: [{ type: pay, amount: due }], key: `pos-${order}` };
  // Sent and not answered: it may be sold. The same key asks for the answer and never sells twice.
  const settled = await store.call("bill.settle", asked).catch((error: unknown) => {
    if (!(error instanceof CallLost && error.sent)) throw error;
    return store.call("bill.settle", asked, { timeoutMs: longMs });
  });
  say({ sold: order, due, bill: settled.bill, receipt: settled.receipt });
};

/** Sold without a card: nobody could say whose it was. Each row counts once for its id, however often it is sent. */
const tellLater = async (): Promise<void> => {
  if (later.length === 0) return;
  const events = later.map(({ order, lines, pay }) => ({
    type: "order",
    id: order,
    lines,
    tenders: [
      { type: pay, amount: lines.reduce((sum, { list, quantity }) => sum + list * quantity, 0) },
    ],
  }));
  const key = `pos-later-${later.map(({ order }) => order).join("-")}`.slice(0, 64);
  const asked = { source: "sample-pos", events, key };
  const { rows } = await store.call("event.import", asked, { timeoutMs: longMs });
  later.length = 0;
  for (const { id, state, code } of rows)
    say({ told: id, state, ...(code === undefined ? {} : { code }) });
};

await isThere(startMs);
for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line) as Order;
  if (!(await isThere(patienceMs))) {
    later.push(order);
    say({ kept: order.order });
    continue;
  }
  try {
    await sell(order);
    await tellLater();
  } catch (error) {
    if (error instanceof RefusalError) say({ refused: order.order, code: error.code });
    else if (error instanceof CallLost) {
      later.push(order);
      say({ kept: order.order });
    } else throw error;
  }
}
await tellLater();
store.close();
