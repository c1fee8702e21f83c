// One device event → the last of 200 pages, beside a bare WebSocket server that sends one text to 200 sockets;
// and what one hung page costs the others.
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import WebSocket, { WebSocketServer } from "ws";
import {
  interleave,
  median,
  percentile,
  repeat,
  timed,
  type Bench,
  type Figure,
} from "./figures.ts";
import { createSimulatedPrinter, type SimulatedPrinter } from "../../drivers/simulated/printer.ts";
import { startFarEndServer } from "../../drivers/simulated/printer-server.ts";
import { openPairedPage, type Page } from "./pages.ts";
import { openStation, type StoreStation } from "./store-station.ts";
import { openZwaveCrowd } from "./zwave-peer.ts";

const pagesMax = 200;
/** events before any is counted, on both sides: a new process compiles while it runs */
const warming = 40;

/** Runs in a child: whatever one socket says, all hear. */
const serveBare = async (): Promise<void> => {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  server.on("connection", (socket) =>
    socket.on("message", (data) => {
      for (const each of server.clients) each.send(data, { binary: false });
    }),
  );
  await once(server, "listening");
  const address = server.address();
  process.send?.(typeof address === "object" && address !== null ? address.port : 0);
};

export interface Crowd {
  /** One event, until the last has heard it. */
  readonly once: () => Promise<unknown>;
  readonly close: () => void;
}

const openBareCrowd = async (size: number): Promise<Crowd> => {
  const child = fork(import.meta.filename, ["serve"]);
  const [port] = await once(child, "message");
  const sockets = Array.from({ length: size }, () => new WebSocket(`ws://127.0.0.1:${port}`));
  await Promise.all(sockets.map((socket) => once(socket, "open")));
  const [first] = sockets;
  if (first === undefined) throw new Error("a crowd needs somebody");
  const event = JSON.stringify({ topic: "device.state", device: "desk-printer", at: "2024-01-10" });
  return {
    once: () => {
      const heard = Promise.all(sockets.map((socket) => once(socket, "message")));
      first.send(event);
      return heard;
    },
    close: () => {
      for (const socket of sockets) socket.close();
      child.kill();
    },
  };
};

/** A printer on a TCP line, played here: its own words on its state are the device's bytes. */
const openPrinter = async () => {
  const far = createSimulatedPrinter();
  const server = await startFarEndServer(far);
  const dir = mkdtempSync(join(tmpdir(), "tallygate-bench-"));
  const options = { host: "127.0.0.1", port: server.port, model: "epson-tm" };
  const devices = [{ device: "desk-printer", driver: "escpos-tcp", options }];
  writeFileSync(join(dir, "devices.json"), JSON.stringify({ devices }));
  return {
    far,
    dir,
    [Symbol.asyncDispose]: async () => {
      await server.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
};

const openCrowd = async (
  { gateway }: StoreStation,
  far: SimulatedPrinter,
  size: number,
): Promise<Crowd> => {
  const pages: Page[] = [];
  for (let page = 0; page < size; page += 1) {
    pages.push(await openPairedPage(gateway.simulated.url, "technician"));
  }
  let isOut = false;
  return {
    once: () => {
      isOut = !isOut;
      const heard = Promise.all(
        pages.map(
          (page) =>
            new Promise<void>((resolve) => {
              page.onEvent = (text) => {
                if (text.includes('"topic":"device.state"')) resolve();
              };
            }),
        ),
      );
      far.fault(isOut ? "paper_out" : null);
      return heard;
    },
    close: () => {
      for (const page of pages) page.close();
    },
  };
};

/** p95 of a usual question, first without and then with a page that asks much and reads nothing. */
const hungPage = async ({ gateway }: StoreStation, rounds: number): Promise<Figure> => {
  const { url } = gateway.simulated;
  const page = await openPairedPage(url, "technician");
  const ask = (): Promise<number> => timed(() => page.call("device.list", {}));
  await repeat(50, ask);
  let hung: Page | undefined;
  const taken = await interleave(
    rounds,
    async () => {
      hung = await openPairedPage(url, "kiosk");
      hung.hang();
      for (let asked = 0; asked < 60; asked += 1) hung.shout("store.info");
      return repeat(50, ask);
    },
    () => {
      hung?.close();
      return repeat(50, ask);
    },
  );
  page.close();
  return {
    what: "device.list p95 beside a hung page",
    ours: percentile(taken.ours, 0.95),
    peer: percentile(taken.peer, 0.95),
    peerName: "the same without the hung page",
    unit: "ms",
    goal: 2,
  };
};

export const bench: Bench = {
  says: "bytes of one device → the last of many pages; a hung page beside the others",
  run: async ({ quick }) => {
    await using printer = await openPrinter();
    await using station = await openStation({ dir: printer.dir });
    const size = quick ? 50 : pagesMax;
    const ours = await openCrowd(station, printer.far, size);
    // In a hurry the bare server alone is the peer.
    const peers = [
      { name: "bare ws server, one text to all", open: openBareCrowd },
      ...(quick ? [] : [{ name: "zwave-js server, its mock", open: openZwaveCrowd }]),
    ];
    await repeat(warming, () => timed(ours.once));
    const figures: Figure[] = [];
    for (const { name, open } of peers) {
      const peer = await open(size);
      await repeat(warming, () => timed(peer.once));
      const taken = await interleave(
        quick ? 3 : 10,
        () => repeat(4, () => timed(ours.once)),
        () => repeat(4, () => timed(peer.once)),
      );
      peer.close();
      figures.push({
        what: `device's bytes → last of ${size} pages`,
        ours: median(taken.ours),
        peer: median(taken.peer),
        peerName: name,
        unit: "ms",
        ...(size === pagesMax ? { limit: 3.5 } : {}),
      });
    }
    ours.close();
    return [...figures, await hungPage(station, quick ? 3 : 8)];
  },
};

if (process.argv[2] === "serve" && process.send !== undefined) await serveBare();
