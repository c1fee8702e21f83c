// What the rest of the gateway may ask of the chain it takes part in.
import type { HeadOffice } from "../../head-office/head-office.ts";
import type { Snapshots } from "../../head-office/snapshots.ts";

/**
 * `online`: head office answers. `offline`: it does not, and the offline policy decides. `frozen`: the stream is not
 * the one it was, and nothing is final until it is healed. `refused`: its servers might lose what they acknowledge.
 */
export type ChainState = "online" | "offline" | "frozen" | "refused";

export interface ChainStatus {
  readonly state: ChainState;
  /** why, where it is not online */
  readonly why?: string;
  /** own entries that have no place in the order yet, and the age of the oldest, ms */
  readonly pending: number;
  readonly oldestMs: number;
  /** since when head office does not answer, ms; 0 = it does */
  readonly awayMs: number;
  /** what could be lost at most by what was spent meanwhile, minor units */
  readonly exposure: number;
  readonly alarms: readonly string[];
}

export interface ChainDesk {
  readonly status: () => ChainStatus;
  /** only where this gateway is head office */
  readonly office?: HeadOffice;
  readonly snapshots?: Snapshots;
}
