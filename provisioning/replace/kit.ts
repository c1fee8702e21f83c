// The kit of a store: its keys, identity, network and devices in one locked file. With it and a backup any machine can
// become this store. One passphrase both opens it and proves that nobody has put another one in its place.
import { createPrivateKey, createPublicKey, type KeyObject, scryptSync } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { BundleRefused } from "../bundle/refused.ts";
import { unpackBundle, verifyBundle } from "../bundle/verify.ts";
import { textFile, writeBundle } from "../bundle/write.ts";
import type { Machine } from "../machine.ts";
import { shred } from "../secrets/shred.ts";
import { storeIdOf } from "../site/store-facts.ts";
import { UsageError } from "../verb.ts";

/** The passphrase of a kit, out of a file. Throws UsageError. */
export const passphraseIn = (file: string | undefined): string => {
  const text = file !== undefined && existsSync(file) ? readFileSync(file, "utf8").trim() : "";
  if (text.length >= 12) return text;
  throw new UsageError({
    zh: "--passphrase 要一个至少 12 字的口令文件。",
    en: "--passphrase takes a file with a passphrase of 12 characters or more.",
  });
};

/** DER before the 32 bytes of an Ed25519 private key, RFC 8410 */
const pkcs8Prefix = Buffer.from("302e020100300506032b657004220420", "hex");
const cost = { N: 32_768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 } as const;

/** Whoever knows the passphrase can sign and verify; nobody else can do either. */
const signingKey = (passphrase: string): KeyObject =>
  createPrivateKey({
    key: Buffer.concat([
      pkcs8Prefix,
      scryptSync(passphrase.normalize("NFKC"), "tallygate kit 1", 32, cost),
    ]),
    format: "der",
    type: "pkcs8",
  });

const settings = ["lan.conf", "devices.json", "names.json", "backup.conf"] as const;

/** Files of the data folder that make a machine this store. */
const ofStore = (machine: Machine): readonly string[] =>
  ["credentials", "tls"]
    .flatMap((folder) =>
      existsSync(join(machine.data, folder))
        ? readdirSync(join(machine.data, folder)).map((name) => join(folder, name))
        : [],
    )
    .filter((name) => name !== "credentials/console")
    .concat(existsSync(join(machine.data, "store.json")) ? ["store.json"] : []);

export const writeKit = async (
  machine: Machine,
  file: string,
  passphrase: string,
): Promise<void> => {
  const store = storeIdOf(machine);
  const files = [
    ...ofStore(machine).map((name) =>
      textFile(`data/${name}`, readFileSync(join(machine.data, name))),
    ),
    ...settings.flatMap((name) => {
      const text = machine.text(`/etc/tallygate/${name}`);
      return text === undefined ? [] : [textFile(`settings/${name}`, text)];
    }),
  ];
  await writeBundle({
    file,
    facts: { kind: "backup", ...(store === undefined ? {} : { store }) },
    files,
    key: signingKey(passphrase),
    nowMs: machine.nowMs(),
    lock: { passphrase },
  });
};

/** Keys are for their owner alone, on this machine as on the other. */
const closeAll = (folder: string): void => {
  for (const name of existsSync(folder) ? readdirSync(folder) : [])
    chmodSync(join(folder, name), 0o600);
};

/** Lays the kit out on this machine. Throws BundleRefused; nothing is written then. */
export const layKit = async (machine: Machine, file: string, passphrase: string): Promise<void> => {
  const trusted = [createPublicKey(signingKey(passphrase))];
  const bundle = await verifyBundle(file, {
    kinds: ["backup"],
    trusted,
    nowMs: machine.nowMs(),
  }).catch((fault: unknown) => {
    // a wrong passphrase makes another key: to the technician that is the lock
    throw fault instanceof BundleRefused && fault.code === "signature"
      ? new BundleRefused("locked")
      : fault;
  });
  const folder = join(machine.data, "kit");
  rmSync(folder, { recursive: true, force: true });
  try {
    await unpackBundle(bundle, folder, { passphrase });
    for (const secrets of ["credentials", "tls"]) closeAll(join(folder, "data", secrets));
    cpSync(join(folder, "data"), machine.data, { recursive: true });
    for (const name of settings) {
      const from = join(folder, "settings", name);
      if (existsSync(from))
        writeFileSync(machine.at(`/etc/tallygate/${name}`), readFileSync(from), { mode: 0o640 });
    }
  } finally {
    for (const name of existsSync(folder) ? filesIn(folder) : []) shred(name);
    rmSync(folder, { recursive: true, force: true });
  }
};

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
