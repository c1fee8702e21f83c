// A simulated printer whose line can be held at any moment of a job, and whose paper is read back as
// slips with the job's name and copy mark. The far end is the product's own simulator.
import type { FarEnd, OpenLink } from "../../../../drivers/ports/byte-link.ts";
import { createSimulatedPort } from "../../../../drivers/ports/simulated.ts";
import { createPulse } from "../../../../drivers/pulse.ts";
import {
  createSimulatedPrinter,
  type SimulatedPrinter,
  type SimulatedPrinterOptions,
} from "../../../../drivers/simulated/printer.ts";
import type { PrintDocument } from "../../../../gateway/devices/contract.ts";

/** Longer writes are a job's; questions, probes and fences are shorter. */
const questionBytesMax = 64;

/** A job as it lies on the paper. */
export interface PaperJob {
  readonly mark: string;
  /** number on its copy mark; 0 without one */
  readonly copy: number;
  complete: boolean;
}

export interface GatedPrinter {
  readonly far: SimulatedPrinter;
  /** for a line through a real transport; `open` is one in process */
  readonly farEnd: FarEnd;
  readonly open: OpenLink;
  readonly unplug: () => void;
  readonly plug: () => void;
  /** `bytes`: takes only half of the next job; `word`: takes all and keeps its confirmation to itself. */
  readonly hold: (what: "bytes" | "word") => void;
  readonly release: () => void;
  /** Has a held job arrived in part? */
  readonly isHolding: () => boolean;
  readonly paper: () => readonly PaperJob[];
}

/** `picture`: with a code that printers without one of their own get dot by dot. */
export const receiptWith = (mark: string, lines: number, picture: boolean): PrintDocument => ({
  kind: "receipt",
  lang: "zh-CN",
  blocks: [
    { kind: "text", text: `START ${mark}` },
    ...(picture ? [{ kind: "qr" as const, data: mark }] : []),
    ...Array.from({ length: lines }, (_, line) => ({
      kind: "text" as const,
      text: `次卡 line ${line + 1} of ${mark}`,
    })),
    { kind: "text", text: `END ${mark}` },
    { kind: "cut" },
  ],
});

const readPaper = (far: SimulatedPrinter): readonly PaperJob[] => {
  const jobs: PaperJob[] = [];
  let copy = 0;
  for (const line of far.output().text.split("\n")) {
    const copied = /COPY (\d+)/u.exec(line)?.[1];
    if (copied !== undefined) copy = Number(copied);
    const start = /^START (\S+)/u.exec(line)?.[1];
    if (start !== undefined) {
      jobs.push({ mark: start, copy, complete: false });
      copy = 0;
    }
    const end = /^END (\S+)/u.exec(line)?.[1];
    const last = jobs.at(-1);
    if (end !== undefined && last?.mark === end) last.complete = true;
  }
  return jobs;
};

/** The printer's confirmation: the echo of an id, or the answer of its paper sensor. */
const isWord = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x37 || (bytes.length === 1 && ((bytes[0] ?? 0) & 0x90) === 0);

/** Star's status: nine bytes, of which one bit and one byte tell how many marks it has passed. */
const isStarStatus = (bytes: Uint8Array): boolean =>
  bytes.length === 9 && bytes[0] === 0x23 && bytes[1] === 0x06;
const someMarks = 0x02;

/** A Star printer's word is no message of its own: it is held by telling of the marks as they were. */
const createStarMarks = () => {
  let told = { some: 0, count: 0 };
  return {
    /** The status as it is, or with the marks that were told last. */
    pass: (status: Uint8Array, isHeld: boolean): Uint8Array => {
      const [, , flags = 0, , , , , count = 0] = status;
      if (!isHeld) {
        told = { some: flags & someMarks, count };
        return status;
      }
      const held = Uint8Array.from(status);
      held[2] = (flags & ~someMarks) | told.some;
      held[7] = told.count;
      return held;
    },
  };
};

export const createGatedPrinter = (
  options: SimulatedPrinterOptions,
  stir: () => void,
): GatedPrinter => {
  const far = createSimulatedPrinter(options);
  const pulse = createPulse();
  let held: "bytes" | "word" | undefined;
  let isHolding = false;
  let unsaid: (() => void)[] = [];
  /** what is said before a job's bytes have come is no word on a job */
  let hasJob = false;
  const starMarks = createStarMarks();

  const gate: FarEnd = {
    connect: (near) => {
      let alive = true;
      const link = far.connect({
        deliver: (bytes) => {
          stir();
          const isHeld = held === "word" && hasJob;
          if (isStarStatus(bytes)) near.deliver(starMarks.pass(bytes, isHeld));
          else if (!isHeld || !isWord(bytes)) near.deliver(bytes);
          else unsaid.push(() => (alive ? near.deliver(bytes) : undefined));
        },
        drop: near.drop,
      });
      return {
        receive: async (bytes) => {
          stir();
          if (bytes.length > questionBytesMax) hasJob = true;
          if (held !== "bytes" || bytes.length <= questionBytesMax) return link.receive(bytes);
          const half = bytes.length >> 1;
          await link.receive(bytes.subarray(0, half));
          isHolding = true;
          while (alive && held === "bytes") await pulse.next();
          isHolding = false;
          if (alive) await link.receive(bytes.subarray(half));
          stir();
        },
        gone: () => {
          alive = false;
          link.gone();
          pulse.beat();
        },
      };
    },
  };
  const port = createSimulatedPort(gate, () => Date.now());

  return {
    far,
    farEnd: gate,
    open: port.open,
    unplug: port.unplug,
    plug: port.plug,
    hold: (what) => {
      held = what;
      hasJob = false;
    },
    release: () => {
      held = undefined;
      const saying = unsaid;
      unsaid = [];
      for (const say of saying) say();
      pulse.beat();
    },
    isHolding: () => isHolding,
    paper: () => readPaper(far),
  };
};
