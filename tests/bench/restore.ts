// A box is broken and another one becomes the store (PROVISIONING.md P6): a backup of half a million entries laid out,
// proved entry by entry and put into its place. Beside it what the bytes alone cost: decrypted, unpacked, on the disk.
import { statSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "../../gateway/clock.ts";
import { readBackup } from "../../gateway/store/backup-file.ts";
import { createBackup, restoreBackup } from "../../gateway/store/backup.ts";
import { createStore } from "../../gateway/store/store.ts";
import {
  move,
  openAccount,
  run,
  storeOptions,
  temporaryFolder,
  testDomain,
} from "../support/test-store.ts";
import { type Bench, limited, timed } from "./figures.ts";

const entries = { whole: 500_000, quick: 50_000 } as const;
const clients = 512;
const limitMs = 10_000;

/** A store of so many entries of two lines each. */
const fill = async (file: string, wanted: number): Promise<void> => {
  const store = await createStore(storeOptions(file, { domain: testDomain }));
  const account = (client: number): string => `a_${client}`;
  let left = wanted - clients;
  const spend = async (client: number): Promise<void> => {
    const own = { account: account(client) };
    await store.execute(run("account.topUp", openAccount, own));
    while (left > 0) {
      left -= 1;
      const answer = await store.execute(run("account.topUp", move, { ...own, amount: 100 }));
      if (!answer.ok) throw new Error(answer.error.code);
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, client) => spend(client)));
  await store.close();
};

export const bench: Bench = {
  says: "a store comes back from its backup",
  run: async ({ quick }) => {
    using folder = temporaryFolder();
    const wanted = quick ? entries.quick : entries.whole;
    const [file, key] = [join(folder.path, "store.db"), Buffer.alloc(32, 7)];
    await fill(file, wanted);
    const kept = { file, folder: join(folder.path, "stick"), key, clock: systemClock };
    let backup = "";
    const backedUpMs = await timed(async () => ({ file: backup } = await createBackup(kept)));
    const bytesMs = await timed(() => readBackup(backup, join(folder.path, "bytes.db"), key));
    const anew = join(folder.path, "anew.db");
    const restoredMs = await timed(async () => {
      const restored = await restoreBackup({ backup, file: anew, key, clock: systemClock });
      if (restored.entries < wanted) throw new Error(`only ${restored.entries} came back`);
    });
    const goal = quick ? limitMs / 10 : limitMs;
    const much = `${wanted} entries, ${(statSync(anew).size / 1e6).toFixed(0)} MB`;
    return [
      {
        what: `${much}: restored and proved`,
        ours: restoredMs,
        peer: bytesMs,
        peerName: "its bytes decrypted, unpacked and on the disk",
        unit: "ms",
        limit: goal,
      },
      limited(`${much}: backed up and restored on trial`, backedUpMs, 3 * goal),
    ];
  },
};
