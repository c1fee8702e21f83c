// What works beside the calls as the journal grows: alerts, fraud signals. Started once the store is open,
// stopped before it closes.
import { announceAlerts } from "./alerts.ts";
import { watchForFraud } from "./fraud/watch.ts";
import type { House } from "./house.ts";

export interface Attendants {
  readonly stop: () => Promise<void>;
}

export const startAttendants = async (house: House): Promise<Attendants> => {
  const unlisten = house.store.onCommitted((entries) => announceAlerts(house, entries));
  const fraud = await watchForFraud(house);
  return {
    stop: async () => {
      unlisten();
      await fraud.stop();
    },
  };
};
