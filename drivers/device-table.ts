// The open devices of this host: opened from the configuration, described, exchanged, closed. Knows no socket.
import type { ConfiguredDevice } from "./configuration.ts";
import type { DeviceDescription, HostEvent } from "./contract.ts";
import {
  DeviceFault,
  type Device,
  type DeviceContext,
  type DeviceEvent,
  type Driver,
} from "./driver.ts";
import { createRecorder, type RecordedPiece, type Recorder } from "./ports/recorder.ts";
import { driverOf } from "./registry.ts";

export interface DeviceTable {
  /** Opens one; a driver or options that do not exist or fit make a device in state `failed`, not a dead host. */
  readonly add: (configured: ConfiguredDevice) => void;
  /** Closes what has this name and opens the other in its place. */
  readonly replace: (configured: ConfiguredDevice) => Promise<void>;
  /** Throws DeviceFault `unknown`. */
  readonly get: (device: string) => Device;
  readonly find: (device: string) => Device | undefined;
  readonly list: () => readonly DeviceDescription[];
  /** What a gateway that has just connected must hear after hello. */
  readonly current: () => readonly HostEvent[];
  /** What went over this device's line since then; empty for a device without a line of bytes. */
  readonly trace: (device: string, sinceMs: number) => readonly RecordedPiece[];
  readonly close: () => Promise<void>;
}

interface Row {
  readonly configured: ConfiguredDevice;
  readonly driver: Driver | undefined;
  readonly device: Device;
  /** the description last told, as text */
  told: string;
}

/** Stands in the table for a device that could not be opened, so that it is seen and named. */
const failedDevice = (why: string): Device => ({
  status: () => ({
    model: "unknown",
    identity: "none",
    state: "failed",
    why,
    confirms: "none",
    counters: {},
  }),
  close: () => Promise.resolve(),
});

export interface DeviceTableOptions {
  readonly emit: (event: HostEvent) => void;
  readonly nowMs: () => number;
  readonly log: (message: string) => void;
  readonly pcsc: DeviceContext["pcsc"];
  /** counters of the process, shown with those of each device */
  readonly counters: () => Readonly<Record<string, number>>;
}

const describeBy =
  (processCounters: DeviceTableOptions["counters"]) =>
  ({ configured, driver, device }: Row): DeviceDescription => {
    const { counters, ...status } = device.status();
    return {
      device: configured.device,
      kind: driver?.kind ?? "receipt-printer",
      driver: configured.driver,
      simulated: device.sim !== undefined,
      ...(configured.role === undefined ? {} : { role: configured.role }),
      ...status,
      counters: { ...counters, ...processCounters() },
    };
  };

/** What has been counted is looked up by `list` and no news, but paper near its end is. */
const newsOf = ({ counters, ...told }: DeviceDescription): string =>
  JSON.stringify({ ...told, paperLow: counters["paperLow"] });

/** An event of a device with the device's name on it. */
const named = (device: string, event: DeviceEvent): HostEvent => ({ ...event, device });

/** The device of a row, or one that stands for what could not be opened. */
const openDevice = (
  configured: ConfiguredDevice,
  driver: Driver | undefined,
  context: DeviceContext,
): Device => {
  try {
    if (driver === undefined)
      throw new DeviceFault("driver", false, `no driver ${configured.driver}`);
    return driver.open(configured.options ?? {}, context);
  } catch (fault) {
    if (!(fault instanceof DeviceFault)) throw fault;
    context.log(`${configured.device}: ${fault.message}`);
    return failedDevice(fault.message);
  }
};

export const createDeviceTable = (options: DeviceTableOptions): DeviceTable => {
  const { emit, nowMs, log } = options;
  const describe = describeBy(options.counters);
  const rows = new Map<string, Row>();
  const recorders = new Map<string, Recorder>();

  const look = (name: string): void => {
    // A printer's state is also that of the drawer behind it: look at all, tell what is news.
    for (const row of rows.has(name) ? rows.values() : []) {
      const now = newsOf(describe(row));
      if (now === row.told) continue;
      row.told = now;
      emit({ event: "device", device: describe(row), at: nowMs() });
    }
  };

  const open = (configured: ConfiguredDevice): Row => {
    const driver = driverOf(configured.driver);
    const { device: name } = configured;
    const recorder = recorders.get(name) ?? createRecorder(nowMs);
    recorders.set(name, recorder);
    const context: DeviceContext = {
      device: name,
      nowMs,
      log,
      pcsc: options.pcsc,
      emit: (event) => emit(named(name, event)),
      changed: () => look(name),
      sibling: (device) => rows.get(device)?.device,
      recorded: (line, veil) => recorder.record(line, veil),
    };
    const device = openDevice(configured, driver, context);
    return { configured, driver, device, told: "" };
  };

  const add = (configured: ConfiguredDevice): void => {
    rows.set(configured.device, open(configured));
    look(configured.device);
  };

  return {
    add,
    replace: async (configured) => {
      const old = rows.get(configured.device);
      add(configured);
      await old?.device.close();
    },
    get: (name) => {
      const row = rows.get(name);
      if (row === undefined) throw new DeviceFault("unknown", false, `no device ${name}`);
      return row.device;
    },
    find: (name) => rows.get(name)?.device,
    list: () => [...rows.values()].map(describe),
    current: () =>
      [...rows].flatMap(([name, row]) =>
        (row.device.current?.() ?? []).map((event) => named(name, event)),
      ),
    trace: (name, sinceMs) => recorders.get(name)?.since(sinceMs) ?? [],
    close: async () => {
      await Promise.all([...rows.values()].map((row) => row.device.close()));
    },
  };
};
