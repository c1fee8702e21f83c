// The udev rules of this store: of the driver table, its named devices, and of lines no modem service touches.
import { existsSync, readFileSync } from "node:fs";
import { drivers } from "../../drivers/registry.ts";
import { type NamedDevice, udevRules } from "../../drivers/udev.ts";
import type { Machine } from "../machine.ts";

/** what the package ships; the store's own file of the same name stands before it */
export const shippedRulesFile = "/usr/lib/udev/rules.d/70-tallygate.rules";
export const rulesFile = "/etc/udev/rules.d/70-tallygate.rules";
/** the devices `assign` has given a name */
export const namesFile = "/etc/tallygate/names.json";

const isNamed = (value: unknown): value is NamedDevice =>
  typeof value === "object" &&
  value !== null &&
  ["name", "vendor", "product"].every((field) => typeof Reflect.get(value, field) === "string");

export const siteRules = (machine: Machine): readonly NamedDevice[] => {
  const file = machine.at(namesFile);
  if (!existsSync(file)) return [];
  const value: unknown = JSON.parse(readFileSync(file, "utf8"));
  return Array.isArray(value) ? value.filter(isNamed) : [];
};

/** USB-serial bridges that printers and scanners come with. */
const bridges = ["1a86", "10c4", "0403", "067b"] as const;

const modemRules = (): readonly string[] => {
  const own = drivers
    .filter(({ transport }) => transport === "serial")
    .flatMap(({ hints = [] }) => hints.flatMap(({ vendor }) => vendor ?? []));
  return [...new Set([...own, ...bridges])]
    .toSorted()
    .map(
      (vendor) => `SUBSYSTEM=="tty", ATTRS{idVendor}=="${vendor}", ENV{ID_MM_DEVICE_IGNORE}="1"`,
    );
};

/** The whole file. Throws NamedDeviceError. */
export const udevFile = (named: readonly NamedDevice[]): string =>
  udevRules(named).replace(
    'LABEL="tallygate_end"',
    `${modemRules().join("\n")}\nLABEL="tallygate_end"`,
  );

/** The rules in force are those of the driver table and the names: the store's file, or the package's. */
export const rulesInForce = (machine: Machine): string | undefined =>
  machine.text(rulesFile) ?? machine.text(shippedRulesFile);
