// Virtual time: what is due next happens next, and nothing happens by itself.

export interface Clock {
  nowMs(): number;
  at(ms: number, act: () => void): void;
  after(ms: number, act: () => void): void;
  /** Lets everything happen that is due within so long. */
  runFor(ms: number): void;
  /** So long nothing happens, and all that is due is due so much later: a night. */
  sleep(ms: number): void;
  /** without what was slept through, ms */
  ranMs(): number;
}

interface Due {
  readonly ms: number;
  readonly order: number;
  readonly act: () => void;
}

const comesFirst = (one: Due, other: Due): boolean =>
  one.ms < other.ms || (one.ms === other.ms && one.order < other.order);

/** A binary heap: histories are made of tens of thousands of small happenings. */
export const createClock = (startMs: number): Clock => {
  const heap: Due[] = [];
  let now = startMs;
  let sleptMs = 0;
  let order = 0;

  const swap = (one: number, other: number): void => {
    const kept = heap[one] as Due;
    heap[one] = heap[other] as Due;
    heap[other] = kept;
  };
  const push = (due: Due): void => {
    let at = heap.push(due) - 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (!comesFirst(heap[at] as Due, heap[up] as Due)) return;
      swap(at, up);
      at = up;
    }
  };
  const pop = (): Due | undefined => {
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    heap[0] = last;
    for (let at = 0; ;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < heap.length && comesFirst(heap[child] as Due, heap[least] as Due))
          least = child;
      }
      if (least === at) return first;
      swap(at, least);
      at = least;
    }
  };
  const after = (ms: number, act: () => void): void =>
    push({ ms: Math.max(Math.ceil(now + ms), now), order: order++, act });
  return {
    nowMs: () => now + sleptMs,
    at: (ms, act) => after(ms - now - sleptMs, act),
    after,
    runFor: (ms) => {
      const until = now + ms;
      for (let next = heap[0]; next !== undefined && next.ms <= until; next = heap[0]) {
        pop();
        now = next.ms;
        next.act();
      }
      now = until;
    },
    sleep: (ms) => {
      sleptMs += ms;
    },
    ranMs: () => now - startMs,
  };
};
