// From what is plugged in to what each device is for. What is sure is named; what is not is left to a person. Pure.
import { matchDrivers } from "../../drivers/discovery.ts";
import type { DeviceKind } from "../../drivers/contract.ts";
import { driverOf } from "../../drivers/registry.ts";
import type { NamedDevice } from "../../drivers/udev.ts";
import { asFound, type UsbDevice } from "./usb.ts";

export type Confidence = "sure" | "choose" | "unknown";

export interface Proposal {
  readonly port: string;
  readonly vendor: string;
  readonly product: string;
  readonly serial?: string;
  readonly name: string;
  readonly confidence: Confidence;
  readonly kind?: DeviceKind;
  readonly driver?: string;
  /** what it is opened by: the node now; once it has a name, that */
  readonly path?: string;
  /** what its driver must be told besides */
  readonly options?: { readonly baudRate: number };
  /** drivers a person chooses among */
  readonly choices: readonly string[];
  /** why a person is asked, or what stands in the way */
  readonly conflict?: "twins" | "ambiguous" | "no_driver" | "no_node";
}

/** Nothing a store assigns: keyboards, mice, network, storage, cameras, sound. */
const isOfNoUse = ({ classes, nodes }: UsbDevice): boolean =>
  nodes.length === 0 && classes.every((one) => one !== "0b" && one !== "07");

const choicesOverSerial = ["escpos-serial", "serial-scanner", "line-display", "sam-id-reader"];
const bridges: ReadonlySet<string> = new Set(["1a86", "10c4", "0403", "067b"]);

const kindOf = (driver: string | undefined): DeviceKind | undefined =>
  driver === undefined ? undefined : driverOf(driver)?.kind;

const proposeOne = (device: UsbDevice): Proposal | undefined => {
  if (isOfNoUse(device)) return undefined;
  const { port, vendor, product, serial, name } = device;
  const about = { port, vendor, product, name, ...(serial === undefined ? {} : { serial }) };
  const matches = matchDrivers(asFound(device));
  const fitting = matches.filter(({ driver }) => driver !== undefined);
  const drivers = [...new Set(fitting.flatMap(({ driver }) => driver ?? []))];
  const ties = [...new Set(matches.flatMap(({ tie }) => tie))];
  const [first] = fitting;
  if (first?.driver !== undefined && drivers.length === 1) {
    const kind = kindOf(first.driver);
    const path = first.found.transport === "pcsc" ? {} : { path: first.found.path };
    return {
      ...about,
      ...path,
      confidence: "sure",
      driver: first.driver,
      choices: [],
      ...(kind === undefined ? {} : { kind }),
    };
  }
  const node = device.nodes[0]?.path;
  if (drivers.length > 1 || ties.length > 0)
    return {
      ...about,
      confidence: "choose",
      choices: [...drivers, ...ties],
      conflict: "ambiguous",
      ...(node === undefined ? {} : { path: node }),
    };
  if (device.nodes.some(({ subsystem }) => subsystem === "tty") && bridges.has(vendor))
    return {
      ...about,
      confidence: "choose",
      choices: choicesOverSerial,
      conflict: "ambiguous",
      ...(node === undefined ? {} : { path: node }),
    };
  if (device.nodes.length === 0)
    return { ...about, confidence: "unknown", choices: [], conflict: "no_node" };
  // keyboards and the like: a HID node that no driver knows is left alone without a word
  if (device.nodes.every(({ subsystem }) => subsystem === "hidraw")) return undefined;
  return { ...about, confidence: "unknown", choices: [], conflict: "no_driver" };
};

/** Two of a kind that cannot be told apart by themselves are the technician's to point at. */
const withTwins = (proposals: readonly Proposal[]): readonly Proposal[] =>
  proposals.map((one) => {
    const twins = proposals.filter(
      ({ vendor, product }) => vendor === one.vendor && product === one.product,
    );
    const serials = new Set(twins.map(({ serial }) => serial));
    const isTwin = twins.length > 1 && (serials.has(undefined) || serials.size < twins.length);
    return isTwin && one.confidence === "sure"
      ? {
          ...one,
          confidence: "choose",
          choices: one.driver === undefined ? [] : [one.driver],
          conflict: "twins",
        }
      : one;
  });

export const propose = (devices: readonly UsbDevice[]): readonly Proposal[] =>
  withTwins(devices.flatMap((device) => proposeOne(device) ?? []));

const places: Readonly<Record<DeviceKind, string>> = {
  "card-reader": "reader",
  "receipt-printer": "printer",
  "barcode-scanner": "scanner",
  "cash-drawer": "drawer",
  "customer-display": "display",
  "id-reader": "id-reader",
};

/** `till-printer`, then `till-printer-2`; stays the same for the same devices. */
export const roleNames = (kinds: readonly DeviceKind[], place = "till"): readonly string[] => {
  const counts = new Map<string, number>();
  return kinds.map((kind) => {
    const base = `${place}-${places[kind]}`;
    const number = (counts.get(base) ?? 0) + 1;
    counts.set(base, number);
    return number === 1 ? base : `${base}-${number}`;
  });
};

/** The serial number where it tells the device from its like, else the port. */
export const namedDevice = (name: string, one: Proposal, all: readonly Proposal[]): NamedDevice => {
  const { vendor, product, serial, port } = one;
  const alike = all.filter(
    (other) => other.vendor === vendor && other.product === product && other.serial === serial,
  );
  const isPlain =
    serial !== undefined && /^[A-Za-z0-9._:-]{4,64}$/u.test(serial) && !/^0+$/u.test(serial);
  return { name, vendor, product, ...(isPlain && alike.length === 1 ? { serial } : { port }) };
};
