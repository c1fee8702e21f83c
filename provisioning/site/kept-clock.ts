// The latest instant this machine can prove: a clock before it is wrong, however good its battery.
import { join } from "node:path";
import { statSync } from "node:fs";
import type { Machine } from "../machine.ts";

/** Times of files only ever move forward with work done: the journal, time service, the release itself. */
const witnesses = (machine: Machine): readonly string[] => [
  join(machine.data, "store.db"),
  join(machine.data, "store.db-wal"),
  machine.at("/var/lib/systemd/timesync/clock"),
  machine.at("/opt/tallygate/current/app/package.json"),
];

/** Epoch ms; 0 where nothing is there that tells. */
export const keptClockMs = (machine: Machine): number =>
  Math.max(
    0,
    ...witnesses(machine).map((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0),
  );

/** What validity is checked against: a dead battery must not lock a store out. */
export const trustedNowMs = (machine: Machine): number =>
  Math.max(machine.nowMs(), keptClockMs(machine));
