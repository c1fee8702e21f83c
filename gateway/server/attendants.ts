// What works beside the calls: alerts, fraud signals, webhooks, messages, campaigns, the folder of
// bookings.
// Started once the store is open, stopped before it closes.
import { announceAlerts } from "./alerts.ts";
import { watchBookings } from "./bookings/folder.ts";
import { startCampaigns } from "./campaigns/runner.ts";
import { watchForFraud } from "./fraud/watch.ts";
import type { House } from "./house.ts";
import { mailChannel, postChannel } from "./messages/channels.ts";
import { type Channels, startSender } from "./messages/sender.ts";
import type { Outward } from "./outward.ts";
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
  const sender = await startSender(house, await channelsOf(outward));
  const campaigns = await startCampaigns(house);
  outward.campaignsStarted(campaigns);
  const folder = bookings === undefined ? undefined : await watchBookings(house, bookings);
  return {
    stop: async () => {
      unlisten();
      await campaigns.stop();
      await Promise.all([fraud.stop(), outbox.stop(), sender.stop(), folder?.stop()]);
    },
  };
};

const channelsOf = async ({ settings, hosts }: Outward): Promise<Channels> => {
  const { smtp, from = "", http, secret } = settings;
  return {
    ...(smtp === undefined ? {} : { email: await mailChannel(smtp, from) }),
    ...(http === undefined ? {} : { http: postChannel(http, { hosts, secret }) }),
  };
};
