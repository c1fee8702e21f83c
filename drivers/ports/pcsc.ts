// The supervisor of the PC/SC child: starts it when pcscd answers, replaces it when it fails or falls silent.
import { fork, type ChildProcess } from "node:child_process";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { createPulse } from "../pulse.ts";
import { isPcscWord, type PcscOrder, type PcscWord } from "./pcsc-frames.ts";

/** Where libpcsclite looks for pcscd; the environment may point elsewhere. */
export const pcscSocketPath = (): string =>
  process.env["PCSCLITE_CSOCK_NAME"] ?? "/run/pcscd/pcscd.comm";

const retryMs = { first: 100, last: 1000 };
/** A child that has lived so long did not fail because of how it was started. */
const steadyMs = 5000;
export interface PcscPatience {
  /** A child that has said nothing for so long is frozen in the library. */
  readonly silenceMs: number;
  /** Until its first word it loads Node and the library, which a slow machine takes its time for. */
  readonly startMs: number;
}
const usualPatience: PcscPatience = { silenceMs: 2500, startMs: 20_000 };
/** Each child that was ended for its silence gives the next one twice the time, up to so many times as much. */
const patienceMost = { silence: 8, start: 256 };
/** A child that has lived so long was on a machine that is fast enough. */
const longLifeMs = 60_000;
const answerTimeoutMs = 3000;

/** Does pcscd answer? A socket file that nobody listens on is what a killed pcscd leaves behind. */
export const pcscdAnswers = (path = pcscSocketPath()): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path);
    const end = (answers: boolean) => (): void => {
      socket.destroy();
      resolve(answers);
    };
    socket.setTimeout(500, end(false));
    socket.once("connect", end(true));
    socket.once("error", end(false));
  });

export interface PcscPort {
  readonly transmit: (reader: string, apdu: Uint8Array) => Promise<Uint8Array>;
  /** Is there a context now? */
  readonly isUp: () => boolean;
  readonly restarts: () => number;
  readonly close: () => Promise<void>;
}

export interface PcscPortOptions {
  readonly word: (word: PcscWord) => void;
  /** The context is lost: what lay on the readers is unknown now. */
  readonly lost: (why: string) => void;
  readonly log: (message: string) => void;
  readonly patience?: PcscPatience;
}

const childFile = fileURLToPath(new URL("pcsc-child.ts", import.meta.url));

interface Waiting {
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (fault: Error) => void;
  readonly timer: NodeJS.Timeout;
}

interface ChildEnd {
  readonly why: string;
  readonly fellSilent: boolean;
}

/** One child from start to end. */
const runChild = (
  started: (child: ChildProcess) => void,
  heard: (word: PcscWord) => void,
  { silenceMs, startMs }: PcscPatience,
): Promise<ChildEnd> =>
  new Promise((resolve) => {
    const child = fork(childFile, [], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
    let why = "";
    let fellSilent = false;
    let timer: NodeJS.Timeout | undefined;
    const watchdog = (waitMs: number): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        why = "the PC/SC child fell silent";
        fellSilent = true;
        child.kill("SIGKILL");
      }, waitMs);
    };
    watchdog(startMs);
    started(child);
    child.on("message", (word: unknown) => {
      watchdog(silenceMs);
      if (!isPcscWord(word)) return;
      if (word.word === "failed") why = word.why;
      else heard(word);
    });
    child.on("error", (fault) => {
      why ||= fault.message;
    });
    child.on("exit", (code, signal) => {
      clearTimeout(timer);
      resolve({ why: why || `the PC/SC child ended (${signal ?? code ?? "?"})`, fellSilent });
    });
  });

/** APDUs on their way: each is answered, refused or given up after its time. */
const createOrders = (send: (order: PcscOrder) => boolean) => {
  const waitingById = new Map<number, Waiting>();
  let nextId = 1;
  const settle = (id: number, act: (waiting: Waiting) => void): void => {
    const waiting = waitingById.get(id);
    if (waiting === undefined) return;
    waitingById.delete(id);
    clearTimeout(waiting.timer);
    act(waiting);
  };
  return {
    answered: ({ id, bytes, fault }: Extract<PcscWord, { word: "answer" }>): void =>
      settle(id, (waiting) => {
        if (bytes === undefined) waiting.reject(new Error(fault ?? "no answer"));
        else waiting.resolve(Buffer.from(bytes, "hex"));
      }),
    failAll: (why: string): void => {
      for (const id of waitingById.keys()) settle(id, ({ reject }) => reject(new Error(why)));
    },
    transmit: (reader: string, apdu: Uint8Array): Promise<Uint8Array> =>
      new Promise((resolve, reject) => {
        const id = nextId++;
        const order: PcscOrder = {
          order: "transmit",
          id,
          reader,
          apdu: Buffer.from(apdu).toString("hex"),
        };
        if (!send(order)) {
          reject(new Error("PC/SC is down"));
          return;
        }
        const timer = setTimeout(() => {
          settle(id, (waiting) => waiting.reject(new Error("the card did not answer")));
        }, answerTimeoutMs);
        waitingById.set(id, { resolve, reject, timer });
      }),
  };
};

/** How long the next child may take, by how the ones before have ended. */
const createPatience = ({ silenceMs, startMs }: PcscPatience) => {
  let times = 1;
  return {
    now: (): PcscPatience => ({
      silenceMs: silenceMs * Math.min(times, patienceMost.silence),
      startMs: startMs * Math.min(times, patienceMost.start),
    }),
    ended: (fellSilent: boolean, livedMs: number): void => {
      if (fellSilent) times = Math.min(times * 2, patienceMost.start);
      else if (livedMs > longLifeMs) times = 1;
    },
  };
};

export const createPcscPort = ({
  word,
  lost,
  log,
  patience: least = usualPatience,
}: PcscPortOptions): PcscPort => {
  const stop = createPulse();
  let child: ChildProcess | undefined;
  let up = false;
  let closed = false;
  let restarts = 0;
  const patience = createPatience(least);
  const orders = createOrders((order) => child?.connected === true && child.send(order));

  const heard = (said: PcscWord): void => {
    if (said.word === "alive") up = true;
    else if (said.word === "answer") orders.answered(said);
    else word(said);
  };

  /** One life of the child; what it knew is lost with it. */
  const live = async (): Promise<void> => {
    const bornAt = performance.now();
    const { why, fellSilent } = await runChild(
      (started) => {
        child = started;
      },
      heard,
      patience.now(),
    );
    patience.ended(fellSilent, performance.now() - bornAt);
    child = undefined;
    orders.failAll(why);
    if (up) lost(why);
    up = false;
    if (closed) return;
    restarts += 1;
    log(`PC/SC: ${why}; starting again`);
  };

  const run = async (): Promise<void> => {
    let waitMs = retryMs.first;
    while (!closed) {
      if (await pcscdAnswers()) {
        if (closed) return;
        const startedAt = performance.now();
        await live();
        const lasted = performance.now() - startedAt > steadyMs;
        waitMs = lasted ? retryMs.first : Math.min(waitMs * 2, retryMs.last);
      }
      if (!closed) await stop.next(waitMs);
    }
  };
  const ended = run();

  return {
    isUp: () => up,
    restarts: () => restarts,
    transmit: orders.transmit,
    close: async () => {
      closed = true;
      stop.beat();
      child?.kill("SIGKILL");
      await ended;
    },
  };
};
