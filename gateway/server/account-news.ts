// From committed entries to `account.changed`: to staffed stations, and to the kiosk whose guest it is.
import type { Entry } from "../ledger/entry.ts";
import type { House } from "./house.ts";
import type { News } from "./news.ts";
import type { Session } from "./session.ts";

type Parts = Pick<House, "sessions" | "visits"> & { readonly news: (news: News) => void };

const staffed: readonly string[] = ["cashier", "office", "integration", "test"];

/** A listener for commits. It returns at once: whoever paid has her answer before anybody hears of it. */
export const createAccountNews = ({ sessions, visits, news }: Parts) => {
  const isHers = ({ station: { station, role } }: Session, account: string): boolean =>
    role === "kiosk" && visits.current(station)?.account === account;

  const tell = (entries: readonly Entry[]): void => {
    const kiosks = sessions.all().filter(({ station }) => station.role === "kiosk");
    for (const { body } of entries) {
      const { account, id, at, actor } = body;
      if (account === undefined) continue;
      const data = { account, entry: id };
      const event = { topic: "account.changed", atMs: Date.parse(at), data } as const;
      for (const kiosk of kiosks) if (isHers(kiosk, account)) kiosk.offer(event);
      const own = staffed.includes(actor.role) ? actor.station : undefined;
      news({ about: `account ${account}`, event, station: own, roles: staffed });
    }
  };
  return (entries: readonly Entry[]): void => {
    setImmediate(tell, entries);
  };
};
