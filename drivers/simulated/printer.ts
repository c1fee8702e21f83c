// A printer without paper, of the language that its dialect says: takes bytes, answers questions, can be made to fail.
// In process it is a far end of the simulated port; behind printer-server.ts it listens on TCP like a real one.
import type { FarEnd, FarEndLink, NearEnd } from "../ports/byte-link.ts";
import { createPulse } from "../pulse.ts";
import type { Dialect } from "./dialect.ts";
import type { EscposCommand } from "./escpos-parser.ts";
import { createPaper, type Slip } from "./paper.ts";
import {
  escposDialect,
  isBlocked,
  sayAutomatic,
  shutDrawer,
  type DrawerPulse,
  type LastingFault,
  type PrinterTraits,
  type Works,
} from "./printer-answers.ts";

export type PrinterFault = LastingFault | "reset";

export interface SimulatedPrinterOptions extends Partial<PrinterTraits> {
  /** somebody pushes the drawer shut after so long; absent: it stays open */
  readonly drawerShutAfterMs?: number;
  /** absent: ESC/POS */
  readonly dialect?: Dialect;
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
  readonly faultAfter: (lines: number, fault: LastingFault) => void;
  readonly output: () => PrinterOutput;
  /** every pulse on the drawer port */
  readonly pulses: () => readonly DrawerPulse[];
  readonly drawerIsOpen: () => boolean;
  readonly closeDrawer: () => void;
  /** Something keeps the drawer from shutting, or does not any more: then it is pushed shut. */
  readonly holdDrawer: (held: boolean) => void;
  readonly drawerIsHeld: () => boolean;
  /** bytes taken in since it was made, real-time commands included */
  readonly receivedBytes: () => number;
}

const feeds = (command: EscposCommand): boolean =>
  (command.kind === "control" && command.code === 0x0a) ||
  (command.kind === "order" && ["ESC d", "ESC J", "GS v", "GS V"].includes(command.name));

const usualTraits: PrinterTraits = {
  columns: 48,
  answers: true,
  echoes: true,
  automatic: true,
  bufferBytes: 8192,
  lineMs: 0,
};

/** A fault that was set for later begins when its line has been fed. */
const countLine = (works: Works): void => {
  if (works.later === undefined) return;
  works.later.lines -= 1;
  if (works.later.lines > 0) return;
  works.fault = works.later.fault;
  works.later = undefined;
  sayAutomatic(works);
};

/** The receive buffer and the interpreter behind it. */
const createEngine = (works: Works) => {
  const { columns, bufferBytes, lineMs } = works.options;
  const paper = createPaper(columns);
  const parser = works.dialect.createParser();
  const pulse = createPulse();
  let buffered: Uint8Array[] = [];
  let bufferedBytes = 0;
  let working = false;

  /** The next command, fetching from the buffer; undefined when there is nothing to do. */
  const nextCommand = (): EscposCommand | undefined => {
    for (;;) {
      const command = parser.next();
      if (command !== undefined) return command;
      const bytes = buffered.shift();
      if (bytes === undefined) return undefined;
      parser.push(bytes);
      bufferedBytes -= bytes.length;
      pulse.beat();
    }
  };

  /** Works the buffer off until it is empty or the printer cannot go on. */
  const work = async (): Promise<void> => {
    if (working) return;
    working = true;
    while (!isBlocked(works)) {
      const command = nextCommand();
      if (command === undefined) break;
      if (lineMs > 0 && feeds(command)) await new Promise((done) => setTimeout(done, lineMs));
      paper.act(command);
      works.dialect.actBesides(works, command);
      if (feeds(command)) countLine(works);
    }
    working = false;
  };

  return {
    paper,
    work,
    /** Resolves when there is room; a sender that has gone waits no longer. */
    take: async (bytes: Uint8Array, isAlive: () => boolean): Promise<void> => {
      while (isAlive() && bufferedBytes > 0 && bufferedBytes + bytes.length > bufferBytes)
        await pulse.next();
      if (!isAlive()) return;
      buffered.push(bytes);
      bufferedBytes += bytes.length;
      await work();
    },
    wake: pulse.beat,
    /** Power off and on. */
    forget: (): void => {
      buffered = [];
      bufferedBytes = 0;
      parser.clear();
      paper.reset();
      works.automaticOn = false;
      works.marks = 0;
      pulse.beat();
    },
  };
};

/** Everything of a printer that was just switched on. */
const newWorks = (given: SimulatedPrinterOptions): Works => {
  const { drawerShutAfterMs, dialect = escposDialect, ...traits } = given;
  return {
    options: { ...usualTraits, ...traits },
    drawerShutAfterMs,
    fault: undefined,
    later: undefined,
    drawerOpen: false,
    drawerHeld: false,
    automaticOn: false,
    near: undefined,
    pulses: [],
    dialect,
    marks: 0,
    pulse: undefined,
  };
};

export const createSimulatedPrinter = (given: SimulatedPrinterOptions = {}): SimulatedPrinter => {
  const works = newWorks(given);
  const engine = createEngine(works);
  let receivedBytes = 0;

  const setFault = (fault: LastingFault | undefined): void => {
    works.later = undefined;
    works.fault = fault;
    sayAutomatic(works);
    engine.wake();
    void engine.work();
  };

  /** the newest is spoken to; one that only looked in and went leaves the line to who had it */
  const lines = new Set<NearEnd>();
  const connect = (near: NearEnd): FarEndLink => {
    lines.add(near);
    works.near = near;
    let alive = true;
    return {
      receive: async (bytes) => {
        receivedBytes += bytes.length;
        works.dialect.actInRealTime(works, bytes);
        await engine.take(bytes, () => alive);
      },
      gone: () => {
        alive = false;
        lines.delete(near);
        works.near = [...lines].at(-1);
        engine.wake();
      },
    };
  };

  return {
    columns: works.options.columns,
    connect,
    fault: (fault) => {
      if (fault !== "reset") {
        setFault(fault ?? undefined);
        return;
      }
      const { near } = works;
      engine.forget();
      near?.drop();
    },
    faultAfter: (lines, fault) => {
      works.later = { lines, fault };
    },
    output: () => {
      const slips = engine.paper.slips();
      const text = slips.map((slip) => slip.text).join("\n\n");
      return { text, slips, unknown: engine.paper.unknown() };
    },
    pulses: () => works.pulses,
    drawerIsOpen: () => works.drawerOpen,
    closeDrawer: () => shutDrawer(works),
    holdDrawer: (held) => {
      works.drawerHeld = held;
      if (!held) shutDrawer(works);
    },
    drawerIsHeld: () => works.drawerHeld,
    receivedBytes: () => receivedBytes,
  };
};
