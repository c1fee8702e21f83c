// What an upgrade does to the machine: stop and start, ask whether it is well, copy the books, run a release's command.
import { existsSync, lchownSync, mkdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { databaseFile } from "../../gateway/store/files.ts";
import { openDatabase } from "../../gateway/store/sqlite/database.ts";
import { versionOf } from "../../gateway/store/schema.ts";
import type { Machine, Output } from "../machine.ts";
import { patient } from "./patience.ts";
import { releaseFolder } from "./releases.ts";

/** Where rehearsals and copies lie: with the books, for the same owner. */
export const upgradeFolder = (machine: Machine): string => join(machine.data, "upgrade");
export const savedBooks = (machine: Machine): string => join(upgradeFolder(machine), "before.db");

/** Who the books belong to; whatever is made beside them must be theirs as well. */
const ownerOf = (machine: Machine): { readonly uid: number; readonly gid: number } => {
  const { uid, gid } = statSync(machine.data);
  return { uid, gid };
};

export const giveToGateway = (machine: Machine, ...files: readonly string[]): void => {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = ownerOf(machine);
  for (const file of files) if (existsSync(file)) lchownSync(file, uid, gid);
};

export const makeUpgradeFolder = (machine: Machine, name?: string): string => {
  const folder = name === undefined ? upgradeFolder(machine) : join(upgradeFolder(machine), name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  giveToGateway(machine, upgradeFolder(machine), folder);
  return folder;
};

/** A whole copy of the books while they are written to. */
export const copyBooks = async (machine: Machine, target: string): Promise<void> => {
  rmSync(target, { force: true });
  const database = await openDatabase({ file: databaseFile(machine.data), readOnly: true });
  try {
    await database.run("VACUUM INTO ?", target);
  } finally {
    await database.close();
  }
  giveToGateway(machine, target);
};

export const schemaOf = async (file: string): Promise<number> => {
  const database = await openDatabase({ file, readOnly: true });
  try {
    return await versionOf(database);
  } finally {
    await database.close();
  }
};

/** Program and arguments that run as the gateway's user, wherever root starts them. */
export const asGateway = (
  machine: Machine,
  ...command: readonly string[]
): readonly [string, ...string[]] => {
  const [program = "", ...args] = command;
  if (machine.root !== "/" || process.getuid?.() !== 0) return [program, ...args];
  return ["runuser", "-u", "tallygate", "--", program, ...args];
};

export const nodeOf = (machine: Machine, version: string): string =>
  join(releaseFolder(machine, version), "node");

const programOf = (machine: Machine, version: string, program: string): string =>
  join(releaseFolder(machine, version), "app", program);

export const gatewayOf = (machine: Machine, version: string): readonly [string, string] => [
  nodeOf(machine, version),
  programOf(machine, version, "gateway/main.js"),
];

/** A verb of that release's own command. */
export const verbOfRelease = (
  machine: Machine,
  version: string,
  ...words: readonly string[]
): Promise<Output> => {
  const program = programOf(machine, version, "provisioning/main.js");
  return machine.run(...asGateway(machine, nodeOf(machine, version), program, ...words));
};

export interface Services {
  /** Starts what `current` names; callers wait at the sockets meanwhile. */
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
  /** undefined: all is well; else what is not. Asks this machine only. */
  readonly problem: () => Promise<string | undefined>;
  /** Names the process that serves now: another one after each start. */
  readonly life: () => Promise<string>;
  /** How often it ended by itself and was started again since `restart` or `start`. */
  readonly deaths: () => Promise<number>;
}

const gateway = "tallygate-gateway.service";
const askTimeoutMs = patient(2_000);

const shown = async (machine: Machine, property: string): Promise<string> =>
  (await machine.run("systemctl", "show", `--property=${property}`, "--value", gateway)).out.trim();

export const systemdServices = (machine: Machine): Services => ({
  restart: async () => {
    await machine.run("systemctl", "reset-failed", gateway);
    await machine.run("systemctl", "restart", "--no-block", "tallygate-devices.service", gateway);
  },
  stop: async () => void (await machine.run("systemctl", "stop", gateway)),
  start: async () => {
    await machine.run("systemctl", "reset-failed", gateway);
    await machine.run("systemctl", "start", "--no-block", gateway);
  },
  life: () => shown(machine, "MainPID"),
  deaths: async () => Number(await shown(machine, "NRestarts")),
  problem: async () => {
    const { out } = await machine.run("systemctl", "is-active", gateway);
    if (out.trim() === "failed") return `${gateway} failed`;
    try {
      const answer = await fetch(`${machine.door}/readyz`, {
        signal: AbortSignal.timeout(askTimeoutMs),
      });
      return answer.ok ? undefined : `not ready: ${await answer.text()}`;
    } catch (fault) {
      return `no answer: ${fault instanceof Error ? fault.name : String(fault)}`;
    }
  },
});
