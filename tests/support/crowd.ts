// Many stations at one gateway, and three that misbehave: one hung, one flooding, one that never says who it is.
import { createConnection, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import WebSocket from "ws";
import { createClient, newKey, type TallygateClient } from "../../gateway/protocol/client.ts";
import type { GatewayProcess } from "./gateway-process.ts";

const callEveryMs = 500;
const callTimeoutMs = 30_000;
const floodEveryMs = 20;
const floodBurst = 100;

export interface CrowdReport {
  readonly answered: number;
  /** sentences about calls that failed and links that fell */
  readonly complaints: readonly string[];
  /** ms, sorted */
  readonly tookMs: readonly number[];
  /** what the flooding station heard */
  readonly flood: { readonly sent: number; readonly answered: number; readonly tooMany: number };
  /** how the connection that never signed on was closed */
  readonly strangerClosed: number;
}

const socketUrl = ({ simulated }: GatewayProcess): string =>
  `${simulated.url.replace("http", "ws")}/rpc`;

/** Programs with tokens of their own, invited one by one. */
export const pairCrowd = async (
  store: GatewayProcess,
  size: number,
): Promise<readonly string[]> => {
  const technician = createClient({
    url: socketUrl(store),
    authenticate: async () => ({ token: store.simulated.tokens.technician }),
    open: (url) => new WebSocket(url, "tallygate"),
  });
  const tokens: string[] = [];
  for (let at = 0; at < size; at++) {
    const invited = { role: "kiosk", key: newKey() } as const;
    const { code } = await technician.call("station.invite", invited, { timeoutMs: 60_000 });
    tokens.push(await pairOne(socketUrl(store), code, `kiosk ${at}`));
  }
  technician.close();
  return tokens;
};

const pairOne = async (url: string, code: string, name: string): Promise<string> => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const client = createClient({
    url,
    authenticate: async (_hello, before) => {
      const { token = "" } = await before.pair({ code, name });
      resolve(token);
      return { token };
    },
    open: (address) => new WebSocket(address, "tallygate"),
  });
  const token = await promise;
  client.close();
  return token;
};

const startFrame = (token: string): string =>
  JSON.stringify({
    jsonrpc: "2.0",
    id: "start",
    method: "session.start",
    params: { protocol: 1, token },
  });

/** Signs on, asks for much, and reads nothing any more. */
const openHung = (url: string, token: string): WebSocket => {
  const socket = new WebSocket(url, "tallygate");
  socket.on("error", () => undefined);
  socket.once("message", () => {
    socket.send(startFrame(token));
    for (let asked = 0; asked < 60; asked++)
      socket.send(JSON.stringify({ jsonrpc: "2.0", id: asked, method: "store.info", params: {} }));
    socket.pause();
  });
  return socket;
};

/** Sends far more than it may, and counts what comes back. */
const openFlood = (url: string, token: string) => {
  const socket = new WebSocket(url, "tallygate");
  const heard = { sent: 0, answered: 0, tooMany: 0 };
  let timer: NodeJS.Timeout | undefined;
  socket.on("error", () => undefined);
  socket.on("close", () => clearInterval(timer));
  socket.on("message", (data: Buffer) => {
    const text = data.toString("utf8");
    if (text.includes('"hello"')) return socket.send(startFrame(token));
    if (text.includes('"start"')) timer = setInterval(burst, floodEveryMs);
    else if (text.includes("too_many")) heard.tooMany++;
    else heard.answered++;
  });
  const burst = (): void => {
    for (let at = 0; at < floodBurst; at++)
      socket.send(
        JSON.stringify({ jsonrpc: "2.0", id: ++heard.sent, method: "store.info", params: {} }),
      );
  };
  return { socket, heard };
};

/** Half a request line, and never the rest. */
const openHalf = (store: GatewayProcess): Socket => {
  const { hostname, port } = new URL(store.simulated.url);
  const socket = createConnection({ host: hostname, port: Number(port) });
  socket.on("error", () => undefined);
  socket.write("GET /rpc HTTP/1.1\r\nHost: ");
  return socket;
};

/** Every station asks twice a second for `lastingMs`, while the others misbehave. */
export const runCrowd = async (
  store: GatewayProcess,
  tokens: readonly string[],
  lastingMs: number,
): Promise<CrowdReport> => {
  const url = socketUrl(store);
  const [hungToken = "", floodToken = "", ...good] = tokens;
  const complaints: string[] = [];
  const tookMs: number[] = [];
  const hung = openHung(url, hungToken);
  const flood = openFlood(url, floodToken);
  const half = openHalf(store);
  const stranger = new WebSocket(url, "tallygate");
  stranger.on("error", () => undefined);
  const strangerClosed = new Promise<number>((resolve) => void stranger.on("close", resolve));
  const until = performance.now() + lastingMs;

  const live = async (client: TallygateClient, at: number): Promise<void> => {
    let isOver = false;
    client.onStatus(({ state }) => {
      if (state === "lost" && !isOver) complaints.push(`client ${at} lost its connection`);
    });
    while (performance.now() < until) {
      const started = performance.now();
      await client
        .call("device.list", {}, { timeoutMs: callTimeoutMs })
        .then(() => tookMs.push(performance.now() - started))
        .catch((error: unknown) => complaints.push(`client ${at}: ${String(error)}`));
      await wait(callEveryMs * (0.5 + ((at * 7_919) % 100) / 100));
    }
    isOver = true;
    client.close();
  };
  const clients = good.map((token, at) =>
    live(
      createClient({
        url,
        authenticate: async () => ({ token }),
        open: (address) => new WebSocket(address, "tallygate"),
      }),
      at,
    ),
  );
  await Promise.all(clients);
  const closedWith = await strangerClosed;
  flood.socket.terminate();
  hung.terminate();
  half.destroy();
  return {
    answered: tookMs.length,
    complaints,
    tookMs: tookMs.toSorted((a, b) => a - b),
    flood: flood.heard,
    strangerClosed: closedWith,
  };
};
