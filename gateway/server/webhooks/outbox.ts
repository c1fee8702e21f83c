// All endpoints of the store: starts and stops their deliveries as the ledger says, and opens an exception for
// one that has to be given up.
import type { Entry } from "../../ledger/entry.ts";
import { openException } from "../../members/exception/exception.ts";
import type { Webhook } from "../../members/service-state.ts";
import { giveUpWebhook, webhookIds, webhookRoots } from "../../members/webhook/webhook.ts";
import { systemClock } from "../../clock.ts";
import type { Log } from "../log.ts";
import type { Store } from "../../store/contract.ts";
import {
  type Delivery,
  type DeliveryParts,
  type DeliveryStatus,
  startDelivery,
} from "./delivery.ts";
import type { OutwardHosts } from "./hosts.ts";
import { isTold, messageOf } from "./message.ts";
import { post } from "./post.ts";
import { type Message, secretOf, signedHeaders } from "./sign.ts";

export interface Outbox {
  readonly status: (webhook: string) => DeliveryStatus | undefined;
  readonly stop: () => Promise<void>;
}

export interface OutboxParts {
  readonly store: Store;
  readonly log: Pick<Log, "warn" | "error">;
  /** secrets are derived from it */
  readonly key: Buffer;
  readonly hosts: OutwardHosts;
}

/** How long a replaced secret signs along. */
const bothSecretsMs = 24 * 3_600_000;

const actor = { station: "gateway", role: "gateway", rights: [] };

export const positionRow = (webhook: string): string => `webhook:${webhook}`;

export const startOutbox = async (parts: OutboxParts): Promise<Outbox> => {
  const { store, log } = parts;
  const deliveries = new Map<string, Delivery>();
  let files: ReadonlyMap<string, Webhook> = new Map();
  let changing: Promise<void> = Promise.resolve();
  let stopped = false;

  const end = async (webhook: string): Promise<void> => {
    await deliveries.get(webhook)?.stop();
    deliveries.delete(webhook);
  };
  const giveUp = async (webhook: string, why: string): Promise<void> => {
    await end(webhook);
    await tellGivenUp(parts, { webhook, why, url: files.get(webhook)?.url ?? "" });
  };
  const start = async (webhook: string): Promise<void> => {
    const position = (await store.sideRow("meta", positionRow(webhook)))?.["after"];
    const fileNow = (): Webhook => files.get(webhook) ?? gone;
    const delivery: DeliveryParts = {
      store,
      isWanted: (entry) => isTold(entry, fileNow().topics),
      after: typeof position === "number" ? position : store.head().seq,
      keep: (after) => store.side([{ table: "meta", id: positionRow(webhook), body: { after } }]),
      send: (entry, signal) => {
        const file = fileNow();
        const message = messageOf(entry);
        const headers = headersOf(parts, { webhook, file, message });
        return post(file.url, { body: message.body, headers, hosts: parts.hosts, signal });
      },
      memberOf: (entry) => memberOf(store, entry),
      exhausted: (_entry, why) => {
        change(() => giveUp(webhook, why));
        return Promise.resolve(false);
      },
      emptied: () => change(() => end(webhook)),
      failed: (err) => log.error({ err, webhook }, "deliveries have stopped until a restart"),
      nowMs: () => systemClock.nowMs(),
    };
    deliveries.set(webhook, startDelivery(delivery));
  };

  const refresh = async (): Promise<void> => {
    files = await endpointsOf(store);
    const isActive = (id: string): boolean => files.get(id)?.state === "active";
    for (const id of deliveries.keys()) if (!isActive(id)) await end(id);
    for (const id of files.keys()) if (isActive(id) && !deliveries.has(id)) await start(id);
  };

  /** One change at a time. */
  const change = (work: () => Promise<void>): void => {
    changing = changing
      .then(() => (stopped ? undefined : work()))
      .catch((err: unknown) => log.error({ err }, "webhooks could not be changed"));
  };
  const unlisten = store.onCommitted((entries) => {
    if (entries.some(({ body }) => body.op.startsWith("webhook."))) change(refresh);
  });
  change(refresh);
  await changing;

  return {
    status: (webhook) => deliveries.get(webhook)?.status(),
    stop: async () => {
      stopped = true;
      unlisten();
      await changing;
      await Promise.all([...deliveries.values()].map((delivery) => delivery.stop()));
    },
  };
};

const endpointsOf = async (store: Store): Promise<ReadonlyMap<string, Webhook>> => {
  const ids = webhookIds(await store.view(webhookRoots));
  const view = await store.view(ids.map((id) => ({ kind: "webhook", id })));
  return new Map(
    ids.flatMap((id) => {
      const file = view.get("webhook", id);
      return file === undefined ? [] : [[id, file] as const];
    }),
  );
};

/** In the ledger, in the office and in the log. */
const tellGivenUp = async (
  { store, log }: Pick<OutboxParts, "store" | "log">,
  evidence: { readonly webhook: string; readonly why: string; readonly url: string },
): Promise<void> => {
  const { webhook, why } = evidence;
  const params = { webhook, why };
  await store.execute({ op: "webhook.giveUp", params, decider: giveUpWebhook, actor });
  const source = `${webhook}:${store.head().seq}`;
  const opened = { kind: "webhook.given_up", source, evidence };
  await store.execute({ op: "exception.open", params: opened, decider: openException, actor });
  log.warn(params, "an endpoint was given up");
};

/** Stands for an endpoint that was removed while something was on its way. */
const gone: Webhook = { url: "", topics: [], state: "removed", generation: 0, at: "" };

const headersOf = (
  { key }: OutboxParts,
  of: { readonly webhook: string; readonly file: Webhook; readonly message: Message },
): Readonly<Record<string, string>> => {
  const { generation, rotatedAt } = of.file;
  const atMs = systemClock.nowMs();
  const isFresh = rotatedAt !== undefined && atMs - Date.parse(rotatedAt) < bothSecretsMs;
  const generations = isFresh ? [generation, generation - 1] : [generation];
  const secrets = generations.map((one) => secretOf(key, of.webhook, one));
  return signedHeaders(of.message, { secrets, atMs });
};

/** Entries of one member are told in their order; what belongs to nobody has an order of its own. */
const memberOf = async (store: Store, { body }: Entry): Promise<string> => {
  if (body.account === undefined) return body.member ?? "";
  const view = await store.view([{ kind: "account", id: body.account }]);
  return view.get("account", body.account)?.member ?? body.account;
};
