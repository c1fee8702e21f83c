// All sessions: one a station, kept a while after its socket is gone; addresses events to who may see them.
import type { Role } from "../protocol/operation.ts";
import { times } from "../protocol/wire.ts";
import { type Outgoing, type Session, type Wire, createSession } from "./session.ts";

export interface Start {
  readonly station: Session["station"];
  readonly wire: Wire;
  readonly resume?: { readonly session: string; readonly seq: number };
}

export interface Sessions {
  /** Opens or takes up the station's session; a connection it had before is replaced. */
  readonly start: (start: Start) => { readonly session: Session; readonly resumed: boolean };
  readonly lost: (session: Session, wire: Wire) => void;
  /** Told of sessions nobody sits at any more: away longer than the grace, replaced by a new one, ended. */
  readonly onAway: (listener: (session: Session) => void) => void;
  readonly ofStation: (station: string) => Session | undefined;
  readonly all: () => readonly Session[];
  /** epoch ms of the station's last coming or going since this process began */
  readonly seenAtMs: (station: string) => number | undefined;
  readonly toStation: (station: string, event: Outgoing) => void;
  readonly toRoles: (roles: readonly string[], event: Outgoing) => void;
  readonly end: (station: string, why: Parameters<Wire["close"]>[0]) => void;
  readonly closeAll: (why: Parameters<Wire["close"]>[0]) => void;
}

/** How long a session without a socket can be resumed. */
const resumableMs = 120_000;

export const createSessions = (parts: {
  readonly newId: (kind: string) => string;
  /** the station is back, or has been away longer than the grace */
  readonly onConnected: (station: Session["station"]) => void;
  readonly onLost: (station: Session["station"]) => void;
  readonly onGone: (station: { readonly station: string; readonly role: Role }) => void;
}): Sessions => {
  const sessions = new Map<string, Session>();
  const timers = new Map<string, NodeJS.Timeout[]>();
  const seen = new Map<string, number>();
  const listeners = new Set<(session: Session) => void>();
  const tellAway = (session: Session): void => listeners.forEach((listener) => listener(session));

  const forgetTimers = (station: string): void => {
    for (const timer of timers.get(station) ?? []) clearTimeout(timer);
    timers.delete(station);
  };
  const drop = (session: Session): void => {
    if (sessions.get(session.station.station) === session) sessions.delete(session.station.station);
  };

  return {
    start: ({ station, wire, resume }) => {
      const before = sessions.get(station.station);
      const resumed =
        resume !== undefined && before?.id === resume.session && before.canResume(resume.seq);
      if (!resumed) before?.closeWire("replaced");
      const session = resumed ? before : createSession({ id: parts.newId("s"), station });
      session.attach(wire, resumed ? resume.seq : 0);
      sessions.set(station.station, session);
      seen.set(station.station, Date.now());
      forgetTimers(station.station);
      parts.onConnected(station);
      if (!resumed && before !== undefined) tellAway(before);
      return { session, resumed };
    },
    lost: (session, wire) => {
      session.detach(wire);
      const { station } = session;
      if (session.isConnected() || sessions.get(station.station) !== session) return;
      parts.onLost(station);
      seen.set(station.station, Date.now());
      forgetTimers(station.station);
      timers.set(station.station, [
        setTimeout(() => {
          parts.onGone(station);
          tellAway(session);
        }, times.grace).unref(),
        setTimeout(() => drop(session), resumableMs).unref(),
      ]);
    },
    onAway: (listener) => void listeners.add(listener),
    ofStation: (station) => sessions.get(station),
    all: () => [...sessions.values()],
    seenAtMs: (station) => seen.get(station),
    toStation: (station, event) => sessions.get(station)?.offer(event),
    toRoles: (roles, event) => {
      for (const session of sessions.values())
        if (roles.includes(session.station.role)) session.offer(event);
    },
    end: (station, why) => {
      const session = sessions.get(station);
      if (session === undefined) return;
      session.closeWire(why);
      drop(session);
      tellAway(session);
    },
    closeAll: (why) => {
      for (const session of sessions.values()) session.closeWire(why);
    },
  };
};
