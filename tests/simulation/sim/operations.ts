// What may be asked of a simulated store, and who asks.
import { askLease, freeLeases, returnLease } from "../../../gateway/members/lease/lease.ts";
import { deciders } from "../../../gateway/members/registry.ts";

/** Operations of the protocol, and leases for guests in house. */
export const known = {
  ...deciders,
  "lease.ask": askLease,
  "lease.return": returnLease,
  "lease.free": freeLeases,
} as const;
export const actor = {
  station: "till",
  role: "cashier",
  staff: "E0",
  rights: ["manager", "finance"],
};
