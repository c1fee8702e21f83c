// Lays out the files of the Debian package under a folder, each with the mode it will have. Knows no dpkg.
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { dropIn, dropInNames } from "../site/drop-ins.ts";
import { shippedRulesFile, udevFile } from "../site/rules.ts";
import { verbs } from "../verbs.ts";
import { billOfMaterials } from "./bill-of-materials.ts";
import { completion, manualPage } from "./manual.ts";
import { runtimePackages } from "./modules.ts";
import { sourceDate } from "./source-date.ts";
import { copyWithoutTypes } from "./without-types.ts";

export interface Staged {
  /** the checkout */
  readonly root: string;
  /** the Node binary to take along */
  readonly node: string;
  readonly version: string;
  /** an empty folder: `/` of the installed machine */
  readonly stage: string;
  /** public keys, PEM, whose bundles the machine takes; at most two */
  readonly trust?: readonly string[];
}

/** The programs, line for line as they stand in the checkout, but for their types. */
const programs = ["gateway", "drivers", "provisioning", "systemd"];
const pages = "kiosk-ui/dist";
/** What is in it, for whoever watches for vulnerabilities: beside the programs. */
const billFile = "sbom.cdx.json";

/** Of a package only what runs: no words for developers, no sources of what is compiled. */
const leftOut = (path: string, isNative: boolean): boolean => {
  const name = basename(path);
  // those that are needed are taken along by their own names
  if (name === "node_modules") return true;
  if (
    /\.(md|markdown|map|d\.ts|d\.mts|d\.cts|flow|gyp|gypi|c|cc|cpp|h|hpp|o|a|d|tgz|gz)$/i.test(name)
  )
    return true;
  if (
    /(^|\/)(\.github|\.deps|obj\.target|obj|docs?|tests?|__tests__|examples?|benchmarks?|designer|android|darwin|win32)$/.test(
      path,
    )
  )
    return true;
  if (/(^|\/)prebuilds\/(?!linux-x64)[^/]+$/.test(path)) return true;
  return isNative && /(^|\/)(deps|src)$/.test(path);
};

const copyPackage = (from: string, to: string): void => {
  const isNative = existsSync(join(from, "binding.gyp"));
  cpSync(from, to, {
    recursive: true,
    filter: (path) => path === from || !leftOut(relative(from, path), isNative),
  });
};

/** `systemd/<file>` → where Debian looks for it. */
const placeOf = (file: string): string | undefined => {
  if (/\.(service|socket|timer|target)$/.test(file)) return `usr/lib/systemd/system/${file}`;
  if (file.endsWith(".sysusers")) return "usr/lib/sysusers.d/tallygate.conf";
  if (file.endsWith(".tmpfiles")) return "usr/lib/tmpfiles.d/tallygate.conf";
  if (file.endsWith(".modprobe")) return "usr/lib/modprobe.d/tallygate.conf";
  if (file.endsWith(".polkit")) return "usr/share/polkit-1/rules.d/50-tallygate.rules";
  return undefined;
};

const command = `#!/bin/sh
# The tallygate command of the release in force; where the link is broken, of any release that is there.
for release in current previous keeper $(cd /opt/tallygate && ls -d releases/* 2> /dev/null); do
  at=/opt/tallygate/$release
  [ -x "$at/node" ] && exec "$at/node" "$at/app/provisioning/main.js" "$@"
done
echo "tallygate: no release in /opt/tallygate/releases" >&2
exit 1
`;

export const layOut = ({ root, node, version, stage, trust }: Staged): void => {
  const release = join(stage, "opt/tallygate/releases", version);
  const app = join(release, "app");
  const put = (from: string, to: string): void => {
    mkdirSync(dirname(to), { recursive: true });
    cpSync(from, to, { recursive: true });
  };
  for (const program of programs) copyWithoutTypes(join(root, program), join(app, program));
  put(join(root, pages), join(app, pages));
  put(join(root, "package.json"), join(app, "package.json"));
  const packages = runtimePackages(root, programs);
  for (const path of packages) copyPackage(path, join(app, relative(root, path)));
  put(node, join(release, "node"));
  chmodSync(join(release, "node"), 0o755);
  const bill = {
    root,
    version,
    node: execFileSync(node, ["--version"], { encoding: "utf8" }).trim().slice(1),
    packages: [...new Set([...packages, ...runtimePackages(root, ["kiosk-ui"])])].toSorted(),
    epochS: sourceDate(root),
  };
  writeFileSync(join(release, billFile), billOfMaterials(bill));
  symlinkSync(join("releases", version), join(stage, "opt/tallygate/current"));

  for (const file of readdirSync(join(root, "systemd"))) {
    const place = placeOf(file);
    if (place !== undefined) put(join(root, "systemd", file), join(stage, place));
  }
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(stage, path)), { recursive: true });
    writeFileSync(join(stage, path), text);
  };
  for (const name of dropInNames) write(dropIn(name).path, dropIn(name).text);
  write(shippedRulesFile, udevFile([]));
  write("usr/share/man/man8/tallygate.8", manualPage(verbs, version));
  write("usr/share/man/zh_CN/man8/tallygate.8", manualPage(verbs, version, "zh"));
  write("usr/share/bash-completion/completions/tallygate", completion(verbs));
  // who builds the package pins whose bundles it takes: up to two keys, for rollover
  for (const [at, pem] of (trust ?? []).entries())
    write(`usr/share/tallygate/trust/${at + 1}.pem`, pem);
  mkdirSync(join(stage, "usr/bin"), { recursive: true });
  writeFileSync(join(stage, "usr/bin/tallygate"), command, { mode: 0o755 });
};
