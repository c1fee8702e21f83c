// udev rules and module blacklist of this store, made from the driver table: who may open the devices, under which
// name they stay the same, and that the desktop does not get the keys of a scanner.
import type { Driver } from "./driver.ts";
import { drivers } from "./registry.ts";

/** A device that gets a name of its own under /dev/tallygate, by serial number or by the port it is plugged into. */
export interface NamedDevice {
  readonly name: string;
  /** lower-case hex, four digits */
  readonly vendor: string;
  readonly product: string;
  readonly serial?: string;
  /** kernel name of the USB port, e.g. 1-1.2 */
  readonly port?: string;
}

/** Where the nodes of a transport live; the others have none that udev must open. */
const subsystems: Readonly<Partial<Record<Driver["transport"], string>>> = {
  serial: "tty",
  hid: "hidraw",
  file: "usbmisc",
  usb: "usb",
};

const access = (group: string): string => `GROUP="${group}", MODE="0660"`;
const isHex = (text: string): boolean => /^[0-9a-f]{4}$/u.test(text);
/** What may stand in a rule without meaning more than itself. */
const isPlain = (text: string): boolean => /^[A-Za-z0-9._:-]{1,64}$/u.test(text);

/** A name or an identity that cannot stand in a rule, or that does not tell one device from another. */
export class NamedDeviceError extends Error {
  readonly code = "named_device";
  readonly retryable = false;
}

const examine = (named: readonly NamedDevice[]): void => {
  const pins = new Set<string>();
  for (const { name, vendor, product, serial, port } of named) {
    const texts = [name, ...[serial, port].filter((text) => text !== undefined)];
    if (!isHex(vendor) || !isHex(product) || !texts.every(isPlain))
      throw new NamedDeviceError(`${name}: not a name, or no vendor:product in hex`);
    const model = `${vendor}:${product}`;
    const isTwin = named.filter((other) => `${other.vendor}:${other.product}` === model).length > 1;
    if (isTwin && serial === undefined && port === undefined)
      throw new NamedDeviceError(`${name}: two of ${model}: name each by its serial or its port`);
    const pin = `${model} ${serial ?? ""} ${port ?? ""}`;
    if (pins.has(pin)) throw new NamedDeviceError(`${name}: another device is named by the same`);
    pins.add(pin);
  }
};

const accessRules = (group: string): readonly string[] => {
  const rules = drivers.flatMap(({ transport, hints = [] }) => {
    const subsystem = subsystems[transport];
    return subsystem === undefined
      ? []
      : hints.flatMap(({ vendor }) =>
          vendor === undefined
            ? []
            : [`SUBSYSTEM=="${subsystem}", ATTRS{idVendor}=="${vendor}", ${access(group)}`],
        );
  });
  const printers = [
    `SUBSYSTEM=="usbmisc", KERNEL=="lp[0-9]*", ${access(group)}`,
    `SUBSYSTEM=="usb", ENV{ID_USB_INTERFACES}=="*:0701*", ${access(group)}`,
  ];
  return [...new Set([...rules, ...printers])].toSorted();
};

/** The keys of a scanner are the gateway's: no page and no desktop gets them as well. */
const keysAway = (which: string): string =>
  `SUBSYSTEM=="input", ${which}, ENV{LIBINPUT_IGNORE_DEVICE}="1"`;

const wedgeRules = (): readonly string[] => {
  const vendors = drivers
    .filter(({ transport }) => transport === "hid")
    .flatMap(({ hints = [] }) => hints.flatMap(({ vendor }) => vendor ?? []));
  return [...new Set(vendors)].toSorted().map((vendor) => keysAway(`ATTRS{idVendor}=="${vendor}"`));
};

const nameRules = (device: NamedDevice, group: string): readonly string[] => {
  const which = [
    ...(device.port === undefined ? [] : [`KERNELS=="${device.port}"`]),
    `ATTRS{idVendor}=="${device.vendor}"`,
    `ATTRS{idProduct}=="${device.product}"`,
    ...(device.serial === undefined ? [] : [`ATTRS{serial}=="${device.serial}"`]),
  ].join(", ");
  // Not the bus's own node: it would take the name from the printer's. Nor hiddev, which the kernel makes beside hidraw
  // for what is no keyboard and no mouse: whichever of the two udev came to last had the name.
  const nodes = Object.values(subsystems)
    .filter((subsystem) => subsystem !== subsystems.usb)
    .join("|");
  return [
    `SUBSYSTEM=="${nodes}", KERNEL!="hiddev*", ${which}, ${access(group)}, SYMLINK+="tallygate/${device.name}"`,
    keysAway(which),
  ];
};

/** The whole file for /etc/udev/rules.d. Throws NamedDeviceError. */
export const udevRules = (
  named: readonly NamedDevice[] = [],
  { group = "tallygate-dev" }: { readonly group?: string } = {},
): string => {
  examine(named);
  return [
    "# Made by `tallygate devices udev` from the driver table; changes here are lost.",
    'ACTION=="remove", GOTO="tallygate_end"',
    ...accessRules(group),
    ...wedgeRules(),
    ...named.flatMap((device) => nameRules(device, group)),
    'LABEL="tallygate_end"',
    "",
  ].join("\n");
};

/** Kernel drivers that take a device away from its user-space owner, with what they do. */
export const rivalModules: Readonly<Record<string, string>> = {
  pn533_usb: "takes the ACR122U from pcscd",
  pn533: "drives what pn533_usb has taken",
  nfc: "drives what pn533_usb has taken",
};

/** The whole file for /etc/modprobe.d. */
export const modprobeRules = (): string =>
  [
    "# Made by `tallygate devices udev --modprobe`; changes here are lost.",
    ...Object.entries(rivalModules).flatMap(([module, why]) => [`# ${why}`, `blacklist ${module}`]),
    "",
  ].join("\n");
