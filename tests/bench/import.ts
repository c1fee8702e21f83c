// A chain's old list of 100,000 members is entered while a till works: rows a second, what the till waits for, the
// gateway's memory, and a kill -9 in the middle after which nobody is missing or entered twice. `--quick`: 2,000.
import { readFileSync } from "node:fs";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import { connectAs } from "../support/pages.ts";
import { postRpc } from "../support/post-rpc.ts";
import { type Bench, type Figure, limited, percentile, timed } from "./figures.ts";

const batch = 200;
const tillLimitMs = 100;
const memoryLimitMb = 512;
const rateLimit = 500;

const rowAt = (at: number): object => ({
  row: at + 1,
  name: `${at % 50 === 0 ? "=SUM(A1)" : "会员"}${at}`,
  phone: `13${String(100_000_000 + at)}`,
  attributes: { city: "杭州" },
});

const rssMb = ({ pid }: GatewayProcess): number => {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/u.exec(status)?.[1] ?? 0) / 1024;
};

const enter = async (
  store: GatewayProcess,
  rows: { readonly from: number; readonly to: number },
  seen: { rss: number; readonly waits: number[] },
): Promise<void> => {
  for (let from = rows.from; from < rows.to; from += batch) {
    const length = Math.min(batch, rows.to - from);
    const part = Array.from({ length }, (_, at) => rowAt(from + at));
    const params = { import: "old-list", rows: part, key: `b-${rows.from}-${from}` };
    const sent = postRpc(store, "member.import", params);
    seen.waits.push(await timed(() => postRpc(store, "store.info")));
    await sent;
    seen.rss = Math.max(seen.rss, rssMb(store));
  }
};

const countOf = async (store: GatewayProcess): Promise<number> => {
  const client = connectAs(store, "test");
  const asked = { report: "new-members", from: "2020-01-01", to: "2100-01-01" };
  const { totals } = await client.call("report.run", asked, { timeoutMs: 300_000 });
  client.close();
  return totals?.["joined"] ?? 0;
};

export const bench: Bench = {
  says: "A long list of members entered while a till works, with a kill in the middle",
  run: async ({ quick }): Promise<readonly Figure[]> => {
    const rows = quick ? 2_000 : 100_000;
    let store = await startGatewayProcess({});
    try {
      const before = await countOf(store);
      const seen = { rss: 0, waits: [] as number[] };
      const half = rows / 2;
      const beganMs = performance.now();
      await enter(store, { from: 0, to: half }, seen);
      const firstMs = performance.now() - beganMs;
      await store.kill();
      store = await store.again();
      // The last thousand are sent again, as a page does that does not know how far it came.
      const onMs = performance.now();
      await enter(store, { from: half - 1_000, to: rows }, seen);
      const tookMs = firstMs + performance.now() - onMs;
      const entered = (await countOf(store)) - before;
      if (entered !== rows) throw new Error(`${entered} of ${rows} members were entered`);
      return [
        {
          what: `members entered of a list of ${rows.toLocaleString("en")}, killed half-way`,
          ours: (rows + 1_000) / (tookMs / 1_000),
          peer: rateLimit,
          peerName: `${rateLimit}/s`,
          unit: "/s",
          goal: 1,
        },
        limited("a till's question meanwhile, p95", percentile(seen.waits, 0.95), tillLimitMs),
        {
          what: "memory of the gateway, at most",
          ours: seen.rss,
          peer: memoryLimitMb,
          peerName: `${memoryLimitMb} MB`,
          unit: "MB",
          goal: 1,
        },
      ];
    } finally {
      await store[Symbol.asyncDispose]();
    }
  },
};
