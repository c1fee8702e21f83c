// A serial line. A fresh port object for every opening: one that was closed never works again (docs/DEVICES.md).
import { LinkError, type ByteLink, type OpenLink } from "./byte-link.ts";
import { watchPresence } from "./presence.ts";

export interface SerialOptions {
  readonly path: string;
  readonly baudRate: number;
}

/** Rejects with LinkError, also when the native package is missing: its cure is part of the message. */
const loadSerialPort = async () => {
  try {
    return (await import("serialport")).SerialPort;
  } catch (cause) {
    throw new LinkError("serial ports need the package serialport: npm install", { cause });
  }
};

export const openSerial =
  ({ path, baudRate }: SerialOptions, nowMs: () => number): OpenLink =>
  async (on) => {
    const SerialPort = await loadSerialPort();
    const port = new SerialPort({ path, baudRate, autoOpen: false, lock: true });
    await new Promise<void>((resolve, reject) => {
      port.open((fault) => {
        if (fault) reject(new LinkError(fault.message, { cause: fault }));
        else resolve();
      });
    });
    let over = false;
    let closing = false;
    let stopWatch = (): void => undefined;
    const end = (fault?: Error): void => {
      // An unplugged port may close twice, the first time without a reason.
      if (over) return;
      over = true;
      stopWatch();
      on.closed(fault === undefined ? undefined : new LinkError(fault.message, { cause: fault }));
    };
    // Listening for data is also what makes an unplugged port notice that it is gone.
    port.on("data", (bytes: Buffer) => on.bytes(bytes, nowMs()));
    port.on("error", (fault: Error) => {
      end(fault);
      if (port.isOpen) port.close(() => undefined);
    });
    port.on("close", () => end(closing ? undefined : new Error("the serial port is gone")));
    // A line that was hung up while it was read gives nothing, and the library asks it for ever: the node tells.
    try {
      stopWatch = watchPresence(path, () => {
        end(new Error("the serial port is gone"));
        if (port.isOpen) port.close(() => undefined);
      });
    } catch (cause) {
      port.close(() => undefined);
      throw new LinkError("the serial port went while it was opened", { cause });
    }
    const link: ByteLink = {
      write: (bytes) =>
        new Promise((resolve, reject) => {
          const failed = (fault: Error): void => {
            reject(new LinkError(fault.message, { cause: fault }));
            end(fault);
          };
          if (over) {
            failed(new Error("the serial port is closed"));
            return;
          }
          port.write(Buffer.from(bytes), (fault) => {
            if (fault) failed(fault);
          });
          port.drain((fault) => {
            if (fault) failed(fault);
            else resolve();
          });
        }),
      close: () => {
        closing = true;
        if (port.isOpen) port.close(() => undefined);
        else end();
      },
    };
    return link;
  };
