// What can be asked of a card, as verbs over APDUs: NDEF of type 4 tags, blocks of MIFARE Classic and NTAG.
import type { Transmit } from "./card-watch.ts";
import { ndefAddress } from "./ndef.ts";

/** The card or reader answered with a status that is not 9000, or not at all. */
export class CardError extends Error {
  readonly code = "card";
  readonly retryable = true;
  readonly status: number;
  constructor(status: number, what: string) {
    super(`${what}: status ${status.toString(16).padStart(4, "0")}`);
    this.status = status;
  }
}

const exchange = async (
  transmit: Transmit,
  what: string,
  apdu: readonly number[],
): Promise<Buffer> => {
  const answer = Buffer.from(
    await transmit(Uint8Array.from(apdu)).catch((cause: unknown) => {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new CardError(0, `${what}: ${why}`);
    }),
  );
  const status = answer.length < 2 ? 0 : answer.readUInt16BE(answer.length - 2);
  if (status !== 0x9000) throw new CardError(status, what);
  return answer.subarray(0, -2);
};

const ndefApplication = [0xd2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x01];
const ndefFile = [0xe1, 0x04];
const ndefMaxBytes = 1024;
const chunkBytes = 0xf0;

/** NDEF message of a type 4 tag (NTAG 424 DNA, DESFire). Rejects with CardError when it is none. */
const readNdef = async (transmit: Transmit): Promise<Buffer> => {
  const { length } = ndefApplication;
  await exchange(transmit, "select NDEF", [0, 0xa4, 4, 0, length, ...ndefApplication, 0]);
  await exchange(transmit, "select file", [0, 0xa4, 0, 0x0c, 2, ...ndefFile]);
  const header = await exchange(transmit, "read length", [0, 0xb0, 0, 0, 2]);
  const size = Math.min(header.length === 2 ? header.readUInt16BE(0) : 0, ndefMaxBytes);
  const parts: Buffer[] = [];
  for (let at = 0; at < size; at += chunkBytes) {
    const offset = at + 2;
    const count = Math.min(chunkBytes, size - at);
    parts.push(await exchange(transmit, "read", [0, 0xb0, offset >> 8, offset & 0xff, count]));
  }
  return Buffer.concat(parts);
};

/** The address on the tag; undefined when it holds none. Rejects with CardError. */
export const readAddress = async (transmit: Transmit): Promise<string | undefined> =>
  ndefAddress(await readNdef(transmit));

export interface ClassicKey {
  /** 6 bytes */
  readonly key: Uint8Array;
  readonly type: "A" | "B";
}

/** First block of a MIFARE Classic sector (4 blocks each below 32, 16 each from there on). */
export const firstBlockOf = (sector: number): number =>
  sector < 32 ? sector * 4 : 128 + (sector - 32) * 16;

/** Proves to the card, and the card to us, that both know the sector's key. Rejects with CardError. */
export const authenticateSector = async (
  transmit: Transmit,
  sector: number,
  { key, type }: ClassicKey,
): Promise<void> => {
  if (key.length !== 6) throw new RangeError("a MIFARE Classic key has 6 bytes");
  const block = firstBlockOf(sector);
  await exchange(transmit, "load key", [0xff, 0x82, 0, 0, 6, ...key]);
  const keyType = type === "A" ? 0x60 : 0x61;
  await exchange(transmit, "authenticate", [0xff, 0x86, 0, 0, 5, 1, 0, block, keyType, 0]);
};

/** 16 bytes of a block whose sector is authenticated (of four pages from there on an NTAG21x). */
export const readBlock = (transmit: Transmit, block: number): Promise<Buffer> =>
  exchange(transmit, "read block", [0xff, 0xb0, 0, block, 16]);

/** Writes 16 bytes (Classic) or 4 (NTAG page). A card that leaves in between makes it reject, never half succeed. */
export const writeBlock = async (
  transmit: Transmit,
  block: number,
  bytes: Uint8Array,
): Promise<void> => {
  await exchange(transmit, "write block", [0xff, 0xd6, 0, block, bytes.length, ...bytes]);
  if (bytes.length !== 16) return;
  const read = await readBlock(transmit, block);
  if (!read.equals(bytes)) throw new CardError(0x9000, "written block reads back otherwise");
};
