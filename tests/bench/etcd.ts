// Three etcd members on this machine, as a peer of the chain's servers: each write on a majority of disks before it is
// acknowledged. Spoken to as its own clients do, gRPC over one HTTP/2 connection.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type ClientHttp2Session, connect } from "node:http2";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { freePort } from "../support/free-port.ts";

export interface Etcd {
  /** Writes one key; resolves when it is durable. */
  readonly put: (key: string, value: string) => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

const members = ["e1", "e2", "e3"] as const;
const readyTimeoutMs = 60_000;
const frameHead = 5;

/** Throws where etcd is not installed (`apt-get install etcd-server`). */
export const startEtcd = async (): Promise<Etcd> => {
  const folder = mkdtempSync(join(tmpdir(), "tallygate-etcd-"));
  const ports = await Promise.all(
    members.map(async (name) => ({ name, client: await freePort(), peer: await freePort() })),
  );
  const cluster = ports.map(({ name, peer }) => `${name}=http://127.0.0.1:${peer}`).join(",");
  const processes = ports.map(({ name, client, peer }) =>
    spawn(
      "etcd",
      [
        ["--name", name],
        ["--data-dir", join(folder, name)],
        ["--listen-client-urls", `http://127.0.0.1:${client}`],
        ["--advertise-client-urls", `http://127.0.0.1:${client}`],
        ["--listen-peer-urls", `http://127.0.0.1:${peer}`],
        ["--initial-advertise-peer-urls", `http://127.0.0.1:${peer}`],
        ["--initial-cluster", cluster],
        ["--log-level", "error"],
      ].flat(),
      { stdio: "ignore" },
    ),
  );
  const session = connect(`http://127.0.0.1:${ports[0]?.client}`);
  session.on("error", () => undefined);
  const close = async (): Promise<void> => {
    session.destroy();
    for (const child of processes) {
      child.kill("SIGKILL");
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    }
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await Promise.all(processes.map((child) => once(child, "spawn")));
    await untilWritten(ports[0]?.client ?? 0);
  } catch (error) {
    await close();
    throw error;
  }
  const kept = connect(`http://127.0.0.1:${ports[0]?.client}`);
  return {
    put: (key, value) => put(kept, key, value),
    [Symbol.asyncDispose]: async () => {
      kept.destroy();
      await close();
    },
  };
};

const untilWritten = async (port: number): Promise<void> => {
  const deadline = Date.now() + readyTimeoutMs;
  for (;;) {
    const session = connect(`http://127.0.0.1:${port}`);
    session.on("error", () => undefined);
    try {
      await put(session, "ready", "1");
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await wait(100);
    } finally {
      session.destroy();
    }
  }
};

/** Protocol buffers: field number 1 or 2, length-delimited. */
const field = (number: number, text: string): Buffer => {
  const bytes = Buffer.from(text);
  const length: number[] = [];
  for (let left = bytes.length; ; left >>>= 7) {
    length.push(left > 127 ? (left & 127) | 128 : left);
    if (left <= 127) break;
  }
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...length]), bytes]);
};

const put = (session: ClientHttp2Session, key: string, value: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const message = Buffer.concat([field(1, key), field(2, value)]);
    const head = Buffer.alloc(frameHead);
    head.writeUInt32BE(message.length, 1);
    const request = session.request({
      ":method": "POST",
      ":path": "/etcdserverpb.KV/Put",
      "content-type": "application/grpc",
      te: "trailers",
    });
    let status = "";
    request.on("response", (headers) => (status = String(headers["grpc-status"] ?? "")));
    request.on("trailers", (headers) => (status = String(headers["grpc-status"] ?? status)));
    request.on("error", reject);
    request.on("close", () =>
      status === "0" ? resolve() : reject(new Error(`etcd answered ${status || "nothing"}`)),
    );
    request.resume();
    request.end(Buffer.concat([head, message]));
  });
