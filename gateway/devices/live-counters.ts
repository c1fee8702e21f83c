// The devices' own counters, fetched when somebody looks at them: they change with every byte and are no news.
import type { HostLink } from "./contract.ts";
import { isDeviceFault } from "./device-fault.ts";
import type { DeviceTable } from "./device-table.ts";
import { readDeviceList } from "./host-frames.ts";
import type { Timers } from "./timers.ts";

/** Whoever looks does not wait longer for a host that hangs: the last counters are shown. */
const patienceMs = 250;

/** Many who look at once ask once. */
export const createLiveCounters = (
  link: Pick<HostLink, "send">,
  table: Pick<DeviceTable, "count">,
  timers: Timers,
): (() => Promise<void>) => {
  let asking: Promise<void> | undefined;
  const ask = async (): Promise<void> => {
    try {
      table.count(readDeviceList(await link.send({ do: "list" })));
    } catch (fault) {
      if (!isDeviceFault(fault)) throw fault;
    }
  };
  return () => {
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    const asked = asking;
    return new Promise((resolve, reject) => {
      const cancel = timers.after(patienceMs, resolve);
      asked.then(resolve, reject).finally(cancel);
    });
  };
};
