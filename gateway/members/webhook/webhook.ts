// webhook.put, webhook.remove: where the store tells other systems what happened. Endpoints are facts of the
// ledger; secrets and positions are not. Sends nothing.
import { refusal } from "../../refusals.ts";
import { type Decider, type Ref, type View, accepted, refused } from "../contract.ts";
import { type At, evolver, happened } from "../evolver.ts";
import { lookup, point, unpoint } from "../member/lookups.ts";
import type { Webhook } from "../service-state.ts";

/** Endpoints of a store. */
const webhooksMax = 20;

/** Told where nothing is named: what happens to members, their value and their stays. */
const topicsDefault: readonly string[] = [
  "account.",
  "bill.",
  "card.",
  "coupon.",
  "exception.open",
  "hold.",
  "member.",
  "pass.",
  "points.",
  "stay.",
];

export interface WebhookPutParams {
  readonly webhook?: string;
  readonly url?: string;
  /** operations of the journal, or the beginning of some */
  readonly topics?: readonly string[];
  readonly description?: string;
  readonly state?: "active" | "paused";
  /** a new secret; the old one signs along for a day */
  readonly rotate?: boolean;
}

type WebhookPut = { type: "WebhookPut"; webhook: string; file: Omit<Webhook, "at"> };
type WebhookRemoved = { type: "WebhookRemoved"; webhook: string };
type WebhookGivenUp = { type: "WebhookGivenUp"; webhook: string; why: string };

const all = "webhooks:all";

export const webhookRoots: readonly Ref[] = [lookup(all)];
export const webhookIds = (view: Pick<View, "get">): readonly string[] =>
  view.get("lookup", all)?.ids ?? [];

/** → `{webhook, url, topics, state}` */
export const putWebhook: Decider<WebhookPutParams> = {
  roots: ({ webhook }) => [
    ...webhookRoots,
    ...(webhook === undefined ? [] : [{ kind: "webhook", id: webhook } as const]),
  ],
  decide: ({ webhook, rotate = false, ...named }, view, context) => {
    const before = webhook === undefined ? undefined : view.get("webhook", webhook);
    if (webhook !== undefined && before === undefined)
      return refused(refusal("not_found", { webhook }));
    const url = named.url ?? before?.url;
    if (url === undefined) return refused(refusal("not_permitted", { why: "url" }));
    if (before === undefined && webhookIds(view).length >= webhooksMax)
      return refused(refusal("limit.reached", { limit: webhooksMax }));
    const id = webhook ?? context.newId("wh");
    const generation = (before?.generation ?? 1) + (rotate ? 1 : 0);
    const rotatedAt = rotate ? context.moment.at : before?.rotatedAt;
    const description = named.description ?? before?.description;
    const file = {
      url,
      topics: named.topics ?? before?.topics ?? topicsDefault,
      state: named.state ?? "active",
      generation,
      ...(rotatedAt === undefined ? {} : { rotatedAt }),
      ...(description === undefined ? {} : { description }),
    } as const;
    const { topics, state } = file;
    return accepted({
      events: [happened<WebhookPut>({ type: "WebhookPut", webhook: id, file })],
      lines: [],
      result: { webhook: id, url, topics, state },
    });
  },
};

/** → `{webhook, removed: true}` */
export const removeWebhook: Decider<{ readonly webhook: string }> = {
  roots: ({ webhook }) => [...webhookRoots, { kind: "webhook", id: webhook }],
  decide: ({ webhook }, view) => {
    if (!webhookIds(view).includes(webhook)) return refused(refusal("not_found", { webhook }));
    const events = [happened<WebhookRemoved>({ type: "WebhookRemoved", webhook })];
    return accepted({ events, lines: [], result: { webhook, removed: true } });
  },
};

/** The gateway's own: nothing was taken for days, or the endpoint said it is gone. */
export const giveUpWebhook: Decider<{ readonly webhook: string; readonly why: string }> = {
  roots: ({ webhook }) => [{ kind: "webhook", id: webhook }],
  decide: ({ webhook, why }, view) => {
    const isActive = view.get("webhook", webhook)?.state === "active";
    const events = [happened<WebhookGivenUp>({ type: "WebhookGivenUp", webhook, why })];
    return accepted({ events: isActive ? events : [], lines: [], result: { webhook } });
  },
};

export const webhookEvolvers = {
  WebhookPut: evolver<WebhookPut>((draft, { webhook, file }, { at }: At) => {
    const since = draft.get("webhook", webhook)?.at ?? at;
    draft.put("webhook", webhook, { ...file, at: since });
    point(draft, all, { kind: "webhook", id: webhook });
  }),
  WebhookRemoved: evolver<WebhookRemoved>((draft, { webhook }) => {
    const file = draft.get("webhook", webhook);
    if (file !== undefined) draft.put("webhook", webhook, { ...file, state: "removed" });
    unpoint(draft, all, webhook);
  }),
  WebhookGivenUp: evolver<WebhookGivenUp>((draft, { webhook }) => {
    const file = draft.get("webhook", webhook);
    if (file !== undefined) draft.put("webhook", webhook, { ...file, state: "given_up" });
  }),
};
