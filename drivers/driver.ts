// What a driver is: one row of the table in registry.ts, and the device that it opens.
import type { Static, TSchema } from "typebox";
import { Compile } from "typebox/compile";
import type {
  Confirms,
  DeviceKind,
  DeviceState,
  HostEvent,
  PrintDocument,
  SimVerb,
  TagOrder,
  WireJobState,
} from "./contract.ts";
import type { OpenLink } from "./ports/byte-link.ts";
import type { Veil } from "./ports/recorder.ts";
import type { PcscService } from "./card-reader/pcsc-service.ts";

/** A command that cannot be done now (`retryable`) or not by this device at all. */
export class DeviceFault extends Error {
  readonly code: string;
  readonly retryable: boolean;
  constructor(code: string, retryable: boolean, message = code) {
    super(message);
    this.code = code;
    this.retryable = retryable;
  }
}

/** Removes from each member of a union, keeping the union. */
type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** An event of one device; the host adds the device's name. */
export type DeviceEvent = Without<
  Exclude<HostEvent, { event: "hello" | "device" | "gone" }>,
  "device"
>;

export interface PrintJob {
  readonly job: string;
  readonly attempt: number;
  readonly document: PrintDocument;
  readonly copy?: number;
}

/** How a device looks now; the host adds name, kind and driver. */
export interface DeviceStatus {
  readonly model: string;
  readonly identity: string;
  readonly state: DeviceState;
  readonly why?: string;
  readonly confirms: Confirms;
  readonly counters: Readonly<Record<string, number>>;
}

/** An open device. A verb it lacks is a verb its kind does not have. */
export interface Device {
  readonly status: () => DeviceStatus;
  /** Events that a gateway which has just connected must hear: cards that lie there, jobs that run. */
  readonly current?: () => readonly DeviceEvent[];
  readonly print?: (job: PrintJob) => { readonly state: WireJobState | "queued" };
  /** The document as it would lie on this printer's paper, as SVG. */
  readonly preview?: (document: PrintDocument) => string;
  readonly cancel?: (job: string) => void;
  readonly kick?: (pin: 2 | 5) => Promise<void>;
  readonly show?: (lines: readonly string[]) => Promise<void>;
  readonly beep?: (pattern: "ok" | "no") => Promise<void>;
  readonly selfTest?: (level: "inside" | "loop" | "ask") => Promise<unknown>;
  /** Reads or writes the address on the tag that lies there. */
  readonly tag?: (order: TagOrder) => Promise<unknown>;
  /** Only simulated devices have it. */
  readonly sim?: (verb: SimVerb) => Promise<unknown>;
  /** Told by the host when another device's state may matter to this one. */
  readonly close: () => Promise<void>;
}

export interface DeviceContext {
  readonly device: string;
  readonly nowMs: () => number;
  readonly emit: (event: DeviceEvent) => void;
  /** The status may have changed: the host looks and tells the gateway if it has. */
  readonly changed: () => void;
  readonly log: (message: string) => void;
  /** Another device of this host, open or not yet. */
  readonly sibling: (device: string) => Device | undefined;
  readonly pcsc: () => PcscService;
  /** The same line with its bytes kept in the device's black box; those that come in as `veil` leaves them. */
  readonly recorded: (open: OpenLink, veil?: Veil) => OpenLink;
}

/** One thing by which a row of the driver table is recognised. Vendor and product in lower-case hex. */
export interface Hint {
  readonly title: string;
  readonly vendor?: string;
  readonly product?: string;
  /** part of the product's name, any case */
  readonly name?: RegExp;
  /** of a HID collection: 8C is "bar code scanner" */
  readonly usagePage?: number;
}

export interface Driver {
  readonly id: string;
  readonly kind: DeviceKind;
  /** what it is for, in half a sentence of docs/DEVICES.md */
  readonly says: string;
  /** absent: nothing that is plugged in is recognised as its own */
  readonly hints?: readonly Hint[];
  readonly transport: "tcp" | "serial" | "usb" | "file" | "hid" | "pcsc" | "device" | "simulated";
  readonly models: readonly string[];
  readonly options: TSchema;
  /** Loads what a first use would wait for; once a process, before its devices are opened. */
  readonly prepare?: () => Promise<void>;
  /** Opens with options as they stand in the file. Throws DeviceFault `options` when they do not fit the schema. */
  readonly open: (options: unknown, context: DeviceContext) => Device;
}

/** Makes one row of the driver table: `open` gets its options checked and typed. */
export const defineDriver = <const S extends TSchema>(
  driver: Omit<Driver, "options" | "open"> & {
    readonly options: S;
    readonly open: (options: Static<S>, context: DeviceContext) => Device;
  },
): Driver => {
  const checked = Compile(driver.options);
  return {
    ...driver,
    open: (options, context) => {
      if (!checked.Check(options)) {
        const [first] = checked.Errors(options);
        const where = first === undefined ? "" : `${first.instancePath || "/"} ${first.message}`;
        throw new DeviceFault("options", false, `options of driver ${driver.id}: ${where}`);
      }
      return driver.open(options, context);
    },
  };
};
