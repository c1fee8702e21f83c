// `npm run bench [name …] [-- --quick]`: the figures of the house, each beside its peer in the same run.
import { parseArgs } from "node:util";
import { table, type Bench } from "./figures.ts";

/** One line a bench; loaded only when it is run. */
const benches: Readonly<Record<string, () => Promise<{ readonly bench: Bench }>>> = {
  start: () => import("./start.ts"),
  swipe: () => import("./swipe.ts"),
  card: () => import("./card.ts"),
  painted: () => import("./painted.ts"),
  unread: () => import("./unread.ts"),
  kiosk: () => import("./kiosk.ts"),
  lighthouse: () => import("./lighthouse.ts"),
  punch: () => import("./punch.ts"),
  quote: () => import("./quote.ts"),
  close: () => import("./close.ts"),
  print: () => import("./print.ts"),
  fanout: () => import("./fanout.ts"),
  calls: () => import("./calls.ts"),
  search: () => import("./search.ts"),
  ledger: () => import("./ledger.ts"),
  restore: () => import("./restore.ts"),
  compare: () => import("./compare.ts"),
  reports: () => import("./reports.ts"),
  chain: () => import("./chain.ts"),
  import: () => import("./import.ts"),
};

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { quick: { type: "boolean", default: false } },
  });
  const unknown = positionals.filter((name) => benches[name] === undefined);
  if (unknown.length > 0) {
    console.error(`no bench ${unknown.join(", ")}; there are ${Object.keys(benches).join(", ")}`);
    process.exitCode = 2;
    return;
  }
  const names = positionals.length > 0 ? positionals : Object.keys(benches);
  for (const name of names) {
    const loaded = await benches[name]?.();
    if (loaded === undefined) continue;
    console.log(`\n${name}: ${loaded.bench.says}`);
    console.log(table(await loaded.bench.run({ quick: values.quick })));
  }
};

await main();
