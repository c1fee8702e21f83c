// What a store and its spare say to each other over one WebSocket: who proves what, and the frames. Both hold the
// store's backup key; neither says anything before it has seen that the other does.
import { createHmac, timingSafeEqual } from "node:crypto";
import type { SqlValue } from "../sqlite/database.ts";
import type { Step } from "./followed.ts";

/** The store speaks first; nonces are 18 random bytes in base64url. */
export interface Hello {
  readonly do: "hello";
  readonly nonce: string;
}

/** `fence`: the spare has taken over in this epoch, and whoever still runs in an older one has to stop. */
export interface Introduction {
  readonly do: "follow" | "fence";
  readonly nonce: string;
  /** of the spare's books where it has taken over; else 0 */
  readonly epoch: number;
  readonly proof: string;
}

/** What the store says after that. A copy comes as binary frames between `copy` and `copied`. */
export type Word =
  | { readonly do: "welcome"; readonly proof: string; readonly store: string }
  | { readonly do: "fenced"; readonly epoch: number }
  | { readonly do: "copy"; readonly from: number }
  | { readonly do: "copied" }
  | { readonly do: "commit"; readonly number: number; readonly steps: readonly PackedStep[] };

export type PackedValue = string | number | null | { readonly bytes: string };
export type PackedStep = readonly [sql: string, ...values: readonly PackedValue[]];

const keyName = "tallygate spare 1";

/** The key both prove to have, of the store's credential `backup`. */
export const spareKeyOf = (backup: Buffer): Buffer =>
  createHmac("sha256", backup).update(keyName).digest();

interface Proven {
  readonly side: "store" | "spare";
  readonly intent: Introduction["do"];
  readonly epoch: number;
  readonly nonces: readonly [ofStore: string, ofSpare: string];
}

export const proofOf = (key: Buffer, { side, intent, epoch, nonces }: Proven): string =>
  createHmac("sha256", key)
    .update([keyName, side, intent, epoch, ...nonces].join("\n"))
    .digest("base64url");

export const isProof = (given: string, expected: string): boolean => {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
};

const packed = (value: SqlValue): PackedValue =>
  value instanceof Uint8Array ? { bytes: Buffer.from(value).toString("base64") } : value;

const unpacked = (value: PackedValue): SqlValue =>
  typeof value === "object" && value !== null ? Buffer.from(value.bytes, "base64") : value;

export const packStep = ([sql, ...values]: Step): PackedStep => [sql, ...values.map(packed)];
export const unpackStep = ([sql, ...values]: PackedStep): Step => [sql, ...values.map(unpacked)];

const parsed = (text: string): object => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
};

/** undefined where it is none. */
export const helloIn = (text: string): Hello | undefined => {
  const word = parsed(text);
  return "nonce" in word && typeof word.nonce === "string"
    ? { do: "hello", nonce: word.nonce }
    : undefined;
};

/** undefined where it is none. */
export const introductionIn = (text: string): Introduction | undefined => {
  const word = { do: "", nonce: 0, epoch: -1, proof: 0, ...parsed(text) };
  const { nonce, epoch, proof } = word;
  if (word.do !== "follow" && word.do !== "fence") return undefined;
  if (typeof nonce !== "string" || typeof proof !== "string") return undefined;
  return Number.isSafeInteger(epoch) && epoch >= 0
    ? { do: word.do, nonce, epoch, proof }
    : undefined;
};

/** The number of the last commit that the spare holds; undefined where the text says no such thing. */
export const holdsIn = (text: string): number | undefined => {
  const word = parsed(text);
  return "holds" in word && typeof word.holds === "number" && Number.isSafeInteger(word.holds)
    ? word.holds
    : undefined;
};
