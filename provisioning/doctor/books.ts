// Checks of the ledger's files without touching them: schema, log, backups, the night's audit.
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { lastBackupMs } from "../../gateway/store/backup.ts";
import { backupFolder, databaseFile } from "../../gateway/store/files.ts";
import { schemaVersion, versionOf } from "../../gateway/store/schema.ts";
import { openDatabase } from "../../gateway/store/sqlite/database.ts";
import type { Machine } from "../machine.ts";
import { absent, both, type Check, failed, plain, well, when } from "./check.ts";
import { must } from "./repair.ts";

const dayMs = 86_400_000;
const backupAgeMaxMs = dayMs;
const logBytesMax = 256 * 1024 * 1024;

const hasBooks = (machine: Machine): boolean => existsSync(databaseFile(machine.data));

const readable: Check = {
  id: "books.readable",
  level: "error",
  what: both("账本可读，结构完好", "The books can be read and their structure is sound"),
  why: both("损坏越早发现，丢得越少", "The sooner damage is known, the less is lost"),
  cure: both(
    "tallygate ledger verify；再用 tallygate restore 恢复",
    "tallygate ledger verify; then tallygate restore",
  ),
  examine: async ({ machine }) => {
    if (!hasBooks(machine)) return absent;
    try {
      const database = await openDatabase({ file: databaseFile(machine.data), readOnly: true });
      try {
        const [last] = await database.all("SELECT count(*) AS entries FROM property");
        return when(last !== undefined, () => plain("property"));
      } finally {
        await database.close();
      }
    } catch (fault) {
      return failed(plain(fault instanceof Error ? fault.message : String(fault)));
    }
  },
};

const schema: Check = {
  id: "books.schema",
  level: "error",
  what: both("账本不是更新版本写的", "The books were not written by a newer release"),
  why: both("旧程序绝不能写新账本", "An older program must never write newer books"),
  cure: both("装回写账本的版本", "Install the release that wrote them"),
  examine: async ({ machine }) => {
    if (!hasBooks(machine)) return absent;
    try {
      const database = await openDatabase({ file: databaseFile(machine.data), readOnly: true });
      try {
        const version = await versionOf(database);
        return when(version <= schemaVersion, () => plain(`${version} > ${schemaVersion}`));
      } finally {
        await database.close();
      }
    } catch {
      return absent;
    }
  },
};

const log: Check = {
  id: "books.log",
  level: "warning",
  what: both("预写日志没有堆积", "The write-ahead log does not pile up"),
  why: both("有程序长期占着读取，启动会变慢", "Somebody reads for ever: starts get slow"),
  cure: both("systemctl restart tallygate-gateway", "systemctl restart tallygate-gateway"),
  examine: ({ machine }) => {
    const file = `${databaseFile(machine.data)}-wal`;
    const bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    return when(bytes <= logBytesMax, () => plain(`${Math.round(bytes / 1e6)} MB`));
  },
  repair: async (machine) => {
    await must(machine, "systemctl", "restart", "tallygate-gateway.service");
  },
};

const backupAge: Check = {
  id: "books.backup",
  level: "error",
  what: both("一天之内有核对过的备份", "A proved backup not older than a day"),
  why: both("盒子坏了，备份就是全部", "When the box dies the backup is all there is"),
  cure: both("tallygate backup", "tallygate backup"),
  examine: async ({ machine }) => {
    const file = databaseFile(machine.data);
    if (!existsSync(file)) return absent;
    const made = await lastBackupMs(backupFolder(machine.data));
    const isNew = machine.nowMs() - statSync(file).birthtimeMs < backupAgeMaxMs;
    if (made === 0 && isNew) return absent;
    return when(machine.nowMs() - made <= backupAgeMaxMs, () =>
      made === 0 ? both("从未备份", "never made") : plain(new Date(made).toISOString()),
    );
  },
  repair: async (machine) => {
    const program = [process.execPath, join(import.meta.dirname, "..", "main.ts")] as const;
    const verb = [...program, "backup", "--data", machine.data] as const;
    if (machine.root === "/" && process.getuid?.() === 0)
      await must(machine, "runuser", "-u", "tallygate", "--", ...verb);
    else await must(machine, ...verb);
  },
};

const elsewhere: Check = {
  id: "books.elsewhere",
  level: "warning",
  what: both("另一块盘上也有备份", "Backups lie on another disk as well"),
  why: both("同一块盘坏掉，账本和备份一起没", "A disk dies with its backups on it"),
  cure: both(
    "插入 U 盘或网络盘，写入 /etc/tallygate/backup.conf：TALLYGATE_BACKUP_TO=/mnt/…",
    "Mount a stick or share and name it in /etc/tallygate/backup.conf: TALLYGATE_BACKUP_TO=/mnt/…",
  ),
  examine: ({ machine }) => {
    if (!hasBooks(machine)) return absent;
    const folder = /^TALLYGATE_BACKUP_TO=(.+)$/mu.exec(
      machine.text("/etc/tallygate/backup.conf") ?? "",
    )?.[1];
    if (folder === undefined) return failed(both("没有指定", "none is named"));
    const there = statSync(machine.at(folder), { throwIfNoEntry: false });
    return when(there !== undefined && there.dev !== statSync(machine.data).dev, () =>
      plain(folder),
    );
  },
};

const key: Check = {
  id: "books.backup-key",
  level: "error",
  what: both("备份密钥完好", "The backup key is sound"),
  why: both("没有密钥，备份就是一堆乱码", "Without it a backup is noise"),
  cure: both(
    "从总部或密封信封取回 credentials/backup",
    "Bring credentials/backup back from where it is kept",
  ),
  examine: ({ machine }) => {
    const file = join(machine.data, "credentials", "backup");
    if (!existsSync(file)) return absent;
    return when(/^[0-9a-f]{64}$/u.test(readFileSync(file, "utf8").trim()), () => plain(file));
  },
};

const audited: Check = {
  id: "books.audit",
  level: "error",
  what: both("上一次夜间核账通过", "The last nightly audit passed"),
  why: both("没通过说明账本与分录不符", "Where it did not, balances and entries differ"),
  cure: both(
    "tallygate ledger verify 看详情；账本已自动只读",
    "tallygate ledger verify tells the rest; the ledger is read-only by then",
  ),
  examine: async ({ unit, hasSystemd }) => {
    const found = hasSystemd ? await unit("tallygate-verify.service") : undefined;
    if (found === undefined) return absent;
    return found.result === "success" ? well : failed(plain(found.result));
  },
};

export const books: readonly Check[] = [readable, schema, log, backupAge, elsewhere, key, audited];
