// How a page comes to be a station: a signing key that never leaves this browser, pairing once, proof each time.
// In the demonstration store a page opened from loopback pairs itself; elsewhere a person types the code.
import { createClient, type TallygateClient } from "../../gateway/protocol/client.ts";
import type { ClientOptions } from "../../gateway/protocol/client.ts";
import { challengeOf, closeCodes } from "../../gateway/protocol/wire.ts";

type Role = "kiosk" | "cashier" | "office" | "technician";

interface Paired {
  readonly station: string;
  readonly keys: CryptoKeyPair;
}

const curve = { name: "ECDSA", namedCurve: "P-256" } as const;
const signing = { name: "ECDSA", hash: "SHA-256" } as const;

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

/** Base64url without padding, as the protocol writes signatures. */
const base64url = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const publicKeyOf = async (
  keys: CryptoKeyPair,
): Promise<{ kty: "EC"; crv: "P-256"; x: string; y: string }> => {
  const { x = "", y = "" } = await crypto.subtle.exportKey("jwk", keys.publicKey);
  return { kty: "EC", crv: "P-256", x, y };
};

/** Asks a person for a pairing code; pages without such a screen leave it out. */
type AskCode = () => Promise<string>;

export interface StationOptions {
  readonly role: Role;
  readonly name: string;
  readonly askCode?: AskCode;
}

/** Connects this page to the gateway that served it, pairing first where it has never been paired. */
export const connectStation = ({ role, name, askCode }: StationOptions): TallygateClient => {
  const authenticate: ClientOptions["authenticate"] = async (hello, before) => {
    let paired = await ask<Paired | undefined>("readonly", (stations) => stations.get(role));
    if (paired === undefined) {
      const keys = await crypto.subtle.generateKey(curve, false, ["sign", "verify"]);
      const invitation = hello.auth.includes("demo")
        ? { demo: role }
        : { code: (await askCode?.()) ?? "" };
      const { station } = await before.pair({
        ...invitation,
        name,
        publicKey: await publicKeyOf(keys),
      });
      const fresh = { station, keys };
      await ask("readwrite", (stations) => stations.put(fresh, role));
      paired = fresh;
    }
    const { station, keys } = paired;
    const challenge = challengeOf({
      nonce: hello.nonce,
      boot: hello.boot,
      origin: location.origin,
      station,
    });
    const signature = await crypto.subtle.sign(
      signing,
      keys.privateKey,
      new TextEncoder().encode(challenge),
    );
    return { station, signature: base64url(signature) };
  };
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const client = createClient({ url: `${scheme}://${location.host}/rpc`, authenticate });
  client.onStatus((status) => {
    // The gateway no longer knows this station: forget it, so that the next attempt pairs anew.
    if (status.state === "refused" && status.closeCode !== closeCodes.version)
      void ask("readwrite", (stations) => stations.delete(role));
  });
  return client;
};
