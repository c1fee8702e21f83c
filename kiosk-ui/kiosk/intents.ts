// What a guest confirmed, as one keyed call, and what its answer means for the screen. Knows no machine.
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import { exhaustive } from "../../gateway/result.ts";
import type { Intent, Outcome } from "../charts/kiosk/visit.ts";

export interface Post {
  readonly intent: Intent;
  readonly key: string;
  readonly account: string;
  readonly member: string;
}

type Answer = Readonly<Record<string, unknown>>;

/** Twice with one key is done once: the gateway answers the second time as it did the first. */
export const post = (
  client: TallygateClient,
  { intent, key, account, member }: Post,
): Promise<Answer> => {
  switch (intent.kind) {
    case "punch": {
      const { asset, quantity } = intent;
      return client.call("pass.punch", { key, account, asset, quantity, service: asset });
    }
    case "redeem":
      return client.call("points.redeem", {
        key,
        account,
        reward: intent.reward,
        quantity: intent.quantity,
        ...(intent.choice === undefined ? {} : { choice: intent.choice }),
        where: "kiosk",
      });
    case "checkIn":
      return client.call("stay.checkIn", { key, stay: intent.stay });
    case "signIn":
      return client.call("arrival.checkIn", { key, account });
    case "topUp":
      return client.call("topup.intend", { key, account, amount: intent.amount });
    case "print":
      return client.call("print.receipt", { key, receipt: intent.receipt });
    case "consent": {
      const consent = { rules: true, marketing: intent.marketing };
      return client.call("member.update", { key, member, consent });
    }
    case "birthday": {
      const birthday = { date: intent.date, calendar: "solar" as const };
      return client.call("member.update", { key, member, birthday });
    }
    case "loss":
      return client.call("card.reportLost", { key, card: intent.card });
    default:
      return exhaustive(intent);
  }
};

const numberIn = (answer: Answer, field: string): number => {
  const value = answer[field];
  return typeof value === "number" ? value : 0;
};

const textIn = <Field extends string>(
  answer: Answer,
  field: string,
  as: Field,
): { readonly [F in Field]?: string } => {
  const value = answer[field];
  // the computed name is `as`, and nothing else
  return typeof value === "string" ? ({ [as]: value } as { readonly [F in Field]?: string }) : {};
};

/** Signs of an id that a person reads out at the desk. */
const ticketSigns = 4;

/** Reads a stored result into before, after, papers and whatever the done screen shows of it. */
export const outcomeOf = (intent: Intent, answer: Answer): Outcome => {
  const papers = textIn(answer, "receipt", "receipt");
  const nothing = { before: 0, after: 0 };
  switch (intent.kind) {
    case "punch": {
      const after = numberIn(answer, "remaining");
      return { before: after + numberIn(answer, "used"), after, ...papers };
    }
    case "redeem": {
      const after = numberIn(answer, "available");
      return { before: after + numberIn(answer, "spent"), after, ...papers };
    }
    case "signIn": {
      const after = numberIn(answer, "available");
      return { before: after - numberIn(answer, "granted"), after, ...papers };
    }
    case "checkIn":
      return {
        ...nothing,
        ...papers,
        ...textIn(answer, "room", "room"),
        ...textIn(answer, "roomNote", "roomNote"),
        deposit: numberIn(answer, "deposit"),
      };
    case "topUp": {
      const { intent: id } = answer;
      const ticket = typeof id === "string" ? id.slice(-ticketSigns).toUpperCase() : "";
      return { ...nothing, ticket, ...textIn(answer, "expiresAt", "expiresAt") };
    }
    case "print":
      return { ...nothing, receipt: intent.receipt };
    case "loss":
      return { ...nothing, ...textIn(answer, "replaceFrom", "replaceFrom") };
    case "consent":
    case "birthday":
      return nothing;
    default:
      return exhaustive(intent);
  }
};
