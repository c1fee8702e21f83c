// Whose account lies in which till's open basket, so that two tills with one guest are told of each other. Held by
// sessions and by nothing else: moves no money and outlives no restart.
import type { House } from "./house.ts";
import type { Session } from "./session.ts";

export interface OtherTill {
  readonly station: string;
  readonly name: string;
}

export interface OpenBaskets {
  /** `account` undefined: nobody is in this till's basket any more. Returns the other tills that have the account. */
  readonly attend: (session: Session, account: string | undefined) => readonly OtherTill[];
}

export const createOpenBaskets = ({
  sessions,
  stations,
  clock,
}: Pick<House, "sessions" | "stations" | "clock">): OpenBaskets => {
  const accounts = new WeakMap<Session, string>();

  const tillsWith = (account: string): readonly Session[] =>
    sessions.all().filter((session) => accounts.get(session) === account);

  const othersOf = (session: Session, account: string): readonly OtherTill[] =>
    tillsWith(account)
      .filter((other) => other !== session)
      .map(({ station: { station } }) => ({
        station,
        name: stations.get(station)?.name ?? station,
      }));

  const tell = (account: string): void => {
    for (const session of tillsWith(account))
      session.offer({
        topic: "basket.shared",
        atMs: clock.nowMs(),
        data: { account, others: othersOf(session, account) },
      });
  };

  // A till that is switched off has nobody in its basket; back again, it says anew whom it has.
  sessions.onAway((session) => {
    const account = accounts.get(session);
    if (account === undefined) return;
    accounts.delete(session);
    tell(account);
  });

  return {
    attend: (session, account) => {
      const before = accounts.get(session);
      if (account === undefined) accounts.delete(session);
      else accounts.set(session, account);
      if (before !== undefined && before !== account) tell(before);
      if (account === undefined) return [];
      const others = othersOf(session, account);
      if (before !== account && others.length > 0) tell(account);
      return others;
    },
  };
};
