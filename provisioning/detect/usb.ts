// What is plugged into this machine by USB, as the kernel tells it in sysfs: identity, port, interfaces, nodes.
// Opens nothing and needs no library, so it also works beside a running device host.
import { opendirSync, readFileSync, realpathSync } from "node:fs";
import { basename, join } from "node:path";
import type { Found } from "../../drivers/ports/detect.ts";
import type { Machine } from "../machine.ts";

export interface UsbDevice {
  /** kernel name of the port, e.g. 1-1.2: stays as long as the plug does */
  readonly port: string;
  readonly vendor: string;
  readonly product: string;
  readonly serial?: string;
  readonly name: string;
  /** USB interface classes, two hex digits */
  readonly classes: readonly string[];
  readonly nodes: readonly UsbNode[];
}

export interface UsbNode {
  readonly subsystem: "tty" | "hidraw" | "usbmisc";
  /** as opened, e.g. /dev/ttyUSB0 */
  readonly path: string;
  readonly usagePage?: number;
}

const smartCard = "0b";
const hub = "09";

const attribute = (folder: string, name: string): string | undefined => {
  try {
    const text = readFileSync(join(folder, name), "utf8").trim();
    return text === "" ? undefined : text;
  } catch {
    return undefined;
  }
};

/** One by one, by opendir(3): what plays a machine for tests stands behind that call, not behind scandir(3). */
const listed = (folder: string): readonly string[] => {
  try {
    const opened = opendirSync(folder);
    try {
      const names: string[] = [];
      for (let entry = opened.readSync(); entry !== null; entry = opened.readSync())
        names.push(entry.name);
      return names.toSorted();
    } finally {
      opened.closeSync();
    }
  } catch {
    return [];
  }
};

const folders = { tty: "/dev", hidraw: "/dev", usbmisc: "/dev/usb" } as const;

/** Global usage page items of a report descriptor: 05 xx, or 06 xx xx; the first one says what the collection is. */
const usagePageOf = (device: string): number | undefined => {
  try {
    const bytes = readFileSync(join(device, "report_descriptor"));
    if (bytes[0] === 0x05) return bytes[1];
    return bytes[0] === 0x06 ? bytes.readUInt16LE(1) : undefined;
  } catch {
    return undefined;
  }
};

/** The nodes of a subsystem with the place of each in the tree of devices. */
const nodesOf = (machine: Machine, subsystem: UsbNode["subsystem"]) =>
  listed(machine.at(`/sys/class/${subsystem}`)).flatMap((name) => {
    // beside hidraw, for the same device: nobody opens it
    if (name.startsWith("hiddev")) return [];
    const link = machine.at(`/sys/class/${subsystem}/${name}`);
    try {
      const place = realpathSync.native(link);
      const usagePage = subsystem === "hidraw" ? usagePageOf(join(link, "device")) : undefined;
      const path = join(folders[subsystem], name);
      return [
        { place, node: { subsystem, path, ...(usagePage === undefined ? {} : { usagePage }) } },
      ];
    } catch {
      return [];
    }
  });

/** Devices by port; hubs are left out. */
export const readUsb = (machine: Machine): readonly UsbDevice[] => {
  const nodes = (["tty", "hidraw", "usbmisc"] as const).flatMap((kind) => nodesOf(machine, kind));
  const base = machine.at("/sys/bus/usb/devices");
  return listed(base).flatMap((port): readonly UsbDevice[] => {
    const folder = join(base, port);
    const [vendor, product] = [attribute(folder, "idVendor"), attribute(folder, "idProduct")];
    if (vendor === undefined || product === undefined || port.startsWith("usb")) return [];
    if (attribute(folder, "bDeviceClass") === hub) return [];
    const place = realpathSync.native(folder);
    const serial = attribute(folder, "serial");
    const classes = listed(place)
      .filter((name) => name.startsWith(`${basename(place)}:`))
      .flatMap((name) => attribute(join(place, name), "bInterfaceClass") ?? []);
    const words = [attribute(folder, "manufacturer"), attribute(folder, "product")];
    return [
      {
        port,
        vendor,
        product,
        ...(serial === undefined ? {} : { serial }),
        name: words.filter((word) => word !== undefined).join(" "),
        classes: [...new Set(classes)],
        nodes: nodes.flatMap((found) => (found.place.startsWith(`${place}/`) ? [found.node] : [])),
      },
    ];
  });
};

const transports = { tty: "serial", hidraw: "hid", usbmisc: "file" } as const;

/** As the driver table asks for it: one for each node, and one for a card reader, which has none. */
export const asFound = (device: UsbDevice): readonly Found[] => {
  const { vendor, product, serial, name } = device;
  const identity = { name, vendor, product, ...(serial === undefined ? {} : { serial }) };
  const found = device.nodes.map((node): Found => ({
    transport: transports[node.subsystem],
    path: node.path,
    ...identity,
    ...(node.usagePage === undefined ? {} : { usagePage: node.usagePage }),
  }));
  return device.classes.includes(smartCard)
    ? [...found, { transport: "pcsc", path: `pcsc:${device.port}`, ...identity }]
    : found;
};
