// Tar as bundles carry it: plain files with short paths, nothing else. No links, no devices, no way out of the folder.
import { BundleRefused } from "./refused.ts";

export interface TarFile {
  /** relative, `/` between names */
  readonly path: string;
  readonly bytes: number;
  readonly isProgram: boolean;
}

const block = 512;
const pathBytesMax = 250;
const endBlocks = 2;

/** True for a path that stays inside and means the same everywhere. */
export const isTarPath = (path: string): boolean =>
  path !== "" &&
  Buffer.byteLength(path) <= pathBytesMax &&
  path.split("/").every((part) => part !== "" && part !== "." && part !== "..") &&
  // eslint-disable-next-line no-control-regex
  !/[\\\u0000-\u001f\u007f]/u.test(path);

const padding = (bytes: number): number => (block - (bytes % block)) % block;

/** Bytes of a tar with these files. */
export const tarBytesOf = (files: readonly TarFile[]): number =>
  files.reduce((sum, { bytes }) => sum + block + bytes + padding(bytes), endBlocks * block);

/** ustar keeps 100 bytes of the name and 155 of what is before it. */
const split = (path: string): { readonly prefix: string; readonly name: string } | undefined => {
  if (Buffer.byteLength(path) <= 100) return { prefix: "", name: path };
  for (let at = path.indexOf("/"); at !== -1; at = path.indexOf("/", at + 1)) {
    const [prefix, name] = [path.slice(0, at), path.slice(at + 1)];
    if (Buffer.byteLength(prefix) <= 155 && Buffer.byteLength(name) <= 100) return { prefix, name };
  }
  return undefined;
};

const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, "0");

const checksum = (header: Buffer): number =>
  header.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 32 : byte), 0);

/** The header of a file; throws BundleRefused `contents` for a path that a bundle cannot carry. */
const headerOf = ({ path, bytes, isProgram }: TarFile, mtimeS: number): Buffer => {
  const parts = isTarPath(path) ? split(path) : undefined;
  if (parts === undefined) throw new BundleRefused("contents", path);
  const header = Buffer.alloc(block);
  header.write(parts.name, 0);
  header.write(`${octal(isProgram ? 0o755 : 0o644, 7)}\0`, 100);
  header.write(`${octal(0, 7)}\0${octal(0, 7)}\0`, 108);
  header.write(`${octal(bytes, 11)}\0${octal(mtimeS, 11)}\0`, 124);
  header.write("0", 156);
  header.write("ustar\u000000", 257);
  header.write(parts.prefix, 345);
  header.write(`${octal(checksum(header), 6)}\0 `, 148);
  return header;
};

export interface TarInput extends TarFile {
  readonly read: () => AsyncIterable<Buffer> | Iterable<Buffer>;
}

/** A tar of these files, in this order; the same files give the same bytes. */
export async function* writeTar(
  files: readonly TarInput[],
  mtimeS: number,
): AsyncGenerator<Buffer> {
  for (const file of files) {
    yield headerOf(file, mtimeS);
    let bytes = 0;
    for await (const piece of file.read()) {
      bytes += piece.length;
      yield piece;
    }
    if (bytes !== file.bytes) throw new Error(`${file.path} changed while it was read`);
    yield Buffer.alloc(padding(bytes));
  }
  yield Buffer.alloc(endBlocks * block);
}

const textAt = (header: Buffer, from: number, length: number): string => {
  const field = header.subarray(from, from + length);
  const end = field.indexOf(0);
  return field.subarray(0, end === -1 ? length : end).toString("utf8");
};

const numberAt = (header: Buffer, from: number, length: number): number => {
  const text = textAt(header, from, length).trim();
  if (!/^[0-7]{1,11}$/u.test(text)) throw new BundleRefused("contents");
  return Number.parseInt(text, 8);
};

/** undefined at the end of the archive. */
const readHeader = (header: Buffer): TarFile | undefined => {
  if (header.every((byte) => byte === 0)) return undefined;
  if (numberAt(header, 148, 8) !== checksum(header)) throw new BundleRefused("contents");
  if (textAt(header, 257, 6) !== "ustar" || textAt(header, 156, 1) !== "0")
    throw new BundleRefused("contents");
  const prefix = textAt(header, 345, 155);
  const path = `${prefix === "" ? "" : `${prefix}/`}${textAt(header, 0, 100)}`;
  const mode = numberAt(header, 100, 8);
  if (!isTarPath(path) || (mode !== 0o644 && mode !== 0o755)) throw new BundleRefused("contents");
  return { path, bytes: numberAt(header, 124, 12), isProgram: mode === 0o755 };
};

/** Takes pieces of a stream and gives them out again in the lengths that are asked for. */
const createShelf = (source: AsyncIterator<Buffer>) => {
  let kept: Buffer = Buffer.alloc(0);
  const more = async (): Promise<void> => {
    const next = await source.next();
    if (next.done === true) throw new BundleRefused("contents");
    kept = kept.length === 0 ? next.value : Buffer.concat([kept, next.value]);
  };
  return {
    exactly: async (bytes: number): Promise<Buffer> => {
      while (kept.length < bytes) await more();
      const taken = kept.subarray(0, bytes);
      kept = kept.subarray(bytes);
      return taken;
    },
    upTo: async (bytes: number): Promise<Buffer> => {
      while (kept.length === 0) await more();
      const taken = kept.subarray(0, Math.min(bytes, kept.length));
      kept = kept.subarray(taken.length);
      return taken;
    },
    isEmpty: async (): Promise<boolean> => kept.length === 0 && (await source.next()).done === true,
  };
};

export interface TarSink {
  readonly begin: (file: TarFile) => Promise<void> | void;
  readonly piece: (bytes: Buffer) => Promise<void> | void;
  readonly end: () => Promise<void> | void;
}

/** Reads a tar to its very end. Throws BundleRefused `contents`; resolves with the number of files. */
export const readTar = async (
  source: AsyncIterable<Buffer>,
  sink: TarSink,
  filesMax: number,
): Promise<number> => {
  const shelf = createShelf(source[Symbol.asyncIterator]());
  const seen = new Set<string>();
  for (;;) {
    const file = readHeader(await shelf.exactly(block));
    if (file === undefined) break;
    if (seen.has(file.path) || seen.size >= filesMax) throw new BundleRefused("contents");
    seen.add(file.path);
    await sink.begin(file);
    for (let left = file.bytes; left > 0;) {
      const piece = await shelf.upTo(left);
      left -= piece.length;
      await sink.piece(piece);
    }
    await sink.end();
    const pad = await shelf.exactly(padding(file.bytes));
    if (pad.some((byte) => byte !== 0)) throw new BundleRefused("contents");
  }
  const last = await shelf.exactly(block);
  if (last.some((byte) => byte !== 0) || !(await shelf.isEmpty()))
    throw new BundleRefused("contents");
  return seen.size;
};
