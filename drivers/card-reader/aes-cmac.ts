// AES-CMAC (RFC 4493), which Node's crypto does not offer by itself.
import { createCipheriv } from "node:crypto";

const blockBytes = 16;

const encryptBlock = (key: Uint8Array, block: Uint8Array): Buffer => {
  const cipher = createCipheriv("aes-128-ecb", key, null).setAutoPadding(false);
  return Buffer.concat([cipher.update(block), cipher.final()]);
};

/** Multiplication by x in GF(2^128). */
const doubled = (block: Buffer): Buffer => {
  const result = Buffer.alloc(blockBytes);
  for (let at = 0; at < blockBytes; at++)
    result[at] = (((block[at] ?? 0) << 1) | ((block[at + 1] ?? 0) >> 7)) & 0xff;
  if (((block[0] ?? 0) & 0x80) !== 0) result[15] = (result[15] ?? 0) ^ 0x87;
  return result;
};

const xored = (a: Uint8Array, b: Uint8Array): Buffer =>
  Buffer.from(a.map((byte, at) => byte ^ (b[at] ?? 0)));

/** 16 bytes of CMAC under a 16-byte key. */
export const aesCmac = (key: Uint8Array, message: Uint8Array): Buffer => {
  const whole = doubled(encryptBlock(key, Buffer.alloc(blockBytes)));
  const blocks = Math.max(1, Math.ceil(message.length / blockBytes));
  let chain: Buffer = Buffer.alloc(blockBytes);
  for (let at = 0; at < blocks - 1; at++) {
    const block = message.subarray(at * blockBytes, (at + 1) * blockBytes);
    chain = encryptBlock(key, xored(chain, block));
  }
  const last = message.subarray((blocks - 1) * blockBytes);
  if (last.length === blockBytes) return encryptBlock(key, xored(chain, xored(last, whole)));
  const padded = Buffer.alloc(blockBytes);
  padded.set(last);
  padded[last.length] = 0x80;
  return encryptBlock(key, xored(chain, xored(padded, doubled(whole))));
};
