// By what time leases are over. A wall clock may be set; how long ago head office's servers told the time may not. Own
// leases end by the later of both, others' by the earlier; a store that cannot know what time it is uses none. Pure.

/** Instants, epoch ms. */
export interface LeaseTime {
  /** own leases that end up to here are over; Infinity: no lease is used until head office was heard */
  readonly own: number;
  /** leases of others that end up to here may be given back by head office; -Infinity: none */
  readonly others: number;
}

export interface LeaseClock {
  /** Head office's servers answered; `atMs`: what time they said it is. */
  heard(atMs: number | undefined): void;
  now(): LeaseTime;
}

export interface LeaseClockParts {
  /** the store's clock: right mostly, and anybody may set it */
  readonly wallMs: () => number;
  /** since some instant: goes on by itself, in sleep as well, and cannot be set */
  readonly steadyMs: () => number;
  /** newest time in the store's own books; 0 = none */
  readonly lastMs: number;
}

/** What a clock may lag behind the books at a start. */
const backMaxMs = 60_000;
/** What it may run ahead between two words of head office (spec/LEDGER.md, TIME). */
const aheadMaxMs = 24 * 3_600_000;

export const createLeaseClock = ({ wallMs, steadyMs, lastMs }: LeaseClockParts): LeaseClock => {
  const began = wallMs();
  let isBelieved = began >= lastMs - backMaxMs;
  let wasHeard = false;
  /** what was known at one moment: both clocks, and the latest that time can have been */
  let known = { wall: began, steady: steadyMs(), told: began };

  return {
    heard: (atMs) => {
      const wall = wallMs();
      known = { wall, steady: steadyMs(), told: atMs ?? wall };
      isBelieved = true;
      wasHeard = true;
    },
    now: () => {
      const wall = wallMs();
      const passed = steadyMs() - known.steady;
      const told = known.told + passed;
      const isAhead = wall - known.wall - passed > aheadMaxMs;
      return {
        own: isBelieved && !isAhead ? Math.max(wall, told, known.wall + passed) : Infinity,
        others: wasHeard ? Math.min(wall, told) : -Infinity,
      };
    },
  };
};
