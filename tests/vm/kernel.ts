// The guest's kernel: Debian's own, downloaded and unpacked in a cache, never installed; and the first file system it
// starts from, which knows no more than how to reach this machine's files.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

export interface GuestKernel {
  /** holds boot/ and lib/modules/ */
  readonly folder: string;
  readonly image: string;
  readonly initrd: string;
}

/** What it takes to reach the files of this machine, in the order in which they are loaded. */
const firstModules = ["virtio_pci", "9pnet_virtio", "9p"];

const run = (program: string, args: readonly string[], cwd?: string): string => {
  try {
    return execFileSync(program, args, { encoding: "utf8", ...(cwd === undefined ? {} : { cwd }) });
  } catch (cause) {
    throw new Error(`${program} ${args.join(" ")} failed; see tests/vm/README.md`, { cause });
  }
};

const packageName = (): string => {
  const found = /Depends: (linux-image-\S+)/u.exec(
    run("apt-cache", ["depends", "linux-image-amd64"]),
  );
  if (found?.[1] === undefined) throw new Error("no linux-image-amd64 here: apt-get update");
  return found[1];
};

const unpack = (name: string, folder: string): void => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  run("apt-get", ["download", name], folder);
  const [archive] = readdirSync(folder).filter((file) => file.endsWith(".deb"));
  if (archive === undefined) throw new Error(`${name} did not come`);
  run("dpkg-deb", ["-x", archive, "."], folder);
  rmSync(join(folder, archive));
  run("/sbin/depmod", ["-b", folder, name.replace("linux-image-", "")]);
};

/** insmod lines for the first modules and all that they need. */
const loadOrder = (folder: string, version: string): readonly string[] => {
  const flags = ["-d", folder, "-S", version, "-a", "--show-depends"];
  const lines = run("/sbin/modprobe", [...flags, ...firstModules]).split("\n");
  return [...new Set(lines.flatMap((line) => /^insmod (\S+)/u.exec(line)?.[1] ?? []))];
};

const init = (modules: readonly string[]): string =>
  [
    "#!/bin/busybox sh",
    "# Mounts the files of the machine outside, read-only, and goes on there.",
    "/bin/busybox mkdir -p /proc /sys /dev /outside",
    "/bin/busybox mount -t devtmpfs dev /dev",
    ...modules.map((path) => `/bin/busybox insmod ${path}`),
    "/bin/busybox mount -t 9p -o trans=virtio,version=9p2000.L,ro,cache=loose,msize=524288 outside /outside",
    "/bin/busybox mount -t proc proc /outside/proc",
    "/bin/busybox mount -t sysfs sys /outside/sys",
    "/bin/busybox mount --move /dev /outside/dev",
    'exec /bin/busybox switch_root /outside /bin/sh "$checkout/tests/vm/guest/start.sh"',
    "",
  ].join("\n");

const pack = (root: string, initrd: string): void => {
  run("sh", ["-c", `cd "${root}" && find . | cpio --quiet -o -H newc > "${initrd}"`]);
};

/** The kernel of this Debian, made ready once. Needs the network the first time. */
export const guestKernel = (): GuestKernel => {
  const name = packageName();
  const version = name.replace("linux-image-", "");
  const folder = join(homedir(), ".cache", "tallygate-vm", name);
  if (!existsSync(join(folder, "lib/modules", version, "modules.dep"))) unpack(name, folder);
  const initrd = join(folder, "initrd");
  const root = join(folder, "first-files");
  rmSync(root, { recursive: true, force: true });
  mkdirSync(join(root, "bin"), { recursive: true });
  cpSync("/bin/busybox", join(root, "bin/busybox"));
  const modules = loadOrder(folder, version);
  for (const path of modules) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    cpSync(path, join(root, path));
  }
  writeFileSync(join(root, "init"), init(modules), { mode: 0o755 });
  pack(root, initrd);
  return { folder, image: join(folder, "boot", `vmlinuz-${version}`), initrd };
};
