// Entities beside people and value: calls for help, intended top-ups, exceptions, rows of other systems, endpoints,
// templates and messages, segments. None of them holds a balance.
import type { JsonObject } from "../json.ts";
import type { Match } from "../programme/format.ts";

/** A guest at a kiosk asked for a person. */
export interface HelpCall {
  readonly station: string;
  readonly reason: string;
  readonly state: "called" | "seen" | "coming" | "done" | "cancelled";
  readonly at: string;
  readonly account?: string;
  /** the employee who answered last, and when */
  readonly by?: string;
  readonly answeredAt?: string;
}

/** A top-up told at a kiosk and not paid yet; minor units. */
export interface Intent {
  readonly account: string;
  readonly amount: number;
  readonly station: string;
  readonly state: "open" | "taken" | "done" | "cancelled" | "expired";
  readonly at: string;
  readonly expiresAt: string;
  /** the employee who took it */
  readonly by?: string;
}

/** Something a person must look at: what it is, what shows it, who answers for it, how it ended. */
export interface ExceptionFile {
  readonly kind: string;
  readonly state: "open" | "resolved";
  readonly at: string;
  /** business date it was opened on */
  readonly on: string;
  /** a right, until it is given to an employee */
  readonly owner: string;
  readonly evidence: JsonObject;
  readonly account?: string;
  readonly asset?: string;
  readonly amount?: number;
  readonly staff?: string;
  readonly station?: string;
  /** the store of a chain that has to answer for it; absent: this one */
  readonly store?: string;
  readonly outcome?: string;
  readonly note?: string;
  readonly resolvedBy?: string;
  readonly resolvedAt?: string;
}

/** A row another system sent, and what it became: it is taken once. */
export interface ImportedFile {
  readonly digest: string;
  readonly at: string;
  /** ids of what was made: bill, coupon, receipt */
  readonly made: JsonObject;
}

/** An endpoint of another system; its secret and position stand elsewhere. */
export interface Webhook {
  readonly url: string;
  readonly topics: readonly string[];
  readonly state: "active" | "paused" | "given_up" | "removed";
  readonly at: string;
  /** of the secret: the store derives it */
  readonly generation: number;
  readonly rotatedAt?: string;
  readonly description?: string;
}

/** What may be written to members, in words of the house with places for theirs. */
export interface Template {
  readonly name: string;
  readonly channel: "email" | "http";
  /** needs consent, and is bounded in number */
  readonly marketing: boolean;
  /** marketing messages a member gets in seven days at most, this one included */
  readonly perWeek: number;
  /** by language */
  readonly texts: Readonly<Record<string, { readonly subject?: string; readonly body: string }>>;
  readonly active: boolean;
}

/** A message to a member: never its words, which hold her name. */
export interface MessageFile {
  readonly member: string;
  readonly template: string;
  readonly channel: Template["channel"];
  readonly state: "queued" | "sent" | "failed";
  readonly at: string;
  readonly endedAt?: string;
  readonly why?: string;
  /** the gift it tells of */
  readonly gift?: MessageGift;
}

/** What a message may say of a voucher that came with it. */
export interface MessageGift {
  readonly code: string;
  /** minor units */
  readonly value: number;
  readonly until?: string;
}

/** A question about members under a name. */
export interface Segment {
  readonly name: string;
  /** facts of docs/PROGRAMMES.md and those of segment/facts.ts; all must hold */
  readonly when: Match;
  readonly withdrawn: boolean;
}
