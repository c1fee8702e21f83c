// A store under load in a process of its own: `node ledger-load.ts FILE bill|checkout CLIENTS SECONDS`. `bill` settles
// one bill after the other from stored value with all rules, receipt and history; `checkout` is what databases are
// compared by: key, four lines, balance, one check. Both with hashing and durable answers. Also a TCP echo, to be asked
// from outside meanwhile. Says `{"echo": PORT}`, then one line of figures.
import { statSync } from "node:fs";
import { createServer } from "node:net";
import { deciders, evolvers } from "../../gateway/members/registry.ts";
import type { JsonObject } from "../../gateway/json.ts";
import { accepted, refused, type Decider } from "../../gateway/members/contract.ts";
import { refusal } from "../../gateway/refusals.ts";
import type { Store } from "../../gateway/store/contract.ts";
import { createStore } from "../../gateway/store/store.ts";
import { newKey } from "../../gateway/protocol/client.ts";
import { asText, seal } from "../support/seal.ts";
import { run, storeOptions, testDomain } from "../support/test-store.ts";
import { percentile } from "./figures.ts";

const [file = "", what = "bill", clients = "1", seconds = "1"] = process.argv.slice(2);
const accounts = 2000;

const store = await createStore(storeOptions(file, { domain: { ...testDomain, evolvers } }));

const call = async (op: keyof typeof deciders, params: JsonObject, key?: string) => {
  // The registry holds each operation's decider under its name; the params below are that operation's.
  const decider = deciders[op] as unknown as Decider<JsonObject>;
  const answer = await store.execute(run(op, decider, seal(op, params), key));
  if (!answer.ok) throw new Error(`${op}: ${answer.error.code}`);
  return answer.value.result;
};

/** Cards with money on them, made on the first run over a file. */
const cardsOf = async (from: Store): Promise<readonly string[]> => {
  const known = [...(await from.list("card")), ...(await from.list("card", "c_~"))];
  if (known.length > 0) return known.map(({ id }) => id);
  const consent = { rules: true, marketing: false };
  return Promise.all(
    Array.from({ length: accounts }, async (_, at) => {
      const { member } = await call("member.enrol", { name: `张${at}`, consent });
      const { card, account } = await call("card.issue", { member, type: "basic" });
      const amount = 90_000_000;
      await call("account.topUp", { account, amount, tenders: [{ type: "cash", amount }] });
      return asText(card);
    }),
  );
};

/** Four lines over money and points, the balance checked and moved. */
const checkout: Decider<{ readonly account: string }> = {
  roots: ({ account }) => [{ kind: "account", id: account }],
  decide: ({ account }, view) => {
    const lot = view.get("account", account)?.lots[0];
    const after = (lot?.parts["principal"] ?? 0) - 1000;
    if (lot === undefined || after < 0) return refused(refusal("insufficient_balance"));
    const purse = `liab:stored:principal:${account}:${lot.lot}`;
    return accepted({
      account,
      events: [],
      lines: [
        { account: purse, unit: "CNY", amount: 1000 },
        { account: "income:sales:shop", unit: "CNY", amount: -1000 },
        { account: "house:issued", unit: "pts", amount: 10 },
        { account: "house:adjusted", unit: "pts", amount: -10 },
      ],
      result: { after },
    });
  },
};

const settleBill = (card: string, key: string): Promise<unknown> => {
  const lines = [{ venue: "shop", list: 1000, quantity: 1 }];
  const tenders = [{ type: "stored", amount: 1000 }];
  return call("bill.settle", { card: { card }, lines, tenders }, key);
};

const checkOut = async (account: string, key: string): Promise<unknown> => {
  const answer = await store.execute(run("bill.settle", checkout, { account }, key));
  if (!answer.ok) throw new Error(answer.error.code);
  return answer;
};

const cards = await cardsOf(store);
const purses = (await store.list("account")).map(({ id }) => id);
const once = (round: number, key: string): Promise<unknown> =>
  what === "bill"
    ? settleBill(cards[round % cards.length] ?? "", key)
    : checkOut(purses[round % purses.length] ?? "", key);

const echo = createServer((socket) => socket.setNoDelay(true).pipe(socket));
await new Promise<void>((resolve) => {
  echo.listen(0, "127.0.0.1", resolve);
});
const address = echo.address();
console.log(JSON.stringify({ echo: typeof address === "object" ? address?.port : undefined }));

const counted = process.env["DISK_SHIM_COUNT"];
const fsyncs = (): number => (counted === undefined ? 0 : statSync(counted).size);
const serve = async (forMs: number): Promise<readonly number[]> => {
  const taken: number[] = [];
  const end = performance.now() + forMs;
  await Promise.all(
    Array.from({ length: Number(clients) }, async (_, client) => {
      for (let round = client; performance.now() < end; round += 17) {
        const asked = performance.now();
        await once(round, newKey());
        taken.push(performance.now() - asked);
      }
    }),
  );
  return taken;
};

// A store's process runs for weeks: what it is slower by in its first second is not what is asked here.
await serve(1000);
const before = fsyncs();
const cpuBefore = process.cpuUsage();
const start = performance.now();
const latenciesMs = await serve(Number(seconds) * 1000);
const cpu = process.cpuUsage(cpuBefore);
console.log(
  JSON.stringify({
    cpuMicroseconds: (cpu.user + cpu.system) / latenciesMs.length,
    rate: latenciesMs.length / ((performance.now() - start) / 1000),
    p50: percentile(latenciesMs, 0.5),
    p99: percentile(latenciesMs, 0.99),
    perFsync: latenciesMs.length / Math.max(1, fsyncs() - before),
  }),
);
echo.close();
await store.close();
process.exit(0);
