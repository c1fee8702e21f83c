// The X.509 extension that binds a CA to names (RFC 5280, 4.2.1.10), written as DER: the library has no class for it.
import { type LanNames, addressBytes, maskBytes } from "./lan-names.ts";

const tags = {
  sequence: 0x30,
  /** [0] permittedSubtrees */
  permitted: 0xa0,
  /** [1] excludedSubtrees */
  excluded: 0xa1,
  dns: 0x82,
  address: 0x87,
} as const;

export const nameConstraints = "2.5.29.30";

/**
 * Only these DNS names (and what is under them) and these networks; of a kind the store has none of (names, IPv4,
 * IPv6) nothing at all. That it is for servers only says the extended key usage.
 */
export const constraintsOf = ({ dns, addresses }: LanNames): Uint8Array => {
  const networks = addresses.map(({ address, prefix }) => networkOf(address, prefix));
  const missing = [4, 16].filter((bytes) => !networks.some(({ length }) => length === 2 * bytes));
  const permitted = [
    ...dns.map((name) => subtree(tags.dns, Buffer.from(name, "ascii"))),
    ...networks.map((network) => subtree(tags.address, network)),
  ];
  const excluded = [
    ...(dns.length === 0 ? [subtree(tags.dns, new Uint8Array())] : []),
    ...missing.map((bytes) => subtree(tags.address, new Uint8Array(2 * bytes))),
  ];
  const both = excluded.length === 0 ? [] : [der(tags.excluded, ...excluded)];
  return der(tags.sequence, der(tags.permitted, ...permitted), ...both);
};

/** Address and mask, 8 or 32 bytes. */
const networkOf = (address: string, prefix: number): Uint8Array => {
  const bytes = addressBytes(address);
  const mask = maskBytes(prefix, bytes.length);
  return Uint8Array.from([...bytes.map((byte, at) => byte & (mask[at] ?? 0)), ...mask]);
};

const subtree = (tag: number, name: Uint8Array): Uint8Array => der(tags.sequence, der(tag, name));

const der = (tag: number, ...parts: readonly Uint8Array[]): Uint8Array => {
  const body = Buffer.concat(parts);
  const { length } = body;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Uint8Array.from([tag, ...size, ...body]);
};
