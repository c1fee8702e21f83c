// A whole appliance whose plug can be pulled: the package on a disk image, booted by QEMU in software emulation in a
// network namespace of its own. A kill takes the machine's memory; what it had told its disk to keep stays.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { BuiltPackage } from "../../provisioning/package/build.ts";
import { leashed } from "../support/leash.ts";
import { type Output, outputOf } from "./machine.ts";
import { createReleases } from "./releases.ts";
import { baseImage, folder } from "./tree.ts";

/** In the order in which they need each other; what the kernel has built in is not there and not missed. */
const modules = [
  "drivers/virtio/virtio_ring",
  "drivers/virtio/virtio",
  "drivers/virtio/virtio_pci_legacy_dev",
  "drivers/virtio/virtio_pci_modern_dev",
  "drivers/virtio/virtio_pci",
  "drivers/block/virtio_blk",
  "net/core/failover",
  "drivers/net/net_failover",
  "drivers/net/virtio_net",
];
/** Nothing of these serves a guest, and each costs seconds of an emulated processor at every boot. */
const idle = [
  "apt-daily.timer",
  "apt-daily-upgrade.timer",
  "e2scrub_all.timer",
  "e2scrub_reap.service",
  "fstrim.timer",
  "dpkg-db-backup.timer",
  "getty@tty1.service",
  "serial-getty@ttyS0.service",
  "systemd-pstore.service",
];
const address = "10.0.2.15";
const door = "http://127.0.0.1:8140";

const firstProgram = `#!/bin/busybox sh
/bin/busybox mount -t devtmpfs none /dev
for name in ${modules.map((path) => path.split("/").at(-1)).join(" ")}; do
  [ ! -e /modules/$name.ko ] || /bin/busybox insmod /modules/$name.ko
done
/bin/busybox mount -t ext4 /dev/vda /root
/bin/busybox ip addr add ${address}/24 dev eth0
/bin/busybox ip link set eth0 up
/bin/busybox mount --move /dev /root/dev
exec /bin/busybox switch_root /root /sbin/init
`;

const system = (program: string, ...args: readonly string[]): string =>
  execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });

/** Debian's kernel for virtual machines, fetched once and only unpacked: `vmlinuz` and `initrd`. */
const kernel = (): { readonly vmlinuz: string; readonly initrd: string } => {
  const made = join(folder, "kernel");
  const files = { vmlinuz: join(made, "vmlinuz"), initrd: join(made, "initrd") };
  if (existsSync(files.initrd)) return files;
  mkdirSync(folder, { recursive: true });
  const making = mkdtempSync(join(folder, "making-"));
  const name = /Depends: (linux-image-\S+)/.exec(
    system("apt-cache", "depends", "linux-image-cloud-amd64"),
  )?.[1];
  if (name === undefined) throw new Error("apt knows no linux-image-cloud-amd64");
  execFileSync("apt-get", ["download", "-q", name], { cwd: making, stdio: "ignore" });
  const [archive = ""] = readdirSync(making);
  system("dpkg-deb", "-x", join(making, archive), join(making, "unpacked"));
  const [boot, lib] = [join(making, "unpacked/boot"), join(making, "unpacked/lib/modules")];
  const version = readdirSync(lib)[0] ?? "";
  const tree = join(making, "initial");
  for (const path of ["bin", "modules", "dev", "root"])
    mkdirSync(join(tree, path), { recursive: true });
  cpSync("/bin/busybox", join(tree, "bin/busybox"));
  for (const path of modules) {
    const from = join(lib, version, "kernel", `${path}.ko`);
    if (existsSync(from)) cpSync(from, join(tree, "modules", `${path.split("/").at(-1)}.ko`));
  }
  writeFileSync(join(tree, "init"), firstProgram);
  chmodSync(join(tree, "init"), 0o755);
  system("sh", "-c", `cd ${tree} && find . | cpio -o -H newc --quiet > ${making}/initrd`);
  cpSync(join(boot, `vmlinuz-${version}`), join(making, "vmlinuz"));
  for (const rest of ["unpacked", "initial", archive])
    rmSync(join(making, rest), { recursive: true });
  rmSync(made, { recursive: true, force: true });
  renameSync(making, made);
  return files;
};

/** The version of the release that lies ready on the disk as a signed bundle: `/root/next.tgb`. */
export const nextVersion = "0.9.3";

/** A root shell for the bed alone: reads one line from a connection, answers what that said. */
const shellSocket = `[Socket]
ListenStream=${address}:8199
FreeBind=yes
Accept=yes
[Install]
WantedBy=sockets.target
`;
const shellService = `[Service]
ExecStart=/bin/sh -c 'read -r line; eval "$line"'
StandardInput=socket
StandardOutput=socket
StandardError=socket
`;

/** A disk with bare Debian and the package installed, as dpkg does it. */
const layDisk = async (pack: BuiltPackage, disk: string): Promise<void> => {
  const tree = mkdtempSync(join(folder, "disk-"));
  rmSync(tree, { recursive: true });
  system("cp", "-a", "--reflink=auto", baseImage(), tree);
  const units = join(tree, "etc/systemd/system");
  try {
    cpSync(pack.file, join(tree, "root/tallygate.deb"));
    const container = ["-q", "-D", tree, "--register=no", "--keep-unit", "--private-network"];
    system("systemd-nspawn", ...container, "dpkg", "-i", "/root/tallygate.deb");
    rmSync(join(tree, "root/tallygate.deb"));
    for (const unit of idle) {
      rmSync(join(units, unit), { force: true });
      symlinkSync("/dev/null", join(units, unit));
    }
    mkdirSync(join(units, "tallygate-http.socket.d"));
    // one door, as in a store: the gateway takes one of a name
    const socket = "[Socket]\nListenStream=\nListenStream=0.0.0.0:8140\n";
    writeFileSync(join(units, "tallygate-http.socket.d/bed.conf"), socket);
    mkdirSync(join(tree, "etc/systemd/journald.conf.d"), { recursive: true });
    const journal = "[Journal]\nForwardToConsole=yes\nTTYPath=/dev/ttyS0\nMaxLevelConsole=info\n";
    writeFileSync(join(tree, "etc/systemd/journald.conf.d/bed.conf"), journal);
    // an emulated processor that others use as well is slower than any in a store
    mkdirSync(join(units, "tallygate-gateway.service.d"));
    const patience = "[Service]\nTimeoutStartSec=900s\nWatchdogSec=120s\n";
    writeFileSync(join(units, "tallygate-gateway.service.d/bed.conf"), patience);
    mkdirSync(join(units, "tallygate-devices.service.d"));
    writeFileSync(
      join(units, "tallygate-devices.service.d/bed.conf"),
      "[Service]\nWatchdogSec=120s\n",
    );
    writeFileSync(join(units, "bed-shell.socket"), shellSocket);
    writeFileSync(join(units, "bed-shell@.service"), shellService);
    mkdirSync(join(units, "sockets.target.wants"), { recursive: true });
    symlinkSync("../bed-shell.socket", join(units, "sockets.target.wants/bed-shell.socket"));
    const { bundle } = createReleases({ path: (file) => join(tree, file), version: pack.version });
    await bundle(nextVersion);
    renameSync(join(tree, `root/${nextVersion}.tgb`), join(tree, "root/next.tgb"));
    system("truncate", "-s", "2400M", disk);
    system("mke2fs", "-q", "-t", "ext4", "-d", tree, disk);
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
};

export interface PowerBed {
  /** Switches it on and waits until the store says it is ready: milliseconds that took. */
  readonly on: () => Promise<number>;
  /** Pulls the plug. */
  readonly cut: () => Promise<void>;
  /** The words that run a program of this checkout in the machine's network. */
  readonly beside: (...command: readonly string[]) => readonly string[];
  readonly run: (...command: readonly string[]) => Promise<Output>;
  /** Runs a shell line on the machine as root, to its end. */
  readonly shell: (line: string) => Promise<string>;
  /** of the package on it */
  readonly version: string;
  /** What the machine wrote on its console since it was last switched on. */
  readonly console: () => string;
  readonly remove: () => Promise<void>;
}

const waitReady = `const end=Date.now()+900000;for(;;){try{const r=await fetch("${door}/readyz",
  {signal:AbortSignal.timeout(5000)});if(r.ok)break}catch{}
  if(Date.now()>end)process.exit(1);await new Promise(r=>setTimeout(r,100))}`;

/** Hands its argument to the bed's shell and prints the answer, also where the machine ends before it does. */
const asked = `import { connect } from "node:net";
  const socket = connect(8199, "127.0.0.1", () => socket.write(process.argv[1] + "\\n"));
  socket.on("error", () => undefined).pipe(process.stdout);`;

/** undefined: there is no such process, or none any more */
const networkOf = (pid: string): string | undefined => {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch {
    return undefined;
  }
};

/** Lays the disk of a new appliance from a Debian package of this checkout. */
export const createPowerBed = async (pack: BuiltPackage): Promise<PowerBed> => {
  const { vmlinuz, initrd } = kernel();
  const own = mkdtempSync(join(folder, "power-"));
  const [disk, log] = [join(own, "disk.img"), join(own, "console.log")];
  await layDisk(pack, disk);
  let qemu: ChildProcess = spawn("true");
  const command = [
    ["-accel", "tcg,thread=multi", "-cpu", "max", "-smp", "2", "-m", "1536"],
    [
      "-M",
      "q35,hpet=off",
      "-bios",
      "/usr/share/qemu/qboot.rom",
      "-nodefaults",
      "-nographic",
      "-no-reboot",
      "-monitor",
      "none",
    ],
    ["-kernel", vmlinuz, "-initrd", initrd],
    [
      "-append",
      "console=ttyS0 quiet loglevel=3 mitigations=off tsc=reliable clocksource=tsc systemd.show_status=0",
    ],
    ["-drive", `if=none,id=disk,file=${disk},format=raw,cache=writeback`],
    ["-device", "virtio-blk-pci,drive=disk", "-device", "virtio-net-pci,netdev=net,romfile="],
    [
      "-netdev",
      `user,id=net,hostfwd=tcp:127.0.0.1:8140-${address}:8140,hostfwd=tcp:127.0.0.1:8199-${address}:8199`,
    ],
    ["-serial", `file:${log}`],
  ].flat();
  const beside = (...words: readonly string[]): readonly string[] => [
    "nsenter",
    "-t",
    String(qemu.pid),
    "-n",
    ...words,
  ];
  const run = (...words: readonly string[]): Promise<Output> => {
    const [program = "", ...args] = beside(...words);
    return outputOf(program, args);
  };
  const cut = async (): Promise<void> => {
    if (qemu.exitCode !== null || qemu.signalCode !== null) return;
    const gone = once(qemu, "exit");
    qemu.kill("SIGKILL");
    await gone;
  };
  const said = (): string => (existsSync(log) ? readFileSync(log, "utf8") : "");
  return {
    on: async () => {
      const began = performance.now();
      const inOwnNetwork = 'ip link set lo up && exec qemu-system-x86_64 "$@"';
      const own = ["--net", "--", "sh", "-c", inOwnNetwork, "sh"] as const;
      const [program, ...args] = leashed("unshare", ...own, ...command);
      qemu = spawn(program, args, { stdio: "ignore" });
      await once(qemu, "spawn");
      // until it has a network of its own, a caller would wait at the door of whoever runs this
      while (networkOf(String(qemu.pid)) === networkOf("self")) await sleep(20);
      const waited = await run(process.execPath, "--input-type=module", "-e", waitReady);
      if (waited.code !== 0)
        throw new Error(`the machine does not serve:\n${said().slice(-4_000)}`);
      return performance.now() - began;
    },
    cut,
    beside,
    run,
    shell: async (line) => {
      const { code, out } = await run(process.execPath, "--input-type=module", "-e", asked, line);
      if (code !== 0) throw new Error(`${line}\n${out}\n${said().slice(-2_000)}`);
      return out;
    },
    version: pack.version,
    console: said,
    remove: async () => {
      await cut();
      rmSync(own, { recursive: true, force: true });
    },
  };
};
