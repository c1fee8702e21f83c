// Checks of the programs themselves: which release is in force, whole, and what to fall back to.
import { existsSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import type { Machine } from "../machine.ts";
import { newestRelease, pointAt, releasesFolder } from "../release/releases.ts";
import { readTrial } from "../release/trial.ts";
import { absent, both, type Check, failed, plain, well, when } from "./check.ts";
import { must, RepairFailed } from "./repair.ts";

const nodeAtLeast = [24, 12] as const;

const isPackaged = (machine: Machine): boolean => existsSync(machine.at("/opt/tallygate"));

const linkOf = (machine: Machine, name: "current" | "previous"): string | undefined => {
  try {
    return readlinkSync(machine.at(`/opt/tallygate/${name}`));
  } catch {
    return undefined;
  }
};

const current: Check = {
  id: "release.current",
  level: "error",
  what: both("“当前版本”指向一个存在的版本", "`current` points at a release that is there"),
  why: both("断掉的链接让所有服务起不来", "With a broken link nothing starts"),
  cure: both("指向最新的完整版本", "Point it at the newest whole release"),
  examine: ({ machine }) => {
    if (!isPackaged(machine)) return absent;
    const target = linkOf(machine, "current");
    const isWhole =
      target !== undefined &&
      existsSync(machine.at(join("/opt/tallygate", target, "app/gateway/main.js")));
    return when(isWhole, () => plain(target ?? "–"));
  },
  repair: (machine) => {
    const newest = newestRelease(machine);
    if (newest === undefined) throw new RepairFailed(`no whole release in ${releasesFolder}`);
    pointAt(machine, "current", newest);
  },
};

const previous: Check = {
  id: "release.previous",
  level: "warning",
  what: both("“上一版本”还在，可以退回", "The release before is there to fall back to"),
  why: both("退回要有退处", "A rollback needs somewhere to go"),
  cure: both(
    "apt reinstall tallygate；或删除断掉的链接",
    "apt reinstall tallygate; or remove the broken link",
  ),
  examine: ({ machine }) => {
    const target = linkOf(machine, "previous");
    if (target === undefined) return absent;
    return when(existsSync(machine.at(join("/opt/tallygate", target, "node"))), () =>
      plain(target),
    );
  },
  repair: async (machine) => {
    await must(machine, "rm", "-f", machine.at("/opt/tallygate/previous"));
  },
};

const trial: Check = {
  id: "release.trial",
  level: "error",
  what: both("没有悬而未决的升级", "No upgrade hangs in the air"),
  why: both(
    "中断的试运行既没有确认也没有退回",
    "An interrupted trial was neither kept nor taken back",
  ),
  cure: both(
    "tallygate recover：退回上一版本，保留试运行期间的账",
    "tallygate recover: back to the release before, entries kept",
  ),
  examine: ({ machine }) => {
    const found = readTrial(machine);
    if (found === undefined) return well;
    return machine.nowMs() - found.startedMs < found.trialMs * 3
      ? well
      : failed(plain(`${found.from} → ${found.to}: ${found.phase}`));
  },
  repair: async (machine) => {
    await must(machine, process.execPath, join(import.meta.dirname, "..", "main.ts"), "recover");
  },
};

const node: Check = {
  id: "release.node",
  level: "error",
  what: both("运行时版本足够新", "The runtime is new enough"),
  why: both("旧的运行时连源码都读不了", "An older one cannot even read the programs"),
  cure: both("重新安装：apt reinstall tallygate", "Install again: apt reinstall tallygate"),
  examine: ({ machine }) => {
    const packed = machine.at("/opt/tallygate/current/node");
    if (isPackaged(machine) && !existsSync(packed)) return failed(plain(packed));
    const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
    const isNew = major > nodeAtLeast[0] || (major === nodeAtLeast[0] && minor >= nodeAtLeast[1]);
    return when(isNew, () => plain(process.versions.node));
  },
};

const whole: Check = {
  id: "release.whole",
  level: "error",
  what: both("已安装的文件没有被改动", "The installed files are unchanged"),
  why: both("改动过的程序不再是签过名的程序", "Changed programs are not those that were signed"),
  cure: both("重新安装：apt reinstall tallygate", "Install again: apt reinstall tallygate"),
  examine: async ({ machine }) => {
    if (machine.root !== "/" || !existsSync("/var/lib/dpkg/info/tallygate.md5sums")) return absent;
    const { out } = await machine.run("dpkg", "--verify", "tallygate");
    const changed = out.split("\n").filter((line) => line !== "" && !/ c \/etc\//u.test(line));
    return when(changed.length === 0, () => plain(changed.slice(0, 5).join("; ")));
  },
};

const command: Check = {
  id: "release.command",
  level: "warning",
  what: both("命令 tallygate 可用", "The command tallygate is there"),
  why: both("定时任务与技师都用它", "Timers and technicians use it"),
  cure: both("重新安装：apt reinstall tallygate", "Install again: apt reinstall tallygate"),
  examine: ({ machine }) =>
    isPackaged(machine)
      ? when(machine.stat("/usr/bin/tallygate") !== undefined, () => plain("/usr/bin/tallygate"))
      : absent,
};

const isRoot: Check = {
  id: "release.rights",
  level: "warning",
  what: both("以 root 身份检查", "The doctor runs as root"),
  why: both(
    "否则看不到数据文件夹，检查不全",
    "Otherwise it cannot see the data folder and misses things",
  ),
  cure: both("sudo tallygate doctor", "sudo tallygate doctor"),
  examine: ({ machine }) =>
    machine.root === "/"
      ? when(process.getuid?.() === 0, () => plain(`uid ${process.getuid?.() ?? "?"}`))
      : absent,
};

export const release: readonly Check[] = [isRoot, current, previous, trial, node, whole, command];
