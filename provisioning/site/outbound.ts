// Where the sandboxed processes may connect to, as drop-ins of their units, made from the configuration alone.
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { isIP } from "node:net";
import { dirname } from "node:path";
import { readConfiguration, type ConfiguredDevice } from "../../drivers/configuration.ts";
import type { Machine } from "../machine.ts";

export const printersDropInPath =
  "/etc/systemd/system/tallygate-devices.service.d/50-printers.conf";

interface Outbound {
  /** addresses that are allowed */
  readonly addresses: readonly string[];
  /** names that systemd cannot filter by: the printer needs an address */
  readonly names: readonly string[];
  /** the drop-in; empty where there is nobody to reach */
  readonly text: string;
}

const hostOf = ({ options }: ConfiguredDevice): readonly string[] => {
  const host: unknown = Reflect.get(options ?? {}, "host");
  return typeof host === "string" ? [host] : [];
};

/** Pure: the same devices give the same file. */
export const printersDropIn = (devices: readonly ConfiguredDevice[]): Outbound => {
  const hosts = [...new Set(devices.flatMap(hostOf))].toSorted();
  const addresses = hosts.filter((host) => isIP(host) !== 0);
  const text =
    addresses.length === 0
      ? ""
      : [
          "# Made by tallygate from /etc/tallygate/devices.json; changes here are lost.",
          "[Service]",
          ...addresses.map((address) => `IPAddressAllow=${address}`),
          "",
        ].join("\n");
  return { addresses, names: hosts.filter((host) => isIP(host) === 0), text };
};

/** Writes the drop-in and makes it count; gone where no network printer is left. */
export const writePrintersDropIn = async (machine: Machine): Promise<void> => {
  const file = machine.at(printersDropInPath);
  const { text } = printersDropIn(readConfiguration(machine.at("/etc/tallygate/devices.json")));
  if (text === "") {
    if (existsSync(file)) rmSync(file);
  } else {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { mode: 0o644 });
  }
  if (machine.root !== "/") return;
  await machine.run("systemctl", "daemon-reload");
  await machine.run("systemctl", "restart", "tallygate-devices.service");
};
