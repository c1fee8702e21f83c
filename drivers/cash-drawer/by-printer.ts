// A cash drawer on a printer's drawer port: opened by the printer's pulse, seen by its switch where that is wired.
import type { Device, DeviceContext } from "../driver.ts";
import { DeviceFault } from "../driver.ts";

export interface DrawerByPrinterOptions {
  /** device name of the printer */
  readonly printer: string;
  readonly pin?: 2 | 5;
}

interface DrawerHost extends Device {
  readonly drawerIsOpen: () => boolean | undefined;
  readonly onDrawer: (listener: (open: boolean) => void) => void;
}

const isDrawerHost = (device: Device | undefined): device is DrawerHost =>
  device !== undefined && "drawerIsOpen" in device && "onDrawer" in device;

export const createDrawerByPrinter = (
  options: DrawerByPrinterOptions,
  context: DeviceContext,
): Device => {
  const counters = { kicks: 0 };
  const printer = context.sibling(options.printer);
  if (!isDrawerHost(printer))
    throw new DeviceFault("options", false, `no printer with a drawer port: ${options.printer}`);
  printer.onDrawer((open) => context.emit({ event: "drawer", open, at: context.nowMs() }));

  return {
    status: () => {
      const { state, why } = printer.status();
      return {
        model: `pin ${options.pin ?? 2}`,
        identity: `${options.printer}/drawer`,
        state,
        confirms: printer.drawerIsOpen() === undefined ? "none" : "status",
        counters,
        ...(why === undefined ? {} : { why }),
      };
    },
    current: () => {
      const open = printer.drawerIsOpen();
      return open === undefined ? [] : [{ event: "drawer", open, at: context.nowMs() }];
    },
    kick: async (pin) => {
      if (printer.kick === undefined) throw new DeviceFault("unsuited", false);
      await printer.kick(options.pin ?? pin);
      counters.kicks += 1;
    },
    ...(printer.sim === undefined ? {} : { sim: printer.sim }),
    selfTest: async () => ({ open: printer.drawerIsOpen() ?? null }),
    close: () => Promise.resolve(),
  };
};
