// A far end behind a real TCP port, as a network printer is: one line at a time, a full buffer stops the sender.
import { createServer, type Server, type Socket } from "node:net";
import { parseArgs } from "node:util";
import type { FarEnd, FarEndLink } from "../ports/byte-link.ts";
import { printerModel } from "../receipt-printer/models.ts";
import { dialectOf } from "./dialects.ts";
import { createSimulatedPrinter } from "./printer.ts";

export interface FarEndServer {
  readonly port: number;
  /** connections accepted so far */
  readonly accepted: () => number;
  /** Stops listening and drops all lines: the device is off the network. */
  readonly stop: () => Promise<void>;
}

const serve = (far: FarEnd, socket: Socket): void => {
  const link: FarEndLink = far.connect({
    deliver: (bytes) => {
      if (!socket.destroyed) socket.write(bytes);
    },
    drop: () => socket.resetAndDestroy(),
  });
  socket.setNoDelay(true);
  socket.on("data", (bytes: Buffer) => {
    socket.pause();
    void link.receive(Uint8Array.from(bytes)).then(() => socket.resume());
  });
  socket.on("error", () => undefined); // "close" follows
  socket.on("close", () => link.gone());
};

/** Listens on loopback unless told otherwise. `port` 0 takes a free one. */
export const startFarEndServer = (
  far: FarEnd,
  { port = 0, host = "127.0.0.1" }: { readonly port?: number; readonly host?: string } = {},
): Promise<FarEndServer> =>
  new Promise((resolve, reject) => {
    const sockets = new Set<Socket>();
    let accepted = 0;
    const server: Server = createServer((socket) => {
      accepted += 1;
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
      serve(far, socket);
    });
    server.once("error", reject);
    server.listen(port, host, () => {
      const address = server.address();
      if (address === null || typeof address === "string") throw new Error("no TCP address");
      resolve({
        port: address.port,
        accepted: () => accepted,
        stop: () =>
          new Promise((stopped) => {
            server.close(() => stopped());
            for (const socket of sockets) socket.resetAndDestroy();
          }),
      });
    });
  });

/** `node drivers/simulated/printer-server.ts [--port 9100] [--model epson-tm]`: prints on the terminal what comes out. */
const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "9100" },
      model: { type: "string", default: "epson-tm" },
    },
  });
  const model = printerModel(values.model);
  const printer = createSimulatedPrinter({ columns: model.columns, dialect: dialectOf(model) });
  const server = await startFarEndServer(printer, { port: Number(values.port) });
  console.log(`a printer (${model.title}) listens on 127.0.0.1:${server.port}`);
  let shown = 0;
  setInterval(() => {
    const slips = printer.output().slips.filter((slip) => slip.cut);
    for (const slip of slips.slice(shown)) console.log(`${slip.text}\n${"-".repeat(48)}`);
    shown = slips.length;
  }, 200);
};

if (import.meta.main) await main();
