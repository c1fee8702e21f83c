// The marks behind jobs: never one that the printer shows already, and none before it is proven that nothing which an
// earlier connection left in the printer's memory can still spoil a new job or speak for it.
import type { Pulse } from "../pulse.ts";
import type { JobMark, PrinterLanguage } from "./language.ts";
import type { PrinterModel } from "./models.ts";
import type { PrinterLine } from "./printer-line.ts";
import type { PrinterWord } from "./printer-words.ts";

/** How often a printer that never speaks unasked is asked while its word is waited for. */
export const askMs = 80;
/** Answers of a sensor that stand behind one another in the printer's memory come closer together than this. */
const settleMs = 300;

export interface JobMarks {
  /** A mark that the printer does not show: what it shows now is an earlier job's. */
  readonly next: () => JobMark;
  /** Marks of no job, each to be sent when the one before was said. */
  readonly fence: () => readonly JobMark[];
  /** True: another mark than before was said, or one of a sensor. */
  readonly heard: (word: PrinterWord) => boolean;
  /** the mark that the printer has said last */
  readonly echoed: () => string;
  /** answers of the sensor so far */
  readonly sensed: () => number;
}

export const unmarked: JobMark = { bytes: new Uint8Array(0), echo: "" };

/** `firstTurn`: another one in each life of the host. */
export const createJobMarks = (
  language: PrinterLanguage,
  model: PrinterModel,
  firstTurn: number,
): JobMarks => {
  let turn = firstTurn;
  let echoed = "";
  let sensed = 0;
  return {
    echoed: () => echoed,
    sensed: () => sensed,
    fence: () => language.fenceOf(model, { turn: firstTurn, shown: echoed }),
    heard: (word) => {
      const isNews = word.word === "sensor" || (word.word === "echo" && word.id !== echoed);
      if (word.word === "echo") echoed = word.id;
      if (word.word === "sensor") sensed += 1;
      return isNews;
    },
    next: () => {
      const mark = language.markOf(model, turn++);
      return mark.echo !== "" && mark.echo === echoed ? language.markOf(model, turn++) : mark;
    },
  };
};

/** A short command that an earlier process left half said is no longer than this. */
export const clearingBytesLeast = 32;
/** Pictures are longer; a logo, which is a receipt's tallest, is no longer than the last. */
const clearingBytes = [512, 8192, 40_960];
/** A fence that was not said after so long was taken for rows of a picture. */
const tryMs = 300;

export interface FenceOptions {
  readonly line: PrinterLine;
  readonly marks: JobMarks;
  readonly pulse: Pulse;
  /** zeroes that end the command in which the last line broke; absent: none did */
  readonly clearing: number | undefined;
  /** no byte taken for so long: stalled */
  readonly stallMs: number;
  /** how long the printer may take for a mark when nothing blocks it */
  readonly confirmMs: number;
  readonly blocked: (why: string) => void;
  readonly isGivenUp: () => boolean;
}

/** Waits until the transport has taken a mark. */
const isTaken = async (options: FenceOptions, bytes: Uint8Array): Promise<boolean> => {
  const { line, pulse, stallMs, blocked } = options;
  let state: "pending" | "taken" | "broken" = "pending";
  const settle = (as: "taken" | "broken") => (): void => {
    state = as;
    pulse.beat();
  };
  line.setQuiet(true);
  line.write(bytes).then(settle("taken"), settle("broken"));
  const read = (): string => state;
  while (read() === "pending") {
    const woken = await pulse.next(stallMs);
    if (read() === "pending" && woken === "timeout") blocked(line.status().blocked ?? "stalled");
  }
  line.setQuiet(false);
  return read() === "taken";
};

/**
 * `silent`: not said in time although nothing blocks the printer, which answers or has never said a word;
 * `over`: nobody waits any more.
 */
const listen = async (
  { line, pulse, blocked, isGivenUp }: FenceOptions,
  said: () => boolean,
  patienceMs: number,
): Promise<"said" | "silent" | "over"> => {
  const generation = line.generation();
  let until = performance.now() + patienceMs;
  let answered = 0;
  while (!said()) {
    if (!line.isUp() || line.generation() !== generation || isGivenUp()) return "over";
    const why = line.status().blocked;
    if (why !== undefined) {
      blocked(why);
      until = performance.now() + patienceMs;
      answered = 0;
    } else if (performance.now() >= until && (answered > 0 || !line.hasSpoken())) return "silent";
    void line.ask().then((status) => {
      if (status !== undefined) answered += 1;
    });
    await pulse.next(askMs);
  }
  return "said";
};

/** Nothing more is said by a sensor: what was asked before the fence has been answered. */
const settled = async ({ marks, pulse }: FenceOptions): Promise<void> => {
  let seen = marks.sensed();
  for (let until = performance.now() + settleMs; performance.now() < until;) {
    await pulse.next(until - performance.now());
    if (marks.sensed() === seen) continue;
    seen = marks.sensed();
    until = performance.now() + settleMs;
  }
};

/** Sends one mark, behind more and more zeroes as long as it is not said. False: it will not be. */
const passMark = async (
  options: FenceOptions,
  { bytes, echo }: JobMark,
  zeroes: readonly number[],
): Promise<boolean> => {
  const { marks, confirmMs } = options;
  const before = marks.sensed();
  const said = echo === "" ? () => marks.sensed() > before : () => marks.echoed() === echo;
  for (const [at, count] of zeroes.entries()) {
    if (!(await isTaken(options, Buffer.concat([new Uint8Array(count), bytes])))) return false;
    const heard = await listen(options, said, at === zeroes.length - 1 ? confirmMs : tryMs);
    if (heard === "over") return false;
    if (heard === "said") return true;
  }
  return false;
};

/**
 * What an earlier connection left in the printer's memory has marks of its own, which could be taken for a new job's
 * where marks are few (Star counts to 31) or alike (a sensor's answers), and may end inside a command that would eat
 * the beginning of a new job. True: it is over and the printer listens.
 * False: the printer does not say so, and its word on the next job would prove nothing.
 */
export const passFence = async (options: FenceOptions): Promise<boolean> => {
  const { line, clearing } = options;
  let zeroes = clearing === undefined ? [0] : [clearing];
  // A printer that has not said a word will not say one for the sake of zeroes.
  if (clearing !== undefined && line.hasSpoken())
    zeroes = [clearing, ...clearingBytes.filter((count) => count > clearing)];
  for (const mark of options.marks.fence()) {
    if (!(await passMark(options, mark, zeroes))) return false;
    if (mark.echo === "") await settled(options);
    zeroes = [0];
  }
  return true;
};
