// webhook.*: endpoints on hosts the technician allows; the secret is shown once and derived, never kept.
import { putWebhook, webhookIds, webhookRoots } from "../../members/webhook/webhook.ts";
import { refusal } from "../../refusals.ts";
import { err, ok } from "../../result.ts";
import { actorOf, digestOf } from "../execute.ts";
import type { Handlers } from "../handler.ts";
import { type Tools, plain, withoutKey } from "../tools.ts";
import { positionRow } from "../webhooks/outbox.ts";
import { secretOf, shownSecret } from "../webhooks/sign.ts";

type Names = "webhook.put" | "webhook.list" | "webhook.remove";

export const webhookHandlers = (tools: Tools): Handlers<Names> => {
  const { store, outward, momentAt } = tools.house;
  return {
    "webhook.put": async (params, caller) => {
      const why = params.url === undefined ? undefined : outward.hosts.refuses(params.url);
      if (why !== undefined) return err(refusal("host.not_allowed", { why }));
      const executed = await store.execute({
        op: "webhook.put",
        key: params.key,
        paramsHash: digestOf(tools.house, params),
        params: withoutKey(params),
        decider: putWebhook,
        actor: actorOf(caller),
        // A new endpoint is told what comes after it, from the same commit on.
        also: ({ result: { webhook } }, entry) =>
          params.webhook !== undefined || typeof webhook !== "string" || entry === undefined
            ? []
            : [{ table: "meta", id: positionRow(webhook), body: { after: entry.body.seq } }],
      });
      if (!executed.ok) return executed;
      const { result, replay } = executed.value;
      const { webhook } = result;
      if (typeof webhook !== "string") throw new Error("webhook.put answers without a webhook");
      const file = (await store.view([{ kind: "webhook", id: webhook }])).get("webhook", webhook);
      const isShown = params.webhook === undefined || params.rotate === true;
      const secret = shownSecret(secretOf(outward.key, webhook, file?.generation ?? 1));
      return ok({
        ...result,
        ...(isShown ? { secret } : {}),
        ...(replay ? { replay: true } : {}),
      });
    },
    "webhook.remove": plain(tools, "webhook.remove"),
    "webhook.list": async () => {
      const ids = webhookIds(await store.view(webhookRoots));
      const view = await store.view(ids.map((id) => ({ kind: "webhook", id })));
      const instant = (ms: number): string => momentAt(ms).at;
      const webhooks = ids.flatMap((webhook) => {
        const file = view.get("webhook", webhook);
        if (file === undefined) return [];
        const { url, topics, state, description, at } = file;
        const { pending = 0, lastTakenMs, failing } = outward.status(webhook) ?? {};
        const { nextTryMs, ...failure } = failing ?? {};
        return [
          {
            webhook,
            url,
            topics,
            state,
            at,
            pending,
            ...(description === undefined ? {} : { description }),
            ...(lastTakenMs === undefined ? {} : { lastTakenAt: instant(lastTakenMs) }),
            ...(nextTryMs === undefined
              ? {}
              : { failing: { ...failure, nextTryAt: instant(nextTryMs) } }),
          },
        ];
      });
      return ok({ hosts: outward.allowed, webhooks });
    },
  };
};
