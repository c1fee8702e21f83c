// HID devices of the kernel's own, made by writing to /dev/uhid: their reports take the way of a real device's, through
// the HID core to hidraw and node-hid. Layouts of linux/uhid.h.
import { closeSync, openSync, writeSync } from "node:fs";

const destroy = 1;
const create = 11;
const input = 12;
const usb = 3;
const descriptorAt = 280;

export interface HidNames {
  readonly vendor: number;
  readonly product: number;
  readonly name: string;
  readonly serial: string;
}

export interface HidDevice {
  readonly send: (report: Uint8Array) => void;
  readonly pull: () => void;
}

/** Boot keyboard (HID 1.11, appendix B). */
export const keyboardDescriptor = Buffer.from(
  "05010906A101050719E029E71500250175019508810295017508810195067508150025650507190029658100C0",
  "hex",
);
/** Bar code scanner (HID POS Usage Tables 1.02): one input report with id 2 and 63 bytes. */
export const posDescriptor = Buffer.from("058C0902A1018502150026FF007508953F09FE8102C0", "hex");

/** Plugs a HID device in. */
export const plugHid = (descriptor: Buffer, names: HidNames): HidDevice => {
  const device = openSync("/dev/uhid", "r+");
  const made = Buffer.alloc(descriptorAt + 4096);
  made.writeUInt32LE(create, 0);
  made.write(names.name, 4, 127, "utf8");
  made.write(names.serial, 196, 63, "utf8");
  made.writeUInt16LE(descriptor.length, 260);
  made.writeUInt16LE(usb, 262);
  made.writeUInt32LE(names.vendor, 264);
  made.writeUInt32LE(names.product, 268);
  descriptor.copy(made, descriptorAt);
  writeSync(device, made);
  return {
    send: (report) => {
      const said = Buffer.alloc(6 + report.length);
      said.writeUInt32LE(input, 0);
      said.writeUInt16LE(report.length, 4);
      said.set(report, 6);
      writeSync(device, said);
    },
    pull: () => {
      const last = Buffer.alloc(4);
      last.writeUInt32LE(destroy, 0);
      writeSync(device, last);
      closeSync(device);
    },
  };
};
