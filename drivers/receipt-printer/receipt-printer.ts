// A receipt printer in its model's language, over any transport: line, jobs, drawer pulse and self-test put together.
import type { Confirms, DeviceState, DocumentBlock, PrintDocument } from "../contract.ts";
import { DeviceFault, type Device, type DeviceContext, type PrintJob } from "../driver.ts";
import type { OpenLink } from "../ports/byte-link.ts";
import { loadRaster, rasterProblem, type Raster } from "../ports/raster.ts";
import { createTurns } from "../turns.ts";
import { readLogo, withLogo } from "./logo.ts";
import { languageOf, type PrinterModel } from "./models.ts";
import { createPrinterLine, type PrinterLine } from "./printer-line.ts";
import { createPrintJobs, type PrintJobsTimes } from "./print-jobs.ts";
import { receiptBytes, receiptSvg } from "./receipt-bytes.ts";

export interface ReceiptPrinterOptions {
  readonly open: OpenLink;
  readonly model: PrinterModel;
  readonly identity: string;
  readonly context: DeviceContext;
  readonly times?: PrintJobsTimes;
  /** PNG on top of each receipt */
  readonly logo?: string;
  /** level of the drawer's switch that means open */
  readonly drawerOpenWhen?: "high" | "low";
  /** what draws rare characters; absent: the package that is installed */
  readonly draws?: () => Promise<Raster>;
}

export interface ReceiptPrinter extends Device {
  readonly print: (job: PrintJob) => ReturnType<NonNullable<Device["print"]>>;
  readonly cancel: (job: string) => void;
  readonly kick: (pin: 2 | 5) => Promise<void>;
  /** undefined while the printer has not said it */
  readonly drawerIsOpen: () => boolean | undefined;
  readonly onDrawer: (listener: (open: boolean) => void) => void;
}

const withoutImages = (document: PrintDocument): PrintDocument => ({
  ...document,
  blocks: document.blocks.map((block) =>
    block.kind === "image" ? { kind: "text", text: "[图 picture]", align: "center" } : block,
  ),
});

/** All printers of the process share them: a layout takes long enough to be felt where a hundred come at once. */
const turns = createTurns();

/** Jobs as bytes. Characters outside GBK are drawn; without the drawing package they become 〓, said once. */
const createReceiptMaker = (
  { model, draws = loadRaster, context: { log } }: ReceiptPrinterOptions,
  logo: DocumentBlock | undefined,
): ((job: PrintJob) => Promise<Uint8Array>) => {
  let loading: Promise<Raster | undefined> | undefined;
  const load = async (): Promise<Raster | undefined> => {
    const problem = await rasterProblem();
    if (problem === undefined) return draws();
    log(`rare characters will print as 〓: ${problem}`);
    return undefined;
  };
  return async ({ document: plain, copy }) => {
    const document = withLogo(plain, logo);
    loading ??= load();
    await turns();
    const options = { model, raster: await loading, ...(copy === undefined ? {} : { copy }) };
    try {
      return await receiptBytes(document, options);
    } catch (fault) {
      // A receipt matters more than a picture on it that is no picture.
      log(`printed without pictures: ${fault instanceof Error ? fault.message : String(fault)}`);
      return receiptBytes(withoutImages(document), options);
    }
  };
};

const stateOf = (line: PrinterLine): { state: DeviceState; why?: string } => {
  const fault = line.fault();
  if (!line.isUp()) return { state: "absent", ...(fault === undefined ? {} : { why: fault }) };
  const why = line.status().blocked;
  return why === undefined ? { state: "ready" } : { state: "blocked", why };
};

/** What was proven on this connection, never more than the model claims. */
const proven = (line: PrinterLine, model: PrinterModel, echoes: number): Confirms => {
  if (!line.hasSpoken() || model.confirms === "none") return "none";
  return model.confirms === "full" && echoes > 0 ? "full" : "status";
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
  else if (status === undefined)
    throw new DeviceFault("silent", true, "no answer to the question for its status");
  return { line: "up", status: status ?? null };
};

/** The drawer's switch as the printer's status shows it; unknown until the printer has spoken. */
const createDrawerSwitch = (openWhen: "high" | "low") => {
  const listeners: ((open: boolean) => void)[] = [];
  let open: boolean | undefined;
  return {
    isOpen: () => open,
    listen: (listener: (open: boolean) => void): void => {
      listeners.push(listener);
    },
    look: (line: PrinterLine): void => {
      if (!line.isUp() || !line.hasSpoken()) return;
      const now = line.status().drawerHigh === (openWhen === "high");
      if (now === open) return;
      open = now;
      for (const listener of listeners) listener(now);
    },
    forget: (): void => {
      open = undefined;
    },
  };
};

const testJob = ({ device, nowMs }: DeviceContext, model: PrinterModel): PrintJob => ({
  job: `self-test-${nowMs()}`,
  attempt: 1,
  document: {
    kind: "status",
    lang: "zh-CN",
    blocks: [
      { kind: "text", text: "自检 Self-test", bold: true, align: "center" },
      { kind: "row", left: device, right: model.id },
      { kind: "cut" },
    ],
  },
});

export const createReceiptPrinter = (options: ReceiptPrinterOptions): ReceiptPrinter => {
  const { context, model, identity } = options;
  const language = languageOf(model);
  const logo = options.logo === undefined ? undefined : readLogo(options.logo, model.columns);
  const drawer = createDrawerSwitch(options.drawerOpenWhen ?? "high");
  let echoes = 0;
  const line = createPrinterLine({
    open: options.open,
    model,
    on: {
      changed: () => {
        drawer.look(line);
        jobs.changed();
        context.changed();
      },
      word: (word) => {
        if (word.word === "echo") echoes += 1;
        jobs.heard(word);
        if (word.word === "echo" && echoes === 1) context.changed();
        if (word.word === "automatic" || word.word === "realtime") drawer.look(line);
      },
      up: () => {
        echoes = 0;
        if (model.confirms === "full") line.write(language.probe).catch(() => undefined);
      },
      down: () => {
        drawer.forget();
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
    bytes: createReceiptMaker(options, logo),
  });

  const printTest = (): void => void jobs.submit(testJob(context, model));
  return {
    status: () => ({
      model: model.id,
      identity,
      confirms: proven(line, model, echoes),
      counters: { ...jobs.counters, paperLow: line.status().paperLow ? 1 : 0 },
      ...stateOf(line),
    }),
    current: jobs.current,
    print: jobs.submit,
    preview: (document) => receiptSvg(withLogo(document, logo), { columns: model.columns }),
    cancel: jobs.cancel,
    kick: async (pin) => {
      if (!model.drawer) throw new DeviceFault("unsuited", false, "no drawer port");
      const now = line.status().blocked === undefined ? undefined : language.drawerPulseNow?.(pin);
      if (now !== undefined) await jobs.insertNow(now);
      else await jobs.insert(language.drawerPulse(pin));
    },
    selfTest: (level) => selfTest(line, level, printTest),
    drawerIsOpen: drawer.isOpen,
    onDrawer: drawer.listen,
    close: () => {
      line.close();
      jobs.close();
      return Promise.resolve();
    },
  };
};
