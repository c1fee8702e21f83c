// The certificate the LAN listener shows: read from one file, renewed in time by the desk, taken up without restart.
import { watch } from "node:fs";
import type { SecureContextOptions } from "node:tls";
import { type Log } from "../log.ts";
import { askDesk } from "./ask-desk.ts";
import { type LanNames, lanText } from "./lan-names.ts";
import { type Leaf, leafOf, readIfThere, rootFile, servingFile, tlsFolder } from "./tls-files.ts";

export interface Certificate {
  readonly context: () => SecureContextOptions;
  readonly leaf: () => Leaf;
  /** PEM of the store's root */
  readonly root: () => string;
  /** told after another certificate lies in the file */
  readonly onChange: (listener: (context: SecureContextOptions) => void) => void;
  readonly close: () => void;
}

/** how often the desk is asked whether it is time for another leaf */
const renewEveryMs = 6 * 3_600_000;

interface Parts {
  readonly dir: string;
  readonly names: LanNames;
  readonly simulate: boolean;
  readonly log: Log;
}

/** Asks the desk for root and leaf where they are missing or due. Throws ConfigError. */
export const openCertificate = async (parts: Parts): Promise<Certificate> => {
  const { dir, names, simulate, log } = parts;
  const errand = { dir, lan: lanText(names), simulate };
  const renew = async (): Promise<void> => {
    const { leaf, notAfter } = await askDesk(errand);
    if (leaf === "issued") log.info({ notAfter }, "another certificate was issued");
  };
  // Where the key is kept from this service, a unit of its own renews; what lies there must do.
  if (readIfThere(servingFile(dir)) === undefined) await renew();
  else await renew().catch((err: unknown) => log.warn({ err }, "the certificate was not renewed"));
  const listeners: ((context: SecureContextOptions) => void)[] = [];
  let serving = readServing(dir);
  const follow = (): void => {
    const next = readIfThere(servingFile(dir));
    if (next === undefined || next === serving) return;
    serving = next;
    for (const tell of listeners) tell(contextOf(serving));
  };
  const watcher = watch(tlsFolder(dir), { persistent: false }, follow);
  const timer = setInterval(
    () =>
      void renew().catch((err: unknown) => log.error({ err }, "the certificate was not renewed")),
    renewEveryMs,
  ).unref();
  return {
    context: () => contextOf(serving),
    leaf: () => leafOf(serving),
    root: () => readIfThere(rootFile(dir)) ?? "",
    onChange: (listener) => void listeners.push(listener),
    close: () => {
      watcher.close();
      clearInterval(timer);
    },
  };
};

const readServing = (dir: string): string => {
  const text = readIfThere(servingFile(dir));
  if (text === undefined) throw new Error("the certificate desk left no certificate");
  return text;
};

const contextOf = (serving: string): SecureContextOptions => ({
  key: serving,
  cert: serving,
  minVersion: "TLSv1.3",
});
