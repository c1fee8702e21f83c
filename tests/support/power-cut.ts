// A power cut without pulling a plug: a store on a file system of its own in an image file; the image is copied while
// the store stands still, so the copy holds what had reached the disk and nothing of what was only in memory.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { judge, startVictim, type Verdict } from "./victims.ts";

export interface PowerCut {
  readonly acked: number;
  readonly inFlight: number;
  readonly verdict: Verdict;
}

export interface PowerCutOptions {
  /** an empty folder */
  readonly folder: string;
  /** acknowledged calls before the cut */
  readonly afterAcks: number;
  readonly clients: number;
  /** environment of the store, e.g. a disk that lies */
  readonly env?: Readonly<Record<string, string>>;
}

const imageMegabytes = 48;

/** Runs a store under load on a disk image, cuts the power, and judges what the disk still holds. Needs root. */
export const cutPower = async (options: PowerCutOptions): Promise<PowerCut> => {
  const { folder, clients, env } = options;
  const [image, copy] = [join(folder, "disk.img"), join(folder, "cut.img")];
  const [live, after] = [join(folder, "live"), join(folder, "after")];
  for (const mountPoint of [live, after]) mkdirSync(mountPoint);
  system("truncate", "-s", `${imageMegabytes}M`, image);
  system("mkfs.ext4", "-q", "-F", image);
  system("mount", "-o", "loop", image, live);
  const victim = startVictim({
    file: join(live, "store.db"),
    clients,
    round: 0,
    ...(env === undefined ? {} : { env }),
  });
  try {
    await victim.ackedSome(options.afterAcks);
    victim.process.kill("SIGSTOP");
    await standsStill(victim.process.pid ?? 0);
    system("cp", "--sparse=always", image, copy);
  } finally {
    victim.process.kill("SIGKILL");
    await victim.ended;
    system("umount", live);
  }
  system("mount", "-o", "loop", copy, after);
  try {
    const verdict = await judge(join(after, "store.db"), victim);
    const inFlight = victim.sent.size - victim.acked.size;
    return { acked: victim.acked.size, inFlight, verdict };
  } finally {
    system("umount", after);
  }
};

const system = (command: string, ...args: readonly string[]): void => {
  execFileSync(command, args, { stdio: ["ignore", "ignore", "inherit"] });
};

/** SIGSTOP is asynchronous: the kernel says when every thread stands still. */
export const standsStill = async (pid: number): Promise<void> => {
  const stateOf = (task: string): string | undefined =>
    readFileSync(`/proc/${pid}/task/${task}/stat`, "utf8").split(") ").at(-1)?.charAt(0);
  while (readdirSync(`/proc/${pid}/task`).some((task) => stateOf(task) !== "T")) await nextTurn();
};
