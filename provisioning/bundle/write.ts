// Makes a bundle: a tar of files, compressed, locked where wanted, under one signed line. Knows no purpose.
import { createHash, createPublicKey, type KeyObject, randomUUID, sign } from "node:crypto";
import {
  createReadStream,
  createWriteStream,
  lstatSync,
  readdirSync,
  renameSync,
  rmSync,
} from "node:fs";
import { join, relative } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { constants, createZstdCompress } from "node:zlib";
import { keyIdOf } from "./keys.ts";
import { createLock, type LockWith } from "./lock.ts";
import { headBytesMax, type Manifest, readManifest } from "./manifest.ts";
import { tarBytesOf, type TarInput, writeTar } from "./tar.ts";

export type BundleFacts = Omit<Manifest, "format" | "id" | "madeAt" | "payload" | "lock"> & {
  readonly id?: string;
};

export interface WriteBundle {
  readonly file: string;
  readonly facts: BundleFacts;
  readonly files: readonly TarInput[];
  /** Ed25519 private key */
  readonly key: KeyObject;
  readonly nowMs: number;
  readonly lock?: LockWith;
  /** of zstd, 1 to 19; 9 unless told otherwise */
  readonly level?: number;
}

export const textFile = (path: string, text: string | Buffer): TarInput => {
  const bytes = Buffer.from(text);
  return { path, bytes: bytes.length, isProgram: false, read: () => [bytes] };
};

/** Every plain file below a folder, by path; throws for a link or anything else a bundle does not carry. */
export const folderFiles = (folder: string): readonly TarInput[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry): TarInput => {
      const path = join(entry.parentPath, entry.name);
      if (!entry.isFile()) throw new Error(`${path} is no plain file`);
      const { size, mode } = lstatSync(path);
      return {
        path: relative(folder, path),
        bytes: size,
        isProgram: (mode & 0o100) !== 0,
        read: () => createReadStream(path),
      };
    })
    .toSorted((one, other) => (one.path < other.path ? -1 : 1));

/** Counts and digests what goes through. */
const createMeter = () => {
  const hash = createHash("sha256");
  let bytes = 0;
  const stream = new Transform({
    transform: (piece: Buffer, _encoding, done) => {
      hash.update(piece);
      bytes += piece.length;
      done(null, piece);
    },
  });
  return { stream, result: () => ({ bytes, sha256: hash.digest("hex") }) };
};

/** The bundle has its name only when it is whole and on the disk. */
export const writeBundle = async (ask: WriteBundle): Promise<Manifest> => {
  const [payloadFile, draft] = [`${ask.file}.payload`, `${ask.file}.new`];
  const madeAt = new Date(ask.nowMs).toISOString();
  const locked = ask.lock === undefined ? undefined : createLock(ask.lock);
  const meter = createMeter();
  try {
    const tar = Readable.from(writeTar(ask.files, Math.floor(ask.nowMs / 1_000)), {
      objectMode: false,
    });
    const zstd = createZstdCompress({
      params: { [constants.ZSTD_c_compressionLevel]: ask.level ?? 9 },
    });
    const tag = new Transform({
      transform: (piece: Buffer, _encoding, done) => done(null, piece),
      flush: (done) => done(null, locked?.cipher.getAuthTag() ?? Buffer.alloc(0)),
    });
    const output = createWriteStream(payloadFile, { mode: 0o600 });
    if (locked === undefined) await pipeline(tar, zstd, meter.stream, output);
    else await pipeline(tar, zstd, locked.cipher, tag, meter.stream, output);
    const manifest: Manifest = {
      format: "tallygate bundle 1",
      id: randomUUID(),
      ...ask.facts,
      madeAt,
      payload: { ...meter.result(), tarBytes: tarBytesOf(ask.files), files: ask.files.length },
      ...(locked === undefined ? {} : { lock: locked.lock }),
    };
    await pipeline(
      Readable.from(withHead(manifest, ask.key, payloadFile), { objectMode: false }),
      createWriteStream(draft, { mode: 0o600, flush: true }),
    );
    renameSync(draft, ask.file);
    return manifest;
  } finally {
    rmSync(payloadFile, { force: true });
    rmSync(draft, { force: true });
  }
};

async function* withHead(
  manifest: Manifest,
  key: KeyObject,
  payload: string,
): AsyncGenerator<Buffer> {
  const line = JSON.stringify(manifest);
  if (readManifest(line) === undefined)
    throw new Error(`no bundle can say this of itself: ${line}`);
  const signature = sign(null, Buffer.from(line), key).toString("base64url");
  const head = Buffer.from(`${line}\n${keyIdOf(createPublicKey(key))} ${signature}\n`);
  if (head.length > headBytesMax) throw new Error("the first line of the bundle is too long");
  yield head;
  yield* createReadStream(payload);
}
