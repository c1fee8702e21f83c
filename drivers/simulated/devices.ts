// The simulated devices of the host: a real driver at one end of a simulated port, its far end under `sim`.
import { createLineScanner } from "../barcode-scanner/line-scanner.ts";
import { createLineDisplay } from "../customer-display/line-display.ts";
import type { SimVerb } from "../contract.ts";
import { DeviceFault, type Device, type DeviceContext } from "../driver.ts";
import { loadRaster, rasterProblem } from "../ports/raster.ts";
import { createSimulatedPort } from "../ports/simulated.ts";
import { createEscposPrinter } from "../receipt-printer/escpos-printer.ts";
import { printerModel } from "../receipt-printer/models.ts";
import { createSimulatedDisplay, createSimulatedScanner } from "./line-device.ts";
import { paperSvg } from "./paper-picture.ts";
import { createSimulatedPrinter, type SimulatedPrinter } from "./printer.ts";

/** Slips shown in one picture: the latest. */
const picturedMax = 3;

const drawerShutAfterMs = 5000;

const identityOf = (context: DeviceContext): string => `simulated:${context.device}`;

/** `text`: all that came out; `png`: the latest slips; `jobs`: the text of each slip that was cut off. */
const paperOf = async (printer: SimulatedPrinter): Promise<unknown> => {
  const { text, slips } = printer.output();
  const jobs = slips.filter((slip) => slip.cut).map((slip) => slip.text);
  if (slips.length === 0 || (await rasterProblem()) !== undefined) return { text, jobs };
  const raster = await loadRaster();
  const png = raster.png(paperSvg(slips.slice(-picturedMax), printer.columns));
  return { text, jobs, png: Buffer.from(png).toString("base64") };
};

const unsuited = (verb: SimVerb): never => {
  throw new DeviceFault("unsuited", false, `this device has no ${verb.verb}`);
};

export const createSimulatedPrinterDevice = (
  options: { readonly model?: string },
  context: DeviceContext,
): Device => {
  const model = printerModel(options.model ?? "epson-tm");
  const far = createSimulatedPrinter({ columns: model.columns, drawerShutAfterMs });
  const port = createSimulatedPort(far, context.nowMs);
  const printer = createEscposPrinter({
    open: port.open,
    model,
    identity: identityOf(context),
    context,
  });
  const sim = async (verb: SimVerb): Promise<unknown> => {
    switch (verb.verb) {
      case "fault":
        far.fault(verb.fault);
        return {};
      case "output":
        return paperOf(far);
      case "drawer":
        return { open: far.drawerIsOpen(), pulses: far.pulses() };
      case "unplug":
        port.unplug();
        return {};
      case "plug":
        port.plug();
        return {};
      default:
        return unsuited(verb);
    }
  };
  return { ...printer, sim };
};

export const createSimulatedScannerDevice = (context: DeviceContext): Device => {
  const far = createSimulatedScanner();
  const port = createSimulatedPort(far, context.nowMs);
  const scanner = createLineScanner(port.open, identityOf(context), context);
  const sim = (verb: SimVerb): Promise<unknown> => {
    switch (verb.verb) {
      case "scan":
        if (!far.scan(verb.code)) throw new DeviceFault("absent", true, "the scanner is unplugged");
        return Promise.resolve({});
      case "unplug":
        port.unplug();
        return Promise.resolve({});
      case "plug":
        port.plug();
        return Promise.resolve({});
      default:
        return unsuited(verb);
    }
  };
  return { ...scanner, sim };
};

export const createSimulatedDisplayDevice = (context: DeviceContext): Device => {
  const far = createSimulatedDisplay();
  const port = createSimulatedPort(far, context.nowMs);
  const display = createLineDisplay(port.open, identityOf(context), context);
  const sim = (verb: SimVerb): Promise<unknown> => {
    if (verb.verb === "unplug") port.unplug();
    else if (verb.verb === "plug") port.plug();
    else if (verb.verb === "output")
      return Promise.resolve({ text: far.lines().join("\n"), jobs: [] });
    else return unsuited(verb);
    return Promise.resolve({});
  };
  return { ...display, sim };
};
