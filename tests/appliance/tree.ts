// The file trees machines stand on: bare Debian fetched once, our package installed on it once for each state of the
// checkout, and for each machine a thin tree of its own above them that is thrown away.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import { buildPackage } from "../../provisioning/package/build.ts";
import { root as checkout } from "../support/sources.ts";

export const folder = "/var/tmp/tallygate-appliance";
const suite = "bookworm";
/** Minimal Debian, what the package depends on, and a reader that is no hardware. */
const included = ["systemd", "systemd-sysv", "dbus", "udev", "pcscd", "libccid", "vsmartcard-vpcd"];
/** What a machine with a screen has beside that. */
const screen = [
  "chromium",
  "cage",
  "xwayland",
  "grim",
  "fonts-noto-cjk",
  "libpam-systemd",
  "dbus-user-session",
];

const system = (program: string, ...args: readonly string[]): void =>
  void execFileSync(program, args, { stdio: "ignore" });

const mirror = (): string =>
  execFileSync(
    "apt-get",
    ["indextargets", "--format", "$(SITE)", "Created-By: Packages", `Codename: ${suite}`],
    { encoding: "utf8" },
  )
    .split("\n")[0]
    ?.trim() ?? "";

/** A folder made whole or not at all. */
const madeOnce = (name: string, make: (making: string) => void): string => {
  const made = join(folder, name);
  if (existsSync(made)) return made;
  mkdirSync(folder, { recursive: true });
  const making = mkdtempSync(join(folder, "making-"));
  // everybody on the machine walks through its root
  chmodSync(making, 0o755);
  make(making);
  // Somebody else may have made it meanwhile, and stand on it.
  if (existsSync(made)) rmSync(making, { recursive: true, force: true });
  else renameSync(making, made);
  return made;
};

/** Bare Debian. */
export const baseImage = (hasScreen = false): string =>
  madeOnce(hasScreen ? `${suite}-kiosk` : suite, (making) => {
    const packages = [...included, ...(hasScreen ? screen : [])].join(",");
    const options = ["--variant=minbase", `--include=${packages}`, suite, making, mirror()];
    execFileSync("debootstrap", options, { stdio: "ignore" });
    chmodSync(making, 0o755);
  });

export interface Tree {
  readonly root: string;
  readonly remove: () => void;
}

/**
 * A tree over others, the topmost first; nothing is copied. Needs a kernel with overlays. `given`: an empty folder
 * beside `upper`, where that has a file system of its own.
 */
export const overlaid = (lower: readonly string[], upper: string, given?: string): Tree => {
  const own = mkdtempSync(join(folder, "machine-"));
  const [work, merged] = [given ?? join(own, "work"), join(own, "root")];
  for (const path of [upper, work, merged]) mkdirSync(path, { recursive: true });
  const options = `lowerdir=${lower.join(":")},upperdir=${upper},workdir=${work}`;
  system("mount", "-t", "overlay", "overlay", "-o", options, merged);
  return {
    root: merged,
    remove: () => {
      system("umount", merged);
      rmSync(own, { recursive: true, force: true });
    },
  };
};

/** A tree of a machine's own over these, the topmost first. */
export const ownTree = (lower: readonly string[]): Tree => {
  const upper = mkdtempSync(join(folder, "upper-"));
  chmodSync(upper, 0o755);
  const tree = overlaid(lower, upper);
  return {
    root: tree.root,
    remove: () => {
      tree.remove();
      rmSync(upper, { recursive: true, force: true });
    },
  };
};

const packed = ["gateway", "drivers", "provisioning", "systemd", "kiosk-ui/dist"];

/** Changes with every file that comes into the package. */
const digestOfCheckout = (): string => {
  const hash = createHash("sha256").update(readFileSync(join(checkout, "package-lock.json")));
  for (const name of packed)
    for (const file of readdirSync(join(checkout, name), { recursive: true, encoding: "utf8" })) {
      const path = join(checkout, name, file);
      if (statSync(path).isFile()) hash.update(`${path}\0`).update(readFileSync(path));
    }
  return hash.digest("hex").slice(0, 16);
};

export interface Package {
  readonly file: string;
  readonly version: string;
}

/** The Debian package of this checkout, pressed lightly, built once for each state of it. */
export const quickPackage = (): Package => {
  const digest = digestOfCheckout();
  const name = `package-${digest}`;
  // of earlier states, unless a machine stands on them
  const mounted = readFileSync("/proc/mounts", "utf8");
  for (const old of existsSync(folder) ? readdirSync(folder) : [])
    if (/^(?:package|installed)-/u.test(old) && !old.endsWith(digest) && !mounted.includes(old))
      rmSync(join(folder, old), { recursive: true, force: true });
  const made = madeOnce(name, (making) => void buildPackage({ out: making, quick: true }));
  const [deb = ""] = readdirSync(made);
  return { file: join(made, deb), version: deb.split("_")[1] ?? "" };
};

/** The layer that dpkg lays over bare Debian when it installs the package on a machine that is not running. */
export const installedLayer = (hasScreen = false): string => {
  const { file } = quickPackage();
  const kind = hasScreen ? "installed-kiosk" : "installed";
  return madeOnce(`${kind}-${file.split("/").at(-2)?.slice(8) ?? ""}`, (making) => {
    const tree = overlaid([baseImage(hasScreen)], making);
    try {
      const inside = join(tree.root, "root/tallygate.deb");
      system("cp", file, inside);
      const container = ["-q", "-D", tree.root, "--register=no", "--keep-unit"];
      const install = ["dpkg", "-i", "/root/tallygate.deb"];
      system("systemd-nspawn", ...container, "--private-network", ...install);
    } finally {
      tree.remove();
    }
  });
};
