// What hangs on the guest's bus, the device host that is told of all of it before anything is plugged in, and pcscd.
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { udevRules, type NamedDevice } from "../../../drivers/udev.ts";
import {
  startHostProcess,
  type HostConnection,
  type HostProcess,
} from "../../drivers/support/host-process.ts";
import type { Channel } from "./channel.ts";

export interface Configured {
  readonly device: string;
  readonly driver: string;
  readonly options: object;
}

export interface Bed {
  readonly channel: Channel;
  readonly host: HostProcess;
  readonly gateway: HostConnection;
  readonly killPcscd: () => Promise<void>;
  readonly startPcscd: () => Promise<void>;
  /** what host and pcscd have said, for whoever looks for a fault */
  readonly words: () => string;
}

const wordsMax = 60_000;
const patienceTries = 3_000;
const lookMs = 20;

export const until = async (what: () => boolean, name: string): Promise<void> => {
  for (let tries = 0; !what(); tries++) {
    if (tries > patienceTries) throw new Error(`${name} did not come`);
    await sleep(lookMs);
  }
};

/** A device of uhid has no bus, and no vendor above it by which the product's rules could know it. */
const uhidRule = `SUBSYSTEM=="hidraw", KERNELS=="0003:0801:0002.*", SYMLINK+="tallygate/vm-wedge-card-reader"\n`;

/** Rules of the product for these names, followed from now on. */
const nameDevices = (named: readonly NamedDevice[]): void => {
  const folder = "/run/udev/rules.d";
  writeFileSync(`${folder}/70-tallygate.rules`, udevRules(named, { group: "plugdev" }));
  writeFileSync(`${folder}/71-uhid.rules`, uhidRule);
  execFileSync("udevadm", ["control", "--reload"]);
};

/** Readers of this machine's configuration (a virtual one, perhaps) are none of the guest's. */
const noReaders = "/run/no-readers";
const pcscSocket = "/run/pcscd/pcscd.comm";
const pcscdLog = "/run/bed/pcscd.log";

const createPcscd = () => {
  let child: ChildProcess | undefined;
  return {
    start: async (): Promise<void> => {
      const log = openSync(pcscdLog, "a");
      const flags = ["--foreground", "--debug", "-c", noReaders];
      child = spawn("/usr/sbin/pcscd", flags, { stdio: ["ignore", log, log] });
      closeSync(log);
      await until(() => existsSync(pcscSocket), "pcscd");
    },
    kill: async (): Promise<void> => {
      const ending = child;
      if (ending === undefined) return;
      const ended = once(ending, "exit");
      ending.kill("SIGKILL");
      await ended;
    },
  };
};

export const openBed = async (
  channel: Channel,
  named: readonly NamedDevice[],
  devices: readonly Configured[],
): Promise<Bed> => {
  nameDevices(named);
  mkdirSync(noReaders);
  const pcscd = createPcscd();
  await pcscd.start();
  const host = startHostProcess({ devices, env: { PCSCLITE_CSOCK_NAME: pcscSocket } });
  return {
    channel,
    host,
    gateway: await host.connect(),
    killPcscd: pcscd.kill,
    startPcscd: pcscd.start,
    words: () => `${readFileSync(pcscdLog, "utf8").slice(-wordsMax)}\n${host.errors()}`,
  };
};
