// One connection to the device host, from its hello to its end: commands out, answers and events in.
// Does not come back when it has ended; that is the link's work.
import { connect } from "node:net";
import type { HostAnswer, HostEvent } from "../../drivers/contract.ts";
import { createFrameLink, type Frame } from "../../drivers/framing.ts";
import type { HostOrder } from "./contract.ts";
import { DeviceFault } from "./device-fault.ts";
import { readHostFrame } from "./host-frames.ts";
import type { Timers } from "./timers.ts";
import type { Trace } from "./trace.ts";

const answerMs = 10_000;
/** Pictures take long, and a self-test may wait for a person. */
const slowAnswerMs = 90_000;
const waitingMax = 512;

export interface HostConnection {
  /** undefined until the host has said hello */
  readonly boot: () => string | undefined;
  readonly send: (order: HostOrder) => Promise<unknown>;
  readonly destroy: () => void;
}

export interface HostConnectionOptions {
  readonly socketPath: string;
  readonly trace: Trace;
  readonly timers: Timers;
  /** the first one is the hello */
  readonly onEvent: (event: HostEvent) => void;
  /**
   * Exactly once, also when it never connected; commands still waiting fail right after.
   * `heardAll`: the host ended the stream and every word of it was read.
   */
  readonly onEnd: (heardAll: boolean) => void;
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (fault: DeviceFault) => void;
  readonly cancelTimeout: () => void;
}

const slowOrders: ReadonlySet<HostOrder["do"]> = new Set(["selfTest", "preview", "speak", "sim"]);

const answerTimeMs = (order: HostOrder): number =>
  slowOrders.has(order.do) ? slowAnswerMs : answerMs;

/** Commands that wait for their answer. */
const createWaitingRoom = (timers: Timers) => {
  const waitingById = new Map<number, Waiting>();
  let nextId = 1;
  return {
    isFull: () => waitingById.size >= waitingMax,
    enter: (order: HostOrder, depart: (id: number) => void): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const id = nextId++;
        const cancelTimeout = timers.after(answerTimeMs(order), () => {
          waitingById.delete(id);
          reject(new DeviceFault("no_answer", `the device host did not answer ${order.do}`));
        });
        waitingById.set(id, { resolve, reject, cancelTimeout });
        depart(id);
      }),
    settle: (answer: HostAnswer): void => {
      const waiting = waitingById.get(answer.id);
      if (waiting === undefined) return;
      waitingById.delete(answer.id);
      waiting.cancelTimeout();
      if (answer.ok) waiting.resolve(answer.result);
      else waiting.reject(new DeviceFault("refused_by_host", answer.fault, answer.retryable));
    },
    failAll: (): void => {
      for (const waiting of waitingById.values()) {
        waiting.cancelTimeout();
        waiting.reject(new DeviceFault("host_down", "the link to the device host broke"));
      }
      waitingById.clear();
    },
  };
};

const hostAway = (): DeviceFault => new DeviceFault("host_down", "the device host is not there");

export const createHostConnection = (options: HostConnectionOptions): HostConnection => {
  const { trace, timers, onEvent, onEnd } = options;
  const room = createWaitingRoom(timers);
  const socket = connect(options.socketPath);
  let boot: string | undefined;

  const receive = (frame: Frame): void => {
    const known = readHostFrame(frame);
    trace.note(
      "in",
      known.kind === "strange" ? { strange: Object.keys(frame).slice(0, 8) } : frame,
    );
    if (known.kind === "answer") room.settle(known.answer);
    if (known.kind !== "event") return;
    if (known.event.event === "hello") boot = known.event.boot;
    if (boot !== undefined) onEvent(known.event);
  };

  let heardAll = false;
  socket.on("end", () => (heardAll = true));
  const link = createFrameLink(socket, {
    frame: receive,
    closed: () => {
      onEnd(heardAll);
      room.failAll();
    },
  });

  return {
    boot: () => boot,
    send: (order) => {
      if (boot === undefined) return Promise.reject(hostAway());
      if (room.isFull()) {
        return Promise.reject(new DeviceFault("host_busy", "too many commands wait for the host"));
      }
      return room.enter(order, (id) => {
        const frame = { ...order, id };
        trace.note("out", frame);
        link.send(frame); // a link that has just broken fails everything that waits
      });
    },
    destroy: () => link.close(),
  };
};
