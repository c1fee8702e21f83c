// A member's history out of the journal: what happened, when, by whom, and what it did to her balances.
import type { Entry } from "../../ledger/entry.ts";
import type { JsonObject } from "../../json.ts";
import { movementOf } from "../account/apply-lines.ts";

export interface HistoryRow {
  readonly entry: string;
  readonly op: string;
  readonly at: string;
  readonly businessDate: string;
  readonly account?: string;
  readonly staff?: string;
  readonly station: string;
  /** what was given on paper for it, to be printed again */
  readonly receipt?: string;
  /** of a bill: the words of whoever rang it up; not for the guest's own eyes unless printed */
  readonly note?: string;
  /** units by asset, as the member sees them: what came in is positive */
  readonly changes: Readonly<Record<string, number>>;
}

const receiptOf = ({ events }: Entry["body"]): { readonly receipt?: string } => {
  const receipt = events.find(({ type }) => type === "ReceiptIssued")?.["receipt"];
  return typeof receipt === "string" ? { receipt } : {};
};

const noteOf = ({ events }: Entry["body"]): { readonly note?: string } => {
  const sale = events.find(({ type }) => type === "BillSettled")?.["sale"];
  const note = isObject(sale) ? sale["note"] : undefined;
  const text = isObject(note) ? note["text"] : undefined;
  return typeof text === "string" ? { note: text } : {};
};

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** `account` narrows the changes to one account. */
export const historyRow = ({ body }: Entry, account?: string): HistoryRow => {
  const changes: Record<string, number> = {};
  for (const line of body.lines) {
    const movement = movementOf(line);
    if (movement?.kind !== "lot" || (account !== undefined && movement.account !== account)) {
      continue;
    }
    const asset = line.account.split(":").slice(1, -3).join(":");
    changes[asset] = (changes[asset] ?? 0) + movement.change;
  }
  return {
    entry: body.id,
    op: body.op,
    at: body.at,
    businessDate: body.businessDate,
    station: body.actor.station,
    changes,
    ...receiptOf(body),
    ...noteOf(body),
    ...(body.account === undefined ? {} : { account: body.account }),
    ...(body.actor.staff === undefined ? {} : { staff: body.actor.staff }),
  };
};
