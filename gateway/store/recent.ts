// What was asked for last, at most so many. Two generations: what nobody asked for while the younger filled up goes
// with the older.

export interface Recent<V> {
  get(key: string): V | undefined;
  put(key: string, value: V): void;
  drop(key: string): void;
  clear(): void;
}

export const createRecent = <V>(most: number): Recent<V> => {
  let young = new Map<string, V>();
  let old = new Map<string, V>();

  const put = (key: string, value: V): void => {
    if (young.size >= most / 2 && !young.has(key)) {
      old = young;
      young = new Map();
    }
    young.set(key, value);
  };

  return {
    get: (key) => {
      const known = young.get(key);
      if (known !== undefined) return known;
      const older = old.get(key);
      if (older !== undefined) put(key, older);
      return older;
    },
    put,
    drop: (key) => {
      young.delete(key);
      old.delete(key);
    },
    clear: () => {
      young.clear();
      old.clear();
    },
  };
};
