// A receipt printer that speaks ESC/POS, over any transport: line, jobs, drawer pulse and self-test put together.
import type { DeviceState } from "../contract.ts";
import { DeviceFault, type Device, type DeviceContext, type PrintJob } from "../driver.ts";
import type { OpenLink } from "../ports/byte-link.ts";
import { loadRaster, rasterProblem, type Raster } from "../ports/raster.ts";
import type { PrinterModel } from "./models.ts";
import { createPrinterLine, type PrinterLine } from "./printer-line.ts";
import { createPrintJobs, echoRequest, type PrintJobsTimes } from "./print-jobs.ts";
import { receiptBytes } from "./receipt-bytes.ts";
import { drawerPulse } from "./receipt-source.ts";

export interface EscposPrinterOptions {
  readonly open: OpenLink;
  readonly model: PrinterModel;
  readonly identity: string;
  readonly context: DeviceContext;
  readonly times?: PrintJobsTimes;
  /** level of the drawer's switch that means open */
  readonly drawerOpenWhen?: "high" | "low";
}

export interface EscposPrinter extends Device {
  readonly print: (job: PrintJob) => ReturnType<NonNullable<Device["print"]>>;
  readonly cancel: (job: string) => void;
  readonly kick: (pin: 2 | 5) => Promise<void>;
  /** undefined while the printer has not said it */
  readonly drawerIsOpen: () => boolean | undefined;
  readonly onDrawer: (listener: (open: boolean) => void) => void;
}

/** Characters outside GBK are drawn; without the drawing package they become 〓, which is said once. */
const createRasterOnDemand = (log: (message: string) => void) => {
  let loading: Promise<Raster | undefined> | undefined;
  return (): Promise<Raster | undefined> => {
    loading ??= rasterProblem().then((problem) => {
      if (problem === undefined) return loadRaster();
      log(`rare characters will print as 〓: ${problem}`);
      return undefined;
    });
    return loading;
  };
};

/** The probe's echo id: four signs that no job's counter makes. */
const probeEcho = echoRequest("~~~~");

const stateOf = (line: PrinterLine): { state: DeviceState; why?: string } => {
  if (!line.isUp()) return { state: "absent" };
  const why = line.status().blocked;
  return why === undefined ? { state: "ready" } : { state: "blocked", why };
};

/** `inside`: the line is up. `loop`: the printer answers its questions. `ask`: it prints and a person looks. */
const selfTest = async (
  line: PrinterLine,
  level: "inside" | "loop" | "ask",
  print: () => void,
): Promise<unknown> => {
  if (!line.isUp()) throw new DeviceFault("offline", true);
  if (level === "inside") return { line: "up", spoken: line.hasSpoken() };
  const status = await line.ask();
  if (level === "ask") print();
  else if (status === undefined) throw new DeviceFault("silent", true, "no answer to DLE EOT");
  return { line: "up", status: status ?? null };
};

export const createEscposPrinter = (options: EscposPrinterOptions): EscposPrinter => {
  const { context, model, identity } = options;
  const raster = createRasterOnDemand(context.log);
  const drawerListeners: ((open: boolean) => void)[] = [];
  let drawerOpen: boolean | undefined;
  let echoes = 0;
  let tests = 0;

  const lookAtDrawer = (): void => {
    if (!line.isUp() || !line.hasSpoken()) return;
    const open = line.status().drawerHigh === ((options.drawerOpenWhen ?? "high") === "high");
    if (open === drawerOpen) return;
    drawerOpen = open;
    for (const listener of drawerListeners) listener(open);
  };

  const line = createPrinterLine({
    open: options.open,
    model,
    on: {
      changed: () => {
        lookAtDrawer();
        jobs.changed();
        context.changed();
      },
      word: (word) => {
        if (word.word === "echo") {
          echoes += 1;
          if (echoes === 1) context.changed();
        }
        jobs.heard(word);
        if (word.word === "automatic" || word.word === "realtime") lookAtDrawer();
      },
      up: () => {
        echoes = 0;
        if (model.confirms === "full") line.write(probeEcho).catch(() => undefined);
      },
      down: () => {
        drawerOpen = undefined;
        jobs.down();
      },
    },
  });

  const jobs = createPrintJobs({
    line,
    model,
    emit: context.emit,
    nowMs: context.nowMs,
    ...(options.times === undefined ? {} : { times: options.times }),
    bytes: async ({ document, copy }) =>
      receiptBytes(document, {
        model,
        raster: await raster(),
        ...(copy === undefined ? {} : { copy }),
      }),
  });

  /** What was proven on this connection, never more than the model claims. */
  const confirms = () => {
    if (!line.hasSpoken() || model.confirms === "none") return "none";
    return model.confirms === "full" && echoes > 0 ? "full" : "status";
  };

  const printTest = (): void => {
    tests += 1;
    jobs.submit({
      job: `self-test-${context.nowMs()}-${tests}`,
      attempt: 1,
      document: {
        kind: "status",
        lang: "zh-CN",
        blocks: [
          { kind: "text", text: "自检 Self-test", bold: true, align: "center" },
          { kind: "row", left: context.device, right: model.id },
          { kind: "cut" },
        ],
      },
    });
  };

  return {
    status: () => ({
      model: model.id,
      identity,
      confirms: confirms(),
      counters: jobs.counters,
      ...stateOf(line),
    }),
    current: () => jobs.current(),
    print: (job) => jobs.submit(job),
    cancel: (job) => jobs.cancel(job),
    kick: async (pin) => {
      if (!model.drawer) throw new DeviceFault("unsuited", false, "no drawer port");
      await jobs.insert(drawerPulse(pin));
    },
    selfTest: (level) => selfTest(line, level, printTest),
    drawerIsOpen: () => drawerOpen,
    onDrawer: (listener) => {
      drawerListeners.push(listener);
    },
    close: async () => {
      line.close();
      jobs.close();
      await Promise.resolve();
    },
  };
};
