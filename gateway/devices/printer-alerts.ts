// Says aloud what a person should do at a printer: guests wait for paper while another printer could print,
// or the roll will not last. Changes nothing by itself.
import type { AlertCode, JobState, JobView, PrintQueue } from "./contract.ts";
import type { Timers } from "./timers.ts";

/** A printer blocked for so long with jobs waiting is worth an alert; the page may offer another one. */
const waitingMs = 8_000;
const receiptsLeftLow = 20;
const waitingStates: readonly JobState[] = ["queued", "blocked"];

export interface PrinterAlert {
  readonly printer: string;
  readonly code: Extract<AlertCode, "printer.waiting" | "printer.paper_low">;
  readonly facts: { readonly [name: string]: string | number };
}

export interface PrinterAlertsDependencies {
  readonly queue: Pick<PrintQueue, "list" | "paper" | "onState">;
  readonly timers: Timers;
  readonly emit: (alert: PrinterAlert) => void;
}

export const createPrinterAlerts = ({
  queue,
  timers,
  emit,
}: PrinterAlertsDependencies): { readonly close: () => void } => {
  const cancelByPrinter = new Map<string, () => void>();
  const lowPrinters = new Set<string>();

  const stop = (printer: string): void => {
    cancelByPrinter.get(printer)?.();
    cancelByPrinter.delete(printer);
  };

  const tellWaiting = (printer: string): void => {
    const jobs = queue.list({ printer, states: waitingStates });
    const first = jobs.at(-1);
    if (first === undefined) return;
    const other = jobs.find(({ otherPrinter }) => otherPrinter !== undefined)?.otherPrinter;
    const facts = {
      jobs: jobs.length,
      why: first.why ?? "offline",
      ...(other === undefined ? {} : { otherPrinter: other }),
    };
    emit({ printer, code: "printer.waiting", facts });
  };

  /** Once a roll: the forecast falls below the mark, and rises above it when the roll is changed. */
  const lookAtPaper = (printer: string): void => {
    const { receiptsLeft } = queue.paper(printer);
    if (receiptsLeft >= receiptsLeftLow) lowPrinters.delete(printer);
    else if (!lowPrinters.has(printer)) {
      lowPrinters.add(printer);
      emit({ printer, code: "printer.paper_low", facts: { receiptsLeft } });
    }
  };

  const off = queue.onState(({ state, printer }: JobView) => {
    if (state === "blocked" && !cancelByPrinter.has(printer)) {
      cancelByPrinter.set(
        printer,
        timers.after(waitingMs, () => tellWaiting(printer)),
      );
    }
    if (state !== "printed" && state !== "sent") return;
    stop(printer);
    lookAtPaper(printer);
  });

  return {
    close: () => {
      off();
      for (const cancel of cancelByPrinter.values()) cancel();
    },
  };
};
