// The devices of this store as they were last told, kept over a restart: a bill that is settled before the device host
// has spoken still finds its printer, and its receipt waits in the queue.
import type { DeviceDescription } from "../../drivers/contract.ts";
import type { Store } from "../store/contract.ts";
import type { DeviceTable } from "./device-table.ts";

const rowId = "devices";

type Memory = Pick<Store, "side" | "sideRow">;

/** What a device is, without how it is doing. */
const remembered = (device: DeviceDescription): DeviceDescription => {
  const { why: _why, firmware: _firmware, ...rest } = device;
  return { ...rest, state: "absent", counters: {} };
};

const isDevice = (value: unknown): value is DeviceDescription =>
  typeof value === "object" && value !== null && "device" in value && "kind" in value;

export const recallDevices = async (store: Memory): Promise<readonly DeviceDescription[]> => {
  const devices = (await store.sideRow("meta", rowId))?.["devices"];
  return Array.isArray(devices) ? devices.filter(isDevice) : [];
};

/** Writes them down when they have become others: at most once for each time the host is set up anew. */
export const keepDevices = (
  store: Memory,
  table: DeviceTable,
  recalled: readonly DeviceDescription[],
): { readonly written: () => Promise<void> } => {
  let kept = JSON.stringify(recalled);
  let writing = Promise.resolve();
  table.onTold((devices) => {
    const now = devices.map(remembered);
    const text = JSON.stringify(now);
    if (text === kept) return;
    kept = text;
    // A disk that takes nothing says so by other ways; the next start asks the host.
    writing = store
      .side([{ table: "meta", id: rowId, body: { devices: JSON.parse(text) } }])
      .catch(() => undefined);
  });
  return { written: () => writing };
};
