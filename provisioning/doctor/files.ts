// Checks of folders, owners and secrets: who may read what, and nothing left over.
import { chmodSync, readdirSync, rmSync, statSync, writeFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import type { Machine } from "../machine.ts";
import { absent, both, type Check, plain, when } from "./check.ts";
import { optionsFile } from "./facts.ts";
import { must } from "./repair.ts";

const hourMs = 3_600_000;
const modeBits = 0o777;

const accountOf = (
  machine: Machine,
  kind: "passwd" | "group",
  name: string,
): number | undefined => {
  const line = (machine.text(`/etc/${kind}`) ?? "")
    .split("\n")
    .find((row) => row.startsWith(`${name}:`));
  return line === undefined ? undefined : Number(line.split(":")[2]);
};

const mode = (path: string): string => {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? "–" : (stat.mode & modeBits).toString(8).padStart(4, "0");
};

interface Folder {
  readonly id: string;
  readonly path: (machine: Machine) => string;
  readonly mode: string;
  readonly owner: string;
  readonly what: Check["what"];
  readonly why: Check["why"];
}

/** A folder or file that must have this mode and owner; not there is another check's affair. */
const guarded = ({ id, path, mode: wanted, owner, what, why }: Folder): Check => ({
  id,
  level: "error",
  what,
  why,
  cure: both(`chown ${owner}，chmod ${wanted}`, `chown ${owner}, chmod ${wanted}`),
  examine: ({ machine }) => {
    const stat = statSync(path(machine), { throwIfNoEntry: false });
    if (stat === undefined) return absent;
    const [user = "", group = ""] = owner.split(":");
    const [uid, gid] = [accountOf(machine, "passwd", user), accountOf(machine, "group", group)];
    const isOwned =
      machine.root !== "/" ||
      uid === undefined ||
      (stat.uid === uid && stat.gid === (gid ?? stat.gid));
    const found = mode(path(machine));
    return when(isOwned && found === wanted, () => plain(`${path(machine)}: ${found}`));
  },
  repair: async (machine) => {
    chmodSync(path(machine), Number.parseInt(wanted, 8));
    if (machine.root === "/") await must(machine, "chown", owner, path(machine));
  },
});

const dataFolder = guarded({
  id: "files.data",
  path: (machine) => machine.data,
  mode: "0700",
  owner: "tallygate:tallygate",
  what: both("数据文件夹只属于网关", "The data folder is the gateway's alone"),
  why: both("里面有账本与密钥", "It holds the books and the keys"),
});

const settingsFolder = guarded({
  id: "files.settings",
  path: (machine) => machine.at("/etc/tallygate"),
  mode: "0750",
  owner: "root:tallygate-link",
  what: both("设置文件夹只有 root 能改", "Only root changes the settings"),
  why: both(
    "谁能改设置，谁就能改打印机与出站地址",
    "Whoever changes them decides on printers and outbound addresses",
  ),
});

const devicesFile = guarded({
  id: "files.devices",
  path: (machine) => machine.at("/etc/tallygate/devices.json"),
  mode: "0640",
  owner: "root:tallygate-link",
  what: both("设备主机读得到 devices.json", "The device host can read devices.json"),
  why: both("读不到时一台设备都打不开", "Unread, no device opens"),
});

const secrets: Check = {
  id: "files.secrets",
  level: "error",
  what: both("密钥文件只有网关能读", "Key files are read by the gateway only"),
  why: both("拿到密钥的人能读会员资料", "With the keys, members' data can be read"),
  cure: both("chmod 0600 credentials/*", "chmod 0600 credentials/*"),
  examine: ({ machine }) => {
    const open = secretFiles(machine).filter((file) => (statSync(file).mode & 0o077) !== 0);
    return when(open.length === 0, () => plain(open.join(", ")));
  },
  repair: (machine) => {
    for (const file of secretFiles(machine)) chmodSync(file, 0o600);
  },
};

const listed = (folder: string): readonly string[] =>
  existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];

const secretFiles = (machine: Machine): readonly string[] => [
  ...listed(join(machine.data, "credentials")),
  ...listed(join(machine.data, "tls")),
];

const needed = ["master", "pepper", "signing"] as const;

const keys: Check = {
  id: "files.keys",
  level: "error",
  what: both("每个密钥都在", "Every key is there"),
  why: both(
    "丢了主密钥，会员资料不可恢复",
    "Without the master key members' data is gone for good",
  ),
  cure: both(
    "从备份或备用机恢复 credentials 文件夹",
    "Bring the credentials folder back from the backup or the spare",
  ),
  examine: ({ machine }) => {
    if (!existsSync(join(machine.data, "store.db"))) return absent;
    const sealed = machine.names("/etc/tallygate/creds");
    const missing = needed.filter(
      (name) =>
        !sealed.some((file) => file.startsWith(name)) &&
        !existsSync(join(machine.data, "credentials", name)),
    );
    return when(missing.length === 0, () => plain(missing.join(", ")));
  },
};

const owners: Check = {
  id: "files.owners",
  level: "error",
  what: both("数据文件夹里没有别人的文件", "Nothing in the data folder belongs to somebody else"),
  why: both(
    "以 root 恢复或复制后，网关会打不开自己的账本",
    "After a copy made as root the gateway cannot open its own books",
  ),
  cure: both(
    "chown -R tallygate:tallygate /var/lib/tallygate",
    "chown -R tallygate:tallygate /var/lib/tallygate",
  ),
  examine: ({ machine }) => {
    const uid = accountOf(machine, "passwd", "tallygate");
    if (machine.root !== "/" || uid === undefined || !existsSync(machine.data)) return absent;
    const foreign = readdirSync(machine.data, { recursive: true, encoding: "utf8" }).filter(
      (name) => (statSync(join(machine.data, name), { throwIfNoEntry: false })?.uid ?? uid) !== uid,
    );
    return when(foreign.length === 0, () => plain(foreign.slice(0, 5).join(", ")));
  },
  repair: async (machine) => {
    await must(machine, "chown", "-R", "tallygate:tallygate", machine.data);
  },
};

const accounts: Check = {
  id: "files.accounts",
  level: "error",
  what: both("用户与用户组齐全", "Users and groups are there"),
  why: both("没有它们服务无法启动", "Without them nothing starts"),
  cure: both("systemd-sysusers tallygate.conf", "systemd-sysusers tallygate.conf"),
  examine: ({ machine }) => {
    const missing = [
      ...["tallygate", "tallygate-dev"].filter(
        (name) => accountOf(machine, "passwd", name) === undefined,
      ),
      ...["tallygate-link"].filter((name) => accountOf(machine, "group", name) === undefined),
    ];
    return when(missing.length === 0, () => plain(missing.join(", ")));
  },
  repair: async (machine) => {
    await must(machine, "systemd-sysusers", "tallygate.conf");
  },
};

const memberships = {
  "tallygate-link": ["tallygate", "tallygate-dev"],
  dialout: ["tallygate-dev"],
  lp: ["tallygate-dev"],
};

const groups: Check = {
  id: "files.groups",
  level: "error",
  what: both("服务用户在所需的用户组里", "The service users are in their groups"),
  why: both("不在组里就打不开串口与打印机", "Outside of them, serial ports and printers stay shut"),
  cure: both(
    "systemd-sysusers tallygate.conf，然后重启 tallygate-devices",
    "systemd-sysusers tallygate.conf, then restart tallygate-devices",
  ),
  examine: ({ machine }) => {
    const lines = (machine.text("/etc/group") ?? "").split("\n");
    const missing = Object.entries(memberships).flatMap(([group, users]) => {
      const line = lines.find((row) => row.startsWith(`${group}:`));
      const members = line?.split(":")[3]?.split(",") ?? [];
      return line === undefined
        ? []
        : users.filter((user) => !members.includes(user)).map((user) => `${user} ∉ ${group}`);
    });
    return when(missing.length === 0, () => plain(missing.join(", ")));
  },
  repair: async (machine) => {
    await must(machine, "systemd-sysusers", "tallygate.conf");
  },
};

const isDraft = (name: string): boolean => /\.(?:draft-\d+\b.*|new)$/u.test(name);

const draftsOf = (machine: Machine): readonly string[] =>
  [machine.data, join(machine.data, "backups")]
    .flatMap(listed)
    .filter((path) => isDraft(path.slice(path.lastIndexOf("/") + 1)))
    .filter((path) => machine.nowMs() - statSync(path).mtimeMs > hourMs);

const drafts: Check = {
  id: "files.drafts",
  level: "warning",
  what: both("没有中断留下的半成品", "No drafts of interrupted work are left"),
  why: both("它们占空间，也含账本副本", "They take room and hold copies of the books"),
  cure: both("删除一小时前的半成品", "Remove drafts older than an hour"),
  examine: ({ machine }) => {
    const found = draftsOf(machine);
    return when(found.length === 0, () => plain(found.join(", ")));
  },
  repair: (machine) => {
    for (const file of draftsOf(machine)) rmSync(file, { recursive: true });
  },
};

const options: Check = {
  id: "files.options",
  level: "error",
  what: both("网关选项（lan.conf）可用", "The gateway's options (lan.conf) can be followed"),
  why: both("一个写错的选项让网关起不来", "One wrong option and the gateway does not start"),
  cure: both(`改正 ${optionsFile}`, `Correct ${optionsFile}`),
  examine: ({ configProblem }) =>
    when(configProblem === undefined, () => plain(configProblem ?? "")),
};

const deviceList: Check = {
  id: "files.device-list",
  level: "error",
  what: both("devices.json 存在且可用", "devices.json is there and can be followed"),
  why: both("写错时没有一台设备能用", "With a mistake in it no device works"),
  cure: both(
    "改正文件；缺失时写入空表。写错的文件改名为 devices.json.broken",
    "Correct it; where it is missing an empty one is made. A broken one is set aside as devices.json.broken",
  ),
  examine: ({ machine, devicesProblem }) => {
    if (machine.stat("/etc/tallygate") === undefined) return absent;
    const isThere = machine.stat("/etc/tallygate/devices.json") !== undefined;
    return when(isThere && devicesProblem === undefined, () =>
      plain(devicesProblem ?? "/etc/tallygate/devices.json"),
    );
  },
  repair: async (machine) => {
    const file = machine.at("/etc/tallygate/devices.json");
    if (existsSync(file)) await must(machine, "mv", file, `${file}.broken`);
    writeFileSync(file, '{"devices": []}\n', { mode: 0o640 });
    if (machine.root === "/") await must(machine, "chgrp", "tallygate-link", file);
  },
};

export const files: readonly Check[] = [
  accounts,
  groups,
  dataFolder,
  settingsFolder,
  deviceList,
  devicesFile,
  secrets,
  keys,
  owners,
  drafts,
  options,
];
