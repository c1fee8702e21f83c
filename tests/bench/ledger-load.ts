// A store under load in a process of its own: `node ledger-load.ts FILE CLIENTS SECONDS`. Each client settles one bill
// after the other from stored value, with all rules, lines, receipt and hashing on. Also a TCP echo, to be asked from
// outside while the commits go on. Says `{"echo": PORT}`, then one line of figures.
import { statSync } from "node:fs";
import { createServer } from "node:net";
import { deciders, evolvers } from "../../gateway/members/registry.ts";
import type { JsonObject } from "../../gateway/json.ts";
import type { Decider } from "../../gateway/members/contract.ts";
import type { Store } from "../../gateway/store/contract.ts";
import { createStore } from "../../gateway/store/store.ts";
import { seal } from "../support/seal.ts";
import { run, storeOptions, testDomain } from "../support/test-store.ts";
import { percentile } from "./figures.ts";

const [file = "", clients = "1", seconds = "1"] = process.argv.slice(2);
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
      return String(card);
    }),
  );
};

const cards = await cardsOf(store);
const echo = createServer((socket) => socket.setNoDelay(true).pipe(socket));
await new Promise<void>((resolve) => {
  echo.listen(0, "127.0.0.1", resolve);
});
const address = echo.address();
console.log(JSON.stringify({ echo: typeof address === "object" ? address?.port : undefined }));

const counted = process.env["DISK_SHIM_COUNT"];
const fsyncs = (): number => (counted === undefined ? 0 : statSync(counted).size);
const latenciesMs: number[] = [];
const before = fsyncs();
const start = performance.now();
const end = start + Number(seconds) * 1000;
await Promise.all(
  Array.from({ length: Number(clients) }, async (_, client) => {
    for (let round = client; performance.now() < end; round += 17) {
      const asked = performance.now();
      const card = cards[round % cards.length] ?? "";
      const lines = [{ venue: "shop", list: 1000, quantity: 1 }];
      const tenders = [{ type: "stored", amount: 1000 }];
      const key = `${process.pid}-${client}-${round}`;
      await call("bill.settle", { card: { card }, lines, tenders }, key);
      latenciesMs.push(performance.now() - asked);
    }
  }),
);
console.log(
  JSON.stringify({
    rate: latenciesMs.length / ((performance.now() - start) / 1000),
    p50: percentile(latenciesMs, 0.5),
    p99: percentile(latenciesMs, 0.99),
    perFsync: latenciesMs.length / Math.max(1, fsyncs() - before),
  }),
);
echo.close();
await store.close();
process.exit(0);
