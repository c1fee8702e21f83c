// `tallygate backup` and `tallygate restore`: encrypted, proved copies of a store, and a store made from one.
import { randomBytes } from "node:crypto";
import {
  existsSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { systemClock } from "../../gateway/clock.ts";
import { shortCode } from "../../gateway/ledger/short-code.ts";
import { createBackup, restoreBackup } from "../../gateway/store/backup.ts";
import { BackupUnreadable } from "../../gateway/store/backup-file.ts";
import { StartRefused } from "../../gateway/store/faults.ts";
import { backupFolder, databaseFile } from "../../gateway/store/files.ts";
import { UsageError, type Says, type Verb } from "../verb.ts";
import { booksIn, readWords, sumLines, type Words } from "./books.ts";

export const backup: Verb = {
  name: "backup",
  usage: "[--data DIR] [--to FOLDER] [--key FILE]",
  says: {
    zh: "备份账本：加密，并以实际恢复一次来验证；营业中可做",
    en: "Backs the books up, encrypted and proved by restoring; also while the store works",
  },
  run: async (args, { language, tell }) => {
    const words = readWords(args, ["to", "key"]);
    const file = booksIn(words.dataFolder);
    const folder = words.options["to"] ?? backupFolder(words.dataFolder);
    const made = await createBackup({
      file,
      folder,
      key: readKey(words, (keyFile) => tell({ keyFile }, `key       ${keyFile}`)),
      clock: systemClock,
    });
    // root may ask for it; the gateway makes the next one there
    if (words.options["to"] === undefined) giveLike(words.dataFolder, folder);
    const { file: backupFile, store, madeAt, entries, epoch, head } = made;
    tell(
      { file: backupFile, store, madeAt, entries, epoch, head },
      `file      ${backupFile}`,
      `entries   ${entries}, epoch ${epoch}`,
      `head      ${head} (${shortCode(head)})`,
      backedUp[language],
    );
    return 0;
  },
};

export const restore: Verb = {
  name: "restore",
  usage: "BACKUP [--data DIR] [--key FILE] [--keys FILE]",
  says: {
    zh: "由备份恢复账本；先核对条数、合计与末条哈希，绝不覆盖现有账本",
    en: "Makes the books from a backup; counts and proves first, never overwrites a store",
  },
  run: async (args, { language, tell, errorLine }) => {
    const words = readWords(args, ["key", "keys"]);
    const [file] = words.words;
    if (file === undefined) throw new UsageError(whichBackup);
    try {
      const restored = await restoreBackup({
        backup: file,
        file: databaseFile(words.dataFolder),
        key: readKey(words),
        clock: systemClock,
        ...(words.options["keys"] === undefined ? {} : { keys: words.options["keys"] }),
      });
      // root may ask for it; the gateway opens them
      giveLike(words.dataFolder, words.dataFolder);
      const { store, madeAt, entries, epoch, newEpoch, head, memberKeys, trialBalance } = restored;
      tell(
        { store, madeAt, entries, epoch, newEpoch, head, memberKeys, trialBalance },
        `store     ${store}, ${madeAt}`,
        `entries   ${entries}, epoch ${epoch} → ${newEpoch}`,
        `head      ${head} (${shortCode(head)})`,
        ...sumLines(trialBalance),
        memberKeys === undefined ? noKeys[language] : `members   ${memberKeys} keys`,
        restoredAll[language],
      );
      return 0;
    } catch (error) {
      if (!(error instanceof StartRefused || error instanceof BackupUnreadable)) throw error;
      errorLine(error.message, error.code);
      return 1;
    }
  },
};

/**
 * A folder and what is in it gets the owner of another one; only root can. What a link there leads to stays as it is:
 * the gateway must not have root give it the files of others.
 */
const giveLike = (model: string, folder: string): void => {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(model);
  for (const name of [".", ...readdirSync(folder)]) lchownSync(join(folder, name), uid, gid);
};

const whichBackup: Says = { zh: "请给出备份文件。", en: "Which backup?" };
const backedUp: Says = {
  zh: "备份完成，已试恢复并核对一致。",
  en: "The backup is made; restored once on trial, it is the same.",
};
const noKeys: Says = {
  zh: "备份旁没有会员密钥文件（*.tgk）：只能读出旧版备份自带的会员资料；账目不受影响。",
  en: "There is no file of the members' keys (*.tgk) beside the backup: only an older backup's own can be read. The books are whole.",
};
const restoredAll: Says = {
  zh: "账本已恢复并核对一致，以新的编号纪元继续。",
  en: "The books are restored and proved; they go on in a new epoch.",
};

const keyBytes = 32;

/** 32 bytes in hex: `--key FILE`, or the data folder's own credential, made where it may be and is missing. */
const readKey = ({ dataFolder, options }: Words, tellMade?: (file: string) => void): Buffer => {
  const file = options["key"] ?? join(dataFolder, "credentials", "backup");
  if (tellMade !== undefined && options["key"] === undefined && !existsSync(file)) {
    mkdirSync(join(dataFolder, "credentials"), { recursive: true, mode: 0o700 });
    writeFileSync(file, randomBytes(keyBytes).toString("hex"), { mode: 0o600, flush: true });
    giveLike(dataFolder, join(dataFolder, "credentials"));
    tellMade(file);
  }
  const key = existsSync(file) ? Buffer.from(readFileSync(file, "utf8").trim(), "hex") : undefined;
  if (key?.length === keyBytes) return key;
  throw new UsageError({
    zh: `${file} 不是备份密钥（${keyBytes} 字节，十六进制）。`,
    en: `${file} holds no backup key (${keyBytes} bytes in hex).`,
  });
};
