// An ESC/POS printer without paper: takes bytes as a real one does, answers its questions, can be made to fail.
// In process it is a far end of the simulated port; behind printer-server.ts it listens on TCP like a real one.
import type { FarEnd, FarEndLink, NearEnd } from "../ports/byte-link.ts";
import { createPulse } from "../pulse.ts";
import { createEscposParser, type EscposCommand } from "./escpos-parser.ts";
import { createPaper, type Slip } from "./paper.ts";

export type PrinterFault = "paper_out" | "cover_open" | "stall" | "reset";

export interface SimulatedPrinterOptions {
  readonly columns?: 48 | 42 | 32;
  /** false: takes everything and never says a word */
  readonly answers?: boolean;
  /** knows GS ( H */
  readonly echoes?: boolean;
  /** sends status by itself once told to */
  readonly automatic?: boolean;
  /** room for bytes not yet worked on; a full buffer stops the sender */
  readonly bufferBytes?: number;
  /** waits so long before each line that is fed */
  readonly lineMs?: number;
  /** somebody pushes the drawer shut after so long; absent: it stays open */
  readonly drawerShutAfterMs?: number;
}

export interface DrawerPulse {
  readonly pin: 2 | 5;
  readonly onMs: number;
  readonly offMs: number;
}

export interface PrinterOutput {
  readonly text: string;
  readonly slips: readonly Slip[];
  /** bytes of commands it does not know, in hex */
  readonly unknown: readonly string[];
}

export interface SimulatedPrinter extends FarEnd {
  readonly columns: number;
  /** `reset` acts at once (power off and on); the others last until `null`. */
  readonly fault: (fault: PrinterFault | null) => void;
  /** Makes a lasting fault begin after so many more fed lines: paper out at line 12. */
  readonly faultAfter: (lines: number, fault: Exclude<PrinterFault, "reset">) => void;
  readonly output: () => PrinterOutput;
  /** every pulse on the drawer port */
  readonly pulses: () => readonly DrawerPulse[];
  readonly drawerIsOpen: () => boolean;
  readonly closeDrawer: () => void;
  /** bytes taken in since it was made, real-time commands included */
  readonly receivedBytes: () => number;
}

interface Works {
  readonly options: Required<Omit<SimulatedPrinterOptions, "drawerShutAfterMs">>;
  readonly drawerShutAfterMs: number | undefined;
  fault: PrinterFault | undefined;
  later: { lines: number; fault: Exclude<PrinterFault, "reset"> } | undefined;
  drawerOpen: boolean;
  automaticOn: boolean;
  near: NearEnd | undefined;
  readonly pulses: DrawerPulse[];
}

const say = (works: Works, ...bytes: readonly number[]): void => {
  if (works.options.answers) works.near?.deliver(Uint8Array.from(bytes));
};

const isBlocked = ({ fault }: Works): boolean => fault !== undefined;
/** A stalled printer takes nothing and says nothing; the others still answer questions. */
const isMute = ({ fault }: Works): boolean => fault === "stall";

/** Answer to DLE EOT n. */
const realtimeAnswer = (works: Works, question: number): number => {
  const paperOut = works.fault === "paper_out";
  const coverOpen = works.fault === "cover_open";
  switch (question) {
    case 1:
      return 0x12 | (works.drawerOpen ? 0x04 : 0) | (isBlocked(works) ? 0x08 : 0);
    case 2:
      return 0x12 | (coverOpen ? 0x04 : 0) | (paperOut ? 0x20 : 0);
    case 4:
      return 0x12 | (paperOut ? 0x6c : 0);
    default:
      return 0x12;
  }
};

const automaticAnswer = (works: Works): readonly number[] => [
  0x10 |
    (works.drawerOpen ? 0x04 : 0) |
    (isBlocked(works) ? 0x08 : 0) |
    (works.fault === "cover_open" ? 0x20 : 0),
  0,
  works.fault === "paper_out" ? 0x0f : 0,
  0,
];

const sayAutomatic = (works: Works): void => {
  if (works.automaticOn && works.options.automatic && !isMute(works))
    say(works, ...automaticAnswer(works));
};

/** Real-time commands act when they arrive, wherever they stand in the stream. */
const actInRealTime = (works: Works, bytes: Uint8Array): void => {
  if (isMute(works)) return;
  for (let at = 0; at + 2 < bytes.length; at++)
    if (bytes[at] === 0x10 && bytes[at + 1] === 0x04) {
      const question = bytes[at + 2] ?? 0;
      if (question >= 1 && question <= 4) say(works, realtimeAnswer(works, question));
    }
};

const shutDrawer = (works: Works): void => {
  works.drawerOpen = false;
  sayAutomatic(works);
};

const kickDrawer = (works: Works, [pin = 0, on = 0, off = 0]: Uint8Array): void => {
  works.pulses.push({ pin: pin % 48 === 0 ? 2 : 5, onMs: on * 2, offMs: off * 2 });
  // Below 10 ms no solenoid moves.
  if (on * 2 < 10) return;
  works.drawerOpen = true;
  sayAutomatic(works);
  if (works.drawerShutAfterMs !== undefined)
    setTimeout(() => shutDrawer(works), works.drawerShutAfterMs).unref();
};

/** Commands that make the printer speak or move something other than paper. */
const actBesides = (works: Works, command: EscposCommand): void => {
  if (command.kind !== "order") return;
  const { name, parameters } = command;
  const [first = 0] = parameters;
  if (name === "ESC p") kickDrawer(works, parameters);
  if (name === "ESC @") works.automaticOn = false;
  if (name === "GS a") {
    works.automaticOn = first !== 0;
    sayAutomatic(works);
  }
  if (name === "GS r") say(works, first % 48 === 1 ? 0 : works.drawerOpen ? 1 : 0);
  const isEcho = name === "GS (" && first === 0x48 && parameters[3] === 48;
  if (isEcho && works.options.echoes) say(works, 0x37, 0x22, ...parameters.subarray(5, 9), 0);
};

const feeds = (command: EscposCommand): boolean =>
  (command.kind === "control" && command.code === 0x0a) ||
  (command.kind === "order" && ["ESC d", "ESC J", "GS v", "GS V"].includes(command.name));

export const createSimulatedPrinter = (given: SimulatedPrinterOptions = {}): SimulatedPrinter => {
  const options = {
    columns: given.columns ?? 48,
    answers: given.answers ?? true,
    echoes: given.echoes ?? true,
    automatic: given.automatic ?? true,
    bufferBytes: given.bufferBytes ?? 8192,
    lineMs: given.lineMs ?? 0,
  } as const;
  const works: Works = {
    options,
    drawerShutAfterMs: given.drawerShutAfterMs,
    fault: undefined,
    later: undefined,
    drawerOpen: false,
    automaticOn: false,
    near: undefined,
    pulses: [],
  };
  const paper = createPaper(options.columns);
  const parser = createEscposParser();
  const pulse = createPulse();
  let buffered: Uint8Array[] = [];
  let bufferedBytes = 0;
  let receivedBytes = 0;
  let working = false;

  const setFault = (fault: Exclude<PrinterFault, "reset"> | undefined): void => {
    works.fault = fault;
    sayAutomatic(works);
    pulse.beat();
    void work();
  };

  const countLine = (): void => {
    if (works.later === undefined) return;
    works.later.lines -= 1;
    if (works.later.lines > 0) return;
    const { fault } = works.later;
    works.later = undefined;
    setFault(fault);
  };

  /** Works off the buffer until it is empty or the printer cannot go on. */
  const work = async (): Promise<void> => {
    if (working) return;
    working = true;
    while (!isBlocked(works)) {
      const command = parser.next();
      if (command === undefined) {
        const bytes = buffered.shift();
        if (bytes === undefined) break;
        parser.push(bytes);
        bufferedBytes -= bytes.length;
        pulse.beat();
        continue;
      }
      if (options.lineMs > 0 && feeds(command)) {
        await new Promise((resolve) => setTimeout(resolve, options.lineMs));
        if (parser.held() === 0 && works.near === undefined) continue;
      }
      paper.act(command);
      actBesides(works, command);
      if (feeds(command)) countLine();
    }
    working = false;
  };

  const forget = (): void => {
    buffered = [];
    bufferedBytes = 0;
    parser.clear();
    paper.reset();
    works.automaticOn = false;
    pulse.beat();
  };

  const connect = (near: NearEnd): FarEndLink => {
    works.near = near;
    let alive = true;
    return {
      receive: async (bytes) => {
        receivedBytes += bytes.length;
        actInRealTime(works, bytes);
        while (alive && bufferedBytes > 0 && bufferedBytes + bytes.length > options.bufferBytes)
          await pulse.next();
        if (!alive) return;
        buffered.push(bytes);
        bufferedBytes += bytes.length;
        await work();
      },
      gone: () => {
        alive = false;
        if (works.near === near) works.near = undefined;
        pulse.beat();
      },
    };
  };

  return {
    columns: options.columns,
    connect,
    fault: (fault) => {
      if (fault !== "reset") {
        works.later = undefined;
        setFault(fault ?? undefined);
        return;
      }
      const { near } = works;
      forget();
      near?.drop();
    },
    faultAfter: (lines, fault) => {
      works.later = { lines, fault };
    },
    output: () => {
      const slips = paper.slips();
      return {
        text: slips.map((slip) => slip.text).join("\n\n"),
        slips,
        unknown: paper.unknown(),
      };
    },
    pulses: () => works.pulses,
    drawerIsOpen: () => works.drawerOpen,
    closeDrawer: () => shutDrawer(works),
    receivedBytes: () => receivedBytes,
  };
};
