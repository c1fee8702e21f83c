// Which session this tab had, for the moment of a reload. It opens nothing by itself: the gateway takes it only
// together with a fresh proof of the station's key, and only for two minutes after the tab was gone.
import type { Heard, SessionMemory } from "../../gateway/protocol/client-link.ts";

const isHeard = (kept: unknown): kept is Heard =>
  typeof kept === "object" &&
  kept !== null &&
  "session" in kept &&
  typeof kept.session === "string" &&
  "seq" in kept &&
  Number.isSafeInteger(kept.seq);

export const tabMemory = (role: string): SessionMemory => {
  const name = `tallygate.session.${role}`;
  return {
    read: () => {
      const kept: unknown = JSON.parse(sessionStorage.getItem(name) ?? "null");
      return isHeard(kept) ? { session: kept.session, seq: kept.seq } : undefined;
    },
    write: (heard) => sessionStorage.setItem(name, JSON.stringify(heard)),
  };
};
