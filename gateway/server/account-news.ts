// From committed entries to `account.changed`: at once to the station that did it and to the kiosk whose guest it is, a
// little later and only the newest to everybody else who may see it. Telling must never take longer than selling.
import type { Entry } from "../ledger/entry.ts";
import type { House } from "./house.ts";
import type { Outgoing, Session } from "./session.ts";

/** Tills, offices and programs may hear of every account. */
const watchers: ReadonlySet<string> = new Set(["cashier", "office", "integration", "test"]);
/** They hear of the changes of so long together, ms. */
const togetherMs = 250;

interface News {
  readonly account: string;
  /** where it was done: told already */
  readonly station: string;
  readonly event: Outgoing;
}

/** A listener for commits. It returns at once: nobody waits for the telling, least of all the one who paid. */
export const createAccountNews = ({ sessions, visits }: Pick<House, "sessions" | "visits">) => {
  const newest = new Map<string, News>();
  let timer: NodeJS.Timeout | undefined;

  const isHers = ({ station: { station, role } }: Session, account: string): boolean =>
    role === "kiosk" && visits.current(station)?.account === account;

  const tellNow = (news: readonly News[]): void => {
    const kiosks = sessions.all().filter(({ station }) => station.role === "kiosk");
    for (const { account, station, event } of news) {
      const own = sessions.ofStation(station);
      if (own !== undefined && watchers.has(own.station.role)) own.offer(event);
      for (const kiosk of kiosks) if (isHers(kiosk, account)) kiosk.offer(event);
    }
  };

  const tellOthers = (): void => {
    timer = undefined;
    const news = [...newest.values()];
    newest.clear();
    for (const session of sessions.all()) {
      const { station, role } = session.station;
      if (!watchers.has(role)) continue;
      for (const one of news) if (one.station !== station) session.offer(one.event);
    }
  };

  return (entries: readonly Entry[]): void => {
    const news = entries.flatMap(({ body }) => newsOf(body) ?? []);
    if (news.length === 0) return;
    for (const one of news) newest.set(one.account, one);
    setImmediate(tellNow, news);
    timer ??= setTimeout(tellOthers, togetherMs).unref();
  };
};

const newsOf = ({ account, id, at, actor }: Entry["body"]): News | undefined => {
  if (account === undefined) return undefined;
  const data = { account, entry: id };
  const event = { topic: "account.changed", atMs: Date.parse(at), data } as const;
  return { account, station: actor.station, event };
};
