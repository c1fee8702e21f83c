// Where the store may send at all: exact hosts the technician has named, and behind a name only public addresses.
// A name that points into the house, now or later, is not followed.
import { lookup } from "node:dns";
import { BlockList, isIP } from "node:net";
import type { LookupFunction } from "node:net";

export interface OutwardHosts {
  /** Why an endpoint may not have this URL; undefined: it may. */
  readonly refuses: (url: string) => "url" | "scheme" | "host" | undefined;
  /** Resolves names for a request; an address inside the house is an error. */
  readonly lookup: LookupFunction;
}

/** Nobody's public address (RFC 6890 and its kin). */
const inside = new BlockList();
for (const [net, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 3],
] as const)
  inside.addSubnet(net, bits, "ipv4");
for (const [net, bits] of [
  ["::", 127],
  ["::ffff:0:0", 96],
  ["64:ff9b::", 96],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const)
  inside.addSubnet(net, bits, "ipv6");

const isInside = (address: string, family: number): boolean =>
  inside.check(address, family === 6 ? "ipv6" : "ipv4");

/** Entries are `host` (port 443) or `host:port`. An address written as such is meant, wherever it lies. */
export const createOutwardHosts = (entries: readonly string[]): OutwardHosts => {
  const allowed = new Set(entries.map((entry) => entry.toLowerCase()));
  return {
    refuses: (text) => {
      const url = URL.canParse(text) ? new URL(text) : undefined;
      if (url === undefined || url.username !== "" || url.password !== "") return "url";
      const host = url.hostname.replace(/^\[|\]$/gu, "");
      const isAddress = isIP(host) !== 0;
      if (url.protocol !== "https:" && !(url.protocol === "http:" && isAddress)) return "scheme";
      const port = url.port === "" ? (url.protocol === "https:" ? "443" : "80") : url.port;
      const isNamed =
        allowed.has(`${url.hostname}:${port}`) || (port === "443" && allowed.has(url.hostname));
      return isNamed ? undefined : "host";
    },
    lookup: (hostname, options, callback) => {
      lookup(hostname, { ...options, all: true }, (error, addresses) => {
        if (error !== null) return callback(error, []);
        const bad = addresses.find(({ address, family }) => isInside(address, family));
        if (bad !== undefined)
          return callback(new Error(`${hostname} points inside the house`), []);
        if (options.all === true) return callback(null, addresses);
        const [first] = addresses;
        return callback(null, first?.address ?? "", first?.family);
      });
    },
  };
};
