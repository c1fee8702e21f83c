// A printer on the USB bus itself: the bulk pipes of its printer interface, taken from the kernel's driver while open.
/// <reference types="w3c-web-usb" />
import { setTimeout as sleep } from "node:timers/promises";
import { createPulse } from "../pulse.ts";
import { LinkError, type OpenLink } from "./byte-link.ts";

/** Which device on the bus. Two alike are told apart by `serial` or `port`, or refused. */
export interface UsbAddress {
  /** lower-case hex, four digits */
  readonly vendor: string;
  readonly product: string;
  readonly serial?: string;
  /** as the kernel names it: 1-1.2 */
  readonly port?: string;
}

const printerClass = 7;
/** Of the printer class: one direction, both; the others are not printers that take bytes as they come. */
const protocols = [2, 1];
/** A question for bytes that has had no answer for so long is asked again; closing waits no longer either. */
const listenMs = 500;
/** A printer that answers with nothing is not asked at once again. */
const emptyMs = 20;
/** A printer without paper takes its bytes when a person has helped: cutting the transfer would lose some of them. */
const writeMs = 2 ** 31 - 1;

const loadUsb = async () => {
  try {
    return (await import("usb")).usb;
  } catch (cause) {
    throw new LinkError("printers on the bus itself need the package usb: npm install", { cause });
  }
};

const asLinkError = (fault: unknown): LinkError =>
  fault instanceof LinkError
    ? fault
    : new LinkError(fault instanceof Error ? fault.message : String(fault), { cause: fault });

type UsbDevice = Awaited<ReturnType<Awaited<ReturnType<typeof loadUsb>>["getDevices"]>>[number];

const hex = (value: number): string => value.toString(16).padStart(4, "0");
const portOf = ({ bus, ports }: UsbDevice): string => `${Number(bus)}-${ports.join(".")}`;

/** Without /sys/bus/usb the listing itself fails: there is no bus on this machine. */
const find = async ({ vendor, product, serial, port }: UsbAddress): Promise<UsbDevice> => {
  const usb = await loadUsb();
  const fitting = (await usb.getDevices()).filter(
    (device) =>
      hex(device.vendorId) === vendor &&
      hex(device.productId) === product &&
      (serial === undefined || device.serialNumber === serial) &&
      (port === undefined || portOf(device) === port),
  );
  const [device] = fitting;
  if (device === undefined) throw new LinkError(`no ${vendor}:${product} is plugged in`);
  if (fitting.length > 1)
    throw new LinkError(`${fitting.length} of ${vendor}:${product}: name one by serial or port`);
  return device;
};

interface Pipes {
  readonly interfaceNumber: number;
  readonly alternate: number;
  readonly out: number;
  /** absent: it never answers */
  readonly in?: { readonly number: number; readonly packetBytes: number };
}

const pipesOf = (device: UsbDevice): Pipes => {
  const fitting = device.configuration.interfaces.flatMap(({ interfaceNumber, alternates }) =>
    alternates
      .filter(({ interfaceClass }) => interfaceClass === printerClass)
      .map((alternate) => ({ interfaceNumber, alternate })),
  );
  const rank = ({ alternate }: { readonly alternate: USBAlternateInterface }): number =>
    protocols.indexOf(alternate.interfaceProtocol);
  const [best] = fitting.filter((one) => rank(one) >= 0).toSorted((a, b) => rank(a) - rank(b));
  const pipe = (direction: "in" | "out") =>
    best?.alternate.endpoints.find((one) => one.type === "bulk" && one.direction === direction);
  const out = pipe("out");
  if (best === undefined || out === undefined) throw new LinkError("it has no printer interface");
  const back = pipe("in");
  return {
    interfaceNumber: best.interfaceNumber,
    alternate: best.alternate.alternateSetting,
    out: out.endpointNumber,
    ...(back === undefined
      ? {}
      : { in: { number: back.endpointNumber, packetBytes: back.packetSize } }),
  };
};

const claim = async (device: UsbDevice, pipes: Pipes): Promise<void> => {
  const { interfaceNumber, alternate } = pipes;
  // "No kernel driver attached" is what is wanted; any other reason shows at the claim.
  await quietly(() => device.detachKernelDriver(interfaceNumber));
  await device.claimInterface(interfaceNumber);
  if (alternate !== 0) await device.selectAlternateInterface(interfaceNumber, alternate);
};

/** What a device that is gone says to a goodbye is of no interest. The package throws some of it outright. */
const quietly = async (goodbye: () => Promise<void>): Promise<void> => {
  try {
    await goodbye();
  } catch {
    // gone
  }
};

/** Gives the printer back to the kernel's driver, if it has one. Nothing else may be asked of the device meanwhile. */
const release = async (device: UsbDevice, { interfaceNumber }: Pipes): Promise<void> => {
  await quietly(() => device.releaseInterface(interfaceNumber));
  await quietly(() => device.attachKernelDriver(interfaceNumber));
  await quietly(() => device.close());
};

const isSilence = (fault: unknown): boolean =>
  fault instanceof Error && /cancelled/iu.test(fault.message);

/** One packet at a time: what a question that is given up had already brought would be lost with it. */
const listen = async (
  device: UsbDevice,
  pipe: NonNullable<Pipes["in"]>,
  on: { readonly heard: (bytes: Uint8Array) => void; readonly isOver: () => boolean },
): Promise<void> => {
  while (!on.isOver()) {
    try {
      const bytes = await device.nativeTransferIn(pipe.number, listenMs, pipe.packetBytes);
      if (bytes === null || bytes.length === 0) await sleep(emptyMs);
      else on.heard(bytes);
    } catch (fault) {
      if (!isSilence(fault)) throw fault;
    }
  }
};

const openPrinter = async (address: UsbAddress) => {
  const device = await find(address);
  await device.open();
  try {
    const pipes = pipesOf(device);
    await claim(device, pipes);
    return { device, pipes };
  } catch (fault) {
    await quietly(() => device.close());
    throw fault;
  }
};

export const openUsb =
  (address: UsbAddress, nowMs: () => number): OpenLink =>
  async (on) => {
    const { device, pipes } = await openPrinter(address).catch((fault: unknown) => {
      throw asLinkError(fault);
    });
    const stop = createPulse();
    /** Ends when the printer has taken what was written, or is gone. */
    let writing: Promise<unknown> = Promise.resolve();
    let over = false;
    const end = (fault?: LinkError): void => {
      if (over) return;
      over = true;
      stop.beat();
      on.closed(fault);
    };
    const listening =
      pipes.in === undefined
        ? stop.next()
        : listen(device, pipes.in, {
            heard: (bytes) => {
              if (!over) on.bytes(bytes, nowMs());
            },
            isOver: () => over,
          });
    void listening
      .catch((fault: unknown) => end(asLinkError(fault)))
      .then(() => writing)
      .then(() => release(device, pipes));
    return {
      write: async (bytes) => {
        if (over) throw new LinkError("the printer's line is closed");
        const mine = writing.then(() => device.nativeTransferOut(pipes.out, writeMs, bytes));
        writing = mine.catch((fault: unknown) => end(asLinkError(fault)));
        await mine.catch((fault: unknown) => {
          throw asLinkError(fault);
        });
      },
      close: () => end(),
    };
  };
