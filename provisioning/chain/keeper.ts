// Keeps the chain's servers in line with head office: a store that head office shuts out loses every file it was ever
// issued. The keys this takes never leave the machine of whoever runs the servers; head office can only ask.
import { followOrders } from "../../gateway/chain/nats/orders.ts";
import { type ClusterPlan, ownerFile, revokeIssued } from "./cluster-files.ts";
import { reloadCluster } from "./development-cluster.ts";

export interface Done {
  readonly store: string;
  /** files that are worth nothing now */
  readonly files: number;
}

interface Parts {
  readonly folder: string;
  readonly plan: ClusterPlan;
  readonly onDone: (done: Done) => void;
  readonly onFault: (error: unknown) => void;
}

/** Follows head office's orders until it is stopped; each is carried out once, and said to be. */
export const startKeeper = async ({ folder, plan, onDone, onFault }: Parts) => {
  const steering = followOrders(await ownerFile(plan));
  let last: Promise<void> = Promise.resolve();

  const carryOut = async (): Promise<void> => {
    const done = steering.get("wasShutOut")?.stores ?? [];
    for (const { store, at } of steering.get("shutOut")?.stores ?? []) {
      if (done.some((one) => one.store === store && one.at === at)) continue;
      // What was issued after the order is a new box's.
      const files = await revokeIssued(folder, { name: store, atMs: Date.parse(at) });
      reloadCluster(folder, plan);
      await steering.say("wasShutOut", (known) => ({
        stores: [
          ...(known?.stores ?? []).filter((one) => one.store !== store),
          { store, at, files },
        ],
      }));
      onDone({ store, files });
    }
  };
  steering.onChange((topic) => {
    if (topic === "shutOut" || topic === "wasShutOut") last = last.then(carryOut).catch(onFault);
  });
  return {
    stop: async () => {
      await last;
      await steering.stop();
    },
  };
};
