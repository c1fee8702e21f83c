// `tallygate kit`, `replace` and `uninstall`: what a store needs to live on another machine, and how it leaves one.
import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { randomBytes } from "node:crypto";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { systemClock } from "../../gateway/clock.ts";
import { restoreBackup } from "../../gateway/store/backup.ts";
import { BackupUnreadable, readManifest } from "../../gateway/store/backup-file.ts";
import { StartRefused } from "../../gateway/store/faults.ts";
import { databaseFile } from "../../gateway/store/files.ts";
import { headOf, storeIdOf } from "../../gateway/store/open.ts";
import { openDatabase } from "../../gateway/store/sqlite/database.ts";
import { bundleRefusedInWords } from "../bundle/in-words.ts";
import { repairAll } from "../doctor/examine.ts";
import { checks } from "../doctor/registry.ts";
import { until } from "../doctor/units.ts";
import { type Machine, openMachine } from "../machine.ts";
import { writePrintersDropIn } from "../site/outbound.ts";
import { UsageError, type Verb } from "../verb.ts";
import { layKit, writeKit } from "./kit.ts";

const passphraseIn = (file: string | undefined): string => {
  const text = file !== undefined && existsSync(file) ? readFileSync(file, "utf8").trim() : "";
  if (text.length >= 12) return text;
  throw new UsageError({
    zh: "--passphrase 要一个至少 12 字的口令文件。",
    en: "--passphrase takes a file with a passphrase of 12 characters or more.",
  });
};

/** Entries in the live books and their last hash; undefined where there are none. */
const headOfBooks = async (machine: Machine) => {
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

export const kit: Verb = {
  name: "kit",
  usage: "--to FILE.tgb --passphrase FILE [--data DIR]",
  says: {
    zh: "写出本店的备件包：密钥、身份、网络、设备，用口令锁住",
    en: "Writes the store's kit: keys, identity, network, devices, locked by a passphrase",
  },
  run: async (args, { line }) => {
    const { values } = parseArgs({
      args: [...args],
      options: { to: { type: "string" }, passphrase: { type: "string" }, data: { type: "string" } },
    });
    if (values.to === undefined)
      throw new UsageError({ zh: "请给出 --to。", en: "--to is needed." });
    const machine = openMachine(values.data === undefined ? {} : { data: values.data });
    await writeKit(machine, resolve(values.to), passphraseIn(values.passphrase));
    line(resolve(values.to));
    return 0;
  },
};

/** Books nobody has worked with make room; any others stay where they are. */
const makeRoom = async (machine: Machine): Promise<void> => {
  const head = await headOfBooks(machine);
  if (head !== undefined && head.people > 0)
    throw new UsageError({
      zh: "这台机器的账本里已有往来，不会被替换。",
      en: "There is business in this machine's books: they are not replaced.",
    });
  const live = databaseFile(machine.data);
  for (const suffix of ["", "-wal", "-shm"])
    if (existsSync(live + suffix)) renameSync(live + suffix, `${live}.before-replace${suffix}`);
};

export const replace: Verb = {
  name: "replace",
  usage: "--from BACKUP.tgb --kit KIT.tgb --passphrase FILE [--keys FILE] [--data DIR]",
  says: {
    zh: "让这台机器成为本店：备件包加备份；编号纪元加一，先核对后启用",
    en: "Makes this machine the store: kit and backup, in a new epoch, counted and proved first",
  },
  run: async (args, speech) => {
    const text = { type: "string" } as const;
    const { values } = parseArgs({
      args: [...args],
      options: { from: text, kit: text, passphrase: text, keys: text, data: text },
    });
    const { from, kit: kitFile, keys } = values;
    if (from === undefined || kitFile === undefined || !existsSync(from) || !existsSync(kitFile))
      throw new UsageError({
        zh: "请给出 --from 备份和 --kit 备件包。",
        en: "--from BACKUP and --kit KIT are needed.",
      });
    const machine = openMachine(values.data === undefined ? {} : { data: values.data });
    const began = performance.now();
    const hasSystemd = machine.data === "/var/lib/tallygate";
    try {
      if (hasSystemd) await machine.run("systemctl", "stop", "tallygate-gateway.service");
      await makeRoom(machine);
      await layKit(machine, kitFile, passphraseIn(values.passphrase));
      const key = Buffer.from(
        readFileSync(join(machine.data, "credentials", "backup"), "utf8").trim(),
        "hex",
      );
      const restored = await restoreBackup({
        backup: from,
        file: databaseFile(machine.data),
        key,
        clock: systemClock,
        ...(keys === undefined ? {} : { keys }),
      });
      if (hasSystemd) await serve(machine);
      const tookS = ((performance.now() - began) / 1_000).toFixed(1);
      speech.line(`store     ${restored.store}, ${restored.madeAt}`);
      speech.line(`entries   ${restored.entries}, epoch ${restored.epoch} → ${restored.newEpoch}`);
      speech.line(`members   ${restored.memberKeys ?? "–"} keys`);
      for (const [unit, sum] of Object.entries(restored.trialBalance))
        speech.line(`sum       ${sum} ${unit}`);
      speech.line(`${tookS} s`);
      return 0;
    } catch (fault) {
      if (fault instanceof StartRefused || fault instanceof BackupUnreadable) {
        speech.errorLine(fault.message);
        return 1;
      }
      return bundleRefusedInWords(fault, speech);
    }
  },
};

/** Owners, network and devices as the doctor puts them right; then the doors open. */
const serve = async (machine: Machine): Promise<void> => {
  await machine.run("chown", "-R", "tallygate:tallygate", machine.data);
  await machine.run("chgrp", "tallygate-link", "/etc/tallygate/devices.json");
  const rooms = checks.filter(({ id }) => /^(?:files|network)\.|^devices\.rules$/u.test(id));
  await repairAll(machine, rooms);
  await writePrintersDropIn(machine);
  await machine.run(
    "systemctl",
    "restart",
    "tallygate-devices.service",
    "tallygate-gateway.service",
  );
  await until(machine);
};

/** Written over before they are removed: what is sealed under these keys can be read by nobody any more. */
const shredKeys = (machine: Machine): void => {
  const folder = join(machine.data, "credentials");
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    writeFileSync(file, randomBytes(statSync(file).size), { flush: true });
    rmSync(file);
  }
};

/** Throws where the books hold entries that the backup does not. */
const refuseUnsaved = async (machine: Machine, saved: string | undefined): Promise<void> => {
  const head = await headOfBooks(machine);
  if (head === undefined || head.entries === 0) return;
  const manifest = saved !== undefined && existsSync(saved) ? await readManifest(saved) : undefined;
  if (manifest?.entries === head.entries && manifest.head === head.hash) return;
  throw new UsageError({
    zh: `账本有 ${head.entries} 条分录，给出的备份不含全部：先 tallygate backup，再用 --saved 指出它。`,
    en: `The books hold ${head.entries} entries and the backup given does not hold them all: run tallygate backup and name it with --saved.`,
  });
};

export const uninstall: Verb = {
  name: "uninstall",
  usage: "--keep-ledger | --erase --saved BACKUP.tgb",
  says: {
    zh: "卸载：保留账本，或在备份之后销毁密钥与账本",
    en: "Leaves this machine: keeps the ledger, or destroys keys and books once they are saved elsewhere",
  },
  run: async (args, { line, language }) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        "keep-ledger": { type: "boolean", default: false },
        erase: { type: "boolean", default: false },
        saved: { type: "string" },
        data: { type: "string" },
      },
    });
    const { erase } = values;
    if (erase === values["keep-ledger"])
      throw new UsageError({
        zh: "请选 --keep-ledger 或 --erase。",
        en: "Choose --keep-ledger or --erase.",
      });
    const machine = openMachine(values.data === undefined ? {} : { data: values.data });
    if (erase) {
      await machine.run("systemctl", "stop", "tallygate-gateway.service", "tallygate-backup.timer");
      try {
        await refuseUnsaved(machine, values.saved);
      } catch (fault) {
        await machine.run(
          "systemctl",
          "start",
          "tallygate-gateway.service",
          "tallygate-backup.timer",
        );
        throw fault;
      }
      shredKeys(machine);
    }
    const { code, out, error } = await machine.run(
      "dpkg",
      erase ? "--purge" : "--remove",
      "tallygate",
    );
    line(code === 0 ? { zh: "已卸载。", en: "Gone." }[language] : out + error);
    return code === 0 ? 0 : 1;
  },
};
