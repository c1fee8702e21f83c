// NDEF messages on tags: type 4 (NTAG 424 DNA, DESFire) and type 2 (NTAG21x, Ultralight), read and written.
// A write takes the old length away first and puts the new one last: a tag pulled in between is empty, never wrong.
import type { Transmit } from "./card-watch.ts";
import { readBlock, writeBlock } from "./card-verbs.ts";
import { CardError, exchange } from "./exchange.ts";

export type TagType = 2 | 4;

/** PC/SC part 3: an ATR with this provider names a storage card; its two bytes behind the standard say which. */
const storageCard = /^3B8F8001804F0CA000000306(?:[0-9A-F]{2})([0-9A-F]{4})/u;
const ultralight = new Set(["0003", "003A", "003B", "003C"]);

/** Undefined: a card on which no NDEF message stands (MIFARE Classic), as far as its ATR tells. */
export const tagTypeOf = (atr: string | undefined): TagType | undefined => {
  const storage = storageCard.exec(atr ?? "")?.[1];
  if (storage === undefined) return 4;
  return ultralight.has(storage) ? 2 : undefined;
};

const messageMaxBytes = 1024;
const chunkBytes = 0xf0;

const applicationName = [0xd2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x01];
const fileName = [0xe1, 0x04];

const selectFile = async (transmit: Transmit): Promise<void> => {
  const { length } = applicationName;
  await exchange(transmit, "select NDEF", [0, 0xa4, 4, 0, length, ...applicationName, 0]);
  await exchange(transmit, "select file", [0, 0xa4, 0, 0x0c, 2, ...fileName]);
};

const readType4 = async (transmit: Transmit): Promise<Buffer> => {
  await selectFile(transmit);
  const header = await exchange(transmit, "read length", [0, 0xb0, 0, 0, 2]);
  const size = Math.min(header.length === 2 ? header.readUInt16BE(0) : 0, messageMaxBytes);
  const parts: Buffer[] = [];
  for (let at = 0; at < size; at += chunkBytes) {
    const offset = at + 2;
    const count = Math.min(chunkBytes, size - at);
    parts.push(await exchange(transmit, "read", [0, 0xb0, offset >> 8, offset & 0xff, count]));
  }
  return Buffer.concat(parts);
};

const writeType4 = async (transmit: Transmit, message: Buffer): Promise<void> => {
  await selectFile(transmit);
  const put = (offset: number, bytes: Uint8Array): Promise<Buffer> =>
    exchange(transmit, "write", [0, 0xd6, offset >> 8, offset & 0xff, bytes.length, ...bytes]);
  await put(0, Uint8Array.of(0, 0));
  for (let at = 0; at < message.length; at += chunkBytes)
    await put(at + 2, message.subarray(at, at + chunkBytes));
  await put(0, Uint8Array.of(message.length >> 8, message.length & 0xff));
};

/** Capability container of a type 2 tag: E1, version, size in 8 bytes, access. */
const containerPage = 3;
const firstPage = 4;
const pageBytes = 4;

const type2Size = async (transmit: Transmit): Promise<number> => {
  const container = await readBlock(transmit, containerPage);
  if (container[0] !== 0xe1) throw new CardError(0x9000, "not formatted for NDEF");
  return (container[2] ?? 0) * 8;
};

/** The bytes of the first NDEF block (tag 03) in the tag's memory; empty when there is none. */
const readType2 = async (transmit: Transmit): Promise<Buffer> => {
  const size = Math.min(await type2Size(transmit), messageMaxBytes);
  let memory = Buffer.alloc(0);
  /** Reads on until so many bytes are here; a READ gives four pages. */
  const upTo = async (end: number): Promise<void> => {
    while (memory.length < Math.min(end, size)) {
      const page = firstPage + memory.length / pageBytes;
      memory = Buffer.concat([memory, await readBlock(transmit, page)]);
    }
  };
  for (let at = 0; at < size;) {
    await upTo(at + 4);
    const tag = memory[at] ?? 0xfe;
    if (tag === 0xfe) break;
    if (tag === 0) {
      at += 1;
      continue;
    }
    const isLong = memory[at + 1] === 0xff;
    const length = isLong ? memory.readUInt16BE(at + 2) : (memory[at + 1] ?? 0);
    const start = at + (isLong ? 4 : 2);
    if (tag === 3) {
      await upTo(start + length);
      return memory.subarray(start, Math.min(start + length, size));
    }
    at = start + length;
  }
  return Buffer.alloc(0);
};

const writeType2 = async (transmit: Transmit, message: Buffer): Promise<void> => {
  const header =
    message.length < 0xff
      ? Buffer.of(3, message.length)
      : Buffer.of(3, 0xff, message.length >> 8, message.length & 0xff);
  const whole = Buffer.concat([header, message, Buffer.of(0xfe)]);
  const padded = Buffer.concat([whole, Buffer.alloc((pageBytes - (whole.length % pageBytes)) % 4)]);
  if (padded.length > (await type2Size(transmit)))
    throw new CardError(0x9000, "the tag is too small for the message");
  await writeBlock(transmit, firstPage, Buffer.of(3, 0, 0xfe, 0));
  for (let at = pageBytes; at < padded.length; at += pageBytes)
    await writeBlock(transmit, firstPage + at / pageBytes, padded.subarray(at, at + pageBytes));
  await writeBlock(transmit, firstPage, padded.subarray(0, pageBytes));
};

/** The NDEF message on a tag. Rejects with CardError. */
export const readMessage = (transmit: Transmit, type: TagType): Promise<Buffer> =>
  type === 2 ? readType2(transmit) : readType4(transmit);

/** Writes a message and reads it back. Rejects with CardError: what is on the tag then is nothing or the message. */
export const writeMessage = async (
  transmit: Transmit,
  type: TagType,
  message: Buffer,
): Promise<void> => {
  if (message.length > messageMaxBytes) throw new CardError(0x9000, "the message is too long");
  await (type === 2 ? writeType2(transmit, message) : writeType4(transmit, message));
  const read = await readMessage(transmit, type);
  if (!read.equals(message))
    throw new CardError(0x9000, "the written message reads back otherwise");
};
