// Checks of readers, printers and scanners: drivers, rivals, rules, names that stay, the way to network printers.
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { modprobeRules, rivalModules } from "../../drivers/udev.ts";
import type { Machine } from "../machine.ts";
import { printersDropIn, printersDropInPath, writePrintersDropIn } from "../site/outbound.ts";
import { rulesFile, rulesInForce, siteRules, udevFile } from "../site/rules.ts";
import { absent, both, type Check, failed, plain, well, when } from "./check.ts";
import type { Facts } from "./facts.ts";
import { must } from "./repair.ts";

/** A finding of the device side's own doctor, by the name it has there. */
const fromDrivers = (
  name: string,
  check: Omit<Check, "examine" | "level"> & { readonly level?: Check["level"] },
): Check => ({
  level: "error",
  ...check,
  examine: async ({ findings }) => {
    const found = (await findings()).find((finding) => finding.check === name);
    if (found === undefined) return absent;
    return found.ok ? well : failed(plain(found.cure ?? name));
  },
});

const reinstall = both(
  "重新安装：apt reinstall tallygate",
  "Install again: apt reinstall tallygate",
);
const nativePackage = (name: string, kind: { readonly zh: string; readonly en: string }): Check =>
  fromDrivers(`package ${name}`, {
    id: `devices.package-${name}`,
    what: both(`${kind.zh}的驱动程序库可加载`, `The library for ${kind.en} loads`),
    why: both(`否则${kind.zh}全部不能用`, `Without it no ${kind.en} works`),
    cure: reinstall,
  });

const modprobeFile = "/etc/modprobe.d/tallygate.conf";
const keepAway = (machine: Machine): void => {
  mkdirSync(machine.at("/etc/modprobe.d"), { recursive: true });
  writeFileSync(machine.at(modprobeFile), modprobeRules(), { mode: 0o644 });
};

const rival = (module: string): Check =>
  fromDrivers(`kernel module ${module}`, {
    id: `devices.module-${module}`,
    what: both(`内核模块 ${module} 没有加载`, `The kernel module ${module} is away`),
    why: both(`它会抢走读卡器（${rivalModules[module] ?? ""}）`, rivalModules[module] ?? ""),
    cure: both(
      `屏蔽并卸载：modprobe -r ${module}`,
      `Keep it away and unload it: modprobe -r ${module}`,
    ),
    repair: async (machine) => {
      keepAway(machine);
      await must(machine, "modprobe", "-r", module);
    },
  });

const blacklist: Check = {
  id: "devices.blacklist",
  level: "error",
  what: both("抢设备的内核模块被屏蔽", "Kernel modules that take readers away are kept away"),
  why: both("下次开机它们会再次加载", "They would be back with the next boot"),
  cure: both(`写入 ${modprobeFile}`, `Write ${modprobeFile}`),
  examine: ({ machine }) => {
    const texts = ["/usr/lib/modprobe.d/tallygate.conf", modprobeFile].map(
      (path) => machine.text(path) ?? "",
    );
    const missing = ["pn533_usb", "pn533"].filter(
      (module) => !texts.some((text) => new RegExp(`^blacklist ${module}$`, "mu").test(text)),
    );
    return when(missing.length === 0, () => plain(missing.join(", ")));
  },
  repair: keepAway,
};

const rules: Check = {
  id: "devices.rules",
  level: "error",
  what: both("udev 规则与驱动表一致", "The udev rules are those of the driver table"),
  why: both(
    "没有规则，设备主机无权打开设备，名称也会变",
    "Without them the host may not open devices, and names change",
  ),
  cure: both(`重新生成 ${rulesFile}`, `Make ${rulesFile} again`),
  examine: ({ machine }) =>
    when(rulesInForce(machine) === udevFile(siteRules(machine)), () => plain(rulesFile)),
  repair: async (machine) => {
    await must(machine, "mkdir", "-p", machine.at("/etc/udev/rules.d"));
    writeFileSync(machine.at(rulesFile), udevFile(siteRules(machine)), { mode: 0o644 });
    if (machine.root === "/") await machine.run("udevadm", "control", "--reload");
  },
};

const foreign = (machine: Machine): readonly string[] =>
  machine
    .names("/etc/udev/rules.d")
    .filter((name) => name.endsWith(".rules") && !/tallygate/u.test(name))
    .filter((name) => {
      const text = machine.text(`/etc/udev/rules.d/${name}`) ?? "";
      return /^[^#\n]*(?:072f|04b8|0519|usbmisc|hidraw)[^\n]*(?:MODE|GROUP|OWNER|authorized|RUN)/mu.test(
        text,
      );
    });

const foreignRules: Check = {
  id: "devices.foreign-rules",
  level: "warning",
  what: both("没有别的 udev 规则管这些设备", "No other udev rules handle these devices"),
  why: both(
    "后执行的规则会改掉权限或抢走设备",
    "A rule that runs later changes rights or takes the device",
  ),
  cure: both(
    "把该文件移出 /etc/udev/rules.d（改名为 .off）",
    "Move it out of the way (renamed to .off)",
  ),
  examine: ({ machine }) => {
    const names = foreign(machine);
    return when(names.length === 0, () => plain(names.join(", ")));
  },
  repair: async (machine) => {
    for (const name of foreign(machine)) {
      const path = machine.at(`/etc/udev/rules.d/${name}`);
      await must(machine, "mv", path, `${path}.off`);
    }
  },
};

/** A service of a desktop that opens what is plugged in before we do. */
const rivalService = (
  unit: "ModemManager.service" | "brltty.service" | "cups-browsed.service",
  texts: Pick<Check, "id" | "what" | "why">,
): Check => ({
  ...texts,
  level: "warning",
  cure: both(`systemctl mask --now ${unit}`, `systemctl mask --now ${unit}`),
  examine: async (facts: Facts) => {
    if (!facts.hasSystemd) return absent;
    const found = await facts.unit(unit);
    const isAway = found === undefined || found.load !== "loaded" || found.active !== "active";
    return when(isAway, () => plain(unit));
  },
  repair: async (machine) => {
    await must(machine, "systemctl", "mask", "--now", unit);
  },
});

const packagedBraille = [
  "/usr/lib/udev/rules.d/90-brltty-usb-generic.rules",
  "/usr/lib/udev/rules.d/85-brltty.rules",
];

const brailleTakesSerial: Check = {
  id: "devices.braille-rules",
  level: "warning",
  what: both("盲文终端规则不抢 CH340 串口", "Braille rules leave CH340 serial printers alone"),
  why: both(
    "brltty 的规则把 1a86:7523 当作盲文终端，打印机消失",
    "brltty takes 1a86:7523 for a braille display: the printer vanishes",
  ),
  cure: both(
    "用指向 /dev/null 的同名文件盖住该规则",
    "Cover the rule by a link of its name to /dev/null",
  ),
  examine: ({ machine }) => {
    const taking = packagedBraille.filter(
      (path) =>
        /1a86/iu.test(machine.text(path) ?? "") &&
        machine.stat(path.replace("/usr/lib", "/etc")) === undefined,
    );
    return when(taking.length === 0, () => plain(taking.join(", ")));
  },
  repair: async (machine) => {
    await must(machine, "mkdir", "-p", machine.at("/etc/udev/rules.d"));
    for (const path of packagedBraille) {
      if (machine.stat(path) === undefined) continue;
      const cover = machine.at(path.replace("/usr/lib", "/etc"));
      rmSync(cover, { force: true });
      symlinkSync("/dev/null", cover);
    }
    if (machine.root === "/") await machine.run("udevadm", "control", "--reload");
  },
};

const printersReached: Check = {
  id: "devices.outbound",
  level: "error",
  what: both(
    "设备主机只被允许、也确实被允许访问网络打印机",
    "The device host may reach the network printers, and nobody else",
  ),
  why: both(
    "没放行的打印机打不出，放行过多则失去隔离",
    "A printer that is not allowed prints nothing",
  ),
  cure: both(
    `生成 ${printersDropInPath} 并重启设备主机`,
    `Make ${printersDropInPath} and restart the device host`,
  ),
  examine: ({ machine, devices }) => {
    const wanted = printersDropIn(devices());
    return when((machine.text(printersDropInPath) ?? "") === wanted.text, () =>
      plain(wanted.addresses.join(", ") || printersDropInPath),
    );
  },
  repair: writePrintersDropIn,
};

const configured: Check = {
  id: "devices.each",
  level: "error",
  what: both(
    "每台已配置的设备都在，名称稳定，可打开",
    "Each configured device is there, under a name that stays, and opens",
  ),
  why: both("拔掉或换口的设备不再工作", "A device unplugged or moved works no more"),
  cure: both(
    "插好设备；tallygate assign 重新指定",
    "Plug it in; tallygate assign points to it anew",
  ),
  examine: async ({ findings }) => {
    const open = (await findings()).filter(({ check, ok }) => !ok && check.includes(": "));
    return when(open.length === 0, () =>
      plain(open.map(({ check, cure }) => `${check}: ${cure ?? ""}`).join("; ")),
    );
  },
};

export const devices: readonly Check[] = [
  nativePackage("serialport", both("串口设备", "serial device")),
  nativePackage("node-hid", both("HID 设备", "HID device")),
  nativePackage("nfc-pcsc", both("读卡器", "card reader")),
  fromDrivers("pictures of rare characters", {
    id: "devices.rare-characters",
    level: "warning",
    what: both("生僻字能印成图", "Rare characters are printed as pictures"),
    why: both(
      "打印机字库里没有的姓氏会印成问号",
      "Names outside the printer's font come out as question marks",
    ),
    cure: both("apt install fonts-noto-cjk", "apt install fonts-noto-cjk"),
  }),
  fromDrivers("pcscd", {
    id: "devices.pcscd",
    what: both("读卡服务应答", "The card service answers"),
    why: both("没有应答就没有读卡器", "Without an answer there are no readers"),
    cure: both("systemctl restart pcscd.socket", "systemctl restart pcscd.socket"),
    repair: async (machine) => {
      await must(machine, "systemctl", "restart", "pcscd.socket");
    },
  }),
  ...Object.keys(rivalModules).map(rival),
  blacklist,
  rules,
  foreignRules,
  rivalService("ModemManager.service", {
    id: "devices.modem-manager",
    what: both("ModemManager 没有运行", "ModemManager does not run"),
    why: both(
      "它向串口打印机发调制解调器命令，打出乱码",
      "It sends modem commands to serial printers",
    ),
  }),
  rivalService("brltty.service", {
    id: "devices.braille",
    what: both("brltty 没有运行", "brltty does not run"),
    why: both("它占用 CH340 串口", "It holds CH340 serial ports"),
  }),
  rivalService("cups-browsed.service", {
    id: "devices.print-service",
    what: both("CUPS 不抢小票打印机", "CUPS does not take receipt printers"),
    why: both("两边同时打印，小票断在中间", "Two writers tear a receipt apart"),
  }),
  brailleTakesSerial,
  printersReached,
  configured,
];
