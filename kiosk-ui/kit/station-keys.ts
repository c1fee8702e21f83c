// The signing keys of the stations this browser is: made here, kept in IndexedDB, never to be read out.

export type Role = "kiosk" | "cashier" | "office" | "technician";

export interface Paired {
  readonly station: string;
  readonly keys: CryptoKeyPair;
}

const curve = { name: "ECDSA", namedCurve: "P-256" } as const;

const opened = (): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open("tallygate", 1);
    request.addEventListener("upgradeneeded", () => request.result.createObjectStore("stations"));
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error ?? new Error("no station store")));
  });

/** One request on the object store of stations. */
const ask = async <T>(
  mode: IDBTransactionMode,
  request: (stations: IDBObjectStore) => IDBRequest<T>,
): Promise<T> => {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const asked = request(database.transaction("stations", mode).objectStore("stations"));
      asked.addEventListener("success", () => resolve(asked.result));
      asked.addEventListener("error", () =>
        reject(asked.error ?? new Error("station store failed")),
      );
    });
  } finally {
    database.close();
  }
};

export const stationOf = (role: Role): Promise<Paired | undefined> =>
  ask<Paired | undefined>("readonly", (stations) => stations.get(role));

export const keepStation = async (role: Role, paired: Paired): Promise<void> => {
  await ask("readwrite", (stations) => stations.put(paired, role));
};

export const forgetStation = async (role: Role): Promise<void> => {
  await ask("readwrite", (stations) => stations.delete(role));
};

/** A fresh pair whose private half cannot leave the browser. */
export const keysOf = (): Promise<CryptoKeyPair> =>
  crypto.subtle.generateKey(curve, false, ["sign", "verify"]);

export const publicKeyOf = async (
  keys: CryptoKeyPair,
): Promise<{ kty: "EC"; crv: "P-256"; x: string; y: string }> => {
  const { x = "", y = "" } = await crypto.subtle.exportKey("jwk", keys.publicKey);
  return { kty: "EC", crv: "P-256", x, y };
};
