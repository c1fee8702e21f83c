// A quote of 30 lines under 100 rules, beside writing and reading the same quote as JSON: what any answer of
// this size costs before anybody has thought about it. The goal of the house is a p99 of 2 ms.
import { quoteBill } from "../../gateway/programme/quote.ts";
import { billOfSize, programmeOfSize } from "../gateway/programme/workload.ts";
import { interleave, percentile, type Bench, type Figure } from "./figures.ts";

const rules = 100;
const lines = 30;
const perRound = 200;

const timesMs = (work: () => unknown): Promise<readonly number[]> =>
  Promise.resolve(
    Array.from({ length: perRound }, () => {
      const start = performance.now();
      work();
      return performance.now() - start;
    }),
  );

export const bench: Bench = {
  says: `a bill of ${lines} lines quoted under ${rules} rules`,
  run: async ({ quick }): Promise<readonly Figure[]> => {
    const programme = programmeOfSize(rules);
    const bill = billOfSize(lines);
    const quote = quoteBill(programme, bill);
    const ask = () => timesMs(() => quoteBill(programme, bill));
    const copy = () => timesMs(() => JSON.parse(JSON.stringify(quote)) as unknown);
    await interleave(2, ask, copy);
    const { ours, peer } = await interleave(quick ? 3 : 15, ask, copy);
    return ([0.5, 0.99] as const).map((share) => ({
      what: `quote p${share * 100}`,
      ours: percentile(ours, share),
      peer: percentile(peer, share),
      peerName: "JSON there and back",
      unit: "ms",
      ...(share === 0.99 ? { limit: 2 } : {}),
    }));
  },
};
