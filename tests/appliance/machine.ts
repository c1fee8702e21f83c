// A bare Debian machine of a test's own: real systemd as PID 1 in a container with a network of its own, thrown
// away afterwards. Its first image is fetched once from where this machine's own packages come from.
import { execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

export const folder = "/var/tmp/tallygate-appliance";
const suite = "bookworm";
/** Minimal Debian, what the package depends on, and a reader that is no hardware. */
const included = ["systemd", "systemd-sysv", "dbus", "udev", "pcscd", "libccid", "vsmartcard-vpcd"];
const bootTries = 600;
const run = promisify(execFile);

export interface Output {
  readonly code: number;
  readonly out: string;
}

export interface Machine {
  /** Runs a program on the machine as root. */
  readonly run: (...command: readonly string[]) => Promise<Output>;
  /** Runs a program of this checkout, but in the machine's network. */
  readonly beside: (...command: readonly string[]) => Promise<Output>;
  /** Puts a file on it. */
  readonly put: (from: string, to: string) => void;
  readonly path: (inside: string) => string;
  /** Throws it away. */
  readonly stop: () => Promise<void>;
}

const mirror = (): string =>
  execFileSync(
    "apt-get",
    ["indextargets", "--format", "$(SITE)", "Created-By: Packages", `Codename: ${suite}`],
    { encoding: "utf8" },
  )
    .split("\n")[0]
    ?.trim() ?? "";

/** What a machine with a screen has beside that. */
const screen = ["chromium", "cage", "xwayland", "grim", "fonts-noto-cjk", "libpam-systemd"];

/** The image that machines are copied from; made whole or not at all. */
export const baseImage = (hasScreen = false): string => {
  const base = join(folder, hasScreen ? `${suite}-kiosk` : suite);
  if (existsSync(base)) return base;
  mkdirSync(folder, { recursive: true });
  const making = mkdtempSync(join(folder, "making-"));
  const packages = [...included, ...(hasScreen ? screen : [])].join(",");
  const options = ["--variant=minbase", `--include=${packages}`, suite, making];
  execFileSync("debootstrap", [...options, mirror()], { stdio: "ignore" });
  // everybody on the machine walks through its root
  chmodSync(making, 0o755);
  renameSync(making, base);
  return base;
};

export const outputOf = async (program: string, args: readonly string[]): Promise<Output> => {
  try {
    const { stdout, stderr } = await run(program, args, { maxBuffer: 16_000_000 });
    return { code: 0, out: stdout + stderr };
  } catch (error) {
    const failed = error as { code?: number; stdout?: string; stderr?: string };
    return { code: failed.code ?? 1, out: `${failed.stdout ?? ""}${failed.stderr ?? ""}` };
  }
};

const childrenOf = (pid: number): readonly string[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean);

const path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

export const startMachine = async (hasScreen = false): Promise<Machine> => {
  const base = baseImage(hasScreen);
  const root = mkdtempSync(join(folder, "machine-"));
  rmSync(root, { recursive: true });
  execFileSync("cp", ["-a", "--reflink=auto", base, root]);
  const nspawn = spawn(
    "systemd-nspawn",
    ["-D", root, "--register=no", "--keep-unit", "--private-network", "--boot"],
    { stdio: "ignore" },
  );
  const pid = nspawn.pid ?? 0;
  const inside = async (...command: readonly string[]): Promise<Output> => {
    const [init] = childrenOf(pid);
    if (init === undefined) return { code: 1, out: "the machine is not up" };
    return outputOf("nsenter", ["-t", init, "-a", "/usr/bin/env", path, ...command]);
  };
  const machine: Machine = {
    run: inside,
    beside: (...command) =>
      outputOf("nsenter", ["-t", childrenOf(pid)[0] ?? "0", "-n", ...command]),
    put: (from, to) => {
      mkdirSync(join(root, to, ".."), { recursive: true });
      cpSync(from, join(root, to));
    },
    path: (file) => join(root, file),
    stop: async () => {
      const gone = once(nspawn, "exit");
      nspawn.kill("SIGTERM");
      const timer = setTimeout(() => nspawn.kill("SIGKILL"), 20_000);
      await gone;
      clearTimeout(timer);
      rmSync(root, { recursive: true, force: true });
    },
  };
  for (let tries = 0; tries < bootTries; tries++) {
    const { out } = await inside("systemctl", "is-system-running");
    if (/running|degraded/.test(out)) return machine;
    await sleep(100);
  }
  await machine.stop();
  throw new Error("the machine does not boot");
};
