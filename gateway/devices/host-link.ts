// The link to the device host: connects, starts the host if nobody answers on its socket, and comes
// back by itself when the host dies or hangs. Knows nothing of devices.
import type { HostEvent } from "../../drivers/contract.ts";
import type { HostLink, LinkState } from "./contract.ts";
import { DeviceFault } from "./device-fault.ts";
import { createHostConnection, type HostConnection } from "./host-connection.ts";
import type { HostProcess } from "./host-process.ts";
import { createListeners } from "./listeners.ts";
import { createAlarm, systemTimers, type Timers } from "./timers.ts";
import type { Trace } from "./trace.ts";

/** Asking whether a host listens costs next to nothing, and what it keeps waiting is a guest. */
const backOffMs = { first: 20, most: 100 } as const;
/** A host that ends as it begins is not started more often. */
const startEveryMs = 1_000;
const helloMs = 10_000;
const pingMs = 5_000;

export interface HostLinkOptions {
  readonly socketPath: string;
  readonly trace: Trace;
  /** absent: the host is started by someone else (a unit of its own) */
  readonly process?: HostProcess;
  readonly timers?: Timers;
}

const hostAway = (): Promise<never> =>
  Promise.reject(new DeviceFault("host_down", "the device host is not there"));

const backOff = (failures: number): number =>
  Math.min(backOffMs.first * 2 ** Math.min(failures, 10), backOffMs.most);

const notMoreOften = (timers: Timers, start: () => void): (() => void) => {
  let startedAtMs = Number.NEGATIVE_INFINITY;
  return () => {
    if (timers.nowMs() - startedAtMs < startEveryMs) return;
    startedAtMs = timers.nowMs();
    start();
  };
};

export const createHostLink = (options: HostLinkOptions): HostLink => {
  const { socketPath, trace, process: host, timers = systemTimers } = options;
  const events = createListeners<HostEvent>();
  const links = createListeners<LinkState>();
  let connection: HostConnection | undefined;
  const alarm = createAlarm(timers);
  let failures = 0;
  let closed = false;
  const startHost = notMoreOften(timers, () => host?.start());

  /** A host that hangs is ended; its sockets close, and the rest follows from that. */
  const abandon = (hung: HostConnection): void => {
    if (hung !== connection) return;
    host?.kill();
    hung.destroy();
  };

  const watch = (watched: HostConnection): void =>
    alarm.set(pingMs, () => {
      watched.send({ do: "list" }).then(
        () => watched === connection && watch(watched),
        () => abandon(watched),
      );
    });

  const hear = (from: HostConnection, event: HostEvent): void => {
    if (from !== connection) return;
    events.tell(event);
    if (event.event !== "hello") return;
    failures = 0;
    links.tell("up");
    watch(from);
  };

  const end = (ended: HostConnection, heardAll: boolean): void => {
    if (ended !== connection) return;
    connection = undefined;
    if (ended.boot() !== undefined) links.tell(heardAll ? "ended" : "broken");
    if (closed) return;
    if (ended.boot() === undefined) startHost();
    alarm.set(backOff(failures++), open);
  };

  const open = (): void => {
    const opened: HostConnection = createHostConnection({
      socketPath,
      trace,
      timers,
      onEvent: (event) => hear(opened, event),
      onEnd: (heardAll) => end(opened, heardAll),
    });
    connection = opened;
    alarm.set(helloMs, () => abandon(opened));
  };

  open();
  return {
    isUp: () => connection?.boot() !== undefined,
    boot: () => connection?.boot(),
    send: (order) => connection?.send(order) ?? hostAway(),
    onEvent: events.add,
    onLink: links.add,
    close: async () => {
      closed = true;
      alarm.cancel();
      connection?.destroy();
      await host?.stop();
    },
  };
};
