// Calls a second and their p99 at 1, 20 and 200 clients, beside a bare `ws` echo and a bare Fastify route in the same
// run; what a connected client costs in memory, and the start to a first answer.
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import Fastify from "fastify";
import WebSocket, { WebSocketServer } from "ws";
import { pairCrowd } from "../support/crowd.ts";
import { startGatewayProcess, type GatewayProcess } from "../support/gateway-process.ts";
import { interleave, median, percentile, type Bench, type Figure } from "./figures.ts";

const sizes = [1, 20, 200] as const;
/** unanswered calls of one client */
const depth = 1;

/** One socket that asks again as soon as it has been answered. */
interface Asker {
  readonly ask: () => Promise<void>;
  readonly close: () => void;
}

const frame = (id: number): string =>
  JSON.stringify({ jsonrpc: "2.0", id, method: "sync.status", params: {} });

const openAsker = async (url: string, token?: string): Promise<Asker> => {
  const socket = new WebSocket(url, token === undefined ? [] : "tallygate");
  socket.on("error", () => undefined);
  let answered: (() => void) | undefined;
  const started = Promise.withResolvers<void>();
  socket.on("message", (data: Buffer) => {
    const text = data.toString("utf8");
    if (text.includes('"hello"') && token !== undefined) {
      const params = { protocol: 1, token };
      socket.send(JSON.stringify({ jsonrpc: "2.0", id: "s", method: "session.start", params }));
    } else if (text.startsWith('{"jsonrpc":"2.0","id":"s"')) started.resolve();
    else if (text.includes('"error"')) throw new Error(text);
    else answered?.();
  });
  await once(socket, "open");
  if (token !== undefined) await started.promise;
  let last = 0;
  return {
    ask: () =>
      new Promise((resolve) => {
        answered = resolve;
        socket.send(frame(++last));
      }),
    close: () => socket.terminate(),
  };
};

/** All askers ask for `lastingMs`; gives each call's time. */
const drive = async (askers: readonly Asker[], lastingMs: number): Promise<readonly number[]> => {
  const until = performance.now() + lastingMs;
  const taken: number[] = [];
  const one = async (asker: Asker): Promise<void> => {
    while (performance.now() < until) {
      const start = performance.now();
      await asker.ask();
      taken.push(performance.now() - start);
    }
  };
  await Promise.all(askers.map(one));
  return taken;
};

/** In a child: a `ws` server that says every text back, or a Fastify route that answers one object. */
const serve = async (kind: string): Promise<void> => {
  if (kind === "echo") {
    const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false });
    server.on("connection", (socket) =>
      socket.on("message", (data) => socket.send(data, { binary: false })),
    );
    await once(server, "listening");
    const address = server.address();
    process.send?.(typeof address === "object" && address !== null ? address.port : 0);
    return;
  }
  const app = Fastify({ logger: false });
  app.post("/rpc", () => ({ jsonrpc: "2.0", id: 1, result: { headOffice: "none", pending: 0 } }));
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  process.send?.(Number(new URL(url).port));
};

interface Peer {
  readonly port: number;
  readonly child: ChildProcess;
}

const openPeer = async (kind: "echo" | "route"): Promise<Peer> => {
  const child = fork(import.meta.filename, [kind]);
  const [port] = await once(child, "message");
  return { port: Number(port), child };
};

const residentMB = (pid: number): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1_024;

const perSecond = (taken: readonly number[], clients: number): number =>
  (clients * depth * 1_000) / (taken.reduce((sum, ms) => sum + ms, 0) / taken.length);

interface Sides {
  readonly store: GatewayProcess;
  readonly tokens: readonly string[];
  readonly echo: Peer;
  readonly quick: boolean;
}

const overSockets = async (
  { store, tokens, echo, quick }: Sides,
  clients: number,
): Promise<readonly Figure[]> => {
  const url = `${store.simulated.url.replace("http", "ws")}/rpc`;
  const ours = await Promise.all(tokens.slice(0, clients).map((token) => openAsker(url, token)));
  const theirs = await Promise.all(
    Array.from({ length: clients }, () => openAsker(`ws://127.0.0.1:${echo.port}`)),
  );
  const roundMs = quick ? 300 : 1_500;
  await Promise.all([drive(ours, 200), drive(theirs, 200)]);
  const taken = await interleave(
    quick ? 2 : 5,
    () => drive(ours, roundMs),
    () => drive(theirs, roundMs),
  );
  for (const asker of [...ours, ...theirs]) asker.close();
  const peerName = "bare ws echo";
  return [
    {
      what: `calls over sockets, ${clients} clients`,
      ours: perSecond(taken.ours, clients),
      peer: perSecond(taken.peer, clients),
      peerName,
      unit: "/s",
    },
    {
      what: `p99 over sockets, ${clients} clients`,
      ours: percentile(taken.ours, 0.99),
      peer: percentile(taken.peer, 0.99),
      peerName,
      unit: "ms",
    },
  ];
};

const posting = (url: string, token: string): Asker => ({
  ask: async () => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
    const response = await fetch(url, { method: "POST", headers, body: frame(1) });
    await response.text();
  },
  close: () => undefined,
});

const overPost = async ({ store, quick }: Sides, route: Peer): Promise<readonly Figure[]> => {
  const { url, tokens } = store.simulated;
  const ours = Array.from({ length: 20 }, () => posting(`${url}/rpc`, tokens.technician));
  const theirs = ours.map(() => posting(`http://127.0.0.1:${route.port}/rpc`, "none"));
  const roundMs = quick ? 300 : 1_500;
  await Promise.all([drive(ours, 200), drive(theirs, 200)]);
  const taken = await interleave(
    quick ? 2 : 5,
    () => drive(ours, roundMs),
    () => drive(theirs, roundMs),
  );
  const peerName = "bare Fastify route";
  return [
    {
      what: "calls by POST, 20 at a time",
      ours: perSecond(taken.ours, 20),
      peer: perSecond(taken.peer, 20),
      peerName,
      unit: "/s",
    },
    {
      what: "p99 by POST, 20 at a time",
      ours: percentile(taken.ours, 0.99),
      peer: percentile(taken.peer, 0.99),
      peerName,
      unit: "ms",
    },
  ];
};

/** What one signed-in client adds to the process, beside one socket of the echo. */
const memory = async ({ store, tokens, echo }: Sides): Promise<Figure> => {
  const grown = async (pid: number, open: () => Promise<readonly Asker[]>): Promise<number> => {
    const before = residentMB(pid);
    const askers = await open();
    await drive(askers, 500);
    const after = residentMB(pid);
    for (const asker of askers) asker.close();
    return Math.max(0, after - before) / askers.length;
  };
  const url = `${store.simulated.url.replace("http", "ws")}/rpc`;
  const ours = await grown(store.pid, () =>
    Promise.all(tokens.map((token) => openAsker(url, token))),
  );
  const peer = await grown(echo.child.pid ?? 0, () =>
    Promise.all(tokens.map(() => openAsker(`ws://127.0.0.1:${echo.port}`))),
  );
  return {
    what: "resident memory per client, 200",
    ours,
    peer,
    peerName: "bare ws echo",
    unit: "MB",
  };
};

const starts = async (quick: boolean): Promise<Figure> => {
  const taken = await interleave(
    quick ? 1 : 3,
    async () => {
      const start = performance.now();
      await using store = await startGatewayProcess();
      void store;
      return [performance.now() - start];
    },
    async () => {
      const start = performance.now();
      const { child } = await openPeer("route");
      child.kill();
      return [performance.now() - start];
    },
  );
  return {
    what: "start → ready, new demonstration store",
    ours: median(taken.ours),
    peer: median(taken.peer),
    peerName: "bare Fastify process",
    unit: "ms",
  };
};

export const bench: Bench = {
  says: "calls/s and p99 at 1, 20 and 200 clients; memory per client; start to ready",
  run: async ({ quick }) => {
    await using store = await startGatewayProcess();
    const [echo, route] = [await openPeer("echo"), await openPeer("route")];
    const tokens = await pairCrowd(store, Math.max(...sizes));
    const sides: Sides = { store, tokens, echo, quick };
    const figures: Figure[] = [await memory(sides)];
    for (const clients of sizes) figures.push(...(await overSockets(sides, clients)));
    figures.push(...(await overPost(sides, route)), await starts(quick));
    for (const { child } of [echo, route]) child.kill();
    return figures;
  },
};

if (process.send !== undefined && process.argv[2] !== undefined) await serve(process.argv[2]);
