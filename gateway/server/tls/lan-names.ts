// What the store is called on its own network: DNS names and addresses, as written after `--lan`.
import { isIP } from "node:net";
import { ConfigError } from "../../config.ts";

export interface LanAddress {
  readonly address: string;
  /** bits of the network the store CA may vouch for, e.g. 24 */
  readonly prefix: number;
}

export interface LanNames {
  readonly dns: readonly string[];
  readonly addresses: readonly LanAddress[];
}

const namesMax = 20;
const label = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
const dnsName = new RegExp(`^${label}(\\.${label})*$`);
const usualPrefix = { 4: 24, 6: 64 } as const;
const longestPrefix = { 4: 32, 6: 128 } as const;

/**
 * `gw.store-0042.lan,192.168.7.20` or with the network: `192.168.7.20/23`. Without one the usual /24 or /64 is
 * what the CA will be good for. Throws ConfigError.
 */
export const readLanNames = (text: string): LanNames => {
  const parts = text
    .split(",")
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== "");
  if (parts.length === 0 || parts.length > namesMax)
    throw new ConfigError(`--lan takes 1 to ${namesMax} names or addresses, divided by commas.`);
  const addresses = parts.flatMap((part) => addressOf(part) ?? []);
  const dns = parts.filter((part) => addressOf(part) === undefined);
  const wrong = dns.find((name) => !dnsName.test(name) || name.length > 253);
  if (wrong !== undefined)
    throw new ConfigError(`--lan: "${wrong}" is neither a DNS name nor an address.`);
  return { dns, addresses };
};

const addressOf = (part: string): LanAddress | undefined => {
  const [address = "", bits, ...rest] = part.split("/");
  const version = isIP(address);
  if ((version !== 4 && version !== 6) || rest.length > 0) return undefined;
  const prefix = bits === undefined ? usualPrefix[version] : Number(bits);
  if (!Number.isInteger(prefix) || prefix < 8 || prefix > longestPrefix[version])
    throw new ConfigError(
      `--lan: "${part}" must name its network with /8 to /${longestPrefix[version]}.`,
    );
  return { address, prefix };
};

/** Every name by which a browser may reach the store, addresses of IPv6 in brackets. */
export const hostsOf = ({ dns, addresses }: LanNames): readonly string[] => [
  ...dns,
  ...addresses.map(({ address }) => (address.includes(":") ? `[${address}]` : address)),
];

/** The same in the form `--lan` takes. */
export const lanText = ({ dns, addresses }: LanNames): string =>
  [...dns, ...addresses.map(({ address, prefix }) => `${address}/${prefix}`)].join(",");

/** 4 or 16 bytes. */
export const addressBytes = (address: string): Uint8Array => {
  if (isIP(address) === 4) return Uint8Array.from(address.split("."), Number);
  const [head = "", tail] = withoutDotted(address).split("::");
  const groups = (text: string): readonly number[] =>
    text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16));
  const first = groups(head);
  const last = tail === undefined ? [] : groups(tail);
  const all = [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last];
  return Uint8Array.from(all.flatMap((group) => [group >> 8, group & 255]));
};

/** `::ffff:1.2.3.4` → `::ffff:102:304` */
const withoutDotted = (address: string): string =>
  address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...parts: unknown[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = parts.slice(0, 4).map(Number);
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  });

export const maskBytes = (prefix: number, length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, at) => {
    const bits = Math.min(8, Math.max(0, prefix - at * 8));
    return (0xff << (8 - bits)) & 0xff;
  });
