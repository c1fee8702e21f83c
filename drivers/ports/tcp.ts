// A line over TCP. Its writes resolve when the kernel has the bytes, so a printer that does not read is seen.
import { connect } from "node:net";
import { LinkError, type ByteLink, type OpenLink } from "./byte-link.ts";

export interface TcpOptions {
  readonly host: string;
  readonly port: number;
  readonly connectTimeoutMs?: number;
}

/** Silence after which the kernel asks whether the other side still lives. */
const keepAliveMs = 10_000;

export const openTcp =
  (options: TcpOptions, nowMs: () => number): OpenLink =>
  (on) =>
    new Promise<ByteLink>((resolve, reject) => {
      const socket = connect({ host: options.host, port: options.port, noDelay: true });
      socket.setKeepAlive(true, keepAliveMs);
      let opened = false;
      let fault: Error | undefined;
      const timer = setTimeout(() => {
        socket.destroy(new Error("no answer to the connection attempt"));
      }, options.connectTimeoutMs ?? 3000);
      socket.on("error", (cause) => {
        fault = new LinkError(cause.message, { cause });
      });
      // The device's half-close is the end of the line: nothing it could confirm would reach us.
      socket.on("end", () => {
        fault ??= new LinkError("the device closed the line");
        socket.destroy();
      });
      socket.on("close", () => {
        clearTimeout(timer);
        if (opened) on.closed(fault);
        else reject(fault ?? new LinkError("the connection was closed"));
      });
      socket.on("data", (bytes: Buffer) => on.bytes(bytes, nowMs()));
      socket.on("connect", () => {
        clearTimeout(timer);
        opened = true;
        resolve({
          write: (bytes) =>
            new Promise((done, failed) => {
              socket.write(bytes, (cause) => {
                if (cause) failed(new LinkError(cause.message, { cause }));
                else done();
              });
            }),
          close: () => socket.destroy(),
        });
      });
    });
