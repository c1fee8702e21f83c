// An upgrade from a signed bundle: verified, unpacked, rehearsed on a copy of the books, the books saved, the link
// turned, sixty seconds of trial by what this machine itself can see, kept. Whatever fails, the release before serves
// again with every entry; nobody's answer over the network is waited for.
import { existsSync, renameSync, rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { databaseFile } from "../../gateway/store/files.ts";
import { unpackBundle, type Bundle } from "../bundle/verify.ts";
import type { Machine } from "../machine.ts";
import { narrow } from "./narrow.ts";
import { rehearse } from "./rehearse.ts";
import { dropLink, isWhole, listReleases, pointAt, releaseAt, releaseFolder } from "./releases.ts";
import {
  copyBooks,
  giveToGateway,
  makeUpgradeFolder,
  savedBooks,
  schemaOf,
  type Services,
  upgradeFolder,
} from "./site.ts";
import { endTrial, readTrial, type Trial, type UpgradePhase, writeTrial } from "./trial.ts";

export interface UpgradeDeps {
  readonly machine: Machine;
  readonly services: Services;
  readonly tell: (phase: UpgradePhase) => void;
  readonly trialMs?: number;
}

/** `refused`: nothing was touched; `rolledBack`: it served for a moment and was taken back. */
export type Upgraded =
  | { readonly outcome: "kept"; readonly from: string; readonly to: string }
  | { readonly outcome: "refused"; readonly why: string }
  | { readonly outcome: "rolledBack"; readonly why: string; readonly restored: Restored };

export interface Restored {
  readonly version: string;
  /** rows carried over into the older schema; absent where the books could stay as they were */
  readonly rows?: Readonly<Record<string, number>>;
}

const trialMsDefault = 60_000;
const firstAnswerMs = 60_000;
const lookEveryMs = 500;
/** so long in a row without a good answer ends the trial: a hang is noticed and cured within */
const badMaxMs = 4_000;

/** Goes through all phases; the bundle was verified by the caller. */
export const upgrade = async (deps: UpgradeDeps, bundle: Bundle): Promise<Upgraded> => {
  const { machine, tell } = deps;
  const { version } = bundle.manifest;
  const from = releaseAt(machine, "current");
  if (version === undefined || from === undefined) return { outcome: "refused", why: "no version" };
  if (version === from) return { outcome: "refused", why: `${version} is in force already` };
  if (readTrial(machine) !== undefined)
    return { outcome: "refused", why: "an upgrade is under way: tallygate recover" };
  const trial = {
    from,
    to: version,
    startedMs: machine.nowMs(),
    trialMs: deps.trialMs ?? trialMsDefault,
  };
  const reach = (phase: UpgradePhase): void => {
    writeTrial(machine, { ...trial, phase });
    tell(phase);
  };
  pointAt(machine, "keeper", from);
  reach("verified");
  try {
    const why = await prepared(deps, bundle, reach);
    if (why !== undefined) {
      giveUp(machine, { ...trial, phase: "unpacked" });
      return { outcome: "refused", why };
    }
  } catch (fault) {
    giveUp(machine, { ...trial, phase: "unpacked" });
    throw fault;
  }
  pointAt(machine, "previous", from);
  pointAt(machine, "current", version);
  reach("flipped");
  await deps.services.restart();
  reach("trial");
  const problem = await watch(deps, trial.trialMs);
  if (problem !== undefined) {
    const restored = await takeBack(deps, { ...trial, phase: "trial" });
    return { outcome: "rolledBack", why: problem, restored };
  }
  reach("kept");
  settleKept(machine);
  return { outcome: "kept", from, to: version };
};

/** Everything before the store notices; a sentence where it must not go on. */
const prepared = async (
  { machine }: UpgradeDeps,
  bundle: Bundle,
  reach: (phase: UpgradePhase) => void,
): Promise<string | undefined> => {
  const version = bundle.manifest.version ?? "";
  const folder = releaseFolder(machine, version);
  if (!isWhole(machine, version)) {
    rmSync(folder, { recursive: true, force: true });
    await unpackBundle(bundle, folder);
    await machine.run("sync", "-f", folder);
  }
  if (!isWhole(machine, version)) return "the bundle holds no whole release";
  reach("unpacked");
  const problem = await rehearse(machine, version);
  if (problem !== undefined) return problem;
  reach("rehearsed");
  makeUpgradeFolder(machine);
  if (existsSync(databaseFile(machine.data))) await copyBooks(machine, savedBooks(machine));
  reach("saved");
  return undefined;
};

/** undefined after the whole time; else what was wrong. The first answer may take as long as a start does. */
const watch = async (
  { machine, services }: UpgradeDeps,
  trialMs: number,
): Promise<string | undefined> => {
  const begunMs = machine.nowMs();
  let goodMs = begunMs;
  let hasAnswered = false;
  for (;;) {
    const problem = await services.problem();
    const nowMs = machine.nowMs();
    if (problem === undefined) {
      goodMs = nowMs;
      hasAnswered = true;
    } else if (
      problem.endsWith("failed") ||
      nowMs - goodMs > (hasAnswered ? badMaxMs : firstAnswerMs)
    ) {
      return problem;
    }
    if (hasAnswered && problem === undefined && nowMs - begunMs >= trialMs) return undefined;
    await sleep(lookEveryMs);
  }
};

/** The release that was not taken is removed; the store never left the one it had. */
const giveUp = (machine: Machine, trial: Trial): void => {
  if (releaseAt(machine, "previous") !== trial.to)
    rmSync(releaseFolder(machine, trial.to), { recursive: true, force: true });
  rmSync(upgradeFolder(machine), { recursive: true, force: true });
  endTrial(machine);
  dropLink(machine, "keeper");
};

/** The release before serves again, with every entry that was written meanwhile. */
export const takeBack = async (
  { machine, services }: Pick<UpgradeDeps, "machine" | "services">,
  trial: Trial,
): Promise<Restored> => {
  await services.stop();
  const rows = await booksFor(machine);
  pointAt(machine, "current", trial.from);
  endTrial(machine);
  dropLink(machine, "keeper");
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

/** Older releases go, but the one to fall back to and what the package manager owns. */
const settleKept = (machine: Machine): void => {
  const stay = new Set([releaseAt(machine, "current"), releaseAt(machine, "previous")]);
  const owned = machine.text("/var/lib/dpkg/info/tallygate.list") ?? "";
  for (const version of listReleases(machine)) {
    if (stay.has(version) || owned.includes(`/releases/${version}/`)) continue;
    rmSync(releaseFolder(machine, version), { recursive: true, force: true });
  }
  endTrial(machine);
  dropLink(machine, "keeper");
};

/**
 * Finishes or takes back what a power cut or a kill left. Before the link was turned nothing had happened yet; after it
 * nothing was proved yet, so the release before serves again.
 */
export const settle = async (
  deps: Pick<UpgradeDeps, "machine" | "services">,
): Promise<{
  readonly did: "nothing" | "gaveUp" | "kept" | "tookBack";
  readonly version?: string;
}> => {
  const trial = readTrial(deps.machine);
  if (trial === undefined) return { did: "nothing" };
  if (trial.phase === "kept") {
    settleKept(deps.machine);
    return { did: "kept", version: trial.to };
  }
  if (releaseAt(deps.machine, "current") !== trial.to) {
    giveUp(deps.machine, trial);
    return { did: "gaveUp", version: trial.from };
  }
  const { version } = await takeBack(deps, trial);
  return { did: "tookBack", version };
};
