// From the request to print until the last byte is at the printer, durable, through the whole house; beside a bare
// socket that sends the same bytes and remembers nothing, CUPS, websockify and Node-RED.
import { connect, createServer, type Server, type Socket } from "node:net";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { interleave, median, repeat, timed, type Bench, type Figure } from "./figures.ts";
import { printPeers } from "./print-peers.ts";
import { openStation, type StoreStation } from "./store-station.ts";

const lineWidth = 40;
const linesPerBlock = 10;
/** calls in flight at once; a station has one socket, so they share it */
const callers = 20;

interface Sink {
  readonly port: number;
  /** Resolves when a text has come in whole. */
  readonly seen: (text: string) => Promise<void>;
  readonly close: () => void;
}

/** A printer that only takes bytes, as a blind one does, and says when a mark has come by. */
const openSink = async (): Promise<Sink> => {
  const waiting = new Map<string, () => void>();
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket.setNoDelay(true));
    let tail = "";
    socket.on("data", (bytes) => {
      tail = (tail + bytes.toString("latin1")).slice(-65_536);
      for (const [mark, resolve] of waiting) {
        if (!tail.includes(mark)) continue;
        waiting.delete(mark);
        resolve();
      }
    });
    socket.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no TCP address");
  return {
    port: address.port,
    seen: (text) => new Promise((resolve) => void waiting.set(text, resolve)),
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
};

const documentOf = (bytes: number, mark: string) => ({
  kind: "receipt" as const,
  lang: "zh-CN",
  blocks: [
    ...Array.from({ length: Math.ceil(bytes / lineWidth / linesPerBlock) }, () => ({
      kind: "text" as const,
      text: Array.from({ length: linesPerBlock }, () => "x".repeat(lineWidth - 1)).join("\n"),
    })),
    { kind: "text" as const, text: mark },
  ],
});

const nextMark = (() => {
  let marks = 0;
  return (): string => `mark${String((marks += 1)).padStart(8, "0")}`;
})();

const openBare = async (port: number): Promise<Socket> => {
  const socket = connect(port, "127.0.0.1").setNoDelay(true);
  await new Promise((resolve) => void socket.once("connect", resolve));
  return socket;
};

interface Bed extends AsyncDisposable {
  readonly station: StoreStation;
  readonly sink: Sink;
  readonly bare: Socket;
}

/** A gateway with one blind network printer; the bare socket goes to the same sink. */
const openBed = async (): Promise<Bed> => {
  const dir = mkdtempSync(join(tmpdir(), "tallygate-bench-"));
  const sink = await openSink();
  const options = { host: "127.0.0.1", port: sink.port, model: "escpos-blind" };
  const devices = ["desk-printer", "lobby-printer"].map((device) => ({
    device,
    driver: "escpos-tcp",
    options,
  }));
  writeFileSync(join(dir, "devices.json"), JSON.stringify({ devices }));
  const station = await openStation({ dir });
  const bare = await openBare(sink.port);
  return {
    station,
    sink,
    bare,
    [Symbol.asyncDispose]: async () => {
      bare.destroy();
      await station[Symbol.asyncDispose]();
      sink.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
};

/** One document through the whole house. */
const printer =
  ({ station, sink }: Bed, bytes: number) =>
  async (): Promise<number> => {
    const { client } = station;
    const mark = nextMark();
    const seen = sink.seen(mark);
    return timed(async () => {
      const document = documentOf(bytes, mark);
      const answered = client.call("print.submit", {
        key: client.newKey(),
        to: "desk-printer",
        document,
      });
      await Promise.all([seen, answered]);
    });
  };

/** The small document beside one of the others that do this work; answered when its last byte is at the printer. */
const besidePeer = async (
  bed: Bed,
  open: (typeof printPeers)[number],
  rounds: number,
): Promise<Figure> => {
  await using peer = await open(bed.sink.port);
  const bytes = 1_200;
  const print = printer(bed, bytes);
  const send = async (): Promise<number> => {
    const mark = nextMark();
    const seen = bed.sink.seen(mark);
    return timed(() => {
      peer.send(`${"x".repeat(bytes)}${mark}\n`);
      return seen;
    });
  };
  await repeat(5, send);
  const taken = await interleave(
    rounds,
    () => repeat(10, print),
    () => repeat(10, send),
  );
  return {
    what: "1.2 KB, request → last byte",
    ours: median(taken.ours),
    peer: median(taken.peer),
    peerName: peer.name,
    unit: "ms",
  };
};

/** p50 of one document of this size, one after the other. */
const latency = async (bed: Bed, bytes: number, rounds: number): Promise<Figure> => {
  const { sink, bare } = bed;
  const print = printer(bed, bytes);
  const send = async (): Promise<number> => {
    const mark = nextMark();
    const seen = sink.seen(mark);
    return timed(() => {
      bare.write(
        `${`${"x".repeat(lineWidth - 1)}\n`.repeat(Math.ceil(bytes / lineWidth))}${mark}\n`,
      );
      return seen;
    });
  };
  await repeat(10, print);
  const taken = await interleave(
    rounds,
    () => repeat(10, print),
    () => repeat(10, send),
  );
  return {
    what: `${(bytes / 1_000).toFixed(1)} KB, request → last byte`,
    ours: median(taken.ours),
    peer: median(taken.peer),
    peerName: "bare socket, not durable",
    unit: "ms",
    limit: bytes > 10_000 ? 6 : 4,
  };
};

/** Durable jobs a second, asked for by many callers at once. */
const manyCallers = async ({ station, sink }: Bed, each: number): Promise<number> => {
  const { client } = station;
  const takenMs = await timed(() =>
    Promise.all(
      Array.from({ length: callers }, async () => {
        for (let job = 0; job < each; job += 1) {
          const mark = nextMark();
          const seen = sink.seen(mark);
          const document = documentOf(1_200, mark);
          await client.call("print.submit", { key: client.newKey(), to: "desk-printer", document });
          await seen;
        }
      }),
    ),
  );
  return ((callers * each) / takenMs) * 1_000;
};

/** Documents a second that a bare socket carries, each awaited before the next. */
const oneSocket = async ({ sink, bare }: Bed, each: number): Promise<number> => {
  const takenMs = await timed(async () => {
    for (let job = 0; job < callers * each; job += 1) {
      const mark = nextMark();
      const seen = sink.seen(mark);
      bare.write(`${"x".repeat(1_200)}${mark}\n`);
      await seen;
    }
  });
  return ((callers * each) / takenMs) * 1_000;
};

/** The first burst of a new process is compiled while it runs: it warms both sides and is not counted. */
const throughput = async (bed: Bed, rounds: number): Promise<Figure> => {
  const each = 25;
  await manyCallers(bed, each);
  const taken = await interleave(
    rounds,
    async () => [await manyCallers(bed, each)],
    async () => [await oneSocket(bed, each)],
  );
  return {
    what: `${callers} callers, one printer`,
    ours: median(taken.ours),
    peer: median(taken.peer),
    peerName: "bare socket, one after the other",
    unit: "/s",
    limit: 500,
  };
};

export const bench: Bench = {
  says: "print request → last byte at the printer",
  run: async ({ quick }) => {
    await using bed = await openBed();
    const rounds = quick ? 3 : 10;
    const figures = [
      await latency(bed, 1_200, rounds),
      await latency(bed, 24_000, rounds),
      await throughput(bed, rounds),
    ];
    // In a hurry the bare socket alone is the peer.
    for (const open of quick ? [] : printPeers) figures.push(await besidePeer(bed, open, rounds));
    return figures;
  },
};
