// An upgrade from a signed bundle: verified, unpacked, rehearsed on a copy of the books, the books saved, the link
// turned, sixty seconds of trial by what this machine itself can see, kept. Whatever fails, the release before serves
// again with every entry; nobody's answer over the network is waited for.
import { existsSync, rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { databaseFile } from "../../gateway/store/files.ts";
import { unpackBundle, type Bundle } from "../bundle/verify.ts";
import type { Machine } from "../machine.ts";
import { patient } from "./patience.ts";
import { rehearse } from "./rehearse.ts";
import { isWhole, pointAt, releaseAt, releaseFolder } from "./releases.ts";
import { giveUp, keepNew, type Restored, sweepAside, takeBack } from "./settle.ts";
import { copyBooks, makeUpgradeFolder, savedBooks, type Services } from "./site.ts";
import { readTrial, type UpgradePhase, writeTrial } from "./trial.ts";
import { withUpgradeHeld } from "./under-way.ts";

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

const trialMsDefault = 60_000;
const firstAnswerMs = patient(60_000);
const lookEveryMs = 200;
/** as systemd says it of a service without a process */
const nobody = "0";
/** so long in a row without a good answer ends the trial: a hang is noticed and cured within */
const badMaxMs = patient(4_000);

/** Goes through all phases; the bundle was verified by the caller. */
export const upgrade = async (deps: UpgradeDeps, bundle: Bundle): Promise<Upgraded> =>
  (await withUpgradeHeld(deps.machine, () => throughPhases(deps, bundle))) ?? {
    outcome: "refused",
    why: "another upgrade is at work",
  };

const throughPhases = async (deps: UpgradeDeps, bundle: Bundle): Promise<Upgraded> => {
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
  sweepAside(machine);
  pointAt(machine, "keeper", from);
  reach("verified");
  try {
    const why = await prepared(deps, bundle, reach);
    if (why !== undefined) {
      giveUp(machine, trial);
      return { outcome: "refused", why };
    }
  } catch (fault) {
    giveUp(machine, trial);
    throw fault;
  }
  pointAt(machine, "previous", from);
  pointAt(machine, "current", version);
  reach("flipped");
  const before = await deps.services.life();
  await deps.services.restart();
  reach("trial");
  const problem = await watch(deps, trial.trialMs, before);
  if (problem !== undefined) {
    const restored = await takeBack(deps, { ...trial, phase: "trial" });
    return { outcome: "rolledBack", why: problem, restored };
  }
  reach("kept");
  keepNew(machine);
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

/**
 * undefined after the whole time; else what was wrong. The first answer may take as long as a start does, and the trial
 * begins with it. A release that dies and is started again is none, whether it had answered or not: it is taken back
 * at its first death.
 */
const watch = async (
  { machine, services }: UpgradeDeps,
  trialMs: number,
  before: string,
): Promise<string | undefined> => {
  let goodMs = machine.nowMs();
  let first: { readonly atMs: number; readonly life: string } | undefined;
  for (;;) {
    if ((await services.deaths()) > 0) return "it ended in its trial";
    const asked = await services.problem();
    const life = asked === undefined ? await services.life() : before;
    // an answer may still be the last one's
    const isNew = life !== before && life !== nobody;
    const problem = asked ?? (isNew ? undefined : "it does not serve yet");
    const nowMs = machine.nowMs();
    if (problem === undefined) {
      goodMs = nowMs;
      first ??= { atMs: nowMs, life };
      if (life !== first.life) return "it ended in its trial";
    } else if (
      problem.endsWith("failed") ||
      nowMs - goodMs > (first === undefined ? firstAnswerMs : badMaxMs)
    ) {
      return problem;
    }
    if (problem === undefined && first !== undefined && nowMs - first.atMs >= trialMs)
      return undefined;
    await sleep(lookEveryMs);
  }
};
