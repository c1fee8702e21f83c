// One connection to the device host, from its hello to its end: commands out, answers and events in.
// Does not come back when it has ended; that is the link's work.
import { connect } from "node:net";
import type { HostAnswer, HostEvent } from "../../drivers/contract.ts";
import type { HostOrder } from "./contract.ts";
import { DeviceFault } from "./device-fault.ts";
import { createLineCutter, frameBytesMax, parseHostFrame } from "./host-frames.ts";
import type { Timers } from "./timers.ts";
import type { Trace } from "./trace.ts";

const answerMs = 10_000;
/** Pictures take long, and a self-test may wait for a person. */
const slowAnswerMs = 90_000;
const waitingMax = 512;
const unsentBytesMax = 8 * 1024 * 1024;

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
  /** exactly once, also when it never connected; commands still waiting fail right after */
  readonly onEnd: () => void;
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (fault: DeviceFault) => void;
  readonly cancelTimeout: () => void;
}

const answerTimeMs = (order: HostOrder): number =>
  order.do === "selfTest" || order.do === "preview" || order.do === "sim" ? slowAnswerMs : answerMs;

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

export const createHostConnection = (options: HostConnectionOptions): HostConnection => {
  const { trace, timers, onEvent, onEnd } = options;
  const room = createWaitingRoom(timers);
  const cutter = createLineCutter(frameBytesMax);
  const socket = connect(options.socketPath);
  let boot: string | undefined;

  const receive = (line: string): void => {
    const frame = parseHostFrame(line);
    if (frame.kind === "broken") socket.destroy();
    else if (frame.kind === "strange") trace.note("in", { strange: line.slice(0, 200) });
    else if (frame.kind === "answer") {
      trace.note("in", frame.answer);
      room.settle(frame.answer);
    } else {
      trace.note("in", frame.event);
      if (frame.event.event === "hello") boot = frame.event.boot;
      if (boot !== undefined) onEvent(frame.event);
    }
  };

  socket.on("data", (chunk: Buffer) => {
    const lines = cutter.push(chunk);
    if (lines === undefined) socket.destroy();
    else for (const line of lines) receive(line);
  });
  socket.on("error", () => undefined); // "close" follows and says all there is to say
  socket.on("close", () => {
    onEnd();
    room.failAll();
  });

  return {
    boot: () => boot,
    send: (order) => {
      if (boot === undefined || socket.destroyed) {
        return Promise.reject(new DeviceFault("host_down", "the device host is not there"));
      }
      if (room.isFull() || socket.writableLength > unsentBytesMax) {
        return Promise.reject(new DeviceFault("host_busy", "too many commands wait for the host"));
      }
      return room.enter(order, (id) => {
        const frame = { ...order, id };
        trace.note("out", frame);
        socket.write(`${JSON.stringify(frame)}\n`);
      });
    },
    destroy: () => void socket.destroy(),
  };
};
