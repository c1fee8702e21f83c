// A station's key: checks the signature of the challenge and makes the number two people compare.
import { createHash, createPublicKey, verify } from "node:crypto";
import { challengeOf } from "../../protocol/wire.ts";

/** P-256 public key as JWK; the private half never leaves the browser that made it. */
export interface StationKey {
  readonly kty: "EC";
  readonly crv: "P-256";
  readonly x: string;
  readonly y: string;
}

/** False for a point that is not on the curve. */
export const isUsableKey = (key: StationKey): boolean => {
  try {
    createPublicKey({ key: { ...key }, format: "jwk" });
    return true;
  } catch {
    return false;
  }
};

/** ES256, raw r‖s in base64url. Never throws: a malformed signature is a wrong one. */
export const signatureFits = (
  key: StationKey,
  signature: string,
  challenge: Parameters<typeof challengeOf>[0],
): boolean => {
  const raw = Buffer.from(signature, "base64url");
  if (raw.length !== 64) return false;
  return verify(
    "sha256",
    Buffer.from(challengeOf(challenge)),
    { key: createPublicKey({ key: { ...key }, format: "jwk" }), dsaEncoding: "ieee-p1363" },
    raw,
  );
};

/** Six digits from what both sides know: a man in the middle would have to show another number. */
export const checkNumber = (secret: string, key: StationKey | undefined): string => {
  const hash = createHash("sha256")
    .update(`${secret}|${key?.x ?? ""}|${key?.y ?? ""}`)
    .digest();
  return String(hash.readUIntBE(0, 6) % 1_000_000).padStart(6, "0");
};
