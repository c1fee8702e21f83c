// Checks of this machine's device side: each says what is wrong and what cures it. What every driver of the table
// needs, what stands in its way, and whether each configured device can be reached under a name that stays.
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { ConfiguredDevice } from "./configuration.ts";
import type { Driver } from "./driver.ts";
import { packageProblem, type NativePackage } from "./ports/packages.ts";
import { pcscdAnswers, pcscSocketPath } from "./ports/pcsc.ts";
import { rasterProblem } from "./ports/raster.ts";
import { openTcp } from "./ports/tcp.ts";
import { driverOf, drivers } from "./registry.ts";
import { rivalModules } from "./udev.ts";

export interface DoctorFinding {
  readonly check: string;
  readonly ok: boolean;
  /** what to do, when something is to be done */
  readonly cure?: string;
}

const finding = (check: string, ok: boolean, cure: string): DoctorFinding =>
  ok ? { check, ok } : { check, ok, cure };

const loadedModules = (): ReadonlySet<string> => {
  try {
    const lines = readFileSync("/proc/modules", "utf8").split("\n");
    return new Set(lines.map((line) => line.split(" ")[0] ?? ""));
  } catch {
    return new Set();
  }
};

/** The drivers of a transport, for the sentence that says what stands still without something. */
const driversOver = (transport: Driver["transport"]): string =>
  drivers.flatMap((driver) => (driver.transport === transport ? driver.id : [])).join(", ");

const examinePackage = async (
  name: NativePackage,
  transport: Driver["transport"],
): Promise<DoctorFinding> => {
  const problem = await packageProblem(name);
  const cure = `npm install; needed by ${driversOver(transport)} (${problem ?? ""})`;
  return finding(`package ${name}`, problem === undefined, cure);
};

/** Only the PC/SC child may load it: here it is looked for, not loaded. */
const examinePcscPackage = (): DoctorFinding => {
  const cure = `npm install with libpcsclite-dev; needed by ${driversOver("pcsc")}`;
  try {
    createRequire(import.meta.url).resolve("nfc-pcsc");
    return finding("package nfc-pcsc", true, cure);
  } catch {
    return finding("package nfc-pcsc", false, cure);
  }
};

/** Names that the kernel gives in the order of plugging in. */
const isPassing = (path: string): boolean =>
  /^\/dev\/(?:tty(?:USB|ACM)|hidraw|usb\/lp)\d+$/u.test(path);

const examinePath = (device: string, path: string): readonly DoctorFinding[] => {
  const stable = finding(
    `${device}: a name that stays`,
    !isPassing(path),
    `${path} changes with the order of plugging in: tallygate devices udev --name ${device}=VENDOR:PRODUCT:SERIAL`,
  );
  if (!existsSync(path))
    return [stable, finding(`${device}: ${path}`, false, "it is not there: plug it in")];
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return [stable, finding(`${device}: ${path}`, true, "")];
  } catch {
    const cure = "this user may not open it: tallygate devices udev > /etc/udev/rules.d/…";
    return [stable, finding(`${device}: ${path}`, false, cure)];
  }
};

const examineTcp = async (device: string, host: string, port: number): Promise<DoctorFinding> => {
  const open = openTcp({ host, port }, Date.now);
  const check = `${device}: ${host}:${port}`;
  try {
    const link = await open({ bytes: () => undefined, closed: () => undefined });
    link.close();
    return finding(check, true, "");
  } catch (fault) {
    const why = fault instanceof Error ? fault.message : String(fault);
    return finding(check, false, `nothing answers there (${why}): power, cable, address`);
  }
};

const textOf = (options: object | undefined, name: string): string | undefined => {
  const value: unknown = options === undefined ? undefined : Reflect.get(options, name);
  return typeof value === "string" ? value : undefined;
};

const examineDevice = async (configured: ConfiguredDevice): Promise<readonly DoctorFinding[]> => {
  const { device, options } = configured;
  const driver = driverOf(configured.driver);
  if (driver === undefined)
    return [
      finding(`${device}: driver`, false, `there is no driver ${configured.driver}: devices.json`),
    ];
  const path = textOf(options, "path");
  const host = textOf(options, "host");
  if (path !== undefined) return examinePath(device, path);
  if (host === undefined) return [];
  const port: unknown = Reflect.get(options ?? {}, "port");
  return [await examineTcp(device, host, typeof port === "number" ? port : 9100)];
};

/** `configured`: the devices of this store, each of which is looked at as well. */
export const examineDevices = async (
  configured: readonly ConfiguredDevice[] = [],
): Promise<readonly DoctorFinding[]> => {
  const modules = loadedModules();
  const raster = await rasterProblem();
  const each = await Promise.all(configured.map(examineDevice));
  return [
    await examinePackage("serialport", "serial"),
    await examinePackage("node-hid", "hid"),
    await examinePackage("usb", "usb"),
    examinePcscPackage(),
    finding("pictures of rare characters", raster === undefined, raster ?? ""),
    finding(
      "pcscd",
      await pcscdAnswers(),
      `nothing answers at ${pcscSocketPath()}: apt-get install pcscd libccid, systemctl enable --now pcscd.socket`,
    ),
    ...Object.entries(rivalModules).map(([module, why]) =>
      finding(
        `kernel module ${module}`,
        !modules.has(module),
        `${why}: tallygate devices udev --modprobe > /etc/modprobe.d/tallygate.conf`,
      ),
    ),
    ...each.flat(),
  ];
};
