// Watches what employees do as the journal tells it, and opens an exception for each signal, the same day. What
// was seen before a restart is looked at again: an exception is opened once for its source.
import type { Entry } from "../../ledger/entry.ts";
import { openException } from "../../members/exception/exception.ts";
import { type Act, actOf } from "../../members/fraud/acts.ts";
import { createRecent } from "../../members/fraud/recent.ts";
import { type Flag, flagsOf } from "../../members/fraud/signals.ts";
import { thresholdsOf } from "../../members/fraud/thresholds.ts";
import { addDays } from "../../programme/dates.ts";
import type { House } from "../house.ts";
import { type Follower, followJournal } from "../journal-follower.ts";

/** Entries looked at again after a start, at most. */
const lookBackMax = 20_000;
const pageSize = 500;

const actor = { station: "gateway", role: "gateway", rights: [] };

type Watched = Pick<House, "store" | "programmes" | "vault" | "log" | "clock" | "momentAt">;

export const watchForFraud = async (house: Watched): Promise<Follower> => {
  const { store } = house;
  const recent = createRecent();
  const ownership = createOwnership(house);

  const open = async ({ kind, source, ...shown }: Flag): Promise<void> => {
    const params = { kind, source, ...shown };
    const opened = await store.execute({
      op: "exception.open",
      params,
      decider: openException,
      actor,
    });
    if (!opened.ok) house.log.warn({ kind, refused: opened.error.code }, "a signal was not kept");
  };

  const look = async (entry: Entry): Promise<void> => {
    if (changesPeople(entry)) ownership.forget();
    const act = actOf(entry);
    if (act === undefined) return;
    const own = await ownership.of(act);
    const known = own === undefined ? act : { ...act, own };
    const thresholds = thresholdsOf(house.programmes.current().file);
    for (const flag of flagsOf(known, recent.before(known), thresholds)) await open(flag);
    recent.add(known);
  };

  return followJournal({
    store,
    after: await yesterday(house),
    take: async (entries) => {
      for (const entry of entries) await look(entry);
    },
    emptied: () => {
      recent.clear();
      ownership.forget();
    },
    failed: (err) => house.log.error({ err }, "fraud signals have stopped until a restart"),
  });
};

/** The last entry before yesterday: signals look back no further. */
const yesterday = async ({ store, clock, momentAt }: Watched): Promise<number> => {
  const from = addDays(momentAt(clock.nowMs()).businessDate, -1);
  let before = store.head().seq + 1;
  for (let read = 0; read < lookBackMax; read += pageSize) {
    const entries = await store.entries({ beforeSeq: before, limit: pageSize });
    const older = entries.find(({ body }) => body.businessDate < from);
    if (older !== undefined) return older.body.seq;
    if (entries.length < pageSize) return 0;
    before = entries.at(-1)?.body.seq ?? 0;
  }
  return before - 1;
};

const changesPeople = ({ body: { op } }: Entry): boolean =>
  op.startsWith("member.") || op === "staff.put";

/** Pairs of employee and account that are remembered. */
const pairsMax = 5_000;

const createOwnership = (house: Watched) => {
  const known = new Map<string, Act["own"]>();
  return {
    of: async (act: Act): Promise<Act["own"]> => {
      if (act.account === undefined) return undefined;
      const pair = `${act.staff} ${act.account}`;
      if (known.has(pair)) return known.get(pair);
      const own = await ownershipOf(house, act);
      if (known.size >= pairsMax) known.clear();
      known.set(pair, own);
      return own;
    },
    forget: (): void => known.clear(),
  };
};

/** Is the account the employee's own: linked in the office, or under the same name? */
const ownershipOf = async ({ store, vault }: Watched, act: Act): Promise<Act["own"]> => {
  if (act.account === undefined) return undefined;
  const view = await store.view([
    { kind: "account", id: act.account },
    { kind: "staff", id: act.staff },
  ]);
  const staff = view.get("staff", act.staff);
  const holder = view.get("account", act.account)?.member;
  const member = holder === undefined ? undefined : view.get("member", holder);
  if (staff === undefined || member === undefined) return undefined;
  if (staff.member !== undefined) return staff.member === holder ? "link" : undefined;
  return vault.index("name", staff.name) === member.person.nameIndex ? "name" : undefined;
};
