// Rights kept for guests in house: what a guest may spend while the store is apart is asked of the chain
// when she checks in, again each night, and given back when she leaves. Spending under it is final.
import { standingLease } from "../../chain/authoriser.ts";
import { availableOf } from "../../members/account/lots.ts";
import type { Context, Decider } from "../../members/contract.ts";
import { askLease, returnLease } from "../../members/lease/lease.ts";
import type { Lease } from "../../members/state.ts";
import { stayLookup } from "../../members/stay/lists.ts";
import type { Store } from "../../store/contract.ts";
import type { House } from "../house.ts";

const hourMs = 3_600_000;
const leaseMs = 48 * hourMs;
/** one that ends sooner is taken anew: once a night */
const renewMs = 24 * hourMs;
const lookEveryMs = hourMs;
/** an answer of the chain that did not come by then is not waited for */
const askedMs = 60_000;
/** what is kept for a guest where the programme says neither how much nor what a card may spend apart */
const perStayDefault = 100_000;
const pageSize = 1_000;

type Parts = Pick<
  House,
  "clock" | "momentAt" | "programmes" | "calendar" | "storeId" | "storePrefix" | "log"
> & {
  readonly store: Store;
};

export interface StayLeases {
  /** Head office may have come back: what could not be asked for is asked for now. */
  heard(): void;
  stop(): Promise<void>;
}

type OwnLease = Lease & { readonly id: string };

const actor: Context["actor"] = { station: "chain", role: "system", rights: [] };

export const startStayLeases = (house: Parts, isOnline: () => boolean): StayLeases => {
  const { store, log } = house;
  const asked = new Map<string, number>();
  let last: Promise<void> = Promise.resolve();
  const look = (): Promise<void> => {
    last = last
      .then(() => (isOnline() ? settle(house, asked) : undefined))
      .catch((err: unknown) => log.error({ err }, "rights of guests in house were not renewed"));
    return last;
  };
  const unlisten = store.onCommitted((entries) => {
    const isAboutStays = entries.some(({ body }) =>
      body.events.some(({ type }) => type === "StayCheckedIn" || type === "StayCheckedOut"),
    );
    if (isAboutStays) void look();
  });
  const timer = setInterval(() => void look(), lookEveryMs).unref();
  let wasOnline = false;
  return {
    heard: () => {
      const isBack = isOnline() && !wasOnline;
      wasOnline = isOnline();
      if (isBack) void look();
    },
    stop: async () => {
      clearInterval(timer);
      unlisten();
      await last;
    },
  };
};

/** Brings leases in line with who is in house. */
const settle = async (house: Parts, asked: Map<string, number>): Promise<void> => {
  const nowMs = house.clock.nowMs();
  const guests = await accountsInHouse(house.store);
  const kept = new Set<string>();
  for (const lease of await ownLeases(house)) {
    const account = lease.units[0]?.account ?? "";
    const isLong = Date.parse(lease.expiresAt) - nowMs > renewMs;
    if (guests.has(account) && isLong && !kept.has(account)) kept.add(account);
    else
      await run(house.store, "lease.return", { params: { lease: lease.id }, decider: returnLease });
  }
  for (const account of guests) {
    if (kept.has(account)) asked.delete(account);
    else if (nowMs - (asked.get(account) ?? -Infinity) > askedMs) {
      asked.set(account, nowMs);
      await ask(house, account, nowMs);
    }
  }
};

const accountsInHouse = async (store: Store): Promise<ReadonlySet<string>> => {
  const list = { kind: "lookup", id: stayLookup.state("in_house") } as const;
  const ids = (await store.view([list])).get("lookup", list.id)?.ids ?? [];
  const view = await store.view(ids.map((id) => ({ kind: "stay", id }) as const));
  return new Set(ids.flatMap((id) => view.get("stay", id)?.account ?? []));
};

/** Those that were granted to this store for guests in house. */
const ownLeases = async ({ store, storeId }: Parts): Promise<readonly OwnLease[]> => {
  const own: OwnLease[] = [];
  for (let after = ""; ;) {
    const page = await store.list("lease", after, pageSize);
    for (const { id, entity } of page)
      if (entity.state === "open" && entity.store === storeId && entity.why === standingLease)
        own.push({ ...entity, id });
    const end = page.at(-1);
    if (end === undefined || page.length < pageSize) return own;
    after = end.id;
  }
};

const ask = async (house: Parts, id: string, nowMs: number): Promise<void> => {
  const { store, programmes, momentAt, calendar, storeId, storePrefix } = house;
  const programme = programmes.current();
  const asset = programme.storedAsset?.id;
  const account = (await store.view([{ kind: "account", id }])).get("account", id);
  if (asset === undefined || account === undefined) return;
  const when = momentAt(nowMs);
  const { perStay, perCardSpend } = programme.file.offline ?? {};
  const dated = { programme, calendar: calendar(), store: { id: storeId, prefix: storePrefix } };
  const available = availableOf(dated, account, { asset, when });
  const amount = Math.min(available, perStay ?? perCardSpend ?? perStayDefault);
  if (amount <= 0) return;
  const params = {
    why: standingLease,
    units: [{ account: id, asset, amount }],
    once: [],
    expiresAt: momentAt(nowMs + leaseMs).at,
  };
  await run(store, "lease.ask", { params, decider: askLease });
};

const run = async <P>(
  store: Store,
  op: string,
  { params, decider }: { readonly params: P; readonly decider: Decider<P> },
): Promise<void> => {
  const done = await store.execute({ op, params, decider, actor });
  if (!done.ok) throw new Error(`${op} was refused: ${done.error.code}`);
};
