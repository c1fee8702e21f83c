// What several checks ask of a machine, asked once a round: units, devices, options, certificate.
import { examineDevices, type DoctorFinding } from "../../drivers/doctor.ts";
import {
  ConfigurationError,
  readConfiguration,
  type ConfiguredDevice,
} from "../../drivers/configuration.ts";
import { type Config, ConfigError, readConfig } from "../../gateway/config.ts";
import type { Machine } from "../machine.ts";
import { isFollowing } from "../spare/settings.ts";

/** One unit as `systemctl show` tells it. */
export interface Unit {
  readonly load: string;
  readonly active: string;
  readonly file: string;
  readonly result: string;
  readonly restarts: number;
}

export interface Facts {
  readonly machine: Machine;
  /** undefined where systemd does not answer */
  readonly unit: (name: string) => Promise<Unit | undefined>;
  /** systemd runs this machine */
  readonly hasSystemd: boolean;
  readonly devices: () => readonly ConfiguredDevice[];
  /** why devices.json cannot be followed */
  readonly devicesProblem: string | undefined;
  readonly findings: () => Promise<readonly DoctorFinding[]>;
  /** it is another machine's spare: its own doors are shut */
  readonly isFollowing: boolean;
  /** the gateway's options of lan.conf; undefined where they are wrong */
  readonly config: Config | undefined;
  readonly configProblem: string | undefined;
  /** the answer of /readyz; undefined where nobody answers */
  readonly door: () => Promise<
    { readonly ready: boolean; readonly why: readonly string[] } | undefined
  >;
}

export const ourUnits = [
  "tallygate-gateway.service",
  "tallygate-devices.service",
  "tallygate-http.socket",
  "tallygate-https.socket",
  "tallygate-verify.timer",
  "tallygate-verify.service",
  "tallygate-backup.timer",
  "tallygate-backup.service",
  "tallygate-tls-renew.timer",
  "tallygate-tls-renew.service",
  "tallygate-recover.service",
  "tallygate-spare.service",
  "pcscd.socket",
  "ModemManager.service",
  "brltty.service",
  "cups-browsed.service",
  "systemd-timesyncd.service",
  "chrony.service",
] as const;

const properties = "Id,LoadState,ActiveState,UnitFileState,Result,NRestarts";

const readUnits = async (machine: Machine): Promise<ReadonlyMap<string, Unit>> => {
  const shown = await machine.run("systemctl", "show", "-p", properties, ...ourUnits);
  return new Map(
    shown.out.split("\n\n").map((block): [string, Unit] => {
      const fields = new Map(
        block.split("\n").map((line): [string, string] => {
          const at = line.indexOf("=");
          return [line.slice(0, at), line.slice(at + 1)];
        }),
      );
      const field = (name: string): string => fields.get(name) ?? "";
      return [
        field("Id"),
        {
          load: field("LoadState"),
          active: field("ActiveState"),
          file: field("UnitFileState"),
          result: field("Result"),
          restarts: Number(field("NRestarts")),
        },
      ];
    }),
  );
};

const devicesFile = "/etc/tallygate/devices.json";
export const optionsFile = "/etc/tallygate/lan.conf";

const readDevices = (machine: Machine): Pick<Facts, "devices" | "devicesProblem"> => {
  try {
    const devices = readConfiguration(machine.at(devicesFile));
    return { devices: () => devices, devicesProblem: undefined };
  } catch (fault) {
    if (!(fault instanceof ConfigurationError)) throw fault;
    return { devices: () => [], devicesProblem: fault.message };
  }
};

/** The words after `TALLYGATE_OPTIONS=` as systemd gives them to the gateway. */
export const optionsOf = (text: string): readonly string[] => {
  const line = text.split("\n").findLast((row) => row.startsWith("TALLYGATE_OPTIONS="));
  const value = line?.slice("TALLYGATE_OPTIONS=".length).trim() ?? "";
  return value
    .replace(/^"(.*)"$/u, "$1")
    .split(/\s+/u)
    .filter((word) => word !== "");
};

const readOptions = (machine: Machine): Pick<Facts, "config" | "configProblem"> => {
  try {
    const config = readConfig(optionsOf(machine.text(optionsFile) ?? ""));
    return { config, configProblem: undefined };
  } catch (fault) {
    if (!(fault instanceof ConfigError)) throw fault;
    return { config: undefined, configProblem: fault.message.split("\n")[0] ?? "" };
  }
};

/** a machine that is busy is not a machine that is dead */
const doorTimeoutMs = 10_000;

/** Anything else than our answer is no answer. */
const askDoor = async (door: string): Promise<Awaited<ReturnType<Facts["door"]>>> => {
  try {
    const answer = await fetch(`${door}/readyz`, { signal: AbortSignal.timeout(doorTimeoutMs) });
    const said: unknown = await answer.json();
    const why: unknown = Reflect.get(Object(said), "why");
    return { ready: answer.ok, why: Array.isArray(why) ? why.map(String) : [] };
  } catch {
    return undefined;
  }
};

const once = <T>(ask: () => T): (() => T) => {
  let answer: { readonly value: T } | undefined;
  return () => (answer ??= { value: ask() }).value;
};

/** Asks nothing until a check does. */
export const createFacts = (machine: Machine): Facts => {
  const units = once(() => readUnits(machine));
  const configured = readDevices(machine);
  return {
    machine,
    hasSystemd: machine.root === "/" && machine.stat("/run/systemd/system") !== undefined,
    unit: async (name) => (await units()).get(name),
    ...configured,
    isFollowing: isFollowing(machine.data),
    findings: once(() => examineDevices(configured.devices())),
    ...readOptions(machine),
    door: once(() => askDoor(machine.door)),
  };
};
