// The one verifier of bundles: signature, purpose, addressee and time before a single byte of the payload is unpacked.
import { createHash, type KeyObject, verify } from "node:crypto";
import { createReadStream, mkdirSync, renameSync, rmSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable, Transform } from "node:stream";
import { createZstdDecompress } from "node:zlib";
import { keyIdOf } from "./keys.ts";
import { type LockKey, openLock, tagBytes } from "./lock.ts";
import { type BundleKind, headBytesMax, type Manifest, readManifest } from "./manifest.ts";
import { BundleRefused } from "./refused.ts";
import { readTar, tarBytesOf, type TarFile } from "./tar.ts";

export interface Expected {
  readonly kinds: readonly BundleKind[];
  readonly trusted: readonly KeyObject[];
  /** an instant that never lies behind what the machine can prove (site/kept-clock.ts) */
  readonly nowMs: number;
  /** this store's id; undefined where it has none yet: then a bundle for any store fits */
  readonly store?: string;
  readonly machine?: string;
  /** ids of bundles this machine has taken in */
  readonly used?: readonly string[];
  /** the revision this machine has: an older one is refused */
  readonly revision?: number;
}

export interface Bundle {
  readonly file: string;
  readonly manifest: Manifest;
  /** id of the key that signed it */
  readonly keyId: string;
  /** where the payload begins */
  readonly offset: number;
}

const headOf = async (handle: FileHandle) => {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytesMax), 0, headBytesMax, 0);
  const head = buffer.subarray(0, bytesRead);
  const first = head.indexOf("\n");
  const second = head.indexOf("\n", first + 1);
  if (first <= 0 || second === -1) throw new BundleRefused("not_a_bundle");
  const line = head.subarray(0, first);
  const manifest = readManifest(line.toString("utf8"));
  const [, keyId = "", signature = ""] =
    /^([0-9a-f]{16}) ([A-Za-z0-9_-]{86})$/u.exec(
      head.subarray(first + 1, second).toString("latin1"),
    ) ?? [];
  if (manifest === undefined || keyId === "") throw new BundleRefused("not_a_bundle");
  return {
    line,
    manifest,
    keyId,
    signature: Buffer.from(signature, "base64url"),
    offset: second + 1,
  };
};

const refuseUnlessExpected = (manifest: Manifest, expected: Expected): void => {
  const { kind, store, machines, notBefore, notAfter, revision, id } = manifest;
  const refuse = (isWrong: boolean, code: BundleRefused["code"]): void => {
    if (isWrong) throw new BundleRefused(code);
  };
  refuse(!expected.kinds.includes(kind), "kind");
  refuse(
    store !== undefined && expected.store !== undefined && store !== expected.store,
    "other_store",
  );
  refuse(machines !== undefined && !machines.includes(expected.machine ?? ""), "other_machine");
  refuse(notBefore !== undefined && expected.nowMs < Date.parse(notBefore), "not_yet");
  refuse(notAfter !== undefined && expected.nowMs > Date.parse(notAfter), "expired");
  refuse(expected.used?.includes(id) === true, "used");
  refuse((revision ?? Infinity) < (expected.revision ?? 0), "older");
};

/** Throws BundleRefused; what resolves is signed, meant for this machine now, and not a byte was changed. */
export const verifyBundle = async (file: string, expected: Expected): Promise<Bundle> => {
  const handle = await open(file);
  try {
    const { line, manifest, keyId, signature, offset } = await headOf(handle);
    const key = expected.trusted.find((trusted) => keyIdOf(trusted) === keyId);
    if (key === undefined || !verify(null, line, key, signature))
      throw new BundleRefused("signature");
    refuseUnlessExpected(manifest, expected);
    const { size } = await handle.stat();
    if (size - offset !== manifest.payload.bytes) throw new BundleRefused("altered");
    const hash = createHash("sha256");
    for await (const piece of createReadStream(file, { start: offset })) hash.update(piece);
    if (hash.digest("hex") !== manifest.payload.sha256) throw new BundleRefused("altered");
    return { file, manifest, keyId, offset };
  } finally {
    await handle.close();
  }
};

/** Passes on so many bytes and no more: what unpacks to more than it said ends here. */
const limited = (bytesMax: number): Transform => {
  let bytes = 0;
  return new Transform({
    transform: (piece: Buffer, _encoding, done) => {
      bytes += piece.length;
      if (bytes > bytesMax) done(new BundleRefused("contents"));
      else done(null, piece);
    },
  });
};

/** Hands on what it digests, so that what is unpacked is what was verified. */
const digesting = (hash: ReturnType<typeof createHash>): Transform =>
  new Transform({
    transform: (piece: Buffer, _encoding, done) => {
      hash.update(piece);
      done(null, piece);
    },
  });

const tagOf = async (file: string, end: number): Promise<Buffer> => {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(tagBytes), 0, tagBytes, end);
    return buffer;
  } finally {
    await handle.close();
  }
};

/** The tar of a verified bundle as a stream, and what its bytes digested to at the end. */
const openTar = async ({ file, manifest, offset }: Bundle, by: LockKey | undefined) => {
  const hash = createHash("sha256");
  const { bytes, tarBytes } = manifest.payload;
  const bodyBytes = manifest.lock === undefined ? bytes : bytes - tagBytes;
  if (bodyBytes <= 0) throw new BundleRefused("contents");
  const end = offset + bodyBytes;
  const body = createReadStream(file, { start: offset, end: end - 1 });
  const stages: Transform[] = [digesting(hash)];
  const tag = manifest.lock === undefined ? undefined : await tagOf(file, end);
  if (manifest.lock !== undefined && tag !== undefined)
    stages.push(openLock(manifest.lock, by, tag));
  stages.push(createZstdDecompress(), limited(tarBytes));
  const output = stages.reduce<Readable>((from, to) => {
    from.on("error", (fault) => to.destroy(fault));
    return from.pipe(to);
  }, body);
  return {
    output,
    digest: () => hash.update(tag ?? Buffer.alloc(0)).digest("hex"),
  };
};

/**
 * Unpacks a verified bundle into a folder that does not exist yet; it has its name only when it is whole. Throws
 * BundleRefused `locked`, `contents` or `altered`.
 */
export const unpackBundle = async (bundle: Bundle, folder: string, by?: LockKey): Promise<void> => {
  const draft = `${folder}.new`;
  rmSync(draft, { recursive: true, force: true });
  const { output, digest } = await openTar(bundle, by);
  let handle: FileHandle | undefined;
  const files: TarFile[] = [];
  mkdirSync(draft, { recursive: true, mode: 0o755 });
  try {
    const count = await readTar(
      output,
      {
        begin: async (file) => {
          files.push(file);
          const path = join(draft, file.path);
          mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
          handle = await open(path, "wx", file.isProgram ? 0o755 : 0o644);
        },
        piece: async (bytes) => {
          await handle?.writeFile(bytes);
        },
        end: async () => {
          await handle?.close();
          handle = undefined;
        },
      },
      bundle.manifest.payload.files,
    );
    const { payload } = bundle.manifest;
    if (count !== payload.files || tarBytesOf(files) !== payload.tarBytes)
      throw new BundleRefused("contents");
    if (digest() !== payload.sha256) throw new BundleRefused("altered");
    renameSync(draft, folder);
  } catch (fault) {
    throw asRefusal(fault, bundle);
  } finally {
    output.destroy();
    await handle?.close();
    rmSync(draft, { recursive: true, force: true });
  }
};

/** A file where a folder must be, a name no disk takes. */
const unlaidOut: ReadonlySet<string> = new Set(["EEXIST", "ENOTDIR", "EISDIR", "ENAMETOOLONG"]);

/** What the libraries say of bytes they cannot use is a refusal; a full disk stays a fault. */
const asRefusal = (fault: unknown, { manifest }: Bundle): unknown => {
  if (fault instanceof BundleRefused) return fault;
  const code = String(Reflect.get(Object(fault), "code"));
  if (unlaidOut.has(code)) return new BundleRefused("contents", fault);
  if (/^E[A-Z]+$/u.test(code) && !code.startsWith("ERR_")) return fault;
  return new BundleRefused(manifest.lock === undefined ? "contents" : "locked", fault);
};
