// State that many may see: told at once where it was brought about, and a little later, together and only the newest,
// to all others. Telling must never take longer than selling.
import type { House } from "./house.ts";
import type { Outgoing } from "./session.ts";

export interface News {
  /** newer news about the same take the place of what was not told yet */
  readonly about: string;
  readonly event: Outgoing;
  /** told at once */
  readonly station?: string | undefined;
  /** told soon: every other station of these roles */
  readonly roles: readonly string[];
}

/** What happens within so long is told together, ms; at most so much. */
const togetherMs = 250;
const togetherMax = 200;

export const createNews = ({ sessions }: Pick<House, "sessions">) => {
  const newest = new Map<string, News>();
  let timer: NodeJS.Timeout | undefined;

  const tellOthers = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const all = [...newest.values()];
    newest.clear();
    for (const session of sessions.all()) {
      const { station, role } = session.station;
      const its = all.filter((one) => one.roles.includes(role) && one.station !== station);
      session.offer(...its.map(({ event }) => event));
    }
  };

  return (news: News): void => {
    const { station, about, event } = news;
    if (station !== undefined) sessions.ofStation(station)?.offer(event);
    newest.set(about, news);
    if (newest.size >= togetherMax) return tellOthers();
    timer ??= setTimeout(tellOthers, togetherMs).unref();
  };
};
