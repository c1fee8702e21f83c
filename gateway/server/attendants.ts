// What works beside the calls as the journal grows: alerts, fraud signals, webhooks. Started once the store is
// open, stopped before it closes.
import { announceAlerts } from "./alerts.ts";
import { watchForFraud } from "./fraud/watch.ts";
import type { House } from "./house.ts";
import { startOutbox } from "./webhooks/outbox.ts";

export interface Attendants {
  readonly stop: () => Promise<void>;
}

export const startAttendants = async (house: House): Promise<Attendants> => {
  const { store, log, outward } = house;
  const unlisten = store.onCommitted((entries) => announceAlerts(house, entries));
  const fraud = await watchForFraud(house);
  const outbox = await startOutbox({ store, log, key: outward.key, hosts: outward.hosts });
  outward.started(outbox);
  return {
    stop: async () => {
      unlisten();
      await Promise.all([fraud.stop(), outbox.stop()]);
    },
  };
};
