// A spare becomes the store: its copy is proved, goes on in a new epoch, and the doors open; from then on it tells the
// old machine to stop, whenever that can be reached.
import { existsSync } from "node:fs";
import { systemClock } from "../../gateway/clock.ts";
import { BackupUnreadable } from "../../gateway/store/backup-file.ts";
import { restoreCopy } from "../../gateway/store/backup.ts";
import { StartRefused } from "../../gateway/store/faults.ts";
import { databaseFile } from "../../gateway/store/files.ts";
import { sumLines } from "../ledger/books.ts";
import type { Machine } from "../machine.ts";
import { hasUnits, makeRoom, serve } from "../replace/room.ts";
import { type Speech, UsageError } from "../verb.ts";
import { copyFile, lastHeard, readSettings, writeSettings } from "./settings.ts";

const unit = "tallygate-spare.service";

export const takeOver = async (machine: Machine, speech: Speech): Promise<number> => {
  const { data } = machine;
  const settings = readSettings(data);
  if (settings === undefined || settings.tookOver !== undefined || !existsSync(copyFile(data)))
    throw new UsageError({
      zh: "这台机器没有跟随任何店的副本（tallygate spare follow）。",
      en: "This machine keeps no copy of a store (tallygate spare follow).",
    });
  const began = performance.now();
  const heard = lastHeard(data);
  try {
    if (hasUnits(machine)) await machine.run("systemctl", "stop", unit);
    await makeRoom(machine);
    const taken = await restoreCopy({
      copy: copyFile(data),
      file: databaseFile(data),
      clock: systemClock,
    });
    writeSettings(data, { ...settings, tookOver: taken.newEpoch });
    if (hasUnits(machine)) {
      await serve(machine);
      await machine.run("systemctl", "start", unit);
    }
    const tookMs = Math.round(performance.now() - began);
    const { store, entries, epoch, newEpoch, trialBalance } = taken;
    speech.tell(
      { store, entries, epoch, newEpoch, trialBalance, heardAt: heard?.at, tookMs },
      `store     ${store}`,
      `entries   ${entries}, epoch ${epoch} → ${newEpoch}`,
      ...sumLines(trialBalance),
      `heard     ${heard?.at ?? "–"}`,
      `${(tookMs / 1_000).toFixed(1)} s`,
    );
    return 0;
  } catch (fault) {
    if (!(fault instanceof StartRefused || fault instanceof BackupUnreadable)) throw fault;
    speech.errorLine(fault.message, fault.code);
    return 1;
  }
};
