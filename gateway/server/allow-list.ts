// Who may talk to this gateway at all: Host and Origin must be exactly one of our own. No prefix, no wildcard.
import { networkInterfaces } from "node:os";

export interface AllowList {
  readonly host: (host: string | undefined) => boolean;
  /** a present Origin must be one of our own pages; absent is for programs */
  readonly origin: (origin: string | undefined) => boolean;
  readonly isOwnOrigin: (origin: string | undefined) => origin is string;
}

export interface Listening {
  /** address bound to, e.g. 127.0.0.1 or 0.0.0.0 */
  readonly address: string;
  readonly port: number;
  readonly secure: boolean;
  /** names the store is known by on its network */
  readonly names: readonly string[];
}

const loopbackNames = ["127.0.0.1", "localhost", "[::1]"];
const wildcards = new Set(["0.0.0.0", "::"]);

export const createAllowList = ({ address, port, secure, names }: Listening): AllowList => {
  const defaultPort = secure ? 443 : 80;
  const addresses = wildcards.has(address) ? ownAddresses() : [bracketed(address)];
  const hosts = new Set(
    [...loopbackNames, ...addresses, ...names].flatMap((name) => [
      `${name}:${port}`,
      ...(port === defaultPort ? [name] : []),
    ]),
  );
  const origins = new Set([...hosts].map((host) => `${secure ? "https" : "http"}://${host}`));
  return {
    host: (host) => host !== undefined && hosts.has(host.toLowerCase()),
    origin: (origin) => origin === undefined || origins.has(origin),
    isOwnOrigin: (origin): origin is string => origin !== undefined && origins.has(origin),
  };
};

const bracketed = (address: string): string => (address.includes(":") ? `[${address}]` : address);

const ownAddresses = (): readonly string[] =>
  Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? []).map(({ address }) => bracketed(address)),
  );

/** Exactly the loopback addresses, as the kernel reports them. */
export const isLoopback = (address: string | undefined): boolean =>
  address === "::1" || /^(::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(address ?? "");
