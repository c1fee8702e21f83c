// The simulated devices of the host: a real driver at one end of a simulated port, its far end under `sim`.
import { createLineScanner } from "../barcode-scanner/line-scanner.ts";
import { createLineDisplay } from "../customer-display/line-display.ts";
import { DeviceFault, type Device, type DeviceContext } from "../driver.ts";
import { createSamIdReader } from "../id-reader/sam-reader.ts";
import { loadRaster, rasterProblem } from "../ports/raster.ts";
import { veilText } from "../ports/recorder.ts";
import { createSimulatedPort } from "../ports/simulated.ts";
import { createReceiptPrinter } from "../receipt-printer/receipt-printer.ts";
import { printerModel } from "../receipt-printer/models.ts";
import { createSimulatedIdModule } from "./id-module.ts";
import { createSimulatedDisplay, createSimulatedScanner } from "./line-device.ts";
import { paperSvg } from "./paper-picture.ts";
import { createSimulatedPrinter, type PrinterOutput } from "./printer.ts";
import { replayPrinter, replayStates } from "./replay.ts";
import { dialectOf } from "./dialects.ts";
import { simByVerb } from "./verbs.ts";

/** Slips shown in one picture: the latest. */
const picturedMax = 3;

const drawerShutAfterMs = 5000;

const identityOf = (context: DeviceContext): string => `simulated:${context.device}`;

/** `text`: all that came out; `png`: the latest slips; `jobs`: the text of each slip that was cut off. */
const paperOf = async ({ text, slips }: PrinterOutput, columns: number): Promise<object> => {
  const jobs = slips.filter((slip) => slip.cut).map((slip) => slip.text);
  if (slips.length === 0 || (await rasterProblem()) !== undefined) return { text, jobs };
  const raster = await loadRaster();
  const png = await raster.png(paperSvg(slips.slice(-picturedMax), columns));
  return { text, jobs, png: Buffer.from(png).toString("base64") };
};

export const createSimulatedPrinterDevice = (
  options: { readonly model?: string; readonly logo?: string },
  context: DeviceContext,
): Device => {
  const model = printerModel(options.model ?? "epson-tm");
  const far = createSimulatedPrinter({
    columns: model.columns,
    drawerShutAfterMs,
    dialect: dialectOf(model),
  });
  const port = createSimulatedPort(far, context.nowMs);
  const printer = createReceiptPrinter({
    open: context.recorded(port.open),
    model,
    identity: identityOf(context),
    context,
    ...(options.logo === undefined ? {} : { logo: options.logo }),
  });
  const sim = simByVerb({
    fault: ({ fault, afterLines }) => {
      if (afterLines === undefined || fault === null || fault === "reset") far.fault(fault);
      else far.faultAfter(afterLines, fault);
    },
    output: () => paperOf(far.output(), far.columns),
    replay: async ({ pieces }) => ({
      ...(await paperOf(await replayPrinter(pieces, model.columns), model.columns)),
      states: replayStates(pieces),
    }),
    drawer: () => ({
      open: far.drawerIsOpen(),
      held: far.drawerIsHeld(),
      pulses: far.pulses(),
    }),
    hold_drawer: ({ held }) => far.holdDrawer(held),
    unplug: port.unplug,
    plug: port.plug,
  });
  return { ...printer, sim };
};

export const createSimulatedScannerDevice = (context: DeviceContext): Device => {
  const far = createSimulatedScanner();
  const port = createSimulatedPort(far, context.nowMs);
  const scanner = createLineScanner(
    context.recorded(port.open, veilText),
    identityOf(context),
    context,
    0,
  );
  const sim = simByVerb({
    scan: ({ code }) => {
      if (!far.scan(code)) throw new DeviceFault("absent", true, "the scanner is unplugged");
    },
    unplug: port.unplug,
    plug: port.plug,
  });
  return { ...scanner, sim };
};

export const createSimulatedDisplayDevice = (context: DeviceContext): Device => {
  const far = createSimulatedDisplay();
  const port = createSimulatedPort(far, context.nowMs);
  const display = createLineDisplay(context.recorded(port.open), identityOf(context), context);
  const sim = simByVerb({
    output: () => ({ text: far.lines().join("\n"), jobs: [] }),
    unplug: port.unplug,
    plug: port.plug,
  });
  return { ...display, sim };
};

/** Whose number the card bears is what `present` says; the name on it is a specimen's. */
export const createSimulatedIdReaderDevice = (context: DeviceContext): Device => {
  const far = createSimulatedIdModule();
  const port = createSimulatedPort(far, context.nowMs);
  const reader = createSamIdReader(port.open, identityOf(context), context);
  const sim = simByVerb({
    present: ({ uid }) => {
      try {
        far.lay({ name: "样本", number: uid });
      } catch (fault) {
        if (!(fault instanceof RangeError)) throw fault;
        throw new DeviceFault("number", false, fault.message);
      }
    },
    remove: far.lift,
    unplug: port.unplug,
    plug: port.plug,
  });
  return { ...reader, sim };
};
