// What a device says of its release, read from a tree as the kernel makes it: by node, by bus, by a reader's name.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { firmwareOf } from "../../drivers/ports/firmware.ts";

const root = mkdtempSync(join(tmpdir(), "tallygate-firmware-"));
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), `${text}\n`);
};
const link = (path: string, target: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  symlinkSync(target, join(root, path));
};
/** A device on the bus, as its folder says it. */
const plugged = (port: string, says: Readonly<Record<string, string>>): void => {
  for (const [name, text] of Object.entries(says)) write(`sys/devices/usb1/${port}/${name}`, text);
  link(`sys/bus/usb/devices/${port}`, `../../../devices/usb1/${port}`);
};

beforeAll(() => {
  plugged("1-1", { idVendor: "0c2e", idProduct: "0901", bcdDevice: "0206", product: "Scanner" });
  write("sys/devices/usb1/1-1/1-1:1.0/ttyUSB0/tty/ttyUSB0/dev", "188:0");
  link("sys/class/tty/ttyUSB0", "../../devices/usb1/1-1/1-1:1.0/ttyUSB0/tty/ttyUSB0");
  write("dev/ttyUSB0", "");
  link("dev/tallygate/desk-scanner", "../ttyUSB0");
  write("sys/devices/platform/serial8250/tty/ttyS0/dev", "4:64");
  link("sys/class/tty/ttyS0", "../../devices/platform/serial8250/tty/ttyS0");
  write("dev/ttyS0", "");
  const printer = { idVendor: "04b8", idProduct: "0e15" };
  plugged("1-2", { ...printer, serial: "A", bcdDevice: "0100" });
  plugged("1-3", { ...printer, serial: "B", bcdDevice: "0110" });
  plugged("1-4", { idVendor: "072f", idProduct: "2200", bcdDevice: "0214", product: "ACR122U" });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test.each([
  ["serial:/dev/tallygate/desk-scanner", "2.06"],
  ["usb:04b8:0e15:B", "1.10"],
  ["usb:04b8:0e15:1-2", "1.00"],
  ["pcsc:ACS ACR122U 00 00", "2.14"],
] as const)("%s is release %s", (identity, release) => {
  expect(firmwareOf(identity, root)).toBe(release);
});

test.each([
  ["a line of the board itself", "serial:/dev/ttyS0"],
  ["two alike with different releases", "usb:04b8:0e15"],
  ["what is not there", "serial:/dev/ttyUSB9"],
  ["a printer on the network", "tcp:10.0.0.20:9100"],
  ["a simulated device", "simulated:lobby-reader"],
] as const)("%s has none", (_why, identity) => {
  expect(firmwareOf(identity, root)).toBeUndefined();
});
