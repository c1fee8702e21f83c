// The close of a business day over many accounts: the deciding, without disk, beside reading the same accounts
// from their text, which any engine has to do first.
import { createCalendar, momentOf } from "../../gateway/programme/calendar.ts";
import { closeBatchMax, closeDay, isDue } from "../../gateway/members/close/day-close.ts";
import type { Context, View } from "../../gateway/members/contract.ts";
import type { Account, EntityKind, EntityOf } from "../../gateway/members/state.ts";
import type { World } from "../support/given.ts";
import { cash, guest } from "../support/guest.ts";
import { interleave, median, type Bench } from "./figures.ts";

const quarterEnd = "2024-03-31";
const idleDay = "2024-03-30";

/** One guest of the quarterly programme with points that wait for the end of the quarter. */
const modelGuest = (): { readonly world: World; readonly account: string } => {
  const it = guest({ programme: "mudan", type: "vip", topUp: 500_000, fee: 1_000 });
  it.do("bill.settle", {
    lines: [{ venue: "shop", list: 123_400, quantity: 1 }],
    card: { card: it.card },
    tenders: cash(123_400),
  });
  return { world: it.world, account: it.account };
};

const accountOf = (world: World, id: string): Account => {
  const account = world.get("account", id);
  if (account === undefined) throw new Error(`no account ${id}`);
  return account;
};

/** Every account is the model's twin under an id of its own; card and member are shared. */
const viewOf = (world: World, accounts: ReadonlyMap<string, Account>): View => ({
  get: <K extends EntityKind>(kind: K, id: string): EntityOf<K> | undefined =>
    kind === "account" ? (accounts.get(id) as EntityOf<K> | undefined) : world.get(kind, id),
});

const batches = (ids: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(ids.length / closeBatchMax) }, (_, at) =>
    ids.slice(at * closeBatchMax, (at + 1) * closeBatchMax),
  );

export const bench: Bench = {
  says: "the close of a day over many accounts, decided in memory",
  run: async ({ quick }) => {
    const size = quick ? 10_000 : 100_000;
    const { world, account } = modelGuest();
    const model = accountOf(world, account);
    const ids = Array.from({ length: size }, (_, at) => `a_${at}`);
    const accounts = new Map(ids.map((id) => [id, model]));
    const texts = ids.map(() => JSON.stringify(model));
    const view = viewOf(world, accounts);
    const epochMs = Date.parse("2024-04-01T00:00:00+08:00");
    const context: Context = {
      ...world.context(),
      moment: momentOf(epochMs, world.programme.timeZone),
      calendar: createCalendar([]),
    };
    const run = (work: () => void): Promise<readonly number[]> => {
      const start = performance.now();
      work();
      return Promise.resolve([performance.now() - start]);
    };
    const read = () => run(() => texts.forEach((text) => void JSON.parse(text)));
    const due = (on: string): readonly string[] =>
      [...accounts].flatMap(([id, twin]) => (isDue(context, twin, on) ? [id] : []));
    const closing = () =>
      run(() => {
        for (const batch of batches(due(quarterEnd))) {
          closeDay.decide({ businessDate: quarterEnd, accounts: batch }, view, context);
        }
      });
    const idling = () =>
      run(() => {
        if (due(idleDay).length > 0) throw new Error("nothing was to end on an idle day");
      });
    const rounds = quick ? 2 : 5;
    const quarter = await interleave(rounds, closing, read);
    const idle = await interleave(rounds, idling, read);
    const peerName = "JSON.parse of the same accounts";
    return [
      {
        what: `close of a quarter, ${size} accounts credited`,
        ours: median(quarter.ours),
        peer: median(quarter.peer),
        peerName,
        unit: "ms",
      },
      {
        what: `close of an idle day, ${size} accounts looked at`,
        ours: median(idle.ours),
        peer: median(idle.peer),
        peerName,
        unit: "ms",
      },
    ];
  },
};
