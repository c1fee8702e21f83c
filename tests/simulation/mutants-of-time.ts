// Mistakes about what time it is and what is over, each an edit of one of the product's files.
import type { Mutant } from "./mutant-list.ts";

const fold = "gateway/chain/fold.ts";
const leaseClock = "gateway/chain/lease-clock.ts";
const lease = "gateway/members/lease/lease.ts";

export const mutantsOfTime: readonly Mutant[] = [
  {
    id: "a clock that was set back makes a lease last",
    file: leaseClock,
    from: "Math.max(wall, told, known.wall + passed)",
    to: "wall",
  },
  {
    id: "a clock that runs ahead gives back what is not over",
    file: leaseClock,
    from: "Math.min(wall, told)",
    to: "Math.max(wall, told)",
  },
  {
    id: "leases are over by the store's clock alone",
    file: lease,
    from: "const epochMs = Math.max(moment.epochMs, leaseTime?.own ?? 0);",
    to: "const epochMs = Math.max(moment.epochMs, leaseTime === undefined ? 0 : 1);",
  },
  {
    id: "leases are freed by head office's clock alone",
    file: lease,
    from: "Math.min(moment.epochMs, leaseTime?.others ?? Infinity)",
    to: "Math.min(moment.epochMs, leaseTime === undefined ? 0 : Infinity)",
  },
  {
    id: "a clock that is behind the books is believed at a start",
    file: leaseClock,
    from: "let isBelieved = began >= lastMs - backMaxMs;",
    to: "let isBelieved = began >= lastMs - backMaxMs || lastMs > 0;",
  },
  {
    id: "a clock that jumped ahead by days is believed",
    file: leaseClock,
    from: "const isAhead = wall - known.wall - passed > aheadMaxMs;",
    to: "const isAhead = wall - known.wall - passed > Infinity;",
  },
  {
    id: "leases that are over stay for ever",
    file: fold,
    from: "if (isOver(kind, entity)) draft.drop(kind, id);",
    to: "if (isOver(kind, entity) && id === '') draft.drop(kind, id);",
  },
];
