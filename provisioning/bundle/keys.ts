// The Ed25519 keys a machine trusts: two pinned by the package, for rollover, and those of the owner.
import { createHash, createPublicKey, type KeyObject } from "node:crypto";
import type { Machine } from "../machine.ts";

/** The package's own come first; a folder nobody but root writes. */
export const trustFolders = ["/usr/share/tallygate/trust", "/etc/tallygate/trust"] as const;
/** a key and the one that follows it */
const pinnedMax = 2;

/** Sixteen hex digits of SHA-256 over the public key: enough to say which one. */
export const keyIdOf = (key: KeyObject): string =>
  createHash("sha256")
    .update(key.export({ type: "spki", format: "der" }))
    .digest("hex")
    .slice(0, 16);

export const readPublicKey = (pem: string): KeyObject | undefined => {
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === "ed25519" ? key : undefined;
  } catch {
    return undefined;
  }
};

/** At most two of each folder, by name. */
export const trustedKeys = (machine: Machine): readonly KeyObject[] =>
  trustFolders.flatMap((folder) =>
    machine
      .names(folder)
      .filter((name) => name.endsWith(".pem"))
      .slice(0, pinnedMax)
      .flatMap((name) => readPublicKey(machine.text(`${folder}/${name}`) ?? "") ?? []),
  );
