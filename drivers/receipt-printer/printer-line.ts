// The line to one printer: opened again when it breaks, its words heard, its status known. Knows no job.
import type { ByteLink, OpenLink } from "../ports/byte-link.ts";
import { LinkError } from "../ports/byte-link.ts";
import { createPulse, type Pulse } from "../pulse.ts";
import type { PrinterLanguage } from "./language.ts";
import { languageOf, type PrinterModel } from "./models.ts";
import { statusUnknown, type PrinterStatus, type PrinterWord } from "./printer-words.ts";

/** Time between two tries to open: doubles from the first to the last. */
const reopenMs = { first: 50, last: 1000 };
/** How long a printer may think about a question. */
const answerMs = 700;
/** A healthy line that reports by itself is asked this often whether it still lives; any other more often. */
const askEveryMs = { calm: 5000, alert: 400 };
/** Unanswered questions in a row after which a printer that has spoken counts as silent. */
const silenceMax = 2;

export interface PrinterLine {
  readonly isUp: () => boolean;
  /** Why it could not be opened at the last try; undefined once it is up. */
  readonly fault: () => string | undefined;
  /** Number of this connection; another number means that the bytes of before are another printer's past. */
  readonly generation: () => number;
  /** Has the printer said anything on this connection? */
  readonly hasSpoken: () => boolean;
  /** Has it left questions unanswered and never said a word? Then asking again only costs time. */
  readonly isSilent: () => boolean;
  readonly status: () => PrinterStatus;
  /** Rejects with LinkError; resolves when the transport has taken the bytes. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  /** Asks for the status. Resolves with the fresh status, or undefined when no answer comes. */
  readonly ask: () => Promise<PrinterStatus | undefined>;
  /** False while a job's bytes are on their way: then nobody asks in between. */
  readonly setQuiet: (quiet: boolean) => void;
  readonly close: () => void;
}

export interface PrinterLineOptions {
  readonly open: OpenLink;
  readonly model: PrinterModel;
  readonly on: {
    /** link up or down, or another status */
    readonly changed: () => void;
    readonly word: (word: PrinterWord) => void;
    readonly up: () => void;
    readonly down: () => void;
  };
}

interface LineState {
  link: ByteLink | undefined;
  fault: string | undefined;
  generation: number;
  spoken: boolean;
  unanswered: number;
  status: PrinterStatus;
  quiet: boolean;
  closed: boolean;
}

const same = (a: PrinterStatus, b: PrinterStatus): boolean =>
  a.blocked === b.blocked && a.paperLow === b.paperLow && a.drawerHigh === b.drawerHigh;

/** Asks a printer one set of questions at a time and collects its answers. */
const createInquiry = (
  line: LineState,
  language: PrinterLanguage,
  setStatus: (status: PrinterStatus) => void,
) => {
  const answered = createPulse();
  let answers: number[] | undefined;
  let asking: Promise<PrinterStatus | undefined> | undefined;

  const askOnce = async (): Promise<PrinterStatus | undefined> => {
    const mine: number[] = [];
    answers = mine;
    line.link?.write(language.questions).catch(() => undefined);
    const until = performance.now() + answerMs;
    while (mine.length < language.answers && answers === mine) {
      const leftMs = until - performance.now();
      if (leftMs <= 0 || (await answered.next(leftMs)) === "timeout") break;
    }
    if (answers !== mine) return undefined; // asked on a line that is gone
    const isComplete = mine.length >= language.answers;
    answers = undefined;
    line.unanswered = isComplete ? 0 : line.unanswered + 1;
    if (
      !isComplete &&
      line.spoken &&
      line.unanswered >= silenceMax &&
      line.status.blocked === undefined
    )
      setStatus({ ...line.status, blocked: "offline" });
    return isComplete ? line.status : undefined;
  };

  const heard = (byte: number): void => {
    answers?.push(byte);
    // In the order in which it was said: what the printer says behind its answers is newer than they are.
    if (answers?.length === language.answers && language.statusOf !== undefined)
      setStatus(language.statusOf(answers));
    answered.beat();
  };
  return {
    heard,
    /** A whole status has come: where answers are such, one of them. */
    heardStatus: (): void => {
      if (language.statusOf === undefined) heard(0);
    },
    ask: (): Promise<PrinterStatus | undefined> => {
      if (line.link === undefined) return Promise.resolve(undefined);
      if (asking !== undefined) return asking;
      const mine = askOnce().finally(() => {
        if (asking === mine) asking = undefined;
      });
      asking = mine;
      return mine;
    },
    /** What was asked before will not be answered: this is another connection. */
    renew: (): void => {
      answers = undefined;
      asking = undefined;
      answered.beat();
    },
  };
};

/** One connection from its opening to its end. Rejects with LinkError when it cannot be opened. */
const liveOnce = async (
  line: LineState,
  { open, model, on }: PrinterLineOptions,
  voices: {
    readonly hear: (word: PrinterWord) => void;
    readonly ask: () => Promise<unknown>;
    readonly renew: () => void;
  },
): Promise<void> => {
  const language = languageOf(model);
  const answers = model.confirms !== "none";
  const ended = createPulse();
  let over = false;
  const link = await open({
    bytes: language.createEars(voices.hear),
    closed: () => {
      over = true;
      ended.beat();
    },
  });
  if (line.closed) {
    link.close();
    return;
  }
  Object.assign(line, {
    link,
    fault: undefined,
    spoken: false,
    unanswered: 0,
    status: statusUnknown,
  });
  line.generation += 1;
  voices.renew();
  if (answers && model.automaticStatus && language.automaticStatusOn !== undefined)
    link.write(language.automaticStatusOn).catch(() => undefined);
  if (answers) void voices.ask();
  on.up();
  on.changed();
  while (!over) {
    const calm = model.automaticStatus && line.status.blocked === undefined;
    const woken = await ended.next(calm ? askEveryMs.calm : askEveryMs.alert);
    if (woken === "timeout" && answers && !line.quiet) await voices.ask();
  }
  line.link = undefined;
  on.down();
  on.changed();
};

/** Opens again and again until the line is closed. */
const keepOpen = async (
  line: LineState,
  live: () => Promise<void>,
  { stop, changed }: { readonly stop: Pulse; readonly changed: () => void },
): Promise<void> => {
  let waitMs = reopenMs.first;
  while (!line.closed) {
    const before = line.generation;
    try {
      await live();
    } catch (fault) {
      if (!(fault instanceof LinkError)) throw fault;
      line.fault = fault.message;
      changed();
    }
    waitMs = line.generation > before ? reopenMs.first : Math.min(waitMs * 2, reopenMs.last);
    if (!line.closed) await stop.next(waitMs);
  }
};

export const createPrinterLine = (options: PrinterLineOptions): PrinterLine => {
  const { on } = options;
  const line: LineState = {
    link: undefined,
    fault: undefined,
    generation: 0,
    spoken: false,
    unanswered: 0,
    status: statusUnknown,
    quiet: false,
    closed: false,
  };
  const stop = createPulse();
  const setStatus = (status: PrinterStatus): void => {
    if (same(status, line.status)) return;
    line.status = status;
    on.changed();
  };
  const inquiry = createInquiry(line, languageOf(options.model), setStatus);
  const hear = (word: PrinterWord): void => {
    if (word.word !== "strange" && !line.spoken) {
      line.spoken = true;
      on.changed();
    }
    if (word.word === "automatic") {
      setStatus(word.status);
      inquiry.heardStatus();
    } else if (word.word === "realtime") inquiry.heard(word.byte);
    on.word(word);
  };
  void keepOpen(line, () => liveOnce(line, options, { hear, ...inquiry }), {
    stop,
    changed: on.changed,
  });

  return {
    isUp: () => line.link !== undefined,
    fault: () => line.fault,
    generation: () => line.generation,
    hasSpoken: () => line.spoken,
    isSilent: () => !line.spoken && line.unanswered >= silenceMax,
    status: () => line.status,
    write: (bytes) =>
      line.link?.write(bytes) ?? Promise.reject(new LinkError("the printer is not connected")),
    ask: inquiry.ask,
    setQuiet: (quiet) => {
      line.quiet = quiet;
    },
    close: () => {
      line.closed = true;
      line.link?.close();
      stop.beat();
    },
  };
};
