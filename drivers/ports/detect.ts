// Looks for devices on this machine by each transport; a transport that cannot be looked at says why, the rest goes on.
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";

export interface Found {
  readonly transport: "serial" | "hid" | "file" | "usb" | "pcsc";
  /** what an opened driver is given: stable by-id path where there is one, else the node; of `usb` its port */
  readonly path: string;
  readonly name: string;
  /** lower-case hex, four digits */
  readonly vendor?: string;
  readonly product?: string;
  readonly serial?: string;
  /** of a HID collection */
  readonly usagePage?: number;
}

export interface Detected {
  readonly found: readonly Found[];
  /** transports that could not be looked at, each with its cure */
  readonly problems: readonly string[];
}

const isNamed = (text: string | undefined): text is string => text !== undefined && text !== "";

const identityOf = (ids: {
  vendor: string | undefined;
  product: string | undefined;
  serial: string | undefined;
}): Pick<Found, "vendor" | "product" | "serial"> => ({
  ...(isNamed(ids.vendor) ? { vendor: ids.vendor.toLowerCase().padStart(4, "0") } : {}),
  ...(isNamed(ids.product) ? { product: ids.product.toLowerCase().padStart(4, "0") } : {}),
  ...(isNamed(ids.serial) ? { serial: ids.serial } : {}),
});

/** The by-id link to a node, which stays the same wherever the device is plugged in. */
const stablePath = (node: string, folder = "/dev/serial/by-id"): string => {
  if (!existsSync(folder)) return node;
  const link = readdirSync(folder)
    .map((name) => join(folder, name))
    .find((path) => realpathSync(path) === node);
  return link ?? node;
};

const detectSerial = async (): Promise<readonly Found[]> => {
  const { SerialPort } = await import("serialport");
  const ports = await SerialPort.list();
  return ports
    .filter((port) => isNamed(port.vendorId))
    .map((port) => ({
      transport: "serial",
      path: stablePath(port.path),
      name: [port.manufacturer, port.pnpId].filter(isNamed).join(" "),
      ...identityOf({
        vendor: port.vendorId,
        product: port.productId,
        serial: port.serialNumber,
      }),
    }));
};

const detectHid = async (): Promise<readonly Found[]> => {
  const { devicesAsync } = await import("node-hid");
  const devices = await devicesAsync();
  return devices.flatMap((device) =>
    device.path === undefined
      ? []
      : [
          {
            transport: "hid" as const,
            path: device.path,
            name: [device.manufacturer, device.product].filter(isNamed).join(" "),
            ...(device.usagePage === undefined ? {} : { usagePage: device.usagePage }),
            ...identityOf({
              vendor: device.vendorId.toString(16),
              product: device.productId.toString(16),
              serial: device.serialNumber,
            }),
          },
        ],
  );
};

const readText = (path: string): string | undefined => {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return undefined;
  }
};

/** What a USB device says of itself, from its folder in sysfs. */
const usbNames = (folder: string): Omit<Found, "transport" | "path"> => ({
  name: [readText(join(folder, "manufacturer")), readText(join(folder, "product"))]
    .filter(isNamed)
    .join(" "),
  ...identityOf({
    vendor: readText(join(folder, "idVendor")),
    product: readText(join(folder, "idProduct")),
    serial: readText(join(folder, "serial")),
  }),
});

const detectPrinters = (): readonly Found[] => {
  const folder = "/sys/class/usbmisc";
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.startsWith("lp"))
    .map((name) => ({
      transport: "file",
      path: `/dev/usb/${name}`,
      ...usbNames(join(realpathSync(join(folder, name, "device")), "..")),
    }));
};

const usbFolder = "/sys/bus/usb/devices";

/** USB printers that the kernel's driver has not taken: an interface of the printer class that nobody drives. */
const detectFreePrinters = (): readonly Found[] => {
  if (!existsSync(usbFolder)) return [];
  return readdirSync(usbFolder)
    .filter((name) => name.includes(":"))
    .filter((name) => readText(join(usbFolder, name, "bInterfaceClass")) === "07")
    .filter((name) => !existsSync(join(usbFolder, name, "driver")))
    .map((name) => {
      const port = name.split(":")[0] ?? "";
      return { transport: "usb", path: port, ...usbNames(join(usbFolder, port)) };
    });
};

const cures = {
  serial: "serial ports are listed by serialport and udevadm: npm install, apt-get install udev",
  hid: "HID devices are listed by node-hid: npm install",
} as const;

/** PC/SC readers are known by the running host, not looked for here: a second context would disturb the first. */
export const detectDevices = async (): Promise<Detected> => {
  const problems: string[] = [];
  const tried = async (
    transport: keyof typeof cures,
    detect: () => Promise<readonly Found[]>,
  ): Promise<readonly Found[]> => {
    try {
      return await detect();
    } catch (fault) {
      const why = fault instanceof Error ? fault.message.split("\n")[0] : String(fault);
      problems.push(`${cures[transport]} (${why})`);
      return [];
    }
  };
  const found = [
    ...(await tried("serial", detectSerial)),
    ...(await tried("hid", detectHid)),
    ...detectPrinters(),
    ...detectFreePrinters(),
  ];
  return { found, problems };
};
