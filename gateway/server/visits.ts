// Visits: a kiosk may act only for the member it has just recognised, and only until she leaves.
// Knows cards and accounts by id only.
import type { Clock } from "../clock.ts";
import type { NewId } from "../ids.ts";

export interface Visit {
  readonly visit: string;
  readonly station: string;
  /** what was shown: a card's token; absent when the member came by phone and PIN */
  readonly token?: string;
  readonly device?: string;
  /** set once recognised */
  readonly account?: string;
  readonly card?: string;
  readonly member?: string;
  /** where the member has several cards: those she may go on with instead */
  readonly choice?: readonly string[];
  /** its holder's PIN was typed, to come in or since */
  readonly byPin: boolean;
  /** the card still lies on the reader */
  readonly present: boolean;
  readonly usedAtMs: number;
}

export interface Known {
  readonly account: string;
  readonly card: string;
  readonly member: string;
  readonly choice?: readonly string[];
}

export interface Visits {
  /** A card was laid down: ends the station's visit before it. */
  readonly open: (facts: {
    station: string;
    token?: string;
    device?: string;
    byPin?: boolean;
  }) => Visit;
  /** The visit, if it is this station's and not over. Counts as use. */
  readonly of: (station: string, visit: string) => Visit | undefined;
  /** The station's visit in which the account (or card, member) was recognised. */
  readonly acting: (station: string, what: Partial<Omit<Known, "choice">>) => Visit | undefined;
  /** What the station's visit has recognised, if anything. */
  readonly current: (station: string) => Visit | undefined;
  /** Resolves when the visit is on disk: a gateway that starts again lets the guest go on. */
  readonly recognised: (visit: string, known: Known) => Promise<void>;
  /** The right PIN of the recognised card was typed: from now on the visit is its holder's. */
  readonly proved: (station: string) => void;
  /** The card was taken away; the visit goes on until it ends or idles. */
  readonly removed: (station: string, device: string) => Visit | undefined;
  readonly end: (station: string, visit?: string) => boolean;
  /** A kiosk's scanner read a code: what its page is told instead, good for as long as the code is … */
  readonly sawCode: (station: string, code: string) => string;
  /** … and the code it stands for, if that was the last one and just now. */
  readonly scanned: (station: string, told: string) => string | undefined;
  /** Bookings this kiosk's guest has just been shown: she may check in to these. */
  readonly sawStays: (station: string, stays: readonly string[]) => void;
  readonly hasSeenStay: (station: string, stay: string) => boolean;
}

/** A visit nobody uses is over: longer than the page's own 60 + 20 s, doubled for speech, and a little. */
export const visitIdleMs = 180_000;

/** A code is good for opening a visit this long after it was read. */
const codeGoodMs = 60_000;

export interface VisitParts {
  readonly clock: Clock;
  readonly newId: NewId;
  /** visits of the last run, as `keep` was given them */
  readonly kept: readonly Visit[];
  /** Makes a station's recognised visit durable, or forgets it. */
  readonly keep: (station: string, visit: Visit | undefined) => Promise<void>;
}

/** Words that stand for the codes which kiosks' scanners have read. */
const createCodeWords = (nowMs: () => number, newId: NewId) => {
  const codes = createGlimpses<{ readonly code: string; readonly told: string }>(nowMs, codeGoodMs);
  return {
    saw: (station: string, code: string): string => {
      const told = newId("scan");
      codes.see(station, { code, told });
      return told;
    },
    behind: (station: string, told: string): string | undefined => {
      const seen = codes.seen(station);
      return seen?.told === told ? seen.code : undefined;
    },
    forget: codes.forget,
  };
};

export const createVisits = (parts: VisitParts): Visits => {
  const visits = new Map<string, Visit>(parts.kept.map((visit) => [visit.station, visit]));
  const nowMs = (): number => parts.clock.nowMs();
  const codes = createCodeWords(nowMs, parts.newId);
  const stays = createGlimpses<readonly string[]>(nowMs, visitIdleMs);

  const alive = (station: string): Visit | undefined => {
    const visit = visits.get(station);
    if (visit === undefined) return undefined;
    if (nowMs() - visit.usedAtMs <= visitIdleMs) return visit;
    visits.delete(station);
    return undefined;
  };
  const touch = (visit: Visit, changes: Partial<Visit> = {}): Visit => {
    const next = { ...visit, ...changes, usedAtMs: nowMs() };
    visits.set(visit.station, next);
    return next;
  };

  return {
    open: ({ byPin = false, ...facts }) => {
      if (visits.get(facts.station)?.account !== undefined)
        void parts.keep(facts.station, undefined);
      const present = facts.token !== undefined;
      return touch({ ...facts, visit: parts.newId("v"), byPin, present, usedAtMs: nowMs() });
    },
    of: (station, id) => {
      const visit = alive(station);
      return visit?.visit === id ? touch(visit) : undefined;
    },
    acting: (station, what) => {
      const visit = alive(station);
      if (visit?.account === undefined) return undefined;
      const fits =
        (what.account === undefined || what.account === visit.account) &&
        (what.card === undefined || what.card === visit.card) &&
        (what.member === undefined || what.member === visit.member);
      return fits ? touch(visit) : undefined;
    },
    current: (station) => alive(station),
    recognised: async (id, known) => {
      const visit = [...visits.values()].find((one) => one.visit === id);
      if (visit !== undefined) await parts.keep(visit.station, touch(visit, known));
    },
    proved: (station) => {
      const visit = alive(station);
      if (visit !== undefined) touch(visit, { byPin: true });
    },
    removed: (station, device) => {
      const visit = alive(station);
      return visit?.device === device ? touch(visit, { present: false }) : undefined;
    },
    end: (station, id) => {
      const visit = visits.get(station);
      stays.forget(station);
      codes.forget(station);
      if (visit === undefined || (id !== undefined && visit.visit !== id)) return false;
      if (visit.account !== undefined) void parts.keep(station, undefined);
      return visits.delete(station);
    },
    sawCode: codes.saw,
    scanned: codes.behind,
    sawStays: stays.see,
    hasSeenStay: (station, stay) => stays.seen(station)?.includes(stay) === true,
  };
};

/** What a station has just seen, for a while. */
const createGlimpses = <T>(nowMs: () => number, goodMs: number) => {
  const byStation = new Map<string, { readonly what: T; readonly atMs: number }>();
  return {
    see: (station: string, what: T): void => void byStation.set(station, { what, atMs: nowMs() }),
    seen: (station: string): T | undefined => {
      const glimpse = byStation.get(station);
      return glimpse !== undefined && nowMs() - glimpse.atMs <= goodMs ? glimpse.what : undefined;
    },
    forget: (station: string): void => void byStation.delete(station),
  };
};
