// The store's Ed25519 signature under its checkpoints. The key comes in as 32 secret bytes (a credential file).
import { createHash, createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import type { Signer } from "./options.ts";

/** RFC 8410: PKCS#8 and SPKI wrappings of a raw Ed25519 key. */
const privatePrefix = Buffer.from("302e020100300506032b657004220420", "hex");

export const createSigner = (seed: Buffer): Signer => {
  if (seed.length !== 32) throw new Error("a signing key has 32 bytes");
  const privateKey = createPrivateKey({
    key: Buffer.concat([privatePrefix, seed]),
    format: "der",
    type: "pkcs8",
  });
  const publicKey = createPublicKey(privateKey).export({ format: "der", type: "spki" });
  return {
    name: signerName(publicKey),
    publicKey: publicKey.toString("base64url"),
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString("base64url"),
  };
};

/** Whether a signature was made with the key of this public half (SPKI, base64url). */
export const isSignedBy = (publicKey: string, text: string, signature: string): boolean => {
  const key = createPublicKey({
    key: Buffer.from(publicKey, "base64url"),
    format: "der",
    type: "spki",
  });
  return verify(null, Buffer.from(text), key, Buffer.from(signature, "base64url"));
};

/** Fingerprint of a public key: 64 bits of its SHA-256, hex. */
export const signerName = (publicKey: Buffer): string =>
  createHash("sha256").update(publicKey).digest("hex").slice(0, 16);
