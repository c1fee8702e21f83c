// A backup as a file: one line of JSON that says what it is, then the database, compressed and encrypted. The line is
// authenticated with the rest; a single changed byte anywhere makes the whole file unreadable.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { open, stat, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { pipeline } from "node:stream/promises";
import { createZstdCompress, createZstdDecompress } from "node:zlib";

export interface BackupManifest {
  readonly format: "tallygate backup 1";
  readonly store: string;
  readonly schema: number;
  readonly epoch: number;
  /** entries of the journal, and the hash of the last one */
  readonly entries: number;
  readonly head: string;
  readonly madeAt: string;
  /** base64url: makes this file's own key from the backup key */
  readonly salt: string;
  /** of the database when it is unpacked; a backup of an older release does not say */
  readonly bytes?: number;
}

/** The file is not a backup of ours, was changed, or the key is another one. */
export class BackupUnreadable extends Error {
  readonly code = "backup_unreadable";
  readonly retryable = false;

  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.name = "BackupUnreadable";
  }
}

const cipher = "aes-256-gcm";
const tagBytes = 16;
const manifestBytesMax = 4096;
/** What a backup may unpack to at all: far beyond the books of any store, far below what fills a server. */
const plainBytesMax = 64 * 1024 ** 3;
/** Bytes at a time: half a gigabyte in pieces of 64 KB costs more turns of the event loop than work. */
const pieceBytes = 1 << 20;
/** One key a file, so the nonce may be constant. */
const nonce = Buffer.alloc(12);

export const newSalt = (): string => randomBytes(16).toString("base64url");

/** Encrypts a plain database file into a backup; on the disk when it resolves. */
export const writeBackup = async (
  plainFile: string,
  target: string,
  { manifest, key }: { readonly manifest: BackupManifest; readonly key: Buffer },
): Promise<void> => {
  const { size: bytes } = await stat(plainFile);
  const line = Buffer.from(`${JSON.stringify({ ...manifest, bytes })}\n`);
  const encryption = createCipheriv(cipher, fileKey(key, manifest), nonce).setAAD(line);
  const output = createWriteStream(target, { mode: 0o600, flush: true });
  output.write(line);
  const plain = createReadStream(plainFile, { highWaterMark: pieceBytes });
  const compression = createZstdCompress({ chunkSize: pieceBytes });
  await pipeline(plain, compression, encryption, output, { end: false });
  output.end(encryption.getAuthTag());
  await new Promise<void>((resolve, reject) => {
    output.once("close", resolve);
    output.once("error", reject);
  });
};

/** The first line of a backup: what it says of itself, not yet authenticated. */
export const readManifest = async (file: string): Promise<BackupManifest> => {
  const { manifest } = await readHead(file);
  return manifest;
};

/** Decrypts a backup into a plain database file. Nothing of `target` may be used unless it resolves. */
export const readBackup = async (
  file: string,
  target: string,
  key: Buffer,
): Promise<BackupManifest> => {
  const { manifest, line } = await readHead(file);
  const { size } = await stat(file);
  const end = size - tagBytes;
  if (end <= line.length) throw new BackupUnreadable("the backup ends too early");
  const bytesMax = await roomFor(manifest, dirname(target));
  const decryption = createDecipheriv(cipher, fileKey(key, manifest), nonce)
    .setAAD(line)
    .setAuthTag(await readTag(file, end));
  try {
    await pipeline(
      createReadStream(file, { start: line.length, end: end - 1, highWaterMark: pieceBytes }),
      decryption,
      createZstdDecompress({ chunkSize: pieceBytes }),
      (pieces: AsyncIterable<Buffer>) => atMost(pieces, bytesMax),
      createWriteStream(target, { mode: 0o600, flush: true, highWaterMark: pieceBytes }),
    );
  } catch (error) {
    if (error instanceof BackupUnreadable) throw error;
    throw new BackupUnreadable("the backup was changed, or its key is another one", error);
  }
  return manifest;
};

/** Bytes it may unpack to. Refuses before anything is unpacked what cannot be meant or does not fit. */
const roomFor = async ({ bytes }: BackupManifest, folder: string): Promise<number> => {
  if (bytes === undefined) return plainBytesMax;
  if (!Number.isSafeInteger(bytes) || bytes < 0 || bytes > plainBytesMax)
    throw new BackupUnreadable(`the backup says it unpacks to ${bytes} bytes: more than it may`);
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (bytes > free)
    throw new BackupUnreadable(
      `the backup unpacks to ${bytes} bytes, ${folder} has room for ${free}`,
    );
  return bytes;
};

/** A few kilobytes can unpack to a full disk: nothing is written beyond what was said. */
async function* atMost(pieces: AsyncIterable<Buffer>, bytesMax: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.length;
    if (bytes > bytesMax)
      throw new BackupUnreadable(`the backup unpacks to more than ${bytesMax} bytes`);
    yield piece;
  }
}

const fileKey = (key: Buffer, { salt }: BackupManifest): Buffer =>
  Buffer.from(hkdfSync("sha256", key, salt, "tallygate backup 1", 32));

const readHead = async (file: string) => {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(manifestBytesMax), 0);
    const end = buffer.subarray(0, bytesRead).indexOf("\n") + 1;
    const line = buffer.subarray(0, end);
    const manifest = parseManifest(line.toString());
    if (manifest === undefined) throw new BackupUnreadable("this file is no Tallygate backup");
    return { manifest, line };
  } finally {
    await handle.close();
  }
};

const readTag = async (file: string, position: number): Promise<Buffer> => {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(tagBytes), 0, tagBytes, position);
    return buffer;
  } finally {
    await handle.close();
  }
};

const parseManifest = (line: string): BackupManifest | undefined => {
  try {
    const manifest: unknown = JSON.parse(line);
    const ours =
      typeof manifest === "object" &&
      manifest !== null &&
      "format" in manifest &&
      manifest.format === "tallygate backup 1";
    // The rest of the line is authenticated by the tag before anything relies on it.
    return ours ? (manifest as BackupManifest) : undefined;
  } catch {
    return undefined;
  }
};
