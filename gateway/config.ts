// The options of the gateway process, from its command line; wrong ones are named in a sentence.
import { resolve } from "node:path";
import { parseArgs } from "node:util";

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
}

/** A mistake on the command line; `message` says what and how to do it right. */
export class ConfigError extends Error {
  readonly code = "bad_option";
  readonly retryable = false;
}

export const usage = `gateway/main.ts [options]
  --data DIR               data folder (./var)
  --port N                 port (8140; 0 = any free one)
  --host ADDR              address to listen on (127.0.0.1)
  --programme ID|FILE      shipped programme or programme file (demo)
  --simulate               demonstration store: simulated devices, clock and cards
  --clock INSTANT          simulated clock, e.g. 2024-01-10T10:00:00+08:00
  --role store             the one role there is so far; head-office is refused
  --log LEVEL              fatal, error, warn, info, debug`;

const defaults = { data: "./var", port: "8140", host: "127.0.0.1" } as const;
const roles = ["store", "head-office"] as const;
const logLevels = ["fatal", "error", "warn", "info", "debug", "silent"];

export const readConfig = (argv: readonly string[]): Config => {
  const given = parse(argv);
  const simulate = given.simulate === true;
  const port = Number(given.port ?? defaults.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new ConfigError(`--port must be a number from 0 to 65535, not "${given.port}".`);
  const role = roles.find((known) => known === (given.role ?? "store"));
  if (role === undefined) throw new ConfigError("--role must be store or head-office.");
  if (role === "head-office" || given.chain !== undefined)
    throw new ConfigError(
      "Chains and head office are not part of this version: a store runs alone.",
    );
  const logLevel = given.log ?? (simulate ? "warn" : "info");
  if (!logLevels.includes(logLevel))
    throw new ConfigError(`--log must be one of ${logLevels.join(", ")}.`);
  return {
    data: resolve(given.data ?? defaults.data),
    host: given.host ?? defaults.host,
    port,
    simulate,
    logLevel,
    ...(given.programme === undefined ? {} : { programme: given.programme }),
    ...(given.clock === undefined ? {} : { clockMs: instantOf(given.clock, simulate) }),
  };
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
        programme: { type: "string" },
        simulate: { type: "boolean" },
        clock: { type: "string" },
        role: { type: "string" },
        chain: { type: "string" },
        log: { type: "string" },
      },
    }).values;
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`${what}\n\n${usage}`);
  }
};

const instantOf = (text: string, simulate: boolean): number => {
  if (!simulate) throw new ConfigError("--clock needs --simulate: a real store keeps real time.");
  const epochMs = Date.parse(text);
  const hasZone = /(Z|[+-]\d\d:\d\d)$/.test(text);
  if (Number.isNaN(epochMs) || !hasZone)
    throw new ConfigError(`--clock must be an instant like 2024-01-10T10:00:00+08:00.`);
  return epochMs;
};
