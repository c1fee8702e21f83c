// Gathers what the maker needs to help, and nothing about a person: states, counts, versions, redacted logs.
import { readdirSync, statSync, existsSync } from "node:fs";
import { cpus, release as kernel, totalmem, uptime } from "node:os";
import { join } from "node:path";
import { zstdCompressSync } from "node:zlib";
import { detectDevices } from "../../drivers/ports/detect.ts";
import { listBackups } from "../../gateway/store/backup.ts";
import { backupFolder, databaseFile } from "../../gateway/store/files.ts";
import { versionOf } from "../../gateway/store/schema.ts";
import { type Database, openDatabase } from "../../gateway/store/sqlite/database.ts";
import { writeTar } from "../bundle/tar.ts";
import { textFile } from "../bundle/write.ts";
import { asJson } from "../doctor/doctor.ts";
import { examine } from "../doctor/examine.ts";
import { createFacts, ourUnits } from "../doctor/facts.ts";
import { checks } from "../doctor/registry.ts";
import type { Machine } from "../machine.ts";
import { listReleases, releaseAt } from "../release/releases.ts";
import { readTrial } from "../release/trial.ts";
import { redact, redactLogLine } from "../../gateway/redact.ts";

export interface SupportFile {
  readonly name: string;
  readonly bytes: Buffer;
  /** what lies in it */
  readonly files: readonly string[];
}

export const supportBytesMax = 5_000_000;
const logLinesMax = 4_000;
/** fewer lines until it fits; each try keeps so much of the one before */
const shrinkBy = 0.5;

const json = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;

const versions = (machine: Machine) => ({
  releases: listReleases(machine),
  current: releaseAt(machine, "current"),
  previous: releaseAt(machine, "previous"),
  upgrade: readTrial(machine),
  node: process.versions.node,
  system: /^PRETTY_NAME="?([^"\n]*)/mu.exec(machine.text("/etc/os-release") ?? "")?.[1],
  kernel: kernel(),
  cpus: cpus().length,
  memoryMb: Math.round(totalmem() / 1e6),
  upS: Math.round(uptime()),
  at: new Date(machine.nowMs()).toISOString(),
});

const units = async (machine: Machine) => {
  const { unit } = createFacts(machine);
  return Object.fromEntries(
    await Promise.all(ourUnits.map(async (name) => [name, await unit(name)])),
  );
};

const tables = ["journal", "subject", "checkpoint", "entity", "answer", "side"] as const;

const countsOf = async (database: Database) => {
  const rows: Record<string, unknown> = {};
  for (const table of tables) {
    const [row] = await database.all(`SELECT count(*) AS n FROM ${table}`);
    rows[table] = row?.["n"];
  }
  const kinds = await database.all("SELECT kind, count(*) AS n FROM entity GROUP BY kind");
  const sides = await database.all("SELECT tab, count(*) AS n FROM side GROUP BY tab");
  const epoch = await database.all("SELECT value FROM property WHERE name = 'epoch'");
  return {
    schema: await versionOf(database),
    epoch: epoch[0]?.["value"],
    rows,
    entities: Object.fromEntries(kinds.map(({ kind, n }) => [String(kind), n])),
    side: Object.fromEntries(sides.map(({ tab, n }) => [String(tab), n])),
  };
};

const books = async (machine: Machine) => {
  const file = databaseFile(machine.data);
  if (!existsSync(file)) return { there: false };
  const backups = await listBackups(backupFolder(machine.data)).catch(() => []);
  const about = {
    bytes: statSync(file).size,
    backups: backups.map(({ madeAt, entries, schema }) => ({ madeAt, entries, schema })),
  };
  try {
    const database = await openDatabase({ file, readOnly: true });
    try {
      return { there: true, ...about, ...(await countsOf(database)) };
    } finally {
      await database.close();
    }
  } catch (fault) {
    return { there: true, ...about, unreadable: String(Reflect.get(Object(fault), "code")) };
  }
};

/** Plugged in and configured, without serial numbers and with addresses: those are needed to help. */
const devices = async (machine: Machine) => {
  const { found, problems } = await detectDevices();
  const configured = createFacts(machine).devices();
  return {
    found: found.map(({ transport, vendor, product, name, usagePage }) => ({
      transport,
      vendor,
      product,
      name: redact(name),
      usagePage,
    })),
    problems: problems.map(redact),
    configured: configured.map(({ device, driver, options }) => ({
      device: redact(device),
      driver: redact(driver),
      path: redact(String(Reflect.get(options ?? {}, "path") ?? "")),
      host: redact(String(Reflect.get(options ?? {}, "host") ?? "")),
    })),
  };
};

const dataFiles = (machine: Machine) =>
  existsSync(machine.data)
    ? readdirSync(machine.data, { recursive: true, encoding: "utf8" })
        .map((name) => ({
          name,
          stat: statSync(join(machine.data, name), { throwIfNoEntry: false }),
        }))
        .map(({ name, stat }) => ({
          name: redact(name),
          bytes: stat?.size,
          mode: stat === undefined ? undefined : (stat.mode & 0o777).toString(8),
        }))
    : [];

const systemVoices: ReadonlySet<string> = new Set(["systemd", "kernel", "systemd-udevd", "dpkg"]);

const logLine = (row: string): string | undefined => {
  let entry: Readonly<Record<string, unknown>>;
  try {
    entry = JSON.parse(row);
  } catch {
    return undefined;
  }
  const [voice, message, at] = [
    entry["SYSLOG_IDENTIFIER"],
    entry["MESSAGE"],
    entry["__REALTIME_TIMESTAMP"],
  ];
  const who = { at: new Date(Number(at) / 1_000).toISOString(), unit: entry["_SYSTEMD_UNIT"] };
  if (typeof message !== "string") return undefined;
  if (systemVoices.has(String(voice)))
    return JSON.stringify({ ...who, voice, message: redact(message) });
  const ours = redactLogLine(message);
  return JSON.stringify(
    ours === undefined ? { ...who, leftOut: message.length } : { ...who, ...ours },
  );
};

const journal = async (machine: Machine): Promise<readonly string[]> => {
  const lines = String(logLinesMax);
  const shown = await machine.run(
    "journalctl",
    "-o",
    "json",
    "-n",
    lines,
    "--no-pager",
    "-u",
    "tallygate*",
    "-u",
    "pcscd*",
  );
  const kernelLines = await machine.run(
    "journalctl",
    "-o",
    "json",
    "-n",
    "500",
    "--no-pager",
    "-k",
  );
  const rows = [shown, kernelLines].flatMap(({ out }) => out.split("\n"));
  const kept = rows.flatMap((row) => logLine(row) ?? []);
  return kept.length > 0 ? kept : [JSON.stringify({ journal: "not readable", code: shown.code })];
};

const packed = async (parts: Readonly<Record<string, string>>, nowMs: number): Promise<Buffer> => {
  const files = Object.entries(parts).map(([name, text]) => textFile(name, text));
  const pieces: Buffer[] = [];
  for await (const piece of writeTar(files, Math.floor(nowMs / 1_000))) pieces.push(piece);
  return zstdCompressSync(Buffer.concat(pieces));
};

/** Always below five megabytes: the oldest log lines go first. */
export const collectSupport = async (machine: Machine): Promise<SupportFile> => {
  const nowMs = machine.nowMs();
  const examined = await examine(machine, checks);
  const parts: Record<string, string> = {
    "versions.json": json(versions(machine)),
    "units.json": json(await units(machine)),
    "doctor.json": redactCauses(examined.map(asJson)),
    "books.json": json(await books(machine)),
    "devices.json": json(await devices(machine)),
    "files.json": json(dataFiles(machine)),
  };
  let lines = await journal(machine);
  for (;;) {
    const bytes = await packed({ ...parts, "journal.jsonl": `${lines.join("\n")}\n` }, nowMs);
    if (bytes.length < supportBytesMax || lines.length === 0) {
      const stamp = new Date(nowMs).toISOString().replaceAll(/[-:]|\.\d+/gu, "");
      return {
        name: `tallygate-support-${stamp}.tar.zst`,
        bytes,
        files: [...Object.keys(parts), "journal.jsonl"],
      };
    }
    lines = lines.slice(Math.ceil(lines.length * shrinkBy));
  }
};

/** Causes quote paths and sentences of the system; ids and our own sentences stay whole. */
const redactCauses = (findings: readonly ReturnType<typeof asJson>[]): string =>
  json(
    findings.map(({ id, level, state, cause, repairFailed }) => ({
      id,
      level,
      state,
      ...(cause === undefined ? {} : { cause: redact(cause.en) }),
      ...(repairFailed === undefined ? {} : { repairFailed: redact(repairFailed) }),
    })),
  );
