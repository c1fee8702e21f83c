// A simulated far end (printer, scanner, display) as a USB device: behind usblp as a printer, behind cdc-acm as a line.
import type { FarEnd, FarEndLink } from "../../../drivers/ports/byte-link.ts";
import { standardAnswers, type Identity, type Interface, type Names } from "./descriptors.ts";
import type { Setup, UsbDevice } from "./usbip.ts";

const outPipe = 1;
const inPipe = 2;
const bulkPair = [
  { address: outPipe, type: "bulk" },
  { address: 0x80 | inPipe, type: "bulk" },
] as const;

interface Line {
  readonly identity: Identity;
  /** Requests of its class. */
  readonly answer: (setup: Setup) => Buffer | undefined;
}

/** A far end lives on when it is pulled out, as a printer with a power supply of its own does. */
const onBus = (far: FarEnd, { identity, answer }: Line): UsbDevice => {
  const standard = standardAnswers(identity);
  let link: FarEndLink | undefined;
  return {
    speed: identity.speed,
    control: (setup) => standard(setup) ?? answer(setup),
    out: async (_endpoint, bytes) => {
      await link?.receive(Uint8Array.from(bytes));
    },
    plugged: (give) => {
      link = far.connect({
        deliver: (bytes) => give(inPipe, Buffer.from(bytes)),
        drop: () => undefined,
      });
    },
    pulled: () => {
      link?.gone();
      link = undefined;
    },
  };
};

/** USB printer class 1.1, both directions; its requests: device id, port status ("selected, no error"), reset. */
const printerInterface: Interface = { class: [7, 1, 2], endpoints: bulkPair };
const deviceId = (text: string): Buffer =>
  Buffer.concat([Buffer.of((text.length + 2) >> 8, (text.length + 2) & 0xff), Buffer.from(text)]);

export const usbPrinter = (far: FarEnd, names: Names): UsbDevice =>
  onBus(far, {
    identity: { ...names, speed: "high", interfaces: [printerInterface] },
    answer: ({ request }) => {
      if (request === 0) return deviceId(`MFG:${names.maker};MDL:${names.name};CMD:ESC/POS;`);
      return request === 1 ? Buffer.of(0x18) : Buffer.alloc(0);
    },
  });

/** USB communication class, abstract control model: a serial line over two interfaces. */
const controlInterface: Interface = {
  class: [2, 2, 1],
  endpoints: [{ address: 0x83, type: "interrupt" }],
  extra: Buffer.from("05240010010524010001042402020524060001", "hex"),
};
const usualCoding = Buffer.from("80250000000008", "hex");

export const usbLine = (far: FarEnd, names: Names): UsbDevice =>
  onBus(far, {
    identity: {
      ...names,
      speed: "high",
      interfaces: [controlInterface, { class: [10, 0, 0], endpoints: bulkPair }],
    },
    answer: ({ request }) => (request === 0x21 ? usualCoding : Buffer.alloc(0)),
  });
