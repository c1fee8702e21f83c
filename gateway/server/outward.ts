// What the store sends out and gives by itself, and to whom it may: for the handlers, filled when deliveries start.
import type { MessageFile } from "../members/service-state.ts";
import { readCredential } from "./access/credential.ts";
import type { CampaignRunner } from "./campaigns/runner.ts";
import { type ChannelSettings, channelSettings } from "./messages/channels.ts";
import type { DeliveryStatus } from "./webhooks/delivery.ts";
import { type OutwardHosts, createOutwardHosts } from "./webhooks/hosts.ts";
import type { Outbox } from "./webhooks/outbox.ts";

interface Asked {
  /** data folder */
  readonly data: string;
  readonly simulate: boolean;
  /** absent: nowhere */
  readonly webhooks?: readonly string[];
  /** file of the channels for messages; absent: none */
  readonly messages?: string;
}

export interface Outward {
  /** `host` or `host:port`, as the technician wrote them */
  readonly allowed: readonly string[];
  readonly hosts: OutwardHosts;
  /** secrets are derived from it */
  readonly key: Buffer;
  /** ways a message can leave this house */
  readonly channels: () => readonly MessageFile["channel"][];
  readonly settings: ChannelSettings;
  readonly status: (webhook: string) => DeliveryStatus | undefined;
  readonly started: (outbox: Outbox) => void;
  /** gives what campaigns owe; resolves with the number of gifts */
  readonly runCampaigns: CampaignRunner["run"];
  readonly campaignsStarted: (runner: CampaignRunner) => void;
}

/** A program on the same machine, for the demonstration store: docs/examples/receiver.ts listens there. */
const demoHosts: readonly string[] = ["127.0.0.1:8141"];
const demoChannels: ChannelSettings = { http: "http://127.0.0.1:8141/messages" };

export const createOutward = ({ data, simulate, webhooks, messages }: Asked): Outward => {
  const none = simulate ? demoChannels : {};
  const settings = messages === undefined ? none : channelSettings(messages);
  const allowed = webhooks ?? (simulate ? demoHosts : []);
  let outbox: Outbox | undefined;
  let campaigns: CampaignRunner | undefined;
  return {
    allowed,
    hosts: createOutwardHosts(allowed),
    key: readCredential(data, "webhooks"),
    settings,
    channels: () => [
      ...(settings.smtp === undefined ? [] : (["email"] as const)),
      ...(settings.http === undefined ? [] : (["http"] as const)),
    ],
    status: (webhook) => outbox?.status(webhook),
    started: (started) => {
      outbox = started;
    },
    runCampaigns: async (campaign) => (await campaigns?.run(campaign)) ?? 0,
    campaignsStarted: (runner) => {
      campaigns = runner;
    },
  };
};
