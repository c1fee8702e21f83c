// Checks of what the store stands on: system, disk, clock, watchdog, log, updates.
import { statfsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { keptClockMs } from "../site/kept-clock.ts";
import { dropIn } from "../site/drop-ins.ts";
import { absent, both, type Check, failed, plain, well, when } from "./check.ts";
import { must } from "./repair.ts";

const megabyte = 1024 * 1024;
const memoryMinMb = 1_700;
const freeMinMb = 1_024;
const freeErrorMb = 200;
const inodesMinShare = 0.05;
const hourMs = 3_600_000;

/** A field of a file like os-release(5) or /proc/meminfo, without its quotes. */
export const field = (text: string, name: string): string | undefined =>
  new RegExp(`^${name}[=:]\\s*"?([^"\\n]*)"?`, "mu").exec(text)?.[1];

/** undefined where the folder is not there */
const space = (
  folder: string,
): { readonly freeMb: number; readonly inodes: number } | undefined => {
  try {
    const { bavail, bsize, files, ffree } = statfsSync(folder);
    return { freeMb: (bavail * bsize) / megabyte, inodes: files === 0 ? 1 : ffree / files };
  } catch {
    return undefined;
  }
};

const system: Check = {
  id: "ground.system",
  level: "warning",
  what: both("Debian 12 或更新版本", "Debian 12 or later"),
  why: both("其他系统未经验证", "Nothing else is tested"),
  cure: both("在 Debian 12（amd64）上安装", "Install on Debian 12, amd64"),
  examine: ({ machine }) => {
    const release = machine.text("/etc/os-release") ?? "";
    const [id, version] = [field(release, "ID"), Number(field(release, "VERSION_ID") ?? 0)];
    return when(id === "debian" && version >= 12, () => plain(`${id ?? "?"} ${version}`));
  },
};

const memory: Check = {
  id: "ground.memory",
  level: "warning",
  what: both("内存 2 GB 以上", "2 GB of memory"),
  why: both("自助机浏览器与网关同机时会被挤掉", "Kiosk browser and gateway push each other out"),
  cure: both("加装内存", "Fit more memory"),
  examine: ({ machine }) => {
    const kilobytes = Number.parseInt(
      field(machine.text("/proc/meminfo") ?? "", "MemTotal") ?? "0",
      10,
    );
    return when(kilobytes / 1024 >= memoryMinMb, () => plain(`${Math.round(kilobytes / 1024)} MB`));
  },
};

const freeSpace = (id: string, level: Check["level"], leastMb: number): Check => ({
  id,
  level,
  what: both(`数据盘至少有 ${leastMb} MB 空间`, `${leastMb} MB free where the books are`),
  why: both("盘满时账本拒绝写入", "On a full disk the ledger refuses to write"),
  cure: both(
    "删去旧日志与安装包缓存：journalctl --vacuum-size=100M；apt-get clean",
    "Throw old logs and packages away: journalctl --vacuum-size=100M; apt-get clean",
  ),
  examine: ({ machine }) => {
    const found = space(machine.data);
    return found === undefined
      ? absent
      : when(found.freeMb >= leastMb, () => plain(`${Math.round(found.freeMb)} MB`));
  },
  repair: async (machine) => {
    await must(machine, "journalctl", "--rotate", "--vacuum-size=100M");
    await must(machine, "apt-get", "clean");
  },
});

const inodes: Check = {
  id: "ground.inodes",
  level: "warning",
  what: both("数据盘还能建文件", "Room for more files"),
  why: both("没有 inode 与盘满一样", "Without inodes a disk is as good as full"),
  cure: both("删去不用的小文件", "Remove small files nobody needs"),
  examine: ({ machine }) => {
    const found = space(machine.data);
    return found === undefined
      ? absent
      : when(found.inodes >= inodesMinShare, () => plain(`${Math.round(found.inodes * 100)} %`));
  },
};

const writable: Check = {
  id: "ground.writable",
  level: "error",
  what: both("数据盘可写", "The data folder can be written"),
  why: both(
    "文件系统出错后会变成只读，账本随之停写",
    "A file system with faults turns read-only, and the ledger with it",
  ),
  cure: both("检查磁盘（fsck），然后重启", "Check the disk (fsck), then restart"),
  examine: ({ machine }) => {
    if (machine.stat("/var/lib/tallygate") === undefined) return absent;
    const probe = join(machine.data, ".doctor");
    try {
      writeFileSync(probe, "", { mode: 0o600, flush: true });
      rmSync(probe);
      return well;
    } catch (fault) {
      return failed(plain(fault instanceof Error ? fault.message : String(fault)));
    }
  },
};

const clock: Check = {
  id: "ground.clock",
  level: "error",
  what: both("时钟不早于最后一次记账", "The clock is not behind the books"),
  why: both(
    "电池没电的主板会回到 1970 年；营业日随之出错",
    "A dead battery brings 1970 back, and wrong business dates",
  ),
  cure: both(
    "timedatectl set-time，更换主板电池",
    "timedatectl set-time; change the board's battery",
  ),
  examine: ({ machine }) => {
    const kept = keptClockMs(machine);
    return when(machine.nowMs() >= kept - hourMs, () =>
      plain(`${new Date(machine.nowMs()).toISOString()} < ${new Date(kept).toISOString()}`),
    );
  },
};

const timeService: Check = {
  id: "ground.time-service",
  level: "warning",
  what: both("时钟由网络校准", "The clock is kept by the network"),
  why: both(
    "走偏的时钟让小票、到期日与总部对不上",
    "A clock that drifts prints wrong times and expires lots early",
  ),
  cure: both(
    "systemctl enable --now systemd-timesyncd",
    "systemctl enable --now systemd-timesyncd",
  ),
  examine: async ({ unit, hasSystemd, machine }) => {
    if (!hasSystemd || machine.isContained) return absent;
    const services = [await unit("systemd-timesyncd.service"), await unit("chrony.service")];
    return when(
      services.some((service) => service?.active === "active"),
      () => both("没有校时服务在运行", "no time service runs"),
    );
  },
  repair: async (machine) => {
    await must(machine, "systemctl", "enable", "--now", "systemd-timesyncd");
  },
};

/** A file of ours that must stand as the package brought it. */
const drop = (
  name: Parameters<typeof dropIn>[0],
  texts: Pick<Check, "id" | "what" | "why">,
): Check => {
  const { path, text, reload } = dropIn(name);
  return {
    ...texts,
    level: "warning",
    cure: both(`恢复 ${path}`, `Put ${path} back`),
    examine: ({ machine }) => when(machine.text(path) === text, () => plain(path)),
    repair: async (machine) => {
      await must(machine, "mkdir", "-p", machine.at(join(path, "..")));
      writeFileSync(machine.at(path), text, { mode: 0o644 });
      if (reload !== undefined && machine.root === "/") await machine.run(...reload);
    },
  };
};

const watchdogDevice: Check = {
  id: "ground.watchdog-device",
  level: "warning",
  what: both("硬件看门狗可用", "There is a hardware watchdog"),
  why: both("整机死机时由它重启", "It restarts a machine that hangs as a whole"),
  cure: both(
    "在 BIOS 里打开 watchdog；加载 softdog 作为替代",
    "Switch it on in the BIOS; softdog is the substitute",
  ),
  examine: ({ machine }) =>
    machine.isContained
      ? absent
      : when(machine.stat("/dev/watchdog") !== undefined, () => plain("/dev/watchdog")),
  repair: async (machine) => {
    writeFileSync(machine.at("/etc/modules-load.d/tallygate-watchdog.conf"), "softdog\n");
    await must(machine, "modprobe", "softdog");
  },
};

export const ground: readonly Check[] = [
  system,
  memory,
  freeSpace("ground.space", "error", freeErrorMb),
  freeSpace("ground.space-ahead", "warning", freeMinMb),
  inodes,
  writable,
  clock,
  timeService,
  watchdogDevice,
  drop("watchdog", {
    id: "ground.watchdog",
    what: both("systemd 喂硬件看门狗", "systemd feeds the hardware watchdog"),
    why: both("不喂就等于没有", "A watchdog nobody arms does nothing"),
  }),
  drop("journal", {
    id: "ground.journal",
    what: both("系统日志有上限", "The journal has a limit"),
    why: both("否则日志会占满数据盘", "Otherwise it fills the disk of the books"),
  }),
  drop("updates", {
    id: "ground.updates",
    what: both("安全更新只在夜间、从不自动重启", "Security updates at night only, never a restart"),
    why: both(
      "营业中不更新；不更新又有漏洞",
      "Nothing changes in opening hours, and holes are closed",
    ),
  }),
];
