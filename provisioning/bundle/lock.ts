// Encryption of a bundle's payload: AES-256-GCM under a key of this bundle alone, by passphrase or to one machine.
import {
  type CipherGCM,
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  type DecipherGCM,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
  scryptSync,
} from "node:crypto";
import type { Manifest } from "./manifest.ts";
import { BundleRefused } from "./refused.ts";

export type Lock = NonNullable<Manifest["lock"]>;

/** How a bundle is locked: a passphrase, or the machine's public X25519 key. */
export type LockWith = { readonly passphrase: string } | { readonly recipient: KeyObject };
/** How it is opened again. */
export type LockKey = { readonly passphrase: string } | { readonly privateKey: KeyObject };

export const tagBytes = 16;
const keyBytes = 32;
const purpose = "tallygate bundle 1";
/** one key a bundle, so the nonce may be constant */
const nonce = Buffer.alloc(12);
/** 32 MB and about 80 ms: a stolen stick is not guessed open */
const scryptCost = { N: 32_768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 } as const;
/** DER before the 32 bytes of an X25519 public key, RFC 8410 */
const spkiPrefix = Buffer.from("302a300506032b656e032100", "hex");

const fromPassphrase = (passphrase: string, salt: string): Buffer =>
  scryptSync(passphrase.normalize("NFKC"), Buffer.from(salt, "base64url"), keyBytes, scryptCost);

const fromAgreement = (privateKey: KeyObject, publicKey: KeyObject, ephemeral: string): Buffer =>
  Buffer.from(
    hkdfSync("sha256", diffieHellman({ privateKey, publicKey }), ephemeral, purpose, keyBytes),
  );

const rawOf = (key: KeyObject): Buffer =>
  key.export({ type: "spki", format: "der" }).subarray(spkiPrefix.length);

const publicFrom = (raw: string): KeyObject =>
  createPublicKey({
    key: Buffer.concat([spkiPrefix, Buffer.from(raw, "base64url")]),
    format: "der",
    type: "spki",
  });

export const createLock = (by: LockWith): { readonly lock: Lock; readonly cipher: CipherGCM } => {
  if ("passphrase" in by) {
    const salt = randomBytes(16).toString("base64url");
    const key = fromPassphrase(by.passphrase, salt);
    return { lock: { by: "passphrase", salt }, cipher: createCipheriv("aes-256-gcm", key, nonce) };
  }
  const own = generateKeyPairSync("x25519");
  const ephemeral = rawOf(own.publicKey).toString("base64url");
  const key = fromAgreement(own.privateKey, by.recipient, ephemeral);
  return { lock: { by: "x25519", ephemeral }, cipher: createCipheriv("aes-256-gcm", key, nonce) };
};

/** Throws BundleRefused `locked` where the key is of the other kind. */
export const openLock = (lock: Lock, by: LockKey | undefined, tag: Buffer): DecipherGCM => {
  const key =
    by !== undefined && lock.by === "passphrase" && "passphrase" in by
      ? fromPassphrase(by.passphrase, lock.salt)
      : by !== undefined && lock.by === "x25519" && "privateKey" in by
        ? fromAgreement(by.privateKey, publicFrom(lock.ephemeral), lock.ephemeral)
        : undefined;
  if (key === undefined) throw new BundleRefused("locked");
  return createDecipheriv("aes-256-gcm", key, nonce).setAuthTag(tag);
};
