// `tallygate kit`, `replace` and `uninstall`: what a store needs to live on another machine, and how it leaves one.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { systemClock } from "../../gateway/clock.ts";
import { restoreBackup } from "../../gateway/store/backup.ts";
import { BackupUnreadable, readManifest } from "../../gateway/store/backup-file.ts";
import { StartRefused } from "../../gateway/store/faults.ts";
import { databaseFile } from "../../gateway/store/files.ts";
import { bundleRefusedInWords } from "../bundle/in-words.ts";
import { sumLines } from "../ledger/books.ts";
import { type Machine, openMachine } from "../machine.ts";
import { shred } from "../secrets/shred.ts";
import { sealedFolder } from "../secrets/verbs.ts";
import { UsageError, type Verb } from "../verb.ts";
import { takeOver } from "../spare/take-over.ts";
import { layKit, passphraseIn, writeKit } from "./kit.ts";
import { hasUnits, headOfBooks, makeRoom, serve } from "./room.ts";

export const kit: Verb = {
  name: "kit",
  usage: "--to FILE.tgb --passphrase FILE [--data DIR]",
  says: {
    zh: "写出本店的备件包：密钥、身份、网络、设备，用口令锁住",
    en: "Writes the store's kit: keys, identity, network, devices, locked by a passphrase",
  },
  run: async (args, { tell }) => {
    const { values } = parseArgs({
      args: [...args],
      options: { to: { type: "string" }, passphrase: { type: "string" }, data: { type: "string" } },
    });
    if (values.to === undefined)
      throw new UsageError({ zh: "请给出 --to。", en: "--to is needed." });
    const machine = openMachine(values.data === undefined ? {} : { data: values.data });
    const file = resolve(values.to);
    await writeKit(machine, file, passphraseIn(values.passphrase));
    tell({ file }, file);
    return 0;
  },
};

export const replace: Verb = {
  name: "replace",
  usage:
    "--from spare | --from BACKUP.tgb --kit KIT.tgb --passphrase FILE [--keys FILE] [--data DIR]",
  says: {
    zh: "让这台机器成为本店：它所跟随的副本，或备件包加备份；编号纪元加一，先核对后启用",
    en: "Makes this machine the store: the copy it has kept as its spare, or kit and backup; in a new epoch, proved first",
  },
  run: async (args, speech) => {
    const text = { type: "string" } as const;
    const { values } = parseArgs({
      args: [...args],
      options: { from: text, kit: text, passphrase: text, keys: text, data: text },
    });
    const { from, kit: kitFile, keys } = values;
    if (from === "spare")
      return takeOver(openMachine(values.data === undefined ? {} : { data: values.data }), speech);
    if (from === undefined || kitFile === undefined || !existsSync(from) || !existsSync(kitFile))
      throw new UsageError({
        zh: "请给出 --from spare，或 --from 备份和 --kit 备件包。",
        en: "--from spare, or --from BACKUP and --kit KIT, are needed.",
      });
    const machine = openMachine(values.data === undefined ? {} : { data: values.data });
    const began = performance.now();
    const hasSystemd = hasUnits(machine);
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
      const tookMs = Math.round(performance.now() - began);
      const { store, madeAt, entries, epoch, newEpoch, memberKeys, trialBalance } = restored;
      speech.tell(
        { store, madeAt, entries, epoch, newEpoch, memberKeys, trialBalance, tookMs },
        `store     ${store}, ${madeAt}`,
        `entries   ${entries}, epoch ${epoch} → ${newEpoch}`,
        `members   ${memberKeys ?? "–"} keys`,
        ...sumLines(trialBalance),
        `${(tookMs / 1_000).toFixed(1)} s`,
      );
      return 0;
    } catch (fault) {
      if (fault instanceof StartRefused || fault instanceof BackupUnreadable) {
        speech.errorLine(fault.message, fault.code);
        return 1;
      }
      return bundleRefusedInWords(fault, speech);
    }
  },
};

/** What is sealed under these keys can be read by nobody any more; nor can what is sealed to the machine. */
const shredKeys = (machine: Machine): void => {
  const folders = [
    join(machine.data, "credentials"),
    join(machine.data, "tls"),
    machine.at(sealedFolder),
  ];
  for (const folder of folders)
    for (const name of existsSync(folder) ? readdirSync(folder) : []) shred(join(folder, name));
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
  run: async (args, { tell, language }) => {
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
    const isGone = code === 0;
    const said = isGone ? { zh: "已卸载。", en: "Gone." }[language] : out + error;
    tell({ isGone, isErased: isGone && erase, said }, said);
    return isGone ? 0 : 1;
  },
};
