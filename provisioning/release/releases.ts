// The releases on this machine: folders below /opt/tallygate/releases, and the links that say which one counts.
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { basename, join } from "node:path";
import type { Machine } from "../machine.ts";

const home = "/opt/tallygate";
export const releasesFolder = `${home}/releases`;

/** `current` serves, `previous` is what to fall back to, `keeper` finishes an upgrade that was cut off. */
export type ReleaseLink = "current" | "previous" | "keeper";

/** What a version may be called: it becomes a folder's name. */
export const isVersion = (text: string): boolean => /^\d+\.\d+\.\d+(?:-[a-z0-9.]+)?$/u.test(text);

export const releaseFolder = (machine: Machine, version: string): string =>
  machine.at(join(releasesFolder, version));

/** A release whose programs are all there. */
export const isWhole = (machine: Machine, version: string): boolean =>
  ["node", "app/gateway/main.js", "app/provisioning/main.js", "app/package.json"].every((file) =>
    existsSync(join(releaseFolder(machine, version), file)),
  );

const numbers = (version: string): readonly number[] =>
  (version.split("-")[0] ?? "").split(".").map(Number);

/** Below 0: the first is the older one. A version with a suffix comes before the one without. */
export const compareVersions = (one: string, other: string): number => {
  const [left, right] = [numbers(one), numbers(other)];
  const difference = [0, 1, 2]
    .map((at) => (left[at] ?? 0) - (right[at] ?? 0))
    .find((by) => by !== 0);
  if (difference !== undefined) return difference;
  return Number(other.includes("-")) - Number(one.includes("-"));
};

/** Versions, oldest first. */
export const listReleases = (machine: Machine): readonly string[] => {
  const folder = machine.at(releasesFolder);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter(isVersion).toSorted(compareVersions);
};

export const newestRelease = (machine: Machine): string | undefined =>
  listReleases(machine).findLast((version) => isWhole(machine, version));

/** The version a link names; undefined where there is no such link. */
export const releaseAt = (machine: Machine, link: ReleaseLink): string | undefined => {
  try {
    return basename(readlinkSync(machine.at(join(home, link))));
  } catch {
    return undefined;
  }
};

/** A rename is only certain once its folder is on the disk. */
export const syncFolder = (folder: string): void => {
  const handle = openSync(folder, "r");
  fsyncSync(handle);
  closeSync(handle);
};

/** In one step: there is no instant at which the link is missing or half. */
export const pointAt = (machine: Machine, link: ReleaseLink, version: string): void => {
  const path = machine.at(join(home, link));
  const draft = `${path}.new`;
  rmSync(draft, { force: true });
  symlinkSync(join("releases", version), draft);
  renameSync(draft, path);
  syncFolder(machine.at(home));
};

export const dropLink = (machine: Machine, link: ReleaseLink): void =>
  rmSync(machine.at(join(home, link)), { force: true });
