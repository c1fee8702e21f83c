// One FIFO of jobs on one printer's line, and the life of each as the gateway hears it. `printed` is said only on
// the printer's word: its echo of the job's id, or its sensor and status after the last byte.
import type { WireJobState } from "../contract.ts";
import { DeviceFault, type DeviceEvent, type PrintJob } from "../driver.ts";
import { createPulse } from "../pulse.ts";
import type { JobMark, PrinterLanguage } from "./language.ts";
import { languageOf, type PrinterModel } from "./models.ts";
import type { PrinterLine } from "./printer-line.ts";
import type { PrinterWord } from "./printer-words.ts";

/** Jobs that may wait here; the durable queue is the gateway's. */
const waitingMax = 32;
/** Ended jobs whose state is remembered, so that one handed over twice prints once. */
const rememberedMax = 256;
const chunkBytes = 4096;
/** While a job waits for the word of a printer that never speaks unasked. */
const askMs = 80;

export interface PrintJobsTimes {
  /** no byte taken for so long: stalled */
  readonly stallMs: number;
  /** how long the printer may take to confirm after the last byte when nothing blocks it */
  readonly confirmMs: number;
  /** the same for a printer that has not said a word on this line */
  readonly silentMs: number;
}

export const usualTimes: PrintJobsTimes = { stallMs: 3000, confirmMs: 12_000, silentMs: 2000 };

type JobState = WireJobState | "queued";

interface JobLife {
  readonly order: PrintJob;
  state: JobState;
  why: string | undefined;
  /** bytes may have left, on this connection */
  generation: number | undefined;
  cancelled: boolean;
  /** id that the printer is to echo; empty while confirmed by sensor */
  echo: string;
  confirmed: boolean;
  /** the paper sensor has answered behind its last byte */
  sensed: boolean;
}

export interface PrintJobsOptions {
  readonly line: PrinterLine;
  readonly model: PrinterModel;
  /** Bytes of a job, from ESC @ on. May throw: then the job is refused. */
  readonly bytes: (job: PrintJob) => Promise<Uint8Array>;
  readonly emit: (event: DeviceEvent) => void;
  readonly nowMs: () => number;
  readonly times?: PrintJobsTimes;
}

export interface PrintJobs {
  readonly submit: (job: PrintJob) => { readonly state: JobState };
  readonly cancel: (job: string) => void;
  /** Bytes that belong to no job (drawer pulse), between two jobs. */
  readonly insert: (bytes: Uint8Array) => Promise<void>;
  /** Live states of the latest jobs. */
  readonly current: () => readonly DeviceEvent[];
  readonly counters: Readonly<Record<string, number>>;
  /** From the line. */
  readonly heard: (word: PrinterWord) => void;
  readonly changed: () => void;
  readonly down: () => void;
  readonly close: () => void;
}

const keyOf = (job: string, attempt: number): string => `${job}#${attempt}`;
const isOver = (state: JobState): boolean =>
  state === "printed" || state === "lost" || state === "refused";

/** The states of all jobs that are remembered, told once each. */
const createLives = ({ emit, nowMs }: Pick<PrintJobsOptions, "emit" | "nowMs">) => {
  const lives = new Map<string, JobLife>();
  const counters: Record<string, number> = { jobs: 0, printed: 0, lost: 0, refused: 0 };
  const event = (life: JobLife): DeviceEvent | undefined =>
    life.state === "queued"
      ? undefined
      : {
          event: "job",
          job: life.order.job,
          attempt: life.order.attempt,
          state: life.state,
          at: nowMs(),
          ...(life.why === undefined ? {} : { why: life.why }),
        };
  const say = (life: JobLife): void => {
    const said = event(life);
    if (said !== undefined) emit(said);
  };
  return {
    counters,
    find: (job: string, attempt: number) => lives.get(keyOf(job, attempt)),
    all: (): readonly JobLife[] => [...lives.values()],
    events: (): readonly DeviceEvent[] =>
      [...lives.values()].map(event).filter((said) => said !== undefined),
    say,
    add: (order: PrintJob): JobLife => {
      for (const [key, life] of lives) {
        if (lives.size < rememberedMax) break;
        if (isOver(life.state) || life.state === "sent") lives.delete(key);
      }
      const life: JobLife = {
        order,
        state: "queued",
        why: undefined,
        generation: undefined,
        cancelled: false,
        echo: "",
        confirmed: false,
        sensed: false,
      };
      lives.set(keyOf(order.job, order.attempt), life);
      counters["jobs"] = (counters["jobs"] ?? 0) + 1;
      return life;
    },
    tell: (life: JobLife, state: WireJobState, why?: string): void => {
      if (isOver(life.state) || (life.state === state && life.why === why)) return;
      life.state = state;
      life.why = why;
      if (isOver(state)) counters[state] = (counters[state] ?? 0) + 1;
      say(life);
    },
  };
};

type Lives = ReturnType<typeof createLives>;

interface Bench extends PrintJobsOptions {
  readonly times: PrintJobsTimes;
  readonly lives: Lives;
  readonly pulse: ReturnType<typeof createPulse>;
  /** the connection whose printer has nothing half said before it */
  clearGeneration: number | undefined;
  /** length of the last job that was cut off */
  cutBytes: number;
  readonly language: PrinterLanguage;
  /** of the next job's mark */
  turn: number;
  /** the mark that the printer has said last */
  echoed: string;
}

/** A short command cut off by an earlier process is no longer than this. */
const clearingBytesLeast = 32;

/**
 * What stands before the first job of a connection: a printer that kept its power takes the next bytes as parameters
 * of the command, or rows of the picture, in which the last line broke. Zeroes end it and print nothing.
 */
const clearing = (bench: Bench): Uint8Array => {
  const generation = bench.line.generation();
  if (bench.clearGeneration === generation) return new Uint8Array(0);
  bench.clearGeneration = generation;
  return new Uint8Array(Math.max(clearingBytesLeast, bench.cutBytes));
};

/** Waits until the printer can take a first byte. False: it will not get one, and the job was told so. */
const mayBegin = async ({ line, model, lives, pulse }: Bench, life: JobLife): Promise<boolean> => {
  const fresh = model.automaticStatus && line.hasSpoken();
  if (line.isUp() && model.confirms !== "none" && !fresh && !line.isSilent()) await line.ask();
  for (;;) {
    if (life.cancelled || !line.isUp()) {
      lives.tell(life, "refused", life.cancelled ? "cancelled" : "offline");
      return false;
    }
    const why = line.status().blocked;
    if (why === undefined) return true;
    lives.tell(life, "blocked", why);
    await pulse.next();
  }
};

/** Is the connection that took this job's bytes still the one? */
const isSameLine = ({ line }: Bench, life: JobLife): boolean =>
  line.isUp() && line.generation() === life.generation;

/** Hands bytes to the transport, telling when they do not go on. False: the line broke. */
const pour = async (bench: Bench, life: JobLife, bytes: Uint8Array): Promise<boolean> => {
  const { line, lives, pulse, times } = bench;
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    let result: "pending" | "taken" | "broken" = "pending";
    const settle = (as: "taken" | "broken") => (): void => {
      result = as;
      pulse.beat();
    };
    if (!isSameLine(bench, life)) return false;
    line.write(bytes.subarray(at, at + chunkBytes)).then(settle("taken"), settle("broken"));
    const read = (): string => result;
    while (read() === "pending") {
      const woken = await pulse.next(times.stallMs);
      if (read() !== "pending" || !isSameLine(bench, life)) break;
      const why = line.status().blocked ?? (woken === "timeout" ? "stalled" : undefined);
      if (why !== undefined) lives.tell(life, "blocked", why);
    }
    if (read() !== "taken") return false;
    if (life.state === "blocked" && line.status().blocked === undefined)
      lives.tell(life, "sending");
  }
  return true;
};

const confirm = ({ lives, pulse }: Bench, life: JobLife): void => {
  life.confirmed = true;
  lives.tell(life, "printed");
  pulse.beat();
};

/** The sensor has answered behind the job's last byte: the status must say the same now. */
const confirmSensed = async (bench: Bench, life: JobLife): Promise<void> => {
  const status = await bench.line.ask();
  const isFine = status !== undefined && status.blocked === undefined;
  if (isFine && isSameLine(bench, life) && !life.confirmed) confirm(bench, life);
  // Not yet: whoever waits for this job looks again, and asks again when nothing blocks it.
  else bench.pulse.beat();
};

/** Waits for the printer's word on the job whose last byte has left. */
const awaitWord = async (bench: Bench, life: JobLife): Promise<void> => {
  const { line, lives, pulse, times, language } = bench;
  lives.tell(life, "sent");
  let until = performance.now();
  let restart = true;
  while (!life.confirmed && isSameLine(bench, life)) {
    const why = line.status().blocked;
    if (why !== undefined) {
      lives.tell(life, "blocked", why);
      restart = true;
      await pulse.next();
      continue;
    }
    if (life.state === "blocked") lives.tell(life, "sending");
    lives.tell(life, "sent");
    if (life.sensed) void confirmSensed(bench, life);
    if (restart) until = performance.now() + (line.hasSpoken() ? times.confirmMs : times.silentMs);
    restart = false;
    const leftMs = until - performance.now();
    if (leftMs <= 0) return;
    // A printer that never speaks unasked is asked until it does.
    if (language.automaticStatusOn === undefined) void line.ask();
    await pulse.next(language.automaticStatusOn === undefined ? Math.min(leftMs, askMs) : leftMs);
  }
};

/** A mark that the printer does not show already: what it shows now is an earlier job's. */
const nextMark = (bench: Bench): JobMark => {
  const { language, model } = bench;
  const mark = language.markOf(model, bench.turn++);
  return mark.echo !== "" && mark.echo === bench.echoed
    ? language.markOf(model, bench.turn++)
    : mark;
};

const unmarked: JobMark = { bytes: new Uint8Array(0), echo: "" };

const runJob = async (bench: Bench, life: JobLife): Promise<void> => {
  const { line, lives, model } = bench;
  let bytes: Uint8Array;
  try {
    bytes = await bench.bytes(life.order);
  } catch (fault) {
    lives.tell(life, "refused", `document: ${fault instanceof Error ? fault.message : "unknown"}`);
    return;
  }
  if (!(await mayBegin(bench, life))) return;
  life.generation = line.generation();
  const mark = model.confirms === "none" ? unmarked : nextMark(bench);
  life.echo = mark.echo;
  line.setQuiet(true);
  lives.tell(life, "sending");
  const poured = await pour(bench, life, Buffer.concat([clearing(bench), bytes, mark.bytes]));
  line.setQuiet(false);
  bench.cutBytes = poured ? 0 : bytes.length;
  if (!poured) {
    lives.tell(life, "lost", "offline");
    return;
  }
  if (model.confirms === "none") lives.tell(life, "sent");
  else await awaitWord(bench, life);
};

/** Work one after the other; counts what waits. */
const createTurns = () => {
  let tail: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return {
    waiting: () => waiting,
    take: <T>(work: () => Promise<T>): Promise<T> => {
      waiting += 1;
      const done = tail.then(work).finally(() => {
        waiting -= 1;
      });
      tail = done.catch(() => undefined);
      return done;
    },
  };
};

/** A bug in a job's work must end the process, not vanish in a promise. */
const crash = (bug: unknown): void => {
  queueMicrotask(() => {
    throw bug;
  });
};

/** What the printer and its line say about the jobs whose last byte has left. */
const createWitness = (bench: Bench) => {
  const { line, lives, pulse, model } = bench;
  /** Jobs on this connection whose word is still out, oldest first. */
  const unconfirmed = (): readonly JobLife[] =>
    lives
      .all()
      .filter(
        (life) => life.generation === line.generation() && !life.confirmed && !isOver(life.state),
      );
  return {
    heard: (word: PrinterWord): void => {
      if (word.word === "echo") {
        bench.echoed = word.id;
        const life = unconfirmed().find((candidate) => candidate.echo === word.id);
        if (life !== undefined) confirm(bench, life);
      }
      if (word.word !== "sensor" || word.paperOut || model.confirms !== "status") return;
      const life = unconfirmed().find((candidate) => !candidate.sensed);
      if (life === undefined) return;
      life.sensed = true;
      void confirmSensed(bench, life);
    },
    down: (): void => {
      // A printer that had spoken and is gone leaves the job's fate open; one that never spoke never told anything.
      for (const life of unconfirmed())
        if (life.state !== "sent" || line.hasSpoken()) lives.tell(life, "lost", "offline");
      pulse.beat();
    },
  };
};

export const createPrintJobs = (options: PrintJobsOptions): PrintJobs => {
  const { line } = options;
  const lives = createLives(options);
  const pulse = createPulse();
  const bench: Bench = {
    ...options,
    times: options.times ?? usualTimes,
    lives,
    pulse,
    language: languageOf(options.model),
    turn: options.nowMs(),
    echoed: "",
    clearGeneration: undefined,
    cutBytes: 0,
  };
  const turns = createTurns();
  const witness = createWitness(bench);

  return {
    counters: lives.counters,
    submit: (order) => {
      const known = lives.find(order.job, order.attempt);
      if (known !== undefined) {
        lives.say(known);
        return { state: known.state };
      }
      if (turns.waiting() >= waitingMax)
        throw new DeviceFault("busy", true, "too many jobs wait here");
      const life = lives.add(order);
      turns.take(() => runJob(bench, life)).catch(crash);
      return { state: life.state };
    },
    cancel: (job) => {
      const open = lives.all().filter((life) => life.order.job === job && !isOver(life.state));
      if (open.some((life) => life.generation !== undefined))
        throw new DeviceFault("begun", false, "bytes of the job have left");
      for (const life of open) life.cancelled = true;
      pulse.beat();
    },
    insert: (bytes) => {
      const why = line.isUp() ? line.status().blocked : "offline";
      if (why !== undefined) throw new DeviceFault(why, true);
      return turns.take(() => line.write(bytes));
    },
    current: () => lives.events().slice(-waitingMax),
    heard: witness.heard,
    changed: pulse.beat,
    down: witness.down,
    close: pulse.beat,
  };
};
