// One FIFO of jobs on one printer's line, and the life of each as the gateway hears it. `printed` is said only on
// the printer's word: its echo of the job's id, or its sensor and status after the last byte.
import { DeviceFault, type DeviceEvent, type PrintJob } from "../driver.ts";
import { createPulse } from "../pulse.ts";
import { createLives, isOver, type JobLife, type JobState, type Lives } from "./job-lives.ts";
import {
  askMs,
  clearingBytesLeast,
  createJobMarks,
  passFence,
  unmarked,
  type JobMarks,
} from "./job-marks.ts";
import type { PrinterLanguage } from "./language.ts";
import { languageOf, type PrinterModel } from "./models.ts";
import type { PrinterLine } from "./printer-line.ts";
import type { PrinterWord } from "./printer-words.ts";

/** Jobs that may wait here; the durable queue is the gateway's. */
const waitingMax = 32;
const chunkBytes = 4096;

export interface PrintJobsTimes {
  /** no byte taken for so long: stalled */
  readonly stallMs: number;
  /** how long the printer may take to confirm after the last byte when nothing blocks it */
  readonly confirmMs: number;
  /** the same for a printer that has not said a word on this line */
  readonly silentMs: number;
}

export const usualTimes: PrintJobsTimes = { stallMs: 3000, confirmMs: 12_000, silentMs: 2000 };

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
  /** The same at once, for bytes that act on arrival; refused while a job's own are on their way. */
  readonly insertNow: (bytes: Uint8Array) => Promise<void>;
  /** Live states of the latest jobs. */
  readonly current: () => readonly DeviceEvent[];
  readonly counters: Readonly<Record<string, number>>;
  /** From the line. */
  readonly heard: (word: PrinterWord) => void;
  readonly changed: () => void;
  readonly down: () => void;
  readonly close: () => void;
}

interface Bench extends PrintJobsOptions {
  readonly times: PrintJobsTimes;
  readonly lives: Lives;
  readonly pulse: ReturnType<typeof createPulse>;
  /** the connection whose printer has nothing half said before it */
  clearGeneration: number | undefined;
  /** length of the last job that was cut off */
  cutBytes: number;
  /** a job's bytes are on their way */
  pouring: boolean;
  readonly language: PrinterLanguage;
  readonly marks: JobMarks;
  /** the connection on which every word that is still to come is a known job's */
  fencedGeneration: number | undefined;
}

/**
 * How many zeroes stand first on a new connection: a printer that kept its power takes the next bytes as parameters
 * of the command, or rows of the picture, in which the last line broke. Zeroes end it and print nothing.
 */
const clearing = (bench: Bench): number | undefined => {
  const generation = bench.line.generation();
  if (bench.clearGeneration === generation) return undefined;
  bench.clearGeneration = generation;
  return Math.max(clearingBytesLeast, bench.cutBytes);
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

/** Lets nothing of an earlier connection, and no job without its word, spoil the next job or speak for it. */
const fence = async (bench: Bench, life: JobLife): Promise<void> => {
  const { line, lives, times } = bench;
  const generation = line.generation();
  const isPassed = await passFence({
    ...bench,
    clearing: clearing(bench),
    stallMs: times.stallMs,
    confirmMs: line.hasSpoken() ? times.confirmMs : times.silentMs,
    blocked: (why) => lives.tell(life, "blocked", why),
    isGivenUp: () => life.cancelled,
  });
  if (isPassed) bench.fencedGeneration = generation;
};

const isFenced = ({ line, fencedGeneration }: Bench): boolean =>
  fencedGeneration === line.generation();

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
  if (model.confirms !== "none" && !isFenced(bench)) {
    await fence(bench, life);
    if (!(await mayBegin(bench, life))) return;
  }
  life.generation = line.generation();
  const mark = model.confirms !== "none" && isFenced(bench) ? bench.marks.next() : unmarked;
  life.echo = mark === unmarked ? undefined : mark.echo;
  line.setQuiet(true);
  bench.pouring = true;
  lives.tell(life, "sending");
  const poured = await pour(
    bench,
    life,
    Buffer.concat([new Uint8Array(clearing(bench) ?? 0), bytes, mark.bytes]),
  );
  line.setQuiet(false);
  bench.pouring = false;
  bench.cutBytes = poured ? 0 : bytes.length;
  if (!poured) {
    lives.tell(life, "lost", "offline");
    return;
  }
  if (mark === unmarked) lives.tell(life, "sent");
  else await awaitWord(bench, life);
  if (!life.confirmed) bench.fencedGeneration = undefined;
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
      if (bench.marks.heard(word)) pulse.beat();
      if (word.word === "echo") {
        const life = unconfirmed().find((candidate) => candidate.echo === word.id);
        if (life !== undefined) confirm(bench, life);
      }
      if (word.word !== "sensor" || word.paperOut || model.confirms !== "status") return;
      const life = unconfirmed().find(({ echo, sensed }) => echo === "" && !sensed);
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
  const language = languageOf(options.model);
  const bench: Bench = {
    ...options,
    times: options.times ?? usualTimes,
    lives,
    pulse,
    language,
    marks: createJobMarks(language, options.model, options.nowMs()),
    fencedGeneration: undefined,
    clearGeneration: undefined,
    cutBytes: 0,
    pouring: false,
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
    insertNow: (bytes) => {
      if (!line.isUp()) throw new DeviceFault("offline", true);
      if (bench.pouring) throw new DeviceFault(line.status().blocked ?? "busy", true);
      return line.write(bytes);
    },
    current: () => lives.events().slice(-waitingMax),
    heard: witness.heard,
    changed: pulse.beat,
    down: witness.down,
    close: pulse.beat,
  };
};
