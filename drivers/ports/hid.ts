// HID devices by hidraw. Each report arrives as one piece; a report's first byte is its id where the device uses ids.
import { LinkError, type OpenLink } from "./byte-link.ts";

export interface HidOptions {
  /** hidraw node by a stable name, e.g. /dev/tallygate/desk-scanner */
  readonly path: string;
}

const loadHid = async () => {
  try {
    return (await import("node-hid")).HIDAsync;
  } catch (cause) {
    throw new LinkError("HID devices need the package node-hid: npm install", { cause });
  }
};

/** node-hid reports some failures as text, some as errors. */
const faultOf = (fault: unknown): LinkError =>
  fault instanceof Error
    ? new LinkError(fault.message, { cause: fault })
    : new LinkError(String(fault));

export const openHid =
  ({ path }: HidOptions, nowMs: () => number): OpenLink =>
  async (on) => {
    const HIDAsync = await loadHid();
    const device = await HIDAsync.open(path).catch((fault: unknown) => {
      throw faultOf(fault);
    });
    let over = false;
    const end = (fault?: LinkError): void => {
      if (over) return;
      over = true;
      // Closing while a read is on its way is left to the library: it ends the read first.
      device.close().catch(() => undefined);
      on.closed(fault);
    };
    device.on("data", (report: Buffer) => on.bytes(report, nowMs()));
    device.on("error", (fault: unknown) => end(faultOf(fault)));
    return {
      write: async (bytes) => {
        if (over) throw new LinkError("the HID device is closed");
        await device.write(Buffer.from(bytes)).catch((fault: unknown) => {
          throw faultOf(fault);
        });
      },
      close: () => end(),
    };
  };
