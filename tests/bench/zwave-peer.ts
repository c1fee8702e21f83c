// The server that Home Assistant listens to (@zwave-js/server) over its own mock of a controller: what a word on a
// device's line costs until the last of many pages has heard of it. Not there: an error of the bench.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import WebSocket from "ws";
import type { Crowd } from "./fanout.ts";

const packages = ["@zwave-js/server@3.10.2", "zwave-js@15.29.0"];
const schemaVersion = 40;

/** Its server with its mock, and one TCP line whose bytes are a word of the controller. */
const program = `
import { createServer } from "node:net";
import { once } from "node:events";
import { ZwavejsServer } from "@zwave-js/server";
import { createMockDriver } from "./node_modules/@zwave-js/server/dist-esm/mock/index.js";
const freePort = async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  return port;
};
const driver = createMockDriver();
await driver.start();
const quiet = { debug() {}, info() {}, warn() {}, error(fault) { console.error(fault); } };
const port = await freePort();
const server = new ZwavejsServer(driver, { port, host: "127.0.0.1", logger: quiet });
await server.start();
const line = createServer((socket) => {
  socket.on("data", (bytes) => driver.controller.emit("status changed", bytes.length));
  socket.on("error", () => {});
}).listen(0, "127.0.0.1");
await once(line, "listening");
console.log(JSON.stringify({ port, line: line.address().port }));
`;

const install = (): string => {
  const dir = mkdtempSync(join(tmpdir(), "tallygate-zwave-"));
  const flags = ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", dir];
  const installed = spawnSync("npm", [...flags, ...packages], { encoding: "utf8" });
  if (installed.status !== 0) throw new Error(`zwave-js is not there: ${installed.stderr}`);
  writeFileSync(join(dir, "serve.mjs"), program);
  return dir;
};

const isPorts = (value: unknown): value is { readonly port: number; readonly line: number } =>
  typeof value === "object" && value !== null && "port" in value && "line" in value;

/** A client that listens to everything. */
const listen = async (port: number): Promise<WebSocket> => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`);
  const listening = new Promise<void>((resolve) => {
    const hear = (data: Buffer): void => {
      if (JSON.parse(data.toString("utf8")).messageId !== "listen") return;
      socket.off("message", hear);
      resolve();
    };
    socket.on("message", hear);
  });
  await once(socket, "open");
  socket.send(JSON.stringify({ messageId: "schema", command: "set_api_schema", schemaVersion }));
  socket.send(JSON.stringify({ messageId: "listen", command: "start_listening" }));
  await listening;
  return socket;
};

const nextEvent = (socket: WebSocket): Promise<void> =>
  new Promise((resolve) => {
    const hear = (data: Buffer): void => {
      if (!data.includes('"type":"event"')) return;
      socket.off("message", hear);
      resolve();
    };
    socket.on("message", hear);
  });

export const openZwaveCrowd = async (size: number): Promise<Crowd> => {
  const dir = install();
  const child = spawn(process.execPath, [join(dir, "serve.mjs")], {
    cwd: dir,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said] = await once(child.stdout, "data");
  const ports: unknown = JSON.parse(String(said));
  if (!isPorts(ports)) throw new Error(`no ports in ${String(said)}`);
  const sockets: WebSocket[] = [];
  for (let page = 0; page < size; page += 1) sockets.push(await listen(ports.port));
  const line = connect(ports.line, "127.0.0.1").setNoDelay(true);
  await once(line, "connect");
  return {
    once: () => {
      const heard = Promise.all(sockets.map(nextEvent));
      line.write("x");
      return heard;
    },
    close: () => {
      for (const socket of sockets) socket.terminate();
      line.destroy();
      child.kill();
      rmSync(dir, { recursive: true, force: true });
    },
  };
};
