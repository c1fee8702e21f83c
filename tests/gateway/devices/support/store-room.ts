// A devices room over a real store and a socket in a folder of its own, and a way to end it as kill -9 does:
// from that moment nothing of it reaches the disk.
import { join } from "node:path";
import { createDevices, type Devices } from "../../../../gateway/devices/devices.ts";
import { createIds } from "../../../../gateway/ids.ts";
import type { PrintDocument } from "../../../../gateway/devices/contract.ts";
import type { Store } from "../../../../gateway/store/contract.ts";
import { createStore } from "../../../../gateway/store/store.ts";
import { storeOptions, temporaryFolder } from "../../../support/test-store.ts";

export interface StoreRoom extends AsyncDisposable {
  readonly socketPath: string;
  readonly folder: string;
  readonly store: Store;
  /** The devices of a gateway's life; `kill` ends that life without a last word. */
  readonly begin: (changes?: Partial<Parameters<typeof createDevices>[0]>) => Promise<Life>;
}

export interface Life extends Devices {
  readonly kill: () => Promise<void>;
}

const never = new Promise<never>(() => undefined);

/** The same store, until it is cut off. */
const cuttable = (store: Store): { readonly store: Store; readonly cut: () => void } => {
  let isCut = false;
  return {
    store: {
      ...store,
      execute: (execution) => (isCut ? never : store.execute(execution)),
      side: (rows) => (isCut ? never : store.side(rows)),
    },
    cut: () => {
      isCut = true;
    },
  };
};

/** Every write and every read of all rows, seen by whoever must know that the disk is busy. */
const watched = (store: Store, during: <T>(work: Promise<T>) => Promise<T>): Store => ({
  ...store,
  execute: (execution) => during(store.execute(execution)),
  side: (rows) => during(store.side(rows)),
  sideRows: (table) => during(store.sideRows(table)),
});

export const createStoreRoom = async (
  during: <T>(work: Promise<T>) => Promise<T> = (work) => work,
): Promise<StoreRoom> => {
  const folder = temporaryFolder();
  const opened = await createStore(storeOptions(join(folder.path, "store.db")));
  const store = watched(opened, during);
  const socketPath = join(folder.path, "host.sock");
  const lives: Life[] = [];
  return {
    socketPath,
    folder: folder.path,
    store,
    begin: async (changes = {}) => {
      const gate = cuttable(store);
      const devices = await createDevices({
        store: gate.store,
        clock: { nowMs: () => Date.now() },
        newId: createIds(() => Date.now()),
        socketPath,
        ...changes,
      });
      let ended = false;
      const life: Life = {
        ...devices,
        close: async () => {
          if (ended) return;
          ended = true;
          await devices.close();
        },
        kill: async () => {
          ended = true;
          gate.cut();
          void devices.link.close();
          void devices.close();
          await Promise.resolve();
        },
      };
      lives.push(life);
      return life;
    },
    [Symbol.asyncDispose]: async () => {
      for (const life of lives) await life.close();
      await store.close();
      folder[Symbol.dispose]();
    },
  };
};

export const receiptOf = (text: string): PrintDocument => ({
  kind: "receipt",
  lang: "zh-CN",
  blocks: [{ kind: "text", text }, { kind: "cut" }],
});

export const clerk = { station: "st_till", role: "cashier", staff: "1001", rights: [] };

/** Waits for what is true in the end; a test that waits in vain fails by its own time-out. */
export const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
};
