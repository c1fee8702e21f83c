// A real NATS cluster on free ports of this machine, for tests: its nodes can be killed, frozen and started again.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ChainFile } from "../../gateway/chain/nats/chain-file.ts";
import type { UserRole } from "../../gateway/chain/nats/credentials.ts";
import { examineChain } from "../../gateway/chain/nats/link.ts";
import { createNatsStream } from "../../gateway/chain/nats/nats-stream.ts";
import type { ChainStream, StoreEntry } from "../../gateway/chain/stream.ts";
import {
  type ClusterPlan,
  issueChainFile,
  layOutCluster,
  ownerFile,
} from "../../provisioning/chain/cluster-files.ts";
import { madeEntry } from "./chain-entry.ts";
import {
  endNode,
  nodeProcess,
  startCluster,
  startNode,
} from "../../provisioning/chain/development-cluster.ts";

export interface TestCluster {
  readonly folder: string;
  readonly plan: ClusterPlan;
  file(name: string, role?: UserRole): Promise<ChainFile>;
  stream(name: string, role?: UserRole): Promise<ChainStream>;
  /** the node that leads the entries' stream */
  leader(): Promise<string>;
  kill(node: string): Promise<void>;
  freeze(node: string): void;
  thaw(node: string): void;
  start(node: string): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export const startTestCluster = async (
  options: {
    readonly nodes?: 1 | 3;
    readonly storeFolderOf?: (node: string) => string;
  } = {},
): Promise<TestCluster> => {
  const folder = mkdtempSync(join(tmpdir(), "tallygate-chain-"));
  const plan = await layOutCluster({ folder, ...options });
  const file = (name: string, role: UserRole = "store"): Promise<ChainFile> =>
    issueChainFile(plan, { name, role });
  const signal = (node: string, name: "SIGSTOP" | "SIGCONT"): void => {
    const pid = nodeProcess(folder, node);
    if (pid !== undefined) process.kill(pid, name);
  };
  const close = async (): Promise<void> => {
    for (const { name } of plan.nodes) {
      signal(name, "SIGCONT");
      await endNode(folder, { node: name, signal: "SIGKILL" });
    }
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await startCluster(folder, plan);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    folder,
    plan,
    file,
    stream: async (name, role) => createNatsStream(await file(name, role)),
    leader: async () => {
      const { streams } = await examineChain(await ownerFile(plan));
      const leader = streams.find(({ name }) => name === "L")?.leader;
      if (leader === undefined) throw new Error("the stream has no leader");
      return leader;
    },
    kill: async (node) => void (await endNode(folder, { node, signal: "SIGKILL" })),
    freeze: (node) => signal(node, "SIGSTOP"),
    thaw: (node) => signal(node, "SIGCONT"),
    start: async (node) => void (await startNode(folder, node)),
    [Symbol.asyncDispose]: close,
  };
};

/** A store's journal as it would be: balanced entries of one store, chained, about so many accounts. */
export const sampleEntries = (
  store: string,
  { from = 1, count, previous }: { from?: number; count: number; previous?: string },
): readonly StoreEntry[] => {
  let before = previous;
  return Array.from({ length: count }, (_, at): StoreEntry => {
    const seq = from + at;
    const account = `${store}-a${seq % 97}`;
    const lot = `liab:sv:principal:${account}:lot-${store}-${seq}`;
    const lines = [
      { account: `asset:cash:${store}-till`, unit: "CNY", amount: 10_000 },
      { account: lot, unit: "CNY", amount: -10_000 },
    ];
    const body = { id: `${store}-${seq}`, store, seq, op: "value.topup", account, lines };
    const made = madeEntry(body, before);
    before = made.hash;
    return made;
  });
};
