// The options of the gateway process, from its command line; wrong ones are named in a sentence.
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { isLoopback } from "./server/allow-list.ts";

export interface Config {
  /** data folder, absolute */
  readonly data: string;
  readonly host: string;
  /** 0 = any free port */
  readonly port: number;
  /** id of a shipped programme, or a file; absent: what the store runs, else `demo` */
  readonly programme?: string;
  readonly simulate: boolean;
  /** simulated clock's first instant, epoch ms */
  readonly clockMs?: number;
  readonly logLevel: string;
  /** socket of a device host that is a unit of its own; absent: the gateway starts one */
  readonly devices?: string;
  /** listening sockets that were handed over, by name: `http`, `https` */
  readonly sockets?: Readonly<Record<string, number>>;
  /** file with which this store takes part in a chain, absolute; absent: it stands alone */
  readonly chain?: string;
  /** `head-office` has no till and no devices: it sees all stores of its chain */
  readonly role?: "store" | "head-office";
  /** file of the channels for messages, absolute */
  readonly messages?: string;
  /** folder of bookings as CSV, absolute */
  readonly bookings?: string;
  /** `host` or `host:port`: where webhooks may go at all */
  readonly webhooks?: readonly string[];
  /** URI that security.txt names */
  readonly securityContact?: string;
  /** HTTPS for the store's own network; absent: this machine only */
  readonly lan?: {
    /** as written: `gw.store-0042.lan,192.168.7.20/24` */
    readonly names: string;
    readonly port: number;
  };
}

/** A mistake on the command line; `message` says what and how to do it right. */
export class ConfigError extends Error {
  readonly code = "bad_option";
  readonly retryable = false;
}

export const usage = `gateway/main.ts [options]
  --data DIR               data folder (./var)
  --port N                 port (8140; 0 = any free one)
  --host ADDR              loopback address to listen on (127.0.0.1)
  --lan NAME,ADDR[/BITS],… HTTPS for the store's network under these names and addresses
  --lan-port N             its port (8443)
  --programme ID|FILE      shipped programme or programme file (demo)
  --simulate               demonstration store: simulated devices, clock and cards
  --clock INSTANT          simulated clock, e.g. 2024-01-10T10:00:00+08:00
  --devices SOCKET         a device host that runs by itself; without it the gateway starts one
  --chain FILE             take part in a chain: the file that tallygate chain store wrote
  --role ROLE              store (default), or head-office: all stores of the chain, no till
  --bookings DIR           take bookings as CSV out of this folder
  --messages FILE          JSON of the channels for messages: smtp, from, http
  --webhooks HOST[:PORT],… where webhooks may be sent (nowhere)
  --security-contact URI   whom /.well-known/security.txt names: mailto:, https: or tel:
  --log LEVEL              fatal, error, warn, info, debug`;

const defaults = { data: "./var", port: "8140", host: "127.0.0.1", lanPort: "8443" } as const;
const roles = ["store", "head-office"] as const;
const logLevels = ["fatal", "error", "warn", "info", "debug", "silent"];

export const readConfig = (argv: readonly string[]): Config => {
  const given = parse(argv);
  const simulate = given.simulate === true;
  const port = portOf("--port", given.port ?? defaults.port);
  const host = given.host ?? defaults.host;
  if (host !== "localhost" && !isLoopback(host))
    throw new ConfigError(
      `Plain HTTP is for this machine only: --host takes 127.0.0.1 or ::1, not "${host}". ` +
        "For the store's network use --lan NAME,ADDRESS: HTTPS.",
    );
  const role = roles.find((known) => known === (given.role ?? "store"));
  if (role === undefined) throw new ConfigError("--role must be store or head-office.");
  if (role === "head-office" && given.chain === undefined)
    throw new ConfigError(
      "--role head-office needs --chain FILE: without stores there is no office.",
    );
  if (given.chain?.includes("://") === true)
    throw new ConfigError(
      "--chain takes the file that tallygate chain store wrote: addresses alone prove nobody's identity.",
    );
  const logLevel = given.log ?? (simulate ? "warn" : "info");
  if (!logLevels.includes(logLevel))
    throw new ConfigError(`--log must be one of ${logLevels.join(", ")}.`);
  return {
    data: resolve(given.data ?? defaults.data),
    host,
    port,
    simulate,
    logLevel,
    role,
    ...(given.chain === undefined ? {} : { chain: resolve(given.chain) }),
    ...(given.lan === undefined
      ? {}
      : {
          lan: {
            names: given.lan,
            port: portOf("--lan-port", given["lan-port"] ?? defaults.lanPort),
          },
        }),
    ...(given.devices === undefined ? {} : { devices: resolve(given.devices) }),
    ...(given.programme === undefined ? {} : { programme: given.programme }),
    ...(given.bookings === undefined ? {} : { bookings: resolve(given.bookings) }),
    ...(given.messages === undefined ? {} : { messages: resolve(given.messages) }),
    ...(given.webhooks === undefined ? {} : { webhooks: hostsOf(given.webhooks) }),
    ...(given["security-contact"] === undefined
      ? {}
      : { securityContact: contactOf(given["security-contact"]) }),
    ...(given.clock === undefined ? {} : { clockMs: instantOf(given.clock, simulate) }),
  };
};

const portOf = (option: string, text: string): number => {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new ConfigError(`${option} must be a number from 0 to 65535, not "${text}".`);
  return port;
};

const parse = (argv: readonly string[]) => {
  try {
    return parseArgs({
      args: [...argv],
      strict: true,
      options: {
        data: { type: "string" },
        port: { type: "string" },
        host: { type: "string" },
        lan: { type: "string" },
        "lan-port": { type: "string" },
        programme: { type: "string" },
        simulate: { type: "boolean" },
        clock: { type: "string" },
        role: { type: "string" },
        chain: { type: "string" },
        devices: { type: "string" },
        webhooks: { type: "string" },
        bookings: { type: "string" },
        messages: { type: "string" },
        "security-contact": { type: "string" },
        log: { type: "string" },
      },
    }).values;
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`${what}\n\n${usage}`);
  }
};

const hostsOf = (list: string): readonly string[] => {
  const hosts = list.split(",").map((host) => host.trim());
  const wrong = hosts.find((host) => !/^(\[[0-9a-f:]+\]|[a-z0-9.-]+)(:\d{1,5})?$/iu.test(host));
  if (wrong !== undefined)
    throw new ConfigError(
      `--webhooks takes hosts like pms.example.com or 192.168.7.9:8080, not "${wrong}".`,
    );
  return hosts;
};

const contactOf = (text: string): string => {
  const uri = URL.parse(text);
  if (uri === null || !["mailto:", "https:", "tel:"].includes(uri.protocol))
    throw new ConfigError(
      `--security-contact takes an address like mailto:security@shop.example, not "${text}".`,
    );
  return uri.href;
};

const instantOf = (text: string, simulate: boolean): number => {
  if (!simulate) throw new ConfigError("--clock needs --simulate: a real store keeps real time.");
  const epochMs = Date.parse(text);
  const hasZone = /(Z|[+-]\d\d:\d\d)$/.test(text);
  if (Number.isNaN(epochMs) || !hasZone)
    throw new ConfigError(`--clock must be an instant like 2024-01-10T10:00:00+08:00.`);
  return epochMs;
};
