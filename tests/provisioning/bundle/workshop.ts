// Makes bundles, good ones and bad ones: raw tars under a true signature, so that the verifier meets what a thief of
// a key or a broken tool could hand in.
import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { zstdCompressSync } from "node:zlib";
import { keyIdOf } from "../../../provisioning/bundle/keys.ts";
import type { Manifest } from "../../../provisioning/bundle/manifest.ts";

export const pair = generateKeyPairSync("ed25519");
export const other = generateKeyPairSync("ed25519");
export const nowMs = Date.parse("2026-03-01T10:00:00Z");

interface RawFile {
  readonly path: string;
  readonly text?: string;
  readonly mode?: string;
  readonly type?: string;
  readonly link?: string;
  readonly size?: string;
  readonly prefix?: string;
  readonly magic?: string;
  readonly checksum?: string;
  readonly pad?: number;
}

/** One entry of a tar exactly as it is told, right or wrong. */
export const rawEntry = (file: RawFile): Buffer => {
  const body = Buffer.from(file.text ?? "");
  const header = Buffer.alloc(512);
  header.write(file.path, 0);
  header.write(file.mode ?? "0000644\0", 100);
  header.write(`${"0".repeat(7)}\0`.repeat(2), 108);
  header.write(file.size ?? `${body.length.toString(8).padStart(11, "0")}\0`, 124);
  header.write("00000000000\0", 136);
  header.write(file.type ?? "0", 156);
  header.write(file.link ?? "", 157);
  header.write(file.magic ?? "ustar\u000000", 257);
  header.write(file.prefix ?? "", 345);
  const sum = header.reduce((all, byte, at) => all + (at >= 148 && at < 156 ? 32 : byte), 0);
  header.write(file.checksum ?? `${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return Buffer.concat([
    header,
    body,
    Buffer.alloc((512 - (body.length % 512)) % 512, file.pad ?? 0),
  ]);
};

export const rawTar = (files: readonly RawFile[], end = 1_024): Buffer =>
  Buffer.concat([...files.map(rawEntry), Buffer.alloc(end)]);

export interface Sealed {
  readonly payload: Buffer;
  readonly files?: number;
  readonly tarBytes?: number;
  readonly manifest?: Readonly<Record<string, unknown>>;
  readonly key?: KeyObject;
}

/** A signed bundle around any payload; `manifest` overrides or adds fields, whether they make sense or not. */
export const seal = ({
  payload,
  files = 1,
  tarBytes,
  manifest = {},
  key = pair.privateKey,
}: Sealed): Buffer => {
  const usual = {
    format: "tallygate bundle 1",
    id: "b-1",
    kind: "config",
    madeAt: "2026-03-01T09:00:00Z",
    payload: {
      bytes: payload.length,
      sha256: createHash("sha256").update(payload).digest("hex"),
      tarBytes: tarBytes ?? 2_048,
      files,
    },
  } satisfies Partial<Manifest>;
  const line = JSON.stringify({ ...usual, ...manifest });
  const id = keyIdOf(key === pair.privateKey ? pair.publicKey : other.publicKey);
  const signature = sign(null, Buffer.from(line), key).toString("base64url");
  return Buffer.concat([Buffer.from(`${line}\n${id} ${signature}\n`), payload]);
};

/** A signed bundle of such a tar, with sizes as they are. */
export const sealTar = (
  files: readonly RawFile[],
  more: Partial<Sealed> & { readonly end?: number } = {},
): Buffer => {
  const tar = rawTar(files, more.end);
  return seal({
    payload: zstdCompressSync(tar),
    files: files.length,
    tarBytes: tar.length,
    ...more,
  });
};
