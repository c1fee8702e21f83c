// One real printer driver on a real TCP line to a simulated printer, with everything it said.
import { createPulse } from "../../../drivers/pulse.ts";
import type { PrintDocument } from "../../../drivers/contract.ts";
import type { DeviceEvent } from "../../../drivers/driver.ts";
import { createSimulatedPort } from "../../../drivers/ports/simulated.ts";
import { openTcp } from "../../../drivers/ports/tcp.ts";
import { createReceiptPrinter } from "../../../drivers/receipt-printer/receipt-printer.ts";
import { printerModel } from "../../../drivers/receipt-printer/models.ts";
import type { PrintJobsTimes } from "../../../drivers/receipt-printer/print-jobs.ts";
import { dialectOf } from "../../../drivers/simulated/dialects.ts";
import {
  createSimulatedPrinter,
  type SimulatedPrinter,
  type SimulatedPrinterOptions,
} from "../../../drivers/simulated/printer.ts";
import { startFarEndServer } from "../../../drivers/simulated/printer-server.ts";

export type JobEvent = Extract<DeviceEvent, { event: "job" }>;

export const quickTimes: PrintJobsTimes = { stallMs: 150, confirmMs: 400, silentMs: 300 };

export const receipt = (mark: string, lines = 3): PrintDocument => ({
  kind: "receipt",
  lang: "zh-CN",
  blocks: [
    { kind: "text", text: `牡丹酒店 ${mark}`, bold: true, align: "center" },
    ...Array.from({ length: lines }, (_, line) => ({
      kind: "row" as const,
      left: `次卡 ${line + 1}`,
      right: "¥1,280.00",
    })),
    { kind: "text", text: `END ${mark}` },
    { kind: "cut" },
  ],
});

export interface BenchOptions {
  readonly model?: string;
  readonly far?: SimulatedPrinterOptions;
  /** the printer of an earlier bench, with what that left in its memory */
  readonly on?: SimulatedPrinter;
  readonly nowMs?: () => number;
  readonly times?: PrintJobsTimes;
  /** a line without the kernel's buffers, so that a full printer is felt at once */
  readonly inProcess?: boolean;
}

export const openBench = async (options: BenchOptions = {}) => {
  const model = printerModel(options.model ?? "epson-tm");
  const far = options.on ?? createSimulatedPrinter({ dialect: dialectOf(model), ...options.far });
  let server = await startFarEndServer(far);
  const { port } = server;
  const events: DeviceEvent[] = [];
  const pulse = createPulse();
  const printer = createReceiptPrinter({
    open:
      options.inProcess === true
        ? createSimulatedPort(far, Date.now).open
        : openTcp({ host: "127.0.0.1", port, connectTimeoutMs: 500 }, Date.now),
    model,
    identity: `tcp:127.0.0.1:${port}`,
    times: options.times ?? quickTimes,
    context: {
      device: "printer",
      nowMs: options.nowMs ?? Date.now,
      emit: (event) => {
        events.push(event);
        pulse.beat();
      },
      changed: () => pulse.beat(),
      log: () => undefined,
      sibling: () => undefined,
      recorded: (open) => open,
      pcsc: () => {
        throw new Error("no PC/SC here");
      },
    },
  });

  /** Waits for what must come; fails after 10 s with what has come instead. */
  const until = async (what: () => boolean, name = "the expected"): Promise<void> => {
    const end = performance.now() + 10_000;
    while (!what()) {
      if (performance.now() > end)
        throw new Error(`${name} did not come: ${JSON.stringify([printer.status(), events])}`);
      await pulse.next(20);
    }
  };
  const statesOf = (job: string): readonly string[] =>
    events.flatMap((event) => (event.event === "job" && event.job === job ? [event.state] : []));
  const jobState = (job: string): string | undefined => statesOf(job).at(-1);

  return {
    far,
    printer,
    events,
    until,
    statesOf,
    jobState,
    isReady: () => until(() => printer.status().state === "ready", "ready"),
    untilJob: (job: string, state: string) =>
      until(() => jobState(job) === state, `${job} ${state}`),
    print: (job: string, attempt = 1, document: PrintDocument = receipt(job)) =>
      printer.print({ job, attempt, document }),
    /** How often this mark stands at the end of a slip: the number of times the job came out. */
    cameOut: (job: string): number =>
      far.output().text.split(`END ${job}\n`).length -
      1 +
      (far.output().text.endsWith(`END ${job}`) ? 1 : 0),
    stopServer: () => server.stop(),
    startServer: async () => {
      server = await startFarEndServer(far, { port });
    },
    close: async () => {
      await printer.close();
      await server.stop();
    },
  };
};

export type PrinterBench = Awaited<ReturnType<typeof openBench>>;
