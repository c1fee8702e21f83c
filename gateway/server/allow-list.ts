// Who may talk to this gateway at all: Host and Origin must be exactly one of our own. No prefix, no wildcard.

export interface AllowList {
  readonly host: (host: string | undefined) => boolean;
  /** a present Origin must be one of our own pages; absent is for programs */
  readonly origin: (origin: string | undefined) => boolean;
  readonly isOwnOrigin: (origin: string | undefined) => origin is string;
}

export interface Listening {
  /** loopback address bound to; of no meaning for the secure listener */
  readonly address: string;
  readonly port: number;
  readonly secure: boolean;
  /** names the store is known by on its network; the secure listener has no others */
  readonly names: readonly string[];
}

const loopbackNames = ["127.0.0.1", "localhost", "[::1]"];
const usualAddresses = new Set(["127.0.0.1", "localhost", "::1"]);

export const createAllowList = ({ address, port, secure, names }: Listening): AllowList => {
  const defaultPort = secure ? 443 : 80;
  const own = secure ? [] : loopbackNamesOf(address);
  const hosts = new Set(
    [...own, ...names].flatMap((name) => [
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

/** Another loopback address is another place: what listens on 127.0.0.1 at the same port may be somebody else. */
const loopbackNamesOf = (address: string): readonly string[] =>
  usualAddresses.has(address) ? loopbackNames : [bracketed(address)];

const bracketed = (address: string): string => (address.includes(":") ? `[${address}]` : address);

/** Exactly the loopback addresses, as the kernel reports them. */
export const isLoopback = (address: string | undefined): boolean =>
  address === "::1" || /^(::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(address ?? "");
