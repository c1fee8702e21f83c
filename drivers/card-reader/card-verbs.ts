// What can be asked of a storage card, as verbs over APDUs: sectors of MIFARE Classic, pages of NTAG21x.
import type { Transmit } from "./card-watch.ts";
import { CardError, exchange } from "./exchange.ts";

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
