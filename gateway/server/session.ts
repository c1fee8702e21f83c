// A session: what a station may see and has seen. Outlives its socket for a while, so that nothing is missed
// or seen twice: events get their number when they are sent, and the last ones are kept for resuming.
import type { StationRef } from "../devices/contract.ts";
import type { Topic } from "../protocol/events.ts";
import { inputTopics } from "../protocol/events.ts";
import type { Role } from "../protocol/operation.ts";
import { type closeCodes, limits } from "../protocol/wire.ts";
import { type Duty, createDuty } from "./duty.ts";

/** An event before it has a number. State events of one subject replace each other while they wait. */
export interface Outgoing {
  readonly topic: Topic;
  /** epoch ms at which the bytes arrived */
  readonly atMs: number;
  readonly device?: string;
  readonly data: object;
}

/** Sends one frame; `sent` is called when the bytes have left this process. */
export interface Wire {
  readonly event: (seq: number, event: Outgoing, sent: () => void) => void;
  /** What is sent meanwhile leaves in one piece. */
  readonly together: (send: () => void) => void;
  readonly close: (why: keyof typeof closeCodes) => void;
}

export interface Session {
  readonly id: string;
  readonly station: StationRef & { readonly role: Role };
  readonly duty: Duty;
  /** of the page, for what is printed for its guest */
  language(): string;
  speak(language: string): void;
  /** number of the last event sent */
  seq(): number;
  isConnected(): boolean;
  offer(...events: readonly Outgoing[]): void;
  /** False: something between that number and now is gone; the station needs a fresh session. */
  canResume(afterSeq: number): boolean;
  /** Takes up a socket after closing the one before. Nothing is sent until `release`. */
  attach(wire: Wire, afterSeq: number): void;
  detach(wire: Wire): void;
  /** Sends what waited; called once the answer to `session.start` has left. */
  release(): void;
  closeWire(why: keyof typeof closeCodes): void;
}

/** Events that may be on the way to one client at a time; more wait, where state events coalesce. */
const windowMax = 64;

export const createSession = (facts: {
  readonly id: string;
  readonly station: Session["station"];
}): Session => {
  const ring: { readonly seq: number; readonly event: Outgoing }[] = [];
  let waiting: Outgoing[] = [];
  let missed: readonly { readonly seq: number; readonly event: Outgoing }[] = [];
  let wire: Wire | undefined;
  let held = true;
  let gap = false;
  let onTheWay = 0;
  let lastSeq = 0;
  let language = "zh-CN";

  const transmit = (to: Wire, seq: number, event: Outgoing): void => {
    onTheWay++;
    to.event(seq, event, () => {
      if (wire !== to) return;
      onTheWay--;
      if (onTheWay <= windowMax / 2) flush();
    });
  };

  const flush = (): void => {
    const to = wire;
    if (to === undefined || held) return;
    const events = waiting.splice(0, windowMax - onTheWay);
    if (events.length === 0) return;
    to.together(() => {
      for (const event of events) {
        ring.push({ seq: ++lastSeq, event });
        if (ring.length > limits.queue) ring.shift();
        transmit(to, lastSeq, event);
      }
    });
  };

  return {
    ...facts,
    duty: createDuty(),
    language: () => language,
    speak: (next) => {
      language = next;
    },
    seq: () => lastSeq,
    isConnected: () => wire !== undefined,
    offer: (...events) => {
      for (const event of events) {
        if (waiting.length > 0) waiting = withoutOlder(waiting, event);
        waiting.push(event);
      }
      if (waiting.length > limits.queue) {
        gap = true;
        waiting = [];
        wire?.close("tooSlow");
      }
      flush();
    },
    canResume: (afterSeq) =>
      !gap && afterSeq <= lastSeq && afterSeq >= (ring[0]?.seq ?? lastSeq + 1) - 1,
    attach: (next, afterSeq) => {
      wire?.close("replaced");
      wire = next;
      held = true;
      onTheWay = 0;
      missed = ring.filter(({ seq }) => seq > afterSeq);
    },
    detach: (old) => {
      if (wire !== old) return;
      wire = undefined;
      held = true;
    },
    release: () => {
      held = false;
      const to = wire;
      if (to !== undefined) for (const { seq, event } of missed) transmit(to, seq, event);
      missed = [];
      flush();
    },
    closeWire: (why) => wire?.close(why),
  };
};

/** State events of one subject: only the newest matters to whoever has not seen the older yet. */
const withoutOlder = (waiting: readonly Outgoing[], event: Outgoing): Outgoing[] =>
  inputTopics.has(event.topic)
    ? [...waiting]
    : waiting.filter(
        (older) => older.topic !== event.topic || subjectOf(older) !== subjectOf(event),
      );

const subjectOf = ({ device, data }: Outgoing): unknown => {
  const named = subjects.find((subject) => subject in data);
  return named === undefined ? device : Reflect.get(data, named);
};

/** What an event is about, where that is not its device. */
const subjects = ["job", "account", "help", "intent", "exception"];
