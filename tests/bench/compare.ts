// History under another programme: bills read as the store keeps them and asked again, beside only reading them,
// which whoever looks at history has to do first.
import { billRoots, type BillParams } from "../../gateway/members/bill/ask.ts";
import { billQuote } from "../../gateway/members/bill/quote.ts";
import { createComparer } from "../../gateway/members/compare/compare.ts";
import type { Bill } from "../../gateway/members/state.ts";
import { loadProgramme } from "../support/given.ts";
import { cash, guest } from "../support/guest.ts";
import { asText, seal } from "../support/seal.ts";
import { interleave, median, timed, type Bench } from "./figures.ts";

const linesOf = (at: number) =>
  ["rooms", "shop", "cn_restaurant"].map((venue, line) => ({
    venue,
    list: 10_000 + at * 130 + line * 700,
    quantity: 1 + ((at + line) % 3),
  }));

/** A few dozen real bills of one guest; every history is made of them. */
const modelBills = (): readonly Bill[] => {
  const it = guest({ programme: "mudan", type: "vip", topUp: 500_000, fee: 1_000 });
  return Array.from({ length: 40 }, (_, at) => {
    const ask = { lines: linesOf(at), card: { card: it.card } };
    const sealed = seal("bill.quote", ask) as unknown as BillParams;
    const quoted = billQuote(sealed, it.world.view(billRoots(sealed)), it.world.context());
    if (!quoted.ok) throw new Error(quoted.error.code);
    const due = Number(quoted.value["due"]);
    const { bill } = it.do("bill.settle", { ...ask, tenders: cash(due) });
    const settled = it.world.get("bill", asText(bill));
    if (settled === undefined) throw new Error("no bill");
    return settled;
  });
};

export const bench: Bench = {
  says: "a store's settled bills of three lines asked again under another programme",
  run: async ({ quick }) => {
    const size = quick ? 10_000 : 100_000;
    const models = modelBills();
    const texts = Array.from({ length: size }, (_, at) =>
      JSON.stringify({ ...models[at % models.length], account: `a_${at % 5_000}` }),
    );
    const programme = loadProgramme("zhaohua");
    const read = async () => [
      await timed(() => {
        for (const text of texts) JSON.parse(text);
        return Promise.resolve();
      }),
    ];
    const compare = async () => [
      await timed(() => {
        const comparer = createComparer(programme);
        for (const text of texts) comparer.add(JSON.parse(text) as Bill);
        if (comparer.result().bills !== size) throw new Error("bills were lost");
        return Promise.resolve();
      }),
    ];
    const { ours, peer } = await interleave(quick ? 2 : 5, compare, read);
    return [
      {
        what: `compare of ${size} bills`,
        ours: median(ours),
        peer: median(peer),
        peerName: "JSON.parse of the same bills",
        unit: "ms",
      },
    ];
  },
};
