// What the kiosk's machine asks for, done: calls to the gateway, answers sent back as events. Knows no element.
import { CallLost, RefusalError, type TallygateClient } from "../../gateway/protocol/client.ts";
import { exhaustive } from "../../gateway/result.ts";
import type { KioskEvent } from "../charts/kiosk/events.ts";
import type { Intent, Outcome } from "../charts/kiosk/visit.ts";

export interface Effects {
  readonly identify: (params: { visit?: string; phone?: string; pin?: string }) => void;
  readonly checkPin: (params: { card: string; pin: string }) => void;
  readonly post: (params: Post) => void;
  readonly askKey: (params: { key: string }) => void;
  readonly reload: (params: { account: string }) => void;
  readonly endVisit: (params: { visit: string | undefined }) => void;
}

interface Around {
  readonly client: TallygateClient;
  readonly send: (event: KioskEvent) => void;
  readonly intent: () => Intent | undefined;
}

/** An answer that never came is an unknown outcome; anything the gateway said is said on. */
const failed = (error: unknown): KioskEvent =>
  error instanceof RefusalError
    ? {
        type: "REFUSED",
        refused: {
          code: error.code,
          params: error.params,
          ...(error.cite === undefined ? {} : { cite: error.cite }),
        },
      }
    : error instanceof CallLost && error.sent
      ? { type: "LOST" }
      : { type: "REFUSED", refused: { code: "not_answered", params: {} } };

const numberIn = (result: Readonly<Record<string, unknown>>, field: string): number => {
  const value = result[field];
  return typeof value === "number" ? value : 0;
};

/** Reads the stored result of a punch or redemption into before, after and receipt. */
const outcomeOf = (intent: Intent, result: Readonly<Record<string, unknown>>): Outcome => {
  const { replaceFrom } = result;
  if (intent.kind === "loss")
    return {
      before: 0,
      after: 0,
      ...(typeof replaceFrom === "string" ? { replaceFrom } : {}),
    };
  const [taken, left] = intent.kind === "punch" ? ["used", "remaining"] : ["spent", "available"];
  const after = numberIn(result, left ?? "");
  const receipt = result["receipt"];
  return {
    before: after + numberIn(result, taken ?? ""),
    after,
    ...(typeof receipt === "string" ? { receipt } : {}),
  };
};

interface Post {
  readonly intent: Intent;
  readonly key: string;
  readonly account: string;
}

const posted = (client: TallygateClient, { intent, key, account }: Post) => {
  switch (intent.kind) {
    case "punch":
      return client.call("pass.punch", {
        key,
        account,
        asset: intent.asset,
        quantity: intent.quantity,
        service: intent.asset,
      });
    case "redeem":
      return client.call("points.redeem", {
        key,
        account,
        reward: intent.reward,
        where: "kiosk",
      });
    case "loss":
      return client.call("card.reportLost", { key, card: intent.card });
    default:
      return exhaustive(intent);
  }
};

export const createEffects = (around: Around): Effects => {
  const { client, send } = around;
  const attempt = (work: () => Promise<void>): void => {
    void work().catch((error: unknown) => send(failed(error)));
  };
  return {
    identify: (by) =>
      attempt(async () => {
        const person = await client.call("card.identify", by);
        const account = await client.call("account.get", { account: person.account });
        send({ type: "IDENTIFIED", person, account });
      }),
    checkPin: (params) =>
      attempt(async () => {
        await client.call("card.checkPin", params);
        send({ type: "PIN_RIGHT" });
      }),
    post: ({ intent, key, account }) =>
      attempt(async () => {
        const result = await posted(client, { intent, key, account });
        send({ type: "ACK", outcome: outcomeOf(intent, result) });
      }),
    askKey: ({ key }) => {
      const intent = around.intent();
      // A lost link is not an answer: the machine asks again by itself.
      void client
        .call("key.get", { key }, { timeoutMs: 1_500 })
        .then(({ known, result }) => {
          if (known && result !== undefined && intent !== undefined)
            send({ type: "ACK", outcome: outcomeOf(intent, result) });
          if (!known) send({ type: "REFUSED", refused: { code: "not_answered", params: {} } });
        })
        .catch(() => undefined);
    },
    reload: ({ account }) => {
      void client
        .call("account.get", { account })
        .then((fresh) => send({ type: "ACCOUNT", account: fresh }))
        .catch(() => undefined);
    },
    endVisit: ({ visit }) => {
      if (visit !== undefined) void client.call("visit.end", { visit }).catch(() => undefined);
    },
  };
};
