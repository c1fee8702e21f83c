// What every machine that becomes a store needs: room where its books will lie, and the doors opened at the end.
import { existsSync, renameSync } from "node:fs";
import { databaseFile } from "../../gateway/store/files.ts";
import { forgetSuperseded, isSuperseded } from "../../gateway/store/follow/superseded.ts";
import { headOf, storeIdOf } from "../../gateway/store/open.ts";
import { openDatabase } from "../../gateway/store/sqlite/database.ts";
import { repairAll } from "../doctor/examine.ts";
import { checks } from "../doctor/registry.ts";
import { until } from "../doctor/units.ts";
import type { Machine } from "../machine.ts";
import { writePrintersDropIn } from "../site/outbound.ts";
import { UsageError } from "../verb.ts";

/** The gateway's doors; they stay shut on a machine that follows another one. */
export const sockets = ["tallygate-http.socket", "tallygate-https.socket"] as const;

/** On a machine of the package; elsewhere nothing is started or stopped. */
export const hasUnits = (machine: Machine): boolean => machine.data === "/var/lib/tallygate";

/** Entries in the live books and their last hash; undefined where there are none. */
export const headOfBooks = async (machine: Machine) => {
  const file = databaseFile(machine.data);
  if (!existsSync(file)) return undefined;
  const database = await openDatabase({ file, readOnly: true });
  try {
    const { seq, hash, epoch } = await headOf(database, await storeIdOf(database));
    const [people] = await database.all(
      "SELECT count(*) AS n FROM entity WHERE kind IN ('member', 'account', 'card', 'staff', 'bill')",
    );
    return { entries: seq, hash, epoch, people: Number(people?.["n"]) };
  } finally {
    await database.close();
  }
};

/** Books nobody has worked with make room, and those that another machine has taken over; any others stay. */
export const makeRoom = async (machine: Machine): Promise<void> => {
  const head = await headOfBooks(machine);
  if (head !== undefined && head.people > 0 && !isSuperseded(machine.data))
    throw new UsageError({
      zh: "这台机器的账本里已有往来，不会被替换。",
      en: "There is business in this machine's books: they are not replaced.",
    });
  const live = databaseFile(machine.data);
  for (const suffix of ["", "-wal", "-shm"])
    if (existsSync(live + suffix)) renameSync(live + suffix, `${live}.before-replace${suffix}`);
  forgetSuperseded(machine.data);
};

/** Owners, network and devices as the doctor puts them right; then the doors open. */
export const serve = async (machine: Machine): Promise<void> => {
  await machine.run("chown", "-R", "tallygate:tallygate", machine.data);
  await machine.run("chgrp", "tallygate-link", "/etc/tallygate/devices.json");
  const rooms = checks.filter(({ id }) => /^(?:files|network)\.|^devices\.rules$/u.test(id));
  await repairAll(machine, rooms);
  await writePrintersDropIn(machine);
  await machine.run("systemctl", "start", ...sockets);
  await machine.run(
    "systemctl",
    "restart",
    "tallygate-devices.service",
    "tallygate-gateway.service",
  );
  await until(machine);
};
