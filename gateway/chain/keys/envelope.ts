// What a chain's servers see of a member's key: nothing. Stores of one chain share the secret it is sealed under; the
// key itself is wrapped once more, as it stands in each store.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

export interface Envelope {
  seal(key: string, body: string): Uint8Array;
  /** Undefined where it was not sealed under this secret and for this key. */
  open(key: string, sealed: Uint8Array): string | undefined;
}

const cipher = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;

/** `secret`: 32 bytes that all stores of the chain were given. */
export const createEnvelope = (secret: Buffer): Envelope => {
  const own = Buffer.from(hkdfSync("sha256", secret, "", "tallygate chain 1: member keys", 32));
  return {
    seal: (key, body) => {
      const nonce = randomBytes(nonceBytes);
      const encryption = createCipheriv(cipher, own, nonce).setAAD(Buffer.from(key));
      const text = Buffer.concat([encryption.update(body, "utf8"), encryption.final()]);
      return Buffer.concat([nonce, text, encryption.getAuthTag()]);
    },
    open: (key, sealed) => {
      if (sealed.length < nonceBytes + tagBytes) return undefined;
      const decryption = createDecipheriv(cipher, own, sealed.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      })
        .setAAD(Buffer.from(key))
        .setAuthTag(sealed.subarray(-tagBytes));
      try {
        const text = decryption.update(sealed.subarray(nonceBytes, -tagBytes));
        return Buffer.concat([text, decryption.final()]).toString();
      } catch {
        return undefined;
      }
    },
  };
};
