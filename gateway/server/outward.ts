// What the store sends out by itself, and to whom it may: handed to the handlers, filled when deliveries start.
import { readCredential } from "./access/credential.ts";
import type { DeliveryStatus } from "./webhooks/delivery.ts";
import { type OutwardHosts, createOutwardHosts } from "./webhooks/hosts.ts";
import type { Outbox } from "./webhooks/outbox.ts";

interface Asked {
  /** data folder */
  readonly data: string;
  readonly simulate: boolean;
  /** absent: nowhere */
  readonly webhooks?: readonly string[];
}

export interface Outward {
  /** `host` or `host:port`, as the technician wrote them */
  readonly allowed: readonly string[];
  readonly hosts: OutwardHosts;
  /** secrets are derived from it */
  readonly key: Buffer;
  readonly status: (webhook: string) => DeliveryStatus | undefined;
  readonly started: (outbox: Outbox) => void;
}

/** A program on the same machine, for the demonstration store: docs/examples/receiver.ts listens there. */
const demoHosts: readonly string[] = ["127.0.0.1:8141"];

export const createOutward = ({ data, simulate, webhooks }: Asked): Outward => {
  const allowed = webhooks ?? (simulate ? demoHosts : []);
  let outbox: Outbox | undefined;
  return {
    allowed,
    hosts: createOutwardHosts(allowed),
    key: readCredential(data, "webhooks"),
    status: (webhook) => outbox?.status(webhook),
    started: (started) => {
      outbox = started;
    },
  };
};
