// What an upgrade leaves when it ends, by itself or by a cut: kept, given up before anybody noticed, or taken back.
// Books and links belong to different users: each half is done by its owner alone, and done again without harm.
import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { databaseFile } from "../../gateway/store/files.ts";
import type { Machine } from "../machine.ts";
import { narrow } from "./narrow.ts";
import {
  dropLink,
  listReleases,
  pointAt,
  releaseAt,
  releaseFolder,
  releasesFolder,
} from "./releases.ts";
import { giveToGateway, savedBooks, schemaOf, type Services, upgradeFolder } from "./site.ts";
import { endTrial, readTrial, type Trial } from "./trial.ts";
import { isUnderWay } from "./under-way.ts";

export interface SettleDeps {
  readonly machine: Machine;
  readonly services: Services;
}

/** `underWay`: somebody is at work on it; it was left alone. */
export interface Settled {
  readonly did: "nothing" | "underWay" | "gaveUp" | "kept" | "tookBack";
  readonly version?: string;
}

export interface Restored {
  readonly version: string;
  /** rows carried over into the older schema; absent where the books could stay as they were */
  readonly rows?: Readonly<Record<string, number>>;
}

const asidePrefix = ".aside-";

/** Out of the list in one step, whoever owns its files; who may not remove them leaves that to the next upgrade. */
const setAside = (machine: Machine, version: string): void => {
  const folder = releaseFolder(machine, version);
  if (!existsSync(folder)) return;
  renameSync(
    folder,
    machine.at(join(releasesFolder, `${asidePrefix}${version}-${machine.nowMs()}`)),
  );
  if (process.getuid?.() === 0 || machine.root !== "/") sweepAside(machine);
};

/** Removes what was set aside. Needs root on a real machine. */
export const sweepAside = (machine: Machine): void => {
  const folder = machine.at(releasesFolder);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder))
    if (name.startsWith(asidePrefix)) rmSync(join(folder, name), { recursive: true, force: true });
};

const endUpgrade = (machine: Machine): void => {
  endTrial(machine);
  dropLink(machine, "keeper");
};

/** The release that was not taken goes; the store never left the one it had. */
const giveUpLinks = (machine: Machine, { to }: Pick<Trial, "to">): void => {
  if (releaseAt(machine, "previous") !== to) setAside(machine, to);
  endUpgrade(machine);
};

/** Before the link was turned: neither books nor store have noticed anything. */
export const giveUp = (machine: Machine, trial: Pick<Trial, "to">): void => {
  rmSync(upgradeFolder(machine), { recursive: true, force: true });
  giveUpLinks(machine, trial);
};

/** Older releases go, but the one to fall back to and what the package manager owns. */
export const keepNew = (machine: Machine): void => {
  const stay = new Set([releaseAt(machine, "current"), releaseAt(machine, "previous")]);
  const owned = machine.text("/var/lib/dpkg/info/tallygate.list") ?? "";
  for (const version of listReleases(machine))
    if (!stay.has(version) && !owned.includes(`/releases/${version}/`)) setAside(machine, version);
  endUpgrade(machine);
};

const takeBackLinks = (machine: Machine, { from }: Pick<Trial, "from">): void => {
  pointAt(machine, "current", from);
  endUpgrade(machine);
};

/** The release before serves again, with every entry that was written meanwhile. */
export const takeBack = async (
  { machine, services }: SettleDeps,
  trial: Trial,
): Promise<Restored> => {
  await services.stop();
  const rows = await booksFor(machine);
  takeBackLinks(machine, trial);
  await services.start();
  return { version: trial.from, ...(rows === undefined ? {} : { rows }) };
};

/** Where the new release has changed the schema, the older one gets a file of its own, with all that was written. */
const booksFor = async (machine: Machine): Promise<Restored["rows"]> => {
  const [live, shape] = [databaseFile(machine.data), savedBooks(machine)];
  if (!existsSync(live) || !existsSync(shape)) return undefined;
  if ((await schemaOf(live)) <= (await schemaOf(shape))) return undefined;
  const target = `${live}.narrowed`;
  rmSync(target, { force: true });
  const { rows } = await narrow(live, shape, target);
  giveToGateway(machine, target);
  // what the newer release wrote is kept beside it until the next upgrade
  for (const suffix of ["", "-wal", "-shm"])
    if (existsSync(live + suffix))
      renameSync(live + suffix, `${upgradeFolder(machine)}/after.db${suffix}`);
  renameSync(target, live);
  await machine.run("sync", "-f", live);
  return rows;
};

/**
 * What the note on the disk amounts to. Before the link was turned nothing had happened yet; after it nothing was
 * proved yet, so the release before serves again.
 */
const verdictOf = async (machine: Machine, trial: Trial | undefined): Promise<Settled> => {
  if (trial === undefined) return { did: "nothing" };
  if (await isUnderWay(machine)) return { did: "underWay" };
  if (trial.phase === "kept") return { did: "kept", version: trial.to };
  const isTurned = releaseAt(machine, "current") === trial.to;
  return { did: isTurned ? "tookBack" : "gaveUp", version: trial.from };
};

/** True: an upgrade was cut off, and nobody is at work on it. */
export const isLeft = async (machine: Machine): Promise<boolean> => {
  const { did } = await verdictOf(machine, readTrial(machine));
  return did !== "nothing" && did !== "underWay";
};

/** The books' half, for their owner; the gateway stands still. First of the two. */
export const settleBooks = async (machine: Machine): Promise<Settled> => {
  const verdict = await verdictOf(machine, readTrial(machine));
  if (verdict.did === "tookBack") await booksFor(machine);
  if (verdict.did === "gaveUp") rmSync(upgradeFolder(machine), { recursive: true, force: true });
  return verdict;
};

/** The links' half, for the owner of `/opt/tallygate`. Second of the two: with it the upgrade has ended. */
export const settleLinks = async (machine: Machine): Promise<Settled> => {
  const trial = readTrial(machine);
  const verdict = await verdictOf(machine, trial);
  if (trial === undefined || verdict.did === "underWay") return verdict;
  if (verdict.did === "kept") keepNew(machine);
  else if (verdict.did === "tookBack") takeBackLinks(machine, trial);
  else giveUpLinks(machine, trial);
  return verdict;
};

/** Both halves: finishes or takes back what a power cut or a kill left. */
export const settle = async ({ machine, services }: SettleDeps): Promise<Settled> => {
  const { did } = await verdictOf(machine, readTrial(machine));
  if (did === "nothing" || did === "underWay") return { did };
  if (did === "tookBack") await services.stop();
  await settleBooks(machine);
  const settled = await settleLinks(machine);
  if (did === "tookBack") await services.start();
  return settled;
};
