// The dress rehearsal: the new release opens a copy of the books, migrates and audits it, and serves on a port of its
// own. It reaches nobody: no devices, no webhooks, no mail. Whatever fails here never touches the store.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, cpSync, existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { databaseFile } from "../../gateway/store/files.ts";
import type { Machine } from "../machine.ts";
import { patient } from "./patience.ts";
import {
  asGateway,
  copyBooks,
  gatewayOf,
  giveToGateway,
  makeUpgradeFolder,
  verbOfRelease,
} from "./site.ts";

const startTimeoutMs = patient(120_000);
const stopTimeoutMs = patient(20_000);
const healthTimeoutMs = patient(60_000);

/** Resolves with the door's address, or rejects with the last thing it said. */
const served = async (child: ReturnType<typeof spawn>): Promise<string> => {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let said = "";
  const timer = setTimeout(
    () => reject(new Error("it did not open its door in time")),
    startTimeoutMs,
  );
  child.stdout?.on("data", (piece: Buffer) => {
    said += piece.toString();
    const url = /(http:\/\/127\.0\.0\.1:\d+)\//u.exec(said)?.[1];
    if (url !== undefined) resolve(url);
  });
  child.stderr?.on("data", (piece: Buffer) => (said += piece.toString()));
  child.once("error", reject);
  child.once("exit", (code) => reject(new Error(`it ended with ${code}: ${lastSentence(said)}`)));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
};

const lastSentence = (said: string): string => said.trim().split("\n").at(-1)?.slice(0, 300) ?? "";

const ended = async (child: ReturnType<typeof spawn>): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), stopTimeoutMs);
  await gone;
  clearTimeout(timer);
};

/** The folder of the rehearsal: a copy of the books with its keys, for the gateway's user. */
const prepare = async (machine: Machine): Promise<string> => {
  const folder = makeUpgradeFolder(machine, "rehearsal");
  const books = databaseFile(machine.data);
  if (existsSync(books)) await copyBooks(machine, databaseFile(folder));
  for (const name of ["store.json", "programme.json"])
    if (existsSync(join(machine.data, name)))
      copyFileSync(join(machine.data, name), join(folder, name));
  const secrets = join(machine.data, "credentials");
  if (existsSync(secrets))
    cpSync(secrets, join(folder, "credentials"), { recursive: true, mode: 0 });
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }))
    giveToGateway(machine, join(folder, name));
  return folder;
};

/** undefined: it went well; else a sentence why the release is not taken. */
export const rehearse = async (machine: Machine, version: string): Promise<string | undefined> => {
  const stale = join(machine.data, "upgrade", "rehearsal");
  rmSync(stale, { recursive: true, force: true });
  const folder = await prepare(machine);
  try {
    const [node, program] = gatewayOf(machine, version);
    const [command, ...args] = asGateway(machine, node, program, "--data", folder, "--port", "0");
    const child = spawn(command, args, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { PATH: process.env["PATH"] ?? "/usr/bin:/bin", LANG: "C.UTF-8" },
    });
    try {
      const url = await served(child);
      const health = await fetch(`${url}/healthz`, {
        signal: AbortSignal.timeout(healthTimeoutMs),
      });
      if (!health.ok) return `its health is ${health.status}`;
    } catch (fault) {
      return fault instanceof Error ? fault.message : String(fault);
    } finally {
      await ended(child);
    }
    const audit = await verbOfRelease(machine, version, "ledger", "verify", "--data", folder);
    if (audit.code !== 0)
      return `the audit of the copy failed: ${lastSentence(audit.out + audit.error)}`;
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
