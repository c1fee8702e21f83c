// webhook.*: endpoints of other systems.
import { type Examples, type Given, any } from "./example.ts";

const entered: readonly Given[] = [
  {
    call: "webhook.put",
    params: { url: "http://127.0.0.1:8141/hooks", topics: ["bill.settle"] },
    save: { webhook: "/webhook" },
  },
];

export const webhookExamples: Examples = {
  "webhook.put": {
    as: "office",
    params: { url: "http://127.0.0.1:8141/hooks", topics: ["bill.settle"], key: "webhook-1" },
    result: { webhook: any, state: "active", topics: ["bill.settle"], secret: any },
  },
  "webhook.list": {
    given: entered,
    as: "office",
    params: {},
    result: { webhooks: [{ webhook: "@webhook", state: "active", pending: any }] },
  },
  "webhook.remove": {
    given: entered,
    as: "office",
    params: { webhook: "@webhook", key: "webhook-2" },
    result: { webhook: "@webhook", removed: true },
  },
};
