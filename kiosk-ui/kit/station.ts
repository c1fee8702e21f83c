// How a page comes to be a station: a signing key that never leaves this browser, pairing once, proof each time.
// In the demonstration store a page opened from loopback pairs itself; elsewhere a person types the code (pairing.ts).
import { createClient, type TallygateClient } from "../../gateway/protocol/client.ts";
import type { SessionMemory } from "../../gateway/protocol/client-link.ts";
import type { ClientOptions } from "../../gateway/protocol/client.ts";
import { challengeOf, closeCodes } from "../../gateway/protocol/wire.ts";
import {
  forgetStation,
  keepStation,
  keysOf,
  publicKeyOf,
  type Role,
  stationOf,
} from "./station-keys.ts";

const signing = { name: "ECDSA", hash: "SHA-256" } as const;

/** Base64url without padding, as the protocol writes signatures. */
const base64url = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

export interface StationOptions {
  readonly role: Role;
  readonly name: string;
  /** where the session is kept so that a reload of this tab takes it up again, with whoever is signed in */
  readonly memory?: SessionMemory;
}

/** Connects this page to the gateway that served it, pairing first where it has never been paired. */
export const connectStation = (options: StationOptions): TallygateClient => {
  const { role, name } = options;
  let hasProved = false;
  const authenticate: ClientOptions["authenticate"] = async (hello, before) => {
    hasProved = false;
    let paired = await stationOf(role);
    if (paired === undefined) {
      if (!hello.auth.includes("demo")) {
        // takes longer than an unproved connection may last: afterwards the page begins anew
        const { pairByHand } = await import("./pairing.ts");
        await pairByHand({ role, name });
        location.reload();
        return new Promise<never>(() => undefined);
      }
      const keys = await keysOf();
      const { station } = await before.pair({
        demo: role,
        name,
        publicKey: await publicKeyOf(keys),
      });
      paired = { station, keys };
      await keepStation(role, paired);
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
    hasProved = true;
    return { station, signature: base64url(signature) };
  };
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const client = createClient({
    url: `${scheme}://${location.host}/rpc`,
    authenticate,
    ...(options.memory === undefined ? {} : { memory: options.memory }),
  });
  client.onStatus((status) => {
    // The gateway no longer knows this station: forget it, so that the next attempt pairs anew.
    if (hasProved && status.state === "refused" && status.closeCode !== closeCodes.version)
      void forgetStation(role);
  });
  return client;
};
