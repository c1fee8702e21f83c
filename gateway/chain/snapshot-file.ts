// A snapshot on its way, as a file: pressed parts, each after its length. Whole and checked before anybody reads it.
import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { SnapshotPart } from "./snapshot.ts";

const lengthBytes = 4;
/** what the servers take as one message, and more than a part ever has */
const partBytesMax = 1 << 20;
const textBytesMax = 64 << 20;

export const press = (part: SnapshotPart): Buffer => zstdCompressSync(part);

const pressedOut = (piece: Uint8Array): string =>
  zstdDecompressSync(piece, { maxOutputLength: textBytesMax }).toString();

export interface SnapshotDraft {
  /** One more part, pressed. */
  add(piece: Uint8Array): Promise<void>;
  /** SHA-256 over the texts so far, hex. */
  digest(): string;
  close(): Promise<void>;
}

/** Begins a file; whatever lay there is gone. */
export const draftSnapshot = async (file: string): Promise<SnapshotDraft> => {
  const handle = await open(file, "w", 0o600);
  const digest = createHash("sha256");
  return {
    add: async (piece) => {
      if (piece.length > partBytesMax) throw new RangeError("a part of a snapshot is too long");
      digest.update(pressedOut(piece)).update("\n");
      const length = Buffer.alloc(lengthBytes);
      length.writeUInt32BE(piece.length);
      await handle.appendFile(length);
      await handle.appendFile(piece);
    },
    digest: () => digest.copy().digest("hex"),
    close: () => handle.close(),
  };
};

/** The parts of a file, pressed as they were put in. */
export async function* piecesOf(file: string): AsyncGenerator<Uint8Array> {
  const handle = await open(file, "r");
  try {
    for (let at = 0; ;) {
      const head = await readAt(handle, at, lengthBytes);
      if (head === undefined) return;
      const length = head.readUInt32BE();
      const piece = await readAt(handle, at + lengthBytes, length);
      if (piece === undefined) throw new Error("the snapshot's file ends in the middle of a part");
      yield piece;
      at += lengthBytes + length;
    }
  } finally {
    await handle.close();
  }
}

export async function* partsOf(file: string): AsyncGenerator<SnapshotPart> {
  for await (const piece of piecesOf(file)) yield pressedOut(piece);
}

const readAt = async (
  handle: FileHandle,
  position: number,
  length: number,
): Promise<Buffer | undefined> => {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  return bytesRead === length ? buffer : undefined;
};
