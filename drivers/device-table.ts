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
import { firmwareOf } from "./ports/firmware.ts";
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
  /** as the one says that is plugged in now; looked up again whenever another comes */
  firmware: string | undefined;
  /** whose it is; empty while nothing is there */
  firmwareOf: string;
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

const describe = (row: Row): DeviceDescription => {
  const { configured, driver, device } = row;
  const status = device.status();
  const there = status.state === "absent" ? "" : status.identity;
  if (there !== row.firmwareOf) {
    row.firmwareOf = there;
    row.firmware = there === "" ? undefined : firmwareOf(there);
  }
  return {
    device: configured.device,
    kind: driver?.kind ?? "receipt-printer",
    driver: configured.driver,
    simulated: device.sim !== undefined,
    ...(configured.role === undefined ? {} : { role: configured.role }),
    ...(row.firmware === undefined ? {} : { firmware: row.firmware }),
    ...status,
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

/** Tells what is news about a device and about those that work through it: the drawer behind a printer. */
const createNews = (
  rows: ReadonlyMap<string, Row>,
  { emit, nowMs }: Pick<DeviceTableOptions, "emit" | "nowMs">,
) => {
  const behind = new Map<string, Set<string>>();
  const tell = (row: Row): void => {
    const device = describe(row);
    const news = newsOf(device);
    if (news === row.told) return;
    row.told = news;
    emit({ event: "device", device, at: nowMs() });
  };
  return {
    look: (name: string): void => {
      for (const each of [name, ...(behind.get(name) ?? [])]) {
        const row = rows.get(each);
        if (row !== undefined) tell(row);
      }
    },
    siblingFor:
      (name: string): DeviceContext["sibling"] =>
      (device) => {
        behind.set(device, (behind.get(device) ?? new Set()).add(name));
        return rows.get(device)?.device;
      },
  };
};

export const createDeviceTable = (options: DeviceTableOptions): DeviceTable => {
  const { emit, nowMs, log } = options;
  const rows = new Map<string, Row>();
  const recorders = new Map<string, Recorder>();
  const { look, siblingFor } = createNews(rows, options);

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
      sibling: siblingFor(name),
      recorded: (line, veil) => recorder.record(line, veil),
    };
    const device = openDevice(configured, driver, context);
    return { configured, driver, device, told: "", firmware: undefined, firmwareOf: "" };
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
    list: () => {
      const ofProcess = options.counters();
      return [...rows.values()].map((row) => {
        const device = describe(row);
        return { ...device, counters: { ...device.counters, ...ofProcess } };
      });
    },
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
