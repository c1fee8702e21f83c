// The disks of a cluster's nodes as images that are mounted, so that the power of all of them can be cut at once: what
// was not on the disk is gone. Needs root and loop devices.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { standsStill } from "./power-cut.ts";
import type { TestCluster } from "./chain-cluster.ts";
import { nodeProcess } from "../../provisioning/chain/development-cluster.ts";

export interface NodeDisks {
  /** where the streams of a node lie */
  readonly folderOf: (node: string) => string;
  /** All nodes lose their power in the same moment and come back with what their disks held. */
  readonly cutPower: (cluster: TestCluster) => Promise<void>;
  readonly [Symbol.dispose]: () => void;
}

const imageMegabytes = 256;
const unmountTriesMax = 600;

const system = (command: string, ...args: readonly string[]): void => {
  execFileSync(command, args, { stdio: ["ignore", "ignore", "inherit"] });
};

/** A killed process lets go of its files a moment after it is gone. */
const unmount = async (at: string): Promise<void> => {
  for (let tries = 0; ; tries += 1) {
    const { status, stderr } = spawnSync("umount", [at], { encoding: "utf8" });
    if (status === 0) return;
    if (tries >= unmountTriesMax) throw new Error(`umount ${at}: ${stderr}`);
    await wait(50);
  }
};

export const openNodeDisks = (): NodeDisks => {
  const folder = mkdtempSync(join(tmpdir(), "tallygate-disks-"));
  const mounted = new Map<string, string>();
  let cuts = 0;
  const mount = (image: string, at: string): void => {
    system("mount", "-o", "loop", image, at);
    mounted.set(at, image);
  };
  const folderOf = (node: string): string => {
    const at = join(folder, node);
    if (mounted.has(at)) return at;
    const image = `${at}.img`;
    mkdirSync(at);
    system("truncate", "-s", `${imageMegabytes}M`, image);
    system("mkfs.ext4", "-q", "-F", image);
    mount(image, at);
    return at;
  };
  return {
    folderOf,
    cutPower: async (cluster) => {
      const nodes = cluster.plan.nodes.map(({ name }) => name);
      for (const node of nodes) cluster.freeze(node);
      for (const node of nodes) await standsStill(nodeProcess(cluster.folder, node) ?? 0);
      cuts += 1;
      const copies = nodes.map((node) => {
        const at = join(folder, node);
        const copy = `${at}.cut${cuts}.img`;
        system("cp", "--sparse=always", mounted.get(at) ?? "", copy);
        return { node, at, copy };
      });
      for (const { node, at, copy } of copies) {
        await cluster.kill(node);
        await unmount(at);
        rmSync(mounted.get(at) ?? "", { force: true });
        mount(copy, at);
      }
      for (const node of nodes) await cluster.start(node);
    },
    [Symbol.dispose]: () => {
      for (const at of mounted.keys()) system("umount", "-l", at);
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
