// Checks of this machine's device side for `tallygate doctor`: each says what is wrong and what cures it.
import { readFileSync } from "node:fs";
import { packageProblem, type NativePackage } from "./ports/packages.ts";
import { pcscdAnswers, pcscSocketPath } from "./ports/pcsc.ts";
import { rasterProblem } from "./ports/raster.ts";

export interface DoctorFinding {
  readonly check: string;
  readonly ok: boolean;
  /** what to do, when something is to be done */
  readonly cure?: string;
}

const finding = (check: string, ok: boolean, cure: string): DoctorFinding =>
  ok ? { check, ok } : { check, ok, cure };

/** Kernel drivers that take a device away from its user-space owner. */
const rivals: Readonly<Record<string, string>> = {
  pn533_usb: "takes the ACR122U from pcscd: blacklist pn533_usb, pn533 and nfc in /etc/modprobe.d",
};

const loadedModules = (): ReadonlySet<string> => {
  try {
    const lines = readFileSync("/proc/modules", "utf8").split("\n");
    return new Set(lines.map((line) => line.split(" ")[0] ?? ""));
  } catch {
    return new Set();
  }
};

/** What stands still without a package. */
const uses: Readonly<Record<NativePackage, string>> = {
  serialport: "serial scanners, printers and displays",
  "node-hid": "scanners and stripe readers in keyboard mode",
};

const examinePackage = async (name: NativePackage): Promise<DoctorFinding> => {
  const problem = await packageProblem(name);
  const cure = `npm install; needed by ${uses[name]} (${problem ?? ""})`;
  return finding(`package ${name}`, problem === undefined, cure);
};

export const examineDevices = async (): Promise<readonly DoctorFinding[]> => {
  const modules = loadedModules();
  const raster = await rasterProblem();
  return [
    await examinePackage("serialport"),
    await examinePackage("node-hid"),
    finding("pictures of rare characters", raster === undefined, raster ?? ""),
    finding(
      "pcscd",
      await pcscdAnswers(),
      `nothing answers at ${pcscSocketPath()}: apt-get install pcscd libccid, systemctl enable --now pcscd.socket`,
    ),
    ...Object.entries(rivals).map(([module, cure]) =>
      finding(`kernel module ${module}`, !modules.has(module), cure),
    ),
  ];
};
