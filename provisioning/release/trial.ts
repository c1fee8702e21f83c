// How far an upgrade has come, on the disk: whoever finds this file after a power cut knows what to take back.
import {
  existsSync,
  mkdirSync,
  openSync,
  fsyncSync,
  closeSync,
  fchmodSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import type { Machine } from "../machine.ts";
import { syncFolder } from "./releases.ts";

/** In this order; each is on the disk before the next begins. */
export const upgradePhases = [
  "verified",
  "unpacked",
  "rehearsed",
  "saved",
  "flipped",
  "trial",
  "kept",
] as const;

export type UpgradePhase = (typeof upgradePhases)[number];

export interface Trial {
  readonly phase: UpgradePhase;
  readonly from: string;
  readonly to: string;
  /** epoch ms */
  readonly startedMs: number;
  readonly trialMs: number;
}

const trialFile = "/opt/tallygate/upgrade.json";

const isTrial = (value: unknown): value is Trial =>
  typeof value === "object" &&
  value !== null &&
  upgradePhases.some((phase) => phase === Reflect.get(value, "phase")) &&
  ["from", "to"].every((name) => typeof Reflect.get(value, name) === "string") &&
  ["startedMs", "trialMs"].every((name) => typeof Reflect.get(value, name) === "number");

/** undefined: no upgrade is under way. */
export const readTrial = (machine: Machine): Trial | undefined => {
  const file = machine.at(trialFile);
  if (!existsSync(file)) return undefined;
  try {
    const value: unknown = JSON.parse(readFileSync(file, "utf8"));
    return isTrial(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** For the test bed: the machine loses its power right after this phase is on the disk. */
const stopAt = "TALLYGATE_STOP_AT";

export const writeTrial = (machine: Machine, trial: Trial): void => {
  const file = machine.at(trialFile);
  mkdirSync(dirname(file), { recursive: true });
  rmSync(`${file}.new`, { force: true });
  // no secret: who settles an upgrade reads it without being root
  const handle = openSync(`${file}.new`, "wx", 0o644);
  fchmodSync(handle, 0o644);
  writeSync(handle, JSON.stringify(trial));
  fsyncSync(handle);
  closeSync(handle);
  renameSync(`${file}.new`, file);
  syncFolder(dirname(file));
  if (process.env[stopAt] === trial.phase) process.kill(process.pid, "SIGKILL");
};

export const endTrial = (machine: Machine): void => {
  rmSync(machine.at(trialFile), { force: true });
  syncFolder(dirname(machine.at(trialFile)));
};
