// The release number that a plugged-in device gives of itself, as the kernel shows it; opens no device. Bare serial
// lines, network printers and whatever is not on USB have none.
import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";

const classes = { serial: "tty", hid: "hidraw", file: "usbmisc" } as const;
const isNode = (kind: string): kind is keyof typeof classes => Object.hasOwn(classes, kind);

const attribute = (folder: string, name: string): string => {
  try {
    return readFileSync(join(folder, name), "utf8").trim();
  } catch {
    return "";
  }
};

/** USB writes 0206 for 2.06. */
const release = (folder: string): string | undefined => {
  const digits = /^(\d\d)(\d\d)$/u.exec(attribute(folder, "bcdDevice"));
  return digits === null ? undefined : `${Number(digits[1])}.${digits[2]}`;
};

/** Of the USB device that a node belongs to: it stands some folders above the node's own. */
const ofNode = (root: string, kind: keyof typeof classes, path: string): string | undefined => {
  const node = basename(realpathSync(join(root, path)));
  let folder = realpathSync(join(root, "sys/class", classes[kind], node));
  const top = realpathSync(join(root, "sys"));
  for (; folder.length > top.length; folder = dirname(folder)) {
    const found = release(folder);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** Of the one device on the bus that fits; of two that differ nobody knows which it is. */
const onBus = (root: string, fits: (folder: string) => boolean): string | undefined => {
  const bus = join(root, "sys/bus/usb/devices");
  const found = readdirSync(bus)
    .map((name) => join(bus, name))
    .filter(fits)
    .map(release);
  const [first, ...others] = new Set(found);
  return others.length === 0 ? first : undefined;
};

/** A reader is named by its product's name with the maker before it and a number behind it. */
const isReader =
  (name: string) =>
  (folder: string): boolean => {
    const product = attribute(folder, "product");
    return product !== "" && name.includes(product);
  };

const isUsb =
  ([vendor, product, place]: readonly string[]) =>
  (folder: string): boolean =>
    attribute(folder, "idVendor") === vendor &&
    attribute(folder, "idProduct") === product &&
    (place === undefined || [attribute(folder, "serial"), basename(folder)].includes(place));

/**
 * `identity` as drivers write it: `serial:/dev/…`, `hid:/dev/…`, `file:/dev/usb/lp0`, `usb:04b8:0e15:1-1.2`,
 * `pcsc:ACS ACR122U 00 00`. Undefined: it says none, or is not there.
 */
export const firmwareOf = (identity: string, root = "/"): string | undefined => {
  const [kind = "", ...rest] = identity.split(":");
  const place = rest.join(":");
  try {
    if (isNode(kind)) return ofNode(root, kind, place);
    if (kind === "usb") return onBus(root, isUsb(rest));
    return kind === "pcsc" ? onBus(root, isReader(place)) : undefined;
  } catch {
    return undefined;
  }
};
