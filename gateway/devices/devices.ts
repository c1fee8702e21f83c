// The whole devices room, wired: link, table, hub, print queue and drawers over one device host.
import type { HostEvent } from "../../drivers/contract.ts";
import type { Clock } from "../clock.ts";
import type { NewId } from "../ids.ts";
import type { Store } from "../store/contract.ts";
import type { DeviceEvent, Drawers, HostLink, Hub, JobView, PrintQueue } from "./contract.ts";
import { keepDevices, recallDevices } from "./device-memory.ts";
import { createDeviceTable } from "./device-table.ts";
import { createDrawers } from "./drawer.ts";
import { createHostLink } from "./host-link.ts";
import { createHostProcess } from "./host-process.ts";
import { createHub, overseers } from "./hub.ts";
import { createListeners } from "./listeners.ts";
import { createPrintQueue } from "./print-queue.ts";
import { createTagCounters } from "./tag-counters.ts";
import { createPrinterAlerts, type PrinterAlert } from "./printer-alerts.ts";
import { systemTimers, type Timers } from "./timers.ts";
import { createTrace } from "./trace.ts";

export interface DevicesOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly socketPath: string;
  /** starts the device host, e.g. `[process.execPath, "drivers/host.ts", …]`; absent: a unit of its own */
  readonly hostCommand?: readonly [string, ...string[]];
  readonly onHostEnd?: (how: {
    readonly code: number | null;
    readonly signal: string | null;
  }) => void;
  readonly timers?: Timers;
}

export interface Devices {
  readonly hub: Hub;
  readonly queue: PrintQueue;
  readonly drawers: Drawers;
  readonly link: HostLink;
  /** Everything the stations may hear of, each with its audience. */
  readonly on: (listener: (event: DeviceEvent) => void) => () => void;
  /** pid of the device host, where this process started it */
  readonly hostPid: () => number | undefined;
  readonly close: () => Promise<void>;
}

const jobEvent = (job: JobView): DeviceEvent => ({
  topic: "job.state",
  to: { station: job.station, roles: overseers },
  at: Date.now(),
  device: job.printer,
  data: job,
});

const alertEvent = ({ printer, code, facts }: PrinterAlert): DeviceEvent => ({
  topic: "alert",
  to: { roles: overseers },
  at: Date.now(),
  device: printer,
  data: { code, ...facts },
});

const copiedEvent = (device: string): DeviceEvent => ({
  topic: "alert",
  to: { roles: overseers },
  at: Date.now(),
  device,
  data: { code: "card.copied" },
});

/** Resolves when the queue has read its rows; the host may still be starting: all are `absent`, or not yet known. */
export const createDevices = async (options: DevicesOptions): Promise<Devices> => {
  const { store, clock, newId, socketPath, hostCommand, timers = systemTimers } = options;
  const ended = options.onHostEnd === undefined ? {} : { onEnd: options.onHostEnd };
  const process =
    hostCommand === undefined ? undefined : createHostProcess({ command: hostCommand, ...ended });
  const trace = createTrace();
  const recalled = await recallDevices(store);
  const link = createHostLink({
    socketPath,
    trace,
    timers,
    ...(process === undefined ? {} : { process }),
  });
  const table = createDeviceTable(link, recalled);
  const memory = keepDevices(store, table, recalled);
  const events = createListeners<DeviceEvent>();
  const vouched = createListeners<HostEvent>();
  const tags = createTagCounters({
    store,
    tell: vouched.tell,
    copied: (device) => events.tell(copiedEvent(device)),
  });
  link.onEvent(tags.hear);
  const hearing = { ...link, onEvent: vouched.add };
  const hub = createHub({ link: hearing, table, trace, clock, newId, timers });
  const queue = await createPrintQueue({ store, link, table, clock, newId, timers });
  const drawers = createDrawers({ store, link, table, clock, newId, timers });
  hub.on(events.tell);
  drawers.on(events.tell);
  queue.onState((job) => events.tell(jobEvent(job)));
  const alerts = createPrinterAlerts({
    queue,
    timers,
    emit: (alert) => events.tell(alertEvent(alert)),
  });
  return {
    hub,
    queue,
    drawers,
    link,
    on: events.add,
    hostPid: () => process?.pid(),
    close: async () => {
      await queue.drain();
      await link.close();
      hub.close();
      alerts.close();
      drawers.close();
      await queue.close();
      await memory.written();
    },
  };
};
