// Where the certificates of a store lie, and what can be read from them without any key.
import { X509Certificate } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const tlsFolder = (dir: string): string => join(dir, "tls");
/** the root's certificate, for everybody */
export const rootFile = (dir: string): string => join(tlsFolder(dir), "ca.pem");
/** key, leaf and root of the running listener, in one file so that they change together */
export const servingFile = (dir: string): string => join(tlsFolder(dir), "serving.pem");

/** the names of the root, as after `--lan` */
export const namesFile = (dir: string): string => join(tlsFolder(dir), "names.txt");

export const readIfThere = (file: string): string | undefined => {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
};

/** Whole or not at all; readable by the owner only. */
export const writeWhole = (file: string, text: string): void => {
  mkdirSync(join(file, ".."), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.new`, text, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
};

export interface Leaf {
  readonly subjectAltName: string;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /** two thirds of its life: the time for another one */
  readonly renewAtMs: number;
  readonly fingerprint: string;
}

/** The leaf in the serving file, without its key. */
export const leafOf = (serving: string): Leaf => {
  const first =
    /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.exec(serving)?.[0] ?? "";
  const {
    subjectAltName = "",
    validFromDate,
    validToDate,
    fingerprint256,
  } = new X509Certificate(first);
  const [fromMs, notAfterMs] = [validFromDate.getTime(), validToDate.getTime()];
  return {
    subjectAltName,
    notBeforeMs: fromMs,
    notAfterMs,
    renewAtMs: fromMs + ((notAfterMs - fromMs) * 2) / 3,
    fingerprint: fingerprint256,
  };
};
