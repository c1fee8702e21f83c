// Who this machine is: the store's id, its own id for bundles, and which bundles it has taken in.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { BundleKind } from "../bundle/manifest.ts";
import type { Machine } from "../machine.ts";

/** undefined: nobody has named this store yet. */
export const storeIdOf = (machine: Machine): string | undefined => {
  const file = join(machine.data, "store.json");
  if (!existsSync(file)) return undefined;
  const value: unknown = JSON.parse(readFileSync(file, "utf8"));
  const id: unknown = Reflect.get(Object(value), "id");
  return typeof id === "string" ? id : undefined;
};

/** Sixteen hex digits that stay the same until the system is installed anew; tells nothing about the machine. */
export const machineIdOf = (machine: Machine): string =>
  createHash("sha256")
    .update(`tallygate machine ${(machine.text("/etc/machine-id") ?? "").trim()}`)
    .digest("hex")
    .slice(0, 16);

interface TakenIn {
  readonly used: readonly string[];
  readonly revisions: Readonly<Partial<Record<BundleKind, number>>>;
}

const takenFile = "/etc/tallygate/bundles.json";
/** ids that are remembered; a bundle that old has expired */
const usedMax = 500;

export const takenIn = (machine: Machine): TakenIn => {
  const file = machine.at(takenFile);
  if (!existsSync(file)) return { used: [], revisions: {} };
  const taken: TakenIn = JSON.parse(readFileSync(file, "utf8"));
  return taken;
};

/** Remembers it before anything of it counts: a bundle is never taken in twice. */
export const rememberBundle = (
  machine: Machine,
  bundle: { readonly id: string; readonly kind: BundleKind; readonly revision?: number },
): void => {
  const { used, revisions } = takenIn(machine);
  const next: TakenIn = {
    used: [...used, bundle.id].slice(-usedMax),
    revisions:
      bundle.revision === undefined ? revisions : { ...revisions, [bundle.kind]: bundle.revision },
  };
  const file = machine.at(takenFile);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(next), { mode: 0o640, flush: true });
  renameSync(`${file}.new`, file);
};
