// What else stands between a page and a printer: CUPS, which is durable, and websockify and Node-RED, which are not.
// A peer that is not there is an error. Each sends bytes to the one TCP printer of the bench.
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import WebSocket from "ws";
import { startCups } from "./cups.ts";
import { freePort } from "../support/free-port.ts";

export interface PrintPeer extends AsyncDisposable {
  readonly name: string;
  readonly send: (text: string) => void;
}

const startMs = 120_000;
const nodeRed = "node-red@5.0.7";

/** Tries until the peer takes the connection. */
const connectTo = async (url: string, child: ChildProcess): Promise<WebSocket> => {
  const end = performance.now() + startMs;
  for (;;) {
    const socket = new WebSocket(url, url.endsWith("/print") ? [] : ["binary"]);
    const opened = await new Promise<boolean>((resolve) => {
      socket.once("open", () => resolve(true));
      socket.once("error", () => resolve(false));
    });
    if (opened) return socket;
    if (performance.now() > end || child.exitCode !== null)
      throw new Error(`nobody listens at ${url}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

const cupsPeer = async (printerPort: number): Promise<PrintPeer> => {
  const cups = await startCups(printerPort);
  return {
    name: "CUPS raw queue, durable",
    send: (text) => void cups.print(Buffer.from(text)),
    [Symbol.asyncDispose]: () => cups[Symbol.asyncDispose](),
  };
};

const websockifyPeer = async (printerPort: number): Promise<PrintPeer> => {
  const port = await freePort();
  const args = [`127.0.0.1:${port}`, `127.0.0.1:${printerPort}`];
  const child = spawn("websockify", args, { stdio: "ignore" });
  const failed = once(child, "error").then(() => {
    throw new Error("websockify is not there: apt-get install -y websockify");
  });
  const socket = await Promise.race([connectTo(`ws://127.0.0.1:${port}`, child), failed]);
  return {
    name: "websockify, not durable",
    send: (text) => socket.send(Buffer.from(text)),
    [Symbol.asyncDispose]: async () => {
      socket.terminate();
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
};

/** A flow that hands every message of a WebSocket to the printer's port. */
const flow = (printerPort: number) => [
  { id: "tab", type: "tab", label: "print" },
  { id: "listener", type: "websocket-listener", path: "/print", wholemsg: "false" },
  { id: "in", z: "tab", type: "websocket in", server: "listener", wires: [["out"]] },
  {
    id: "out",
    z: "tab",
    type: "tcp out",
    beserver: "client",
    host: "127.0.0.1",
    port: String(printerPort),
    base64: false,
    end: false,
    wires: [],
  },
];

const nodeRedPeer = async (printerPort: number): Promise<PrintPeer> => {
  const dir = mkdtempSync(join(tmpdir(), "tallygate-node-red-"));
  const install = ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", dir];
  const installed = spawnSync("npm", [...install, nodeRed], { encoding: "utf8" });
  if (installed.status !== 0) throw new Error(`${nodeRed} is not there: ${installed.stderr}`);
  const port = await freePort();
  writeFileSync(join(dir, "flows.json"), JSON.stringify(flow(printerPort)));
  writeFileSync(
    join(dir, "settings.js"),
    `module.exports = { uiPort: ${port}, uiHost: "127.0.0.1", flowFile: "flows.json", telemetry: { enabled: false } };`,
  );
  const script = join(dir, "node_modules/node-red/red.js");
  const args = [script, "--userDir", dir, "--settings", join(dir, "settings.js")];
  const child = spawn(process.execPath, args, { stdio: "ignore" });
  const socket = await connectTo(`ws://127.0.0.1:${port}/print`, child);
  return {
    name: "Node-RED, not durable",
    send: (text) => socket.send(text),
    [Symbol.asyncDispose]: async () => {
      socket.terminate();
      child.kill("SIGKILL");
      await once(child, "exit");
      rmSync(dir, { recursive: true, force: true });
    },
  };
};

/** One after the other: each gets the machine for itself. */
export const printPeers: readonly ((printerPort: number) => Promise<PrintPeer>)[] = [
  cupsPeer,
  websockifyPeer,
  nodeRedPeer,
];
