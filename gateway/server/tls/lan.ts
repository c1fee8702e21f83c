// The store's side towards its own network: names, certificate, and where the secure listener is bound.
import type { Config } from "../../config.ts";
import type { Log } from "../log.ts";
import { type Certificate, openCertificate } from "./certificate.ts";
import { hostsOf, readLanNames } from "./lan-names.ts";
import { type KitFile, trustKit } from "./trust-kit.ts";

export interface Lan {
  /** exactly these, with the port, may stand in Host and Origin */
  readonly hosts: readonly string[];
  /** the one address it has, else all of this machine */
  readonly address: string;
  /** 0 = any free port */
  readonly port: number;
  readonly certificate: Certificate;
  readonly url: (port: number) => string;
  readonly kit: (port: number) => readonly KitFile[];
}

/** Opens the certificate, and asks for one where there is none. Throws ConfigError. */
export const openLan = async (
  { data, simulate, lan }: Pick<Config, "data" | "simulate" | "lan">,
  log: Log,
): Promise<Lan | undefined> => {
  if (lan === undefined) return undefined;
  const names = readLanNames(lan.names);
  const certificate = await openCertificate({ dir: data, simulate, log, names });
  const [first, ...more] = names.addresses;
  const wildcard = names.addresses.some(({ address }) => address.includes(":")) ? "::" : "0.0.0.0";
  return {
    hosts: hostsOf(names),
    address: first === undefined || more.length > 0 ? wildcard : first.address,
    port: lan.port,
    certificate,
    url: (actual) => `https://${hostsOf(names)[0] ?? "localhost"}:${actual}`,
    kit: (actual) => trustKit({ root: certificate.root(), names, port: actual }),
  };
};
