// A simulated ESC/POS printer whose line can be held at any moment of a job, and whose paper is read back as
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

/** Longer writes are a job's; questions and probes are shorter. */
const questionBytesMax = 40;

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

export const createGatedPrinter = (
  options: SimulatedPrinterOptions,
  stir: () => void,
): GatedPrinter => {
  const far = createSimulatedPrinter(options);
  const pulse = createPulse();
  let held: "bytes" | "word" | undefined;
  let isHolding = false;
  let unsaid: (() => void)[] = [];

  const gate: FarEnd = {
    connect: (near) => {
      let alive = true;
      const link = far.connect({
        deliver: (bytes) => {
          stir();
          if (held !== "word" || !isWord(bytes)) near.deliver(bytes);
          else unsaid.push(() => (alive ? near.deliver(bytes) : undefined));
        },
        drop: near.drop,
      });
      return {
        receive: async (bytes) => {
          stir();
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
