// Secure Unique NFC messages of NTAG 424 DNA (NXP AN12196): the address that the tag computes anew at every tap,
// verified here. Knows no reader and keeps no counter: that a counter must grow is its caller's to remember.
import { createCipheriv, createDecipheriv, timingSafeEqual } from "node:crypto";
import { aesCmac } from "./aes-cmac.ts";

export interface SunKeys {
  /** SDMMetaReadKey, 16 bytes: opens UID and counter */
  readonly meta: Uint8Array;
  /** SDMFileReadKey, 16 bytes: signs, and opens file data */
  readonly file: Uint8Array;
}

export interface SunProof {
  /** upper-case hex, 7 bytes */
  readonly uid: string;
  /** times this tag was read since it was set up */
  readonly counter: number;
  /** decrypted file data, when the address carries some */
  readonly data?: Uint8Array;
}

/** Names of the parameters in the tag's address. */
export interface SunParameters {
  readonly picc: string;
  readonly mac: string;
  readonly data?: string;
}

const usualParameters: SunParameters = { picc: "e", mac: "c" };
const zeroIv = Buffer.alloc(16);

const decrypt = (key: Uint8Array, iv: Uint8Array, bytes: Uint8Array): Buffer => {
  const decipher = createDecipheriv("aes-128-cbc", key, iv).setAutoPadding(false);
  return Buffer.concat([decipher.update(bytes), decipher.final()]);
};

const hexBytes = (text: string | null, length?: number): Buffer | undefined => {
  if (text === null || !/^(?:[0-9A-Fa-f]{2})+$/u.test(text)) return undefined;
  const bytes = Buffer.from(text, "hex");
  return length === undefined || bytes.length === length ? bytes : undefined;
};

/** Session keys: CMAC of a vector that names its use, UID and counter. */
const sessionKey = (file: Uint8Array, use: "mac" | "data", identity: Uint8Array): Buffer =>
  aesCmac(
    file,
    Buffer.concat([Buffer.from(use === "mac" ? "3CC300010080" : "C33C00010080", "hex"), identity]),
  );

/** The tag sends every second byte of the CMAC. */
const truncated = (mac: Buffer): Buffer => Buffer.from(mac.filter((_, at) => at % 2 === 1));

/** UID and counter as they stand behind the tag bits of the opened PICC data; undefined: not this key. */
const identityOf = (opened: Buffer): Buffer | undefined => {
  const tag = opened[0] ?? 0;
  const hasBoth = (tag & 0xc0) === 0xc0;
  return hasBoth && (tag & 0x0f) === 7 ? opened.subarray(1, 11) : undefined;
};

const openData = (key: Buffer, counter: Uint8Array, bytes: Buffer): Buffer => {
  const cipher = createCipheriv("aes-128-ecb", key, null).setAutoPadding(false);
  const iv = cipher.update(Buffer.concat([counter, Buffer.alloc(13)]));
  return decrypt(key, iv, bytes);
};

/** The proof in a tag's address, or undefined when it is not one that these keys made. */
export const verifySun = (
  address: string,
  keys: SunKeys,
  parameters: SunParameters = usualParameters,
): SunProof | undefined => {
  if (!URL.canParse(address)) return undefined;
  const query = new URL(address).searchParams;
  const picc = hexBytes(query.get(parameters.picc), 16);
  const mac = hexBytes(query.get(parameters.mac), 8);
  if (picc === undefined || mac === undefined) return undefined;
  const identity = identityOf(decrypt(keys.meta, zeroIv, picc));
  if (identity === undefined) return undefined;
  const dataText = parameters.data === undefined ? null : query.get(parameters.data);
  const signed = dataText === null ? "" : `${dataText}&${parameters.mac}=`;
  const expected = truncated(
    aesCmac(sessionKey(keys.file, "mac", identity), Buffer.from(signed, "latin1")),
  );
  if (!timingSafeEqual(expected, mac)) return undefined;
  const uid = identity.subarray(0, 7).toString("hex").toUpperCase();
  const counter = identity.readUIntLE(7, 3);
  const sealed = hexBytes(dataText);
  if (sealed === undefined || sealed.length % 16 !== 0) return { uid, counter };
  const key = sessionKey(keys.file, "data", identity);
  return { uid, counter, data: openData(key, identity.subarray(7), sealed) };
};
