// One journal entry and its lines. Debit is positive, credit negative; Σ amount = 0 per unit in every entry.
import type { Json, JsonObject } from "../json.ts";

/**
 * One line. `unit` is the currency ("CNY", amounts in minor units) or the id of a points/count asset.
 *
 * Chart of accounts (segments joined by ":"):
 * - `asset:<tender>:<till>` what a tender brought in (cash, bank, wechat, …); `asset:receivable:<account>` a tab
 * - `liab:<asset>:<part>:<account>:<lot>` what the store owes a member: part `principal|bonus` (money),
 *   `avail|pending` (points, counts). The member's balance IS the negated sum of these lines.
 * - `liab:deferred:<account>:<lot>` money taken for counts not yet used; `liab:voucher:<coupon>`; `liab:commission:<staff>`
 * - `income:sales:<venue>`, `income:card_fee`, `income:breakage`, `income:no_sale`
 * - `expense:bonus`, `expense:voucher`, `expense:commission`, `expense:rounding`
 * - `house:<issued|redeemed|expired|adjusted|used>` the other side of points and counts
 * - `due_to:<store>`, `due_from:<store>` between stores
 */
export interface Posting {
  readonly account: string;
  readonly unit: string;
  readonly amount: number;
}

/** Who did it, from where. `staff` is absent for a guest at a kiosk. */
export interface Actor {
  readonly station: string;
  readonly role: string;
  readonly staff?: string;
}

/** Something that happened, past tense; `type` selects the evolver. No personal data in clear. */
export interface DomainEvent {
  readonly type: string;
  readonly [field: string]: Json | undefined;
}

/** In a chain: what a store knew when it decided. */
export interface ChainFacts {
  /** last entry of the chain's stream that it had folded; 0 = none */
  readonly base: number;
  /** the card that spoke for the account */
  readonly card?: string;
  /** assets among the lines whose shortage the house bears: counts and passes, not money or points */
  readonly house?: readonly string[];
}

/** What is hashed and kept for ever: one per accepted command that changed anything. */
export interface EntryBody {
  readonly v: 1;
  readonly id: string;
  /** store id; epoch: grows with each restore, so that no pair of epoch and number comes twice;
   *  gapless number of the journal, from 1 */
  readonly store: string;
  readonly epoch: number;
  readonly seq: number;
  /** operation of the protocol, e.g. `pass.punch` */
  readonly op: string;
  /** RFC 3339 instant in the store's offset; business date `YYYY-MM-DD` */
  readonly at: string;
  readonly businessDate: string;
  /** programme id and version the decision was made under */
  readonly programme: { readonly id: string; readonly version: number };
  readonly actor: Actor;
  readonly mode: "online" | "offline" | "lease" | "force";
  readonly chain?: ChainFacts;
  readonly member?: string;
  readonly account?: string;
  readonly lines: readonly Posting[];
  readonly events: readonly DomainEvent[];
  readonly meta?: JsonObject;
}

/** `hash` = SHA-256 over previous hash (hex) and canonical body, hex. */
export interface Entry {
  readonly body: EntryBody;
  readonly hash: string;
}
