// NATS servers on this machine for development and tests: TLS, credentials, streams as in production, and none of its
// safety: one machine is one failure domain.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { basename } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { prepareStreams } from "../../gateway/chain/nats/link.ts";
import { type ClusterPlan, configFile, logFile, ownerFile, pidFile } from "./cluster-files.ts";
import { natsServer } from "./nats-server.ts";

const endTimeoutMs = 30_000;
const pollMs = 50;

/** The process of a node, if it runs: the number in its file is believed only of a NATS server. */
export const nodeProcess = (folder: string, node: string): number | undefined => {
  const file = pidFile(folder, node);
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, "utf8"));
  try {
    const isOurs =
      basename(readlinkSync(`/proc/${pid}/exe`)).startsWith("nats-server") &&
      readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(configFile(folder, node));
    return isOurs ? pid : undefined;
  } catch {
    return undefined;
  }
};

/** Starts a node that goes on when this process ends; resolves with its process id once it listens. */
export const startNode = async (folder: string, node: string): Promise<number> => {
  const running = nodeProcess(folder, node);
  if (running !== undefined) return running;
  rmSync(pidFile(folder, node), { force: true });
  const child = spawn(await natsServer(), ["-c", configFile(folder, node)], {
    detached: true,
    stdio: "ignore",
  });
  child.unref();
  for (;;) {
    const pid = nodeProcess(folder, node);
    if (pid !== undefined) return pid;
    if (child.exitCode !== null)
      throw new Error(`nats-server ended (${child.exitCode}); see ${logFile(folder, node)}`);
    await wait(pollMs);
  }
};

/** Starts all nodes and makes the streams where they are missing. */
export const startCluster = async (folder: string, plan: ClusterPlan): Promise<void> => {
  for (const { name } of plan.nodes) await startNode(folder, name);
  await prepareStreams(await ownerFile(plan), plan.nodes.length);
};

/** Tells the nodes that run to look at their configuration again; nobody's connection is lost but a revoked one's. */
export const reloadCluster = (folder: string, { nodes }: ClusterPlan): void => {
  for (const { name } of nodes) {
    const pid = nodeProcess(folder, name);
    if (pid !== undefined) process.kill(pid, "SIGHUP");
  }
};

/** Ends a node as told and waits until it is gone. */
export const endNode = async (
  folder: string,
  { node, signal }: { readonly node: string; readonly signal: "SIGTERM" | "SIGKILL" },
): Promise<boolean> => {
  const pid = nodeProcess(folder, node);
  if (pid === undefined) return false;
  process.kill(pid, signal);
  const deadline = Date.now() + endTimeoutMs;
  while (nodeProcess(folder, node) !== undefined) {
    if (Date.now() > deadline) throw new Error(`nats-server ${node} (${pid}) does not end`);
    await wait(pollMs);
  }
  return true;
};
