// A disk that keeps what was synced and loses the rest: every write can be undone until its fsync is through.

export interface Disk {
  /** Makes a write within the running commit; `undo` takes it back. */
  wrote(undo: () => void): void;
  /** Ends the running commit; what it wrote is durable once `synced` is called with its number. */
  commit(): number;
  synced(commit: number): void;
  /** Power fails: everything that was not synced never happened. */
  crash(): void;
}

export const createDisk = (): Disk => {
  let running: (() => void)[] = [];
  let unsynced: { readonly number: number; readonly undo: readonly (() => void)[] }[] = [];
  let number = 0;
  return {
    wrote: (undo) => running.push(undo),
    commit: () => {
      number += 1;
      unsynced.push({ number, undo: running });
      running = [];
      return number;
    },
    synced: (commit) => {
      unsynced = unsynced.filter((one) => one.number > commit);
    },
    crash: () => {
      for (const { undo } of [...unsynced, { undo: running }].toReversed())
        for (const back of undo.toReversed()) back();
      unsynced = [];
      running = [];
    },
  };
};

/** A map on such a disk. */
export const keptMap = <K, V>(
  disk: Disk,
): {
  readonly map: ReadonlyMap<K, V>;
  set(key: K, value: V): void;
  delete(key: K): void;
} => {
  const map = new Map<K, V>();
  const remember = (key: K): void => {
    const had = map.has(key);
    const before = map.get(key);
    disk.wrote(() => {
      if (had) map.set(key, before as V);
      else map.delete(key);
    });
  };
  return {
    map,
    set: (key, value) => {
      remember(key);
      map.set(key, value);
    },
    delete: (key) => {
      remember(key);
      map.delete(key);
    },
  };
};
