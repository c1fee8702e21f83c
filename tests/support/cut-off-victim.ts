// A backup, a restore or a migration in a process of its own, to be killed: `node cut-off-victim.ts WORK FILE FOLDER`.
// Says `begun` before it begins and `done` when it has ended. The key is the test's: 32 bytes of seven.
import { readdirSync, writeSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "../../gateway/clock.ts";
import { createBackup, restoreBackup } from "../../gateway/store/backup.ts";
import { createStore } from "../../gateway/store/store.ts";
import { storeOptions } from "./test-store.ts";

const [work = "", file = "", folder = ""] = process.argv.slice(2);
const key = Buffer.alloc(32, 7);
const say = (line: string): void => void writeSync(1, `${line}\n`);
const newest = (): string =>
  join(folder, readdirSync(folder).findLast((name) => name.endsWith(".tgb")) ?? "");

say("begun");
if (work === "backup") await createBackup({ file, folder, key, clock: systemClock });
if (work === "restore") await restoreBackup({ backup: newest(), file, key, clock: systemClock });
if (work === "migrate") await (await createStore(storeOptions(file))).close();
say("done");
