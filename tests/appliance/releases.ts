// Releases to upgrade a machine to: the one it runs, under another version and changed where a test says, sealed as
// bundles by a key that the machine trusts.
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sealRelease } from "../../provisioning/package/release-bundle.ts";
import type { Installed } from "./installed.ts";

export interface Releases {
  /** Path of the bundle on the machine. */
  readonly bundle: (
    version: string,
    change?: (app: string) => void,
    key?: KeyObject,
  ) => Promise<string>;
}

/** Well in the rehearsal, where no systemd waits for it, and dead soon after it is ready. */
export const diesInService = (app: string): void => {
  const main = join(app, "gateway/main.js");
  const dying =
    'if (process.env["NOTIFY_SOCKET"] !== undefined) setTimeout(() => process.exit(9), 300);';
  writeFileSync(main, `${readFileSync(main, "utf8")}\n${dying}\n`);
};

/** The machine trusts the key of these from now on. */
export const createReleases = (machine: Pick<Installed, "path" | "version">): Releases => {
  const pair = generateKeyPairSync("ed25519");
  mkdirSync(machine.path("etc/tallygate/trust"), { recursive: true });
  const pem = pair.publicKey.export({ type: "spki", format: "pem" });
  writeFileSync(machine.path("etc/tallygate/trust/first.pem"), pem);
  return {
    bundle: async (version, change, key = pair.privateKey) => {
      const work = mkdtempSync(join(tmpdir(), "tallygate-release-"));
      const folder = join(work, version);
      try {
        const present = machine.path(`opt/tallygate/releases/${machine.version}`);
        cpSync(present, folder, { recursive: true, filter: (file) => file !== `${present}/node` });
        // ninety megabytes that every release has alike: the one of the release that stays
        const node = `#!/bin/sh\nexec /opt/tallygate/releases/${machine.version}/node "$@"\n`;
        writeFileSync(join(folder, "node"), node, { mode: 0o755 });
        const manifest = join(folder, "app/package.json");
        const facts = { ...JSON.parse(readFileSync(manifest, "utf8")), version };
        writeFileSync(manifest, JSON.stringify(facts));
        change?.(join(folder, "app"));
        const out = machine.path(`root/${version}.tgb`);
        await sealRelease({ folder, version, key, out, quick: true });
        return `/root/${version}.tgb`;
      } finally {
        rmSync(work, { recursive: true, force: true });
      }
    },
  };
};
