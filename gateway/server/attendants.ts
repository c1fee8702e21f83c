// What works beside the calls: alerts, fraud signals, webhooks, the folder of bookings. Started once the store
// is open, stopped before it closes.
import { announceAlerts } from "./alerts.ts";
import { watchBookings } from "./bookings/folder.ts";
import { watchForFraud } from "./fraud/watch.ts";
import type { House } from "./house.ts";
import { startOutbox } from "./webhooks/outbox.ts";

export interface Attendants {
  readonly stop: () => Promise<void>;
}

export const startAttendants = async (
  house: House,
  /** folder of bookings as CSV, where there is one */
  bookings?: string,
): Promise<Attendants> => {
  const { store, log, outward } = house;
  const unlisten = store.onCommitted((entries) => announceAlerts(house, entries));
  const fraud = await watchForFraud(house);
  const outbox = await startOutbox({ store, log, key: outward.key, hosts: outward.hosts });
  outward.started(outbox);
  const folder = bookings === undefined ? undefined : await watchBookings(house, bookings);
  return {
    stop: async () => {
      unlisten();
      await Promise.all([fraud.stop(), outbox.stop(), folder?.stop()]);
    },
  };
};
