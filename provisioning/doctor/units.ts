// Checks of what runs: each unit enabled and active, none failed, the door open.
import type { Machine } from "../machine.ts";
import { absent, both, type Check, failed, ofOpenDoors, plain, well, when } from "./check.ts";
import { ourUnits } from "./facts.ts";
import { must } from "./repair.ts";

const restartsMax = 5;

interface Wanted {
  readonly id: string;
  readonly unit: (typeof ourUnits)[number];
  readonly level: Check["level"];
  readonly what: Check["what"];
  readonly why: Check["why"];
}

/** Enabled, so that it is there after the next power cut, and active now. */
const running = ({ id, unit: name, level, what, why }: Wanted): Check => ({
  id,
  level,
  what,
  why,
  cure: both(`systemctl enable --now ${name}`, `systemctl enable --now ${name}`),
  examine: async ({ unit, hasSystemd }) => {
    if (!hasSystemd) return absent;
    const found = await unit(name);
    if (found === undefined || found.load === "not-found")
      return failed(both(`${name} 没有安装`, `${name} is not installed`));
    const isEnabled = ["enabled", "static", "enabled-runtime"].includes(found.file);
    return when(isEnabled && found.active === "active", () =>
      plain(`${name}: ${found.file}, ${found.active}`),
    );
  },
  repair: async (machine) => {
    await machine.run("systemctl", "unmask", name);
    await machine.run("systemctl", "reset-failed", name);
    await must(machine, "systemctl", "enable", "--now", name);
  },
});

const failedUnits = async (machine: Machine): Promise<readonly string[]> => {
  const { out } = await machine.run(
    "systemctl",
    "list-units",
    "--failed",
    "--no-legend",
    "--plain",
    "tallygate*",
    "pcscd*",
  );
  return out.split("\n").flatMap((line) => (line === "" ? [] : [line.split(" ")[0] ?? ""]));
};

const noneFailed: Check = {
  id: "units.failed",
  level: "error",
  what: both("没有失败的服务", "No unit has failed"),
  why: both(
    "失败的夜间任务没人看见：备份、核账、证书",
    "A failed job of the night is seen by nobody: backup, audit, certificate",
  ),
  cure: both(
    "journalctl -u 名称；systemctl reset-failed；再启动一次",
    "journalctl -u NAME; systemctl reset-failed; start it once more",
  ),
  examine: async ({ machine, hasSystemd }) => {
    if (!hasSystemd) return absent;
    const names = await failedUnits(machine);
    return when(names.length === 0, () => plain(names.join(", ")));
  },
  repair: async (machine) => {
    for (const name of await failedUnits(machine)) {
      await must(machine, "systemctl", "reset-failed", name);
      await must(machine, "systemctl", "start", name);
    }
  },
};

const restarts: Check = {
  id: "units.restarts",
  level: "warning",
  what: both(
    "网关和设备主机没有反复重启",
    "Gateway and device host do not restart again and again",
  ),
  why: both(
    "每次重启都是一次崩溃或死锁，只是没人看见",
    "Each restart was a crash or a hang that nobody saw",
  ),
  cure: both(
    "journalctl -u tallygate-gateway；tallygate support 给厂家；计数从零开始",
    "journalctl -u tallygate-gateway; tallygate support for the maker; the count begins anew",
  ),
  examine: async ({ unit, hasSystemd }) => {
    if (!hasSystemd) return absent;
    const [gateway, devices] = [
      (await unit("tallygate-gateway.service"))?.restarts ?? 0,
      (await unit("tallygate-devices.service"))?.restarts ?? 0,
    ];
    return when(Math.max(gateway, devices) <= restartsMax, () => plain(`${gateway}×, ${devices}×`));
  },
  repair: async (machine) => {
    await must(machine, "systemctl", "reset-failed", "tallygate-gateway.service");
    await must(machine, "systemctl", "restart", "tallygate-devices.service");
    await must(machine, "systemctl", "reset-failed", "tallygate-devices.service");
  },
};

const door: Check = {
  id: "units.door",
  level: "error",
  what: both("网关应答并就绪", "The gateway answers and is ready"),
  why: both("不就绪时收银台无法营业", "Nobody can sell where it does not"),
  cure: both(
    "systemctl restart tallygate-gateway，看 journalctl",
    "systemctl restart tallygate-gateway; read its journal",
  ),
  examine: async (facts) => {
    if (!facts.hasSystemd) return absent;
    const answer = await facts.door();
    if (answer === undefined) return failed(both("没有应答", "nobody answers"));
    return answer.ready ? well : failed(plain(answer.why.join(", ")));
  },
  repair: async (machine) => {
    await must(machine, "systemctl", "restart", "tallygate-devices.service");
    await must(machine, "systemctl", "restart", "tallygate-gateway.service");
    await until(machine);
  },
};

const readyTries = 120;
const readyPauseMs = 250;

/** Waits until the gateway is ready, for half a minute. */
export const until = async ({ door: url }: Machine): Promise<void> => {
  for (let tries = 0; tries < readyTries; tries++) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, readyPauseMs));
  }
};

export const units: readonly Check[] = [
  ofOpenDoors(
    running({
      id: "units.door-socket",
      unit: "tallygate-http.socket",
      level: "error",
      what: both("本机入口（8140）开着", "This machine's own door (8140) is open"),
      why: both("自助机与命令行经此进入", "Kiosk and command line come in here"),
    }),
  ),
  ofOpenDoors(
    running({
      id: "units.gateway",
      unit: "tallygate-gateway.service",
      level: "error",
      what: both("网关在运行，开机自启", "The gateway runs, and with every boot"),
      why: both("没有网关就没有营业", "No gateway, no business"),
    }),
  ),
  running({
    id: "units.devices",
    unit: "tallygate-devices.service",
    level: "error",
    what: both("设备主机在运行，开机自启", "The device host runs, and with every boot"),
    why: both("没有它就没有读卡与打印", "Without it no card is read and nothing printed"),
  }),
  running({
    id: "units.verify",
    unit: "tallygate-verify.timer",
    level: "warning",
    what: both("每夜核账已排定", "The nightly audit is due every night"),
    why: both(
      "账本损坏要当天知道，不是年底",
      "Damage must be known the same day, not at year's end",
    ),
  }),
  running({
    id: "units.backup",
    unit: "tallygate-backup.timer",
    level: "warning",
    what: both("备份任务已排定", "The backup is due by itself"),
    why: both("网关停着时也要有备份", "Also while the gateway stands still"),
  }),
  running({
    id: "units.tls-renew",
    unit: "tallygate-tls-renew.timer",
    level: "warning",
    what: both("证书自动续期已排定", "Certificates are renewed by themselves"),
    why: both("证书过期那天所有收银台同时停", "On the day it expires every till stops at once"),
  }),
  running({
    id: "units.pcscd",
    unit: "pcscd.socket",
    level: "error",
    what: both("读卡服务（pcscd）待命", "The card service (pcscd) stands by"),
    why: both("没有它读卡器不出声", "Without it readers stay silent"),
  }),
  noneFailed,
  restarts,
  ofOpenDoors(door),
];
