// Builds the Debian package: `node provisioning/package/build.ts --out DIR [--node BINARY]`. The same checkout gives
// the same bytes: times come from the last commit, owners are root, the order is dpkg's.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { sourceDate } from "./source-date.ts";
import { layOut } from "./stage.ts";
import { control, scripts } from "./debian.ts";

const root = join(import.meta.dirname, "..", "..");

const run = (program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): string =>
  execFileSync(program, args, {
    encoding: "utf8",
    cwd: root,
    env: { ...process.env, ...env },
  }).trim();

/** Modes and times that do not depend on who built it. */
const settle = (stage: string, epochS: number): void => {
  const paths = readdirSync(stage, { recursive: true, encoding: "utf8" }).map((name) =>
    join(stage, name),
  );
  for (const path of [...paths, stage]) {
    const stat = lstatSync(path);
    if (!stat.isSymbolicLink()) {
      const runs = stat.isDirectory() || (stat.mode & 0o100) !== 0;
      chmodSync(path, runs ? 0o755 : 0o644);
    }
    lutimesSync(path, epochS, epochS);
  }
};

/** Sizes of the files, not of the blocks a disk happens to give them: those differ from one build to the next. */
const kilobytesOf = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => lstatSync(join(folder, name)))
    .reduce((sum, stat) => sum + (stat.isFile() ? Math.ceil(stat.size / 1_024) : 1), 0);

/** What `dpkg --verify` holds the installed files against. */
const digests = (stage: string): string =>
  readdirSync(stage, { recursive: true, encoding: "utf8" })
    .filter((name) => !name.startsWith("DEBIAN") && lstatSync(join(stage, name)).isFile())
    .toSorted()
    .map((name) => {
      const digest = createHash("md5")
        .update(readFileSync(join(stage, name)))
        .digest("hex");
      return `${digest}  ${name}\n`;
    })
    .join("");

export interface BuiltPackage {
  readonly file: string;
  readonly version: string;
}

export const buildPackage = (options: {
  readonly out: string;
  readonly node?: string;
  /** public keys, PEM, whose bundles the machine takes; at most two */
  readonly trust?: readonly string[];
  /** larger, and made in a third of the time: for tests */
  readonly quick?: boolean;
}): BuiltPackage => {
  const { version }: { readonly version: string } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  );
  if (!existsSync(join(root, "kiosk-ui/dist/kiosk/index.html")))
    throw new Error("the pages are not built: npm run build");
  const stage = mkdtempSync(join(tmpdir(), "tallygate-deb-"));
  try {
    layOut({
      root,
      version,
      stage,
      node: options.node ?? process.execPath,
      ...(options.trust === undefined ? {} : { trust: options.trust }),
    });
    run("strip", ["--strip-unneeded", join(stage, "opt/tallygate/releases", version, "node")]);
    mkdirSync(join(stage, "DEBIAN"));
    writeFileSync(
      join(stage, "DEBIAN/control"),
      control({ version, kilobytes: kilobytesOf(stage) }),
    );
    for (const [name, text] of Object.entries(scripts))
      writeFileSync(join(stage, "DEBIAN", name), text, { mode: 0o755 });
    writeFileSync(join(stage, "DEBIAN/md5sums"), digests(stage));
    const epochS = sourceDate(root);
    settle(stage, epochS);
    mkdirSync(options.out, { recursive: true });
    const file = resolve(options.out, `tallygate_${version}_amd64.deb`);
    const press = options.quick === true ? ["-Zzstd", "-z1"] : ["-Zxz", "-z1"];
    run("dpkg-deb", ["--root-owner-group", ...press, "--build", stage, file], {
      SOURCE_DATE_EPOCH: String(epochS),
    });
    return { file, version };
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
};

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      out: { type: "string", default: "dist" },
      node: { type: "string" },
      trust: { type: "string", multiple: true, default: [] },
    },
  });
  const { file } = buildPackage({
    out: values.out,
    trust: values.trust.slice(0, 2).map((file) => readFileSync(file, "utf8")),
    ...(values.node === undefined ? {} : { node: values.node }),
  });
  process.stdout.write(`${file}  ${Math.round(lstatSync(file).size / 1e5) / 10} MB\n`);
}
