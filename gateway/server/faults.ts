// Faults that a caller can do something about, as refusals. Everything else is a defect and stays inside.
import { DeviceFault } from "../devices/device-fault.ts";
import { type Refusal, refusal } from "../refusals.ts";
import { StoreFault } from "../store/faults.ts";

export const asRefusal = (error: unknown): Refusal | undefined => {
  if (error instanceof DeviceFault) return refusal("device.absent");
  if (error instanceof StoreFault)
    return refusal(error.code === "SQLITE_READONLY" ? "store.read_only" : "store.busy");
  return undefined;
};
