// What of the own journal is to be sent next. The journal is the outbox: an entry is done when the fold has seen it,
// not when somebody said it was stored; until then it is sent again, for ever, in order. Pure: times come in.

/** Entries by their numbers in the own journal, both included. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface OutboxTerms {
  /** entries of one sending, and sendings under way at once */
  readonly batchMax: number;
  readonly sendingsMax: number;
  /** how long an entry that was said to be stored may stay unseen before it is sent again, ms */
  readonly unseenMs: number;
  /** pauses after failures: first and longest, ms */
  readonly pauseMs: { readonly first: number; readonly longest: number };
  /** 0 ≤ n < 1: spreads the pauses of many stores */
  readonly random: () => number;
}

export const outboxTerms = {
  batchMax: 1000,
  sendingsMax: 8,
  unseenMs: 10_000,
  pauseMs: { first: 100, longest: 30_000 },
} as const satisfies Omit<OutboxTerms, "random">;

export interface Outbox {
  /** The journal ends at this number now. */
  reaches(seq: number): void;
  /** The fold has seen own entries up to this number; less than before after a rewind: they are sent again. */
  seen(seq: number, nowMs: number): void;
  /** What to send now, or undefined: nothing, or not yet. */
  take(nowMs: number): Range | undefined;
  /** A sending was stored, or failed: then it and all after it are sent again, after a pause. */
  stored(range: Range, nowMs: number): void;
  failed(range: Range, nowMs: number): void;
  /** When to ask again although nothing happens; undefined = when something does. */
  wakeAtMs(): number | undefined;
  /** Entries without a place in the order. */
  queued(): number;
}

export const createOutbox = (terms: OutboxTerms, start: { seen: number; end: number }): Outbox => {
  let { seen, end } = start;
  /** the last number handed out */
  let sent = seen;
  let underWay: readonly Range[] = [];
  let failures = 0;
  let notBeforeMs = 0;
  let unseenSinceMs: number | undefined;

  const over = (range: Range): void => {
    underWay = underWay.filter((one) => one.from !== range.from || one.to !== range.to);
  };
  const isUnseen = (nowMs: number): boolean =>
    unseenSinceMs !== undefined && nowMs >= unseenSinceMs + terms.unseenMs;

  return {
    reaches: (seq) => {
      end = Math.max(end, seq);
    },
    seen: (seq, nowMs) => {
      if (seq === seen) return;
      if (seq < seen) sent = seq;
      seen = seq;
      sent = Math.max(sent, seen);
      // Those behind it are waited for anew: a stream may have lost them after it said that it holds them.
      unseenSinceMs = sent > seen ? nowMs : undefined;
    },
    take: (nowMs) => {
      if (nowMs < notBeforeMs || underWay.length >= terms.sendingsMax) return undefined;
      if (sent >= end && underWay.length === 0 && seen < end && isUnseen(nowMs)) {
        sent = seen;
        unseenSinceMs = undefined;
      }
      if (sent >= end) return undefined;
      const range = { from: sent + 1, to: Math.min(end, sent + terms.batchMax) };
      sent = range.to;
      underWay = [...underWay, range];
      return range;
    },
    stored: (range, nowMs) => {
      over(range);
      failures = 0;
      unseenSinceMs = nowMs;
    },
    failed: (range, nowMs) => {
      over(range);
      sent = Math.max(seen, Math.min(sent, range.from - 1));
      failures += 1;
      const { first, longest } = terms.pauseMs;
      const pauseMs = Math.min(longest, first * 2 ** Math.min(failures - 1, 20));
      notBeforeMs = nowMs + pauseMs * (0.5 + terms.random() / 2);
    },
    wakeAtMs: () => {
      if (sent < end) return underWay.length >= terms.sendingsMax ? undefined : notBeforeMs;
      if (seen >= end || unseenSinceMs === undefined) return undefined;
      return Math.max(notBeforeMs, unseenSinceMs + terms.unseenMs);
    },
    queued: () => end - seen,
  };
};
