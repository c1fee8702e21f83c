// PINs become verifiers: argon2id with a salt of their own, then HMAC with the store's pepper. Keeps no PIN.
import { createHmac, randomBytes } from "node:crypto";
import { hashRaw } from "@node-rs/argon2";
import type { NewPin, PinProof } from "../../members/sealed.ts";

export interface Pins {
  /** the proof of a typed PIN under the salt of the card or employee it was typed for */
  readonly proof: (pin: string, salt: string) => Promise<PinProof>;
  /** a PIN to be kept, with a salt of its own */
  readonly fresh: (pin: string) => Promise<NewPin>;
  /** HMAC of canonical params, so that a stored key says nothing about what was in them (hex) */
  readonly digest: (text: string) => string;
}

/** argon2id (the default), 19 MiB, 2 passes: OWASP's first choice; about 15 ms here. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const saltBytes = 16;

export const createPins = (pepper: Buffer): Pins => {
  const proof = async (pin: string, salt: string): Promise<PinProof> => {
    const raw = await hashRaw(pin, { ...cost, salt: Buffer.from(salt, "hex") });
    return { verifier: createHmac("sha256", pepper).update("pin").update(raw).digest("hex") };
  };
  return {
    proof,
    fresh: async (pin) => {
      const salt = randomBytes(saltBytes).toString("hex");
      return { salt, ...(await proof(pin, salt)) };
    },
    digest: (text) => createHmac("sha256", pepper).update("params").update(text).digest("hex"),
  };
};
