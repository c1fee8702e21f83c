// What befalls a house as a whole while its printers are at work: processes killed, clients that hang or collide,
// and everything that can go wrong with a card. Each resolves when the fault is over.
import WebSocket from "ws";
import { uidCard } from "../../../drivers/support/pcscd.ts";
import { receiptWith } from "./gated-printer.ts";
import { markOf, reader, type HouseBed, type HouseLane } from "./house-bed.ts";

export interface HouseFault {
  readonly name: string;
  /** The device host stands still when the fault begins; `resume` lets it go on, if the fault needs it. */
  readonly strike: (
    bed: HouseBed,
    lanes: readonly HouseLane[],
    resume: () => void,
  ) => Promise<void>;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const tapsPerStorm = 40;
const asksOfHungClient = 60;

interface RawClient {
  readonly socket: WebSocket;
  readonly call: (method: string, params: object) => Promise<{ result?: unknown; error?: unknown }>;
}

/** A socket of its own, from an address and port of the test's choice. */
const openRaw = async (
  bed: HouseBed,
  role: "test" | "technician",
  from: { readonly localAddress?: string; readonly localPort?: number } = {},
): Promise<RawClient> => {
  const { url, tokens } = bed.gateway().simulated;
  const socket = new WebSocket(`${url.replace("http", "ws")}/rpc`, "tallygate", from);
  const waiting = new Map<string, (frame: { result?: unknown; error?: unknown }) => void>();
  let calls = 0;
  const call: RawClient["call"] = (method, params) =>
    new Promise((resolve) => {
      const id = `c${(calls += 1)}`;
      waiting.set(id, resolve);
      socket.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
    });
  const hello = new Promise<void>((resolve, reject) => {
    socket.on("error", reject);
    socket.on("message", (data: Buffer) => {
      const frame = JSON.parse(data.toString("utf8"));
      if (frame.method === "hello") resolve();
      waiting.get(frame.id)?.(frame);
    });
  });
  await hello;
  const started = await call("session.start", { protocol: 1, token: tokens[role] });
  if (started.error !== undefined) throw new Error(JSON.stringify(started.error));
  return { socket, call };
};

/** A card that was not there before: the same one twice within a moment is one tap. */
const nextUid = (() => {
  let cards = 0;
  return (): string => `04FEED${(cards += 1).toString(16).padStart(6, "0").toUpperCase()}80`;
})();

/** The reader presents a good card again: whatever happened to it is over. */
const readsAgain = async (bed: HouseBed): Promise<void> => {
  const client = bed.client();
  await client.call("input.arm", { device: reader, expect: ["card"], forMs: 60_000 });
  const { promise: heard, resolve } = Promise.withResolvers<void>();
  const off = client.on("card.presented", () => resolve());
  const card = await bed.pcscd.lay(uidCard(nextUid()));
  await heard;
  off();
  card.lift();
  await client.call("input.disarm", { device: reader });
};

export const houseFaults: readonly HouseFault[] = [
  { name: "gateway kill -9", strike: (bed, _lanes, resume) => bed.restart(resume) },
  {
    name: "host kill -9",
    strike: async (bed) => {
      process.kill(bed.hostPid(), "SIGKILL");
      await pause(1);
    },
  },
  {
    name: "hung client",
    strike: async (bed) => {
      const hung = await openRaw(bed, "technician");
      hung.socket.pause();
      for (let ask = 0; ask < asksOfHungClient; ask += 1) void hung.call("store.info", {});
      // The others are answered as if nothing were the matter.
      for (let ask = 0; ask < 10; ask += 1) await bed.client().call("store.info", {});
      hung.socket.terminate();
    },
  },
  {
    name: "colliding clients",
    strike: async (bed, lanes) => {
      const one = await openRaw(bed, "technician", { localAddress: "127.0.0.1" });
      // The same port at another address: who a client is must not depend on it.
      const { localPort = 0 } = (one.socket as unknown as { _socket: { localPort?: number } })
        ._socket;
      const other = await openRaw(bed, "test", { localAddress: "127.0.0.2", localPort });
      const submitted = lanes.filter(({ jobs }) => jobs.has("b"));
      await bed.each(submitted, async (lane) => {
        const key = markOf(lane, "b");
        const ask = { to: lane.name, document: receiptWith(key, 3, false), key };
        const otherAsk = { ...ask, document: receiptWith("another", 3, false) };
        const [same, different] = await Promise.all([
          one.call("print.submit", ask),
          other.call("print.submit", otherAsk),
        ]);
        const job = (same.result as { readonly job?: string } | undefined)?.job;
        if (job !== undefined && job !== lane.jobs.get("b")) lane.lies.push("b is two jobs");
        if (different.error === undefined) lane.lies.push("one key took two documents");
      });
      one.socket.close();
      other.socket.close();
      bed.reconnect();
    },
  },
  {
    name: "pcscd killed",
    strike: async (bed, _lanes, resume) => {
      resume();
      await bed.pcscd.kill();
      await bed.pcscd.start();
      await readsAgain(bed);
    },
  },
  {
    name: "mute card",
    strike: async (bed, _lanes, resume) => {
      resume();
      const mute = await bed.pcscd.lay(() => Buffer.of(0x63, 0));
      await pause(20);
      mute.lift();
      await readsAgain(bed);
    },
  },
  {
    name: "card pulled mid-exchange",
    strike: async (bed, _lanes, resume) => {
      resume();
      const { promise: asked, resolve } = Promise.withResolvers<void>();
      const card = await bed.pcscd.lay(() => {
        resolve();
        return undefined;
      });
      await asked;
      card.lift();
      await readsAgain(bed);
    },
  },
  {
    name: "tap storm",
    strike: async (bed, _lanes, resume) => {
      resume();
      for (let tap = 0; tap < tapsPerStorm; tap += 1) {
        const card = await bed.pcscd.lay(uidCard(`AA${tap.toString(16).padStart(6, "0")}`));
        await pause(tap % 8);
        card.lift();
      }
      await readsAgain(bed);
    },
  },
];
