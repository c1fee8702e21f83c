// Pairing: invitations by an 8-character code or a QR token, 10 minutes, one use, five wrong tries.
import { randomBytes } from "node:crypto";
import type { Clock } from "../../clock.ts";
import type { Role } from "../../protocol/operation.ts";
import { newToken } from "./stations.ts";

export interface Invitation {
  readonly invitation: string;
  readonly role: Role;
  readonly name?: string;
  /** the employee a program will act as */
  readonly staff?: string;
  readonly code: string;
  readonly token: string;
  readonly expiresAtMs: number;
  readonly state: "open" | "used" | "expired" | "killed";
  /** once used */
  readonly station?: string;
  readonly check?: string;
}

export interface Invitations {
  readonly create: (
    facts: Pick<Invitation, "role" | "name" | "staff"> & { id: string },
  ) => Invitation;
  readonly get: (invitation: string) => Invitation | undefined;
  /** Takes the invitation a code or token opens; a miss is counted against every open one. */
  readonly take: (secret: { code?: string; token?: string }) => Invitation | undefined;
  readonly used: (invitation: string, by: { station: string; check: string }) => void;
}

const lifeMs = 600_000;
const wrongTriesMax = 5;
const kept = 100;
/** Crockford's alphabet: no I, L, O, U. 8 characters are 40 bits. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

export const createInvitations = (clock: Clock): Invitations => {
  const known = new Map<string, Invitation & { wrongTries: number }>();

  const current = (invitation: Invitation & { wrongTries: number }) =>
    invitation.state === "open" && clock.nowMs() > invitation.expiresAtMs
      ? { ...invitation, state: "expired" as const }
      : invitation;
  const open = () => [...known.values()].map(current).filter(({ state }) => state === "open");

  return {
    create: ({ id, ...facts }) => {
      const invitation = {
        invitation: id,
        ...facts,
        code: newCode(),
        token: newToken(),
        expiresAtMs: clock.nowMs() + lifeMs,
        state: "open" as const,
        wrongTries: 0,
      };
      known.set(id, invitation);
      const oldest = known.keys().next().value;
      if (known.size > kept && oldest !== undefined) known.delete(oldest);
      return invitation;
    },
    get: (id) => {
      const invitation = known.get(id);
      return invitation === undefined ? undefined : current(invitation);
    },
    take: ({ code, token }) => {
      const wanted = code === undefined ? undefined : normalCode(code);
      const found = open().find((one) => one.code === wanted || one.token === token);
      if (found !== undefined) {
        known.set(found.invitation, { ...found, state: "used" });
        return found;
      }
      for (const one of open()) {
        const wrongTries = one.wrongTries + 1;
        const state = wrongTries >= wrongTriesMax ? ("killed" as const) : one.state;
        known.set(one.invitation, { ...one, wrongTries, state });
      }
      return undefined;
    },
    used: (id, by) => {
      const invitation = known.get(id);
      if (invitation !== undefined) known.set(id, { ...invitation, ...by, state: "used" });
    },
  };
};

/** Eight signs, 40 bits. */
export const newCode = (): string =>
  Array.from(randomBytes(8), (byte) => alphabet.charAt(byte % 32)).join("");

/** Case, spaces and dashes do not matter; O is 0, I and L are 1. */
export const normalCode = (typed: string): string =>
  typed.toUpperCase().replaceAll(/[\s-]/g, "").replaceAll("O", "0").replaceAll(/[IL]/g, "1");
