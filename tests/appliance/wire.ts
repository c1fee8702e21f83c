// Machines of a test that reach each other: containers on one bridge, in a network that is nobody else's.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { leashed } from "../support/leash.ts";
import { type Installed, withCommand } from "./installed.ts";
import { boot, type Booted, type Cable } from "./machine.ts";
import { baseImage, installedLayer, ownTree, quickPackage } from "./tree.ts";

export interface OnWire extends Booted, Installed {}

export interface Wired {
  /** Switches it on; what its disk holds is still there. */
  readonly on: () => Promise<OnWire>;
  /** Switches it off and throws it away. */
  readonly remove: () => Promise<void>;
}

export interface Wire extends AsyncDisposable {
  /** A machine with the package, not switched on yet. */
  readonly machine: (address: string) => Wired;
}

const write = (file: string, text: string): void => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
};

/** One address, of nobody's giving. */
const layNetwork = (root: string, address: string): void => {
  const units = join(root, "etc/systemd");
  const link = "[Match]\nName=host0\n[Network]\nLinkLocalAddressing=no\n";
  write(join(units, "network/10-wire.network"), `${link}Address=${address}/24\n`);
  const wanted = join(units, "system/multi-user.target.wants");
  mkdirSync(wanted, { recursive: true });
  const unit = "systemd-networkd.service";
  symlinkSync(`/lib/systemd/system/${unit}`, join(wanted, unit));
};

export const createWire = async (): Promise<Wire> => {
  const bridge = "ip link add wire type bridge && ip link set wire up && echo up";
  const holding = `${bridge} && exec ${leashed("sleep", "infinity").join(" ")}`;
  const holder = spawn("unshare", ["--net", "--", "sh", "-c", holding], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(holder.stdout, "data");
  // an end of a wire is named after the machine
  const cable = (name: string): Cable => ({
    words: ["--network-bridge=wire", `--machine=${name}`],
    by: ["nsenter", "-t", String(holder.pid), "-n", "--"],
  });
  const machines: Wired[] = [];
  const machine = (address: string): Wired => {
    const { version } = quickPackage();
    const { root, remove } = ownTree([installedLayer(), baseImage()]);
    layNetwork(root, address);
    let running: Booted | undefined;
    const wired: Wired = {
      on: async () => {
        running = await boot(root, cable(`on-${address.replaceAll(".", "-")}`));
        const stop = running.shutDown;
        return { ...running, ...withCommand({ ...running, stop }, version) };
      },
      remove: async () => {
        await running?.kill();
        remove();
      },
    };
    machines.push(wired);
    return wired;
  };
  return {
    machine,
    [Symbol.asyncDispose]: async () => {
      for (const one of machines) await one.remove();
      holder.kill("SIGKILL");
    },
  };
};
