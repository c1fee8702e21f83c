// The connection of one store to the chain's servers: TLS, own credentials, tried again for ever. Servers that might
// lose what they acknowledged are refused, at the first connection and at each later one.
import { randomInt } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { type JetStreamManager, jetstreamManager } from "@nats-io/jetstream";
import { type NatsConnection, connect, credsAuthenticator } from "@nats-io/transport-node";
import { type ServerFacts, isNewEnough, whyUnsafe } from "./safe-server.ts";
import type { ChainFile } from "./chain-file.ts";
import { inboxPrefixOf } from "./credentials.ts";
import { examineStreams, makeStreams } from "./streams.ts";

const connectTimeoutMs = 5_000;
const retryMs = 250;
const retryCapMs = 30_000;
/** a dead peer is found after three of these */
const pingMs = 5_000;
const pingsOut = 2;
const varzWaitMs = 2_000;
/** the longest wait for servers that are named but do not answer for themselves */
const varzStallMs = 300;

/** The servers are there and must not carry money; each reason is a sentence. */
export class ChainUnsafe extends Error {
  readonly code = "chain_unsafe";
  readonly retryable = false;
  readonly reasons: readonly string[];
  constructor(reasons: readonly string[]) {
    super(`The chain's servers are refused: ${reasons.join("; ")}.`);
    this.name = "ChainUnsafe";
    this.reasons = reasons;
  }
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const options = (file: ChainFile, credentials: string) => ({
  servers: [...file.servers],
  name: `tallygate ${file.name}`,
  authenticator: credsAuthenticator(bytes(credentials)),
  tls: { ca: file.ca },
  inboxPrefix: inboxPrefixOf(file.name),
  timeout: connectTimeoutMs,
  pingInterval: pingMs,
  maxPingOut: pingsOut,
  // credentials may be renewed and servers restarted: nothing ends the trying
  ignoreAuthErrorAbort: true,
  ignoreClusterUpdates: true,
});

/** Settings of all servers that answer; asked with the right to watch. */
export const askServers = async (file: ChainFile): Promise<readonly ServerFacts[]> => {
  const connection = await connect({ ...options(file, file.watch), reconnect: false });
  try {
    const facts: ServerFacts[] = [];
    const answers = await connection.requestMany("$SYS.REQ.SERVER.PING.VARZ", "", {
      strategy: "stall",
      maxWait: varzWaitMs,
      stall: varzStallMs,
    });
    for await (const answer of answers) facts.push(factsOf(answer.json()));
    return facts;
  } finally {
    await connection.close();
  }
};

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? { ...value } : {};

const textOf = (value: unknown): string => (typeof value === "string" ? value : "?");

const factsOf = (answer: unknown): ServerFacts => {
  const data = recordOf(recordOf(answer)["data"]);
  const settings = recordOf(recordOf(data["jetstream"])["config"]);
  return {
    name: textOf(data["server_name"]),
    version: textOf(data["version"]),
    jetStream: Object.keys(settings).length > 0,
    syncAlways: settings["sync_always"] === true,
  };
};

export interface Link {
  readonly connection: NatsConnection;
  readonly manager: JetStreamManager;
}

/**
 * One try. Throws ChainUnsafe where the servers are there and unfit, else what the network says. The connection it
 * leaves reconnects for ever by itself, and closes where a server it comes to is too old.
 */
export const openLink = async (file: ChainFile): Promise<Link> => {
  const unsafe = whyUnsafe(await askServers(file));
  if (unsafe.length > 0) throw new ChainUnsafe(unsafe);
  let tries = 0;
  const connection = await connect({
    ...options(file, file.credentials),
    maxReconnectAttempts: -1,
    reconnectDelayHandler: () => jittered(tries++),
  });
  const manager = await jetstreamManager(connection, { timeout: connectTimeoutMs });
  const faults = await examineStreams(manager, file.replicasMin);
  if (faults.length > 0) {
    await connection.close();
    throw new ChainUnsafe(faults);
  }
  void watchServers(connection, () => (tries = 0));
  return { connection, manager };
};

/** Another server after a reconnection is looked at again. */
const watchServers = async (connection: NatsConnection, onUp: () => void): Promise<void> => {
  for await (const { type } of connection.status()) {
    if (type !== "reconnect") continue;
    onUp();
    if (!isNewEnough(connection.info?.version ?? "0")) await connection.close();
  }
};

/** Full jitter over a doubling wait, at most 30 s. */
export const jittered = (tries: number): number =>
  randomInt(1, Math.min(retryCapMs, retryMs * 2 ** Math.min(tries, 10)) + 1);

/** Makes the chain's streams with the owner's credentials; waits for the servers to have elected a leader. */
export const prepareStreams = async (file: ChainFile, replicas: number): Promise<void> => {
  const connection = await connect({
    ...options(file, file.credentials),
    maxReconnectAttempts: -1,
    reconnectTimeWait: retryMs,
    waitOnFirstConnect: true,
  });
  try {
    const manager = await untilLed(connection);
    await makeStreams(manager, replicas);
  } finally {
    await connection.close();
  }
};

const electionMs = 60_000;

const untilLed = async (connection: NatsConnection): Promise<JetStreamManager> => {
  const deadline = Date.now() + electionMs;
  for (;;) {
    try {
      return await jetstreamManager(connection, { timeout: connectTimeoutMs });
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await wait(retryMs);
    }
  }
};

interface StreamState {
  readonly name: string;
  readonly messages: number;
  readonly last: number;
  readonly replicas: number;
  readonly leader: string;
}

/** How the streams are, for whoever runs the servers. */
export const examineChain = async (
  file: ChainFile,
): Promise<{ readonly streams: readonly StreamState[]; readonly faults: readonly string[] }> => {
  const connection = await connect({ ...options(file, file.credentials), reconnect: false });
  try {
    const manager = await jetstreamManager(connection, { timeout: connectTimeoutMs });
    const streams: StreamState[] = [];
    for await (const { config, state, cluster } of manager.streams.list())
      streams.push({
        name: config.name,
        messages: state.messages,
        last: state.last_seq,
        replicas: config.num_replicas,
        leader: cluster?.leader ?? "–",
      });
    return { streams, faults: await examineStreams(manager, file.replicasMin) };
  } finally {
    await connection.close();
  }
};
