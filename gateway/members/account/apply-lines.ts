// Balances change here and nowhere else: postings of the journal move what is left in a member's lots.
import type { Posting } from "../../ledger/entry.ts";
import { sellerOf } from "../../ledger/subjects.ts";
import type { Draft } from "../contract.ts";
import { holds, must } from "../must.ts";
import type { Account, Lot } from "../state.ts";

/** What one posting means for an account. Postings on tills, income and expense mean nothing to it. */
export type Movement =
  | {
      readonly kind: "lot";
      readonly account: string;
      readonly lot: string;
      readonly part: string;
      readonly change: number;
    }
  | {
      readonly kind: "deferred";
      readonly account: string;
      readonly lot: string;
      readonly change: number;
    }
  | { readonly kind: "receivable"; readonly account: string; readonly change: number }
  | { readonly kind: "commission"; readonly staff: string; readonly change: number };

const parts: ReadonlySet<string> = new Set(["principal", "bonus", "avail", "pending"]);

/** Reads a posting. Asset ids may hold colons, so a lot line is read from its end. */
export const movementOf = ({ account: name, amount }: Posting): Movement | undefined => {
  // Half of all lines are tills, sales and the house.
  if (!name.startsWith("liab:") && !name.startsWith("asset:receivable:")) return undefined;
  const segments = name.split(":");
  if (segments[0] === "asset" && segments[2] !== undefined) {
    return { kind: "receivable", account: segments[2], change: amount };
  }
  const staff = sellerOf(name);
  if (staff !== undefined) return { kind: "commission", staff, change: -amount };
  const [part, account, lot] = segments.slice(-3);
  if (account === undefined || lot === undefined || part === undefined) return undefined;
  if (part === "deferred" && segments.length === 4) {
    return { kind: "deferred", account, lot, change: -amount };
  }
  if (segments.length < 5 || !parts.has(part)) return undefined;
  return { kind: "lot", account, lot, part, change: -amount };
};

/** Applies the lines of one entry to the lots of the accounts they name. The lots must exist. */
export const applyLines = (draft: Draft, lines: readonly Posting[]): void => {
  for (const line of lines) {
    const movement = movementOf(line);
    if (movement === undefined) continue;
    if (movement.kind === "commission") {
      const staff = must(draft.get("staff", movement.staff), `staff ${movement.staff}`);
      const owed = (staff.owed ?? 0) + movement.change;
      holds(Number.isSafeInteger(owed), "commission is a whole amount");
      draft.put("staff", movement.staff, { ...staff, owed });
      continue;
    }
    const id = movement.account;
    const account = must(draft.get("account", id), `account ${id} of ${line.account}`);
    draft.put("account", id, moved(account, movement));
  }
};

const moved = (account: Account, movement: Exclude<Movement, { kind: "commission" }>): Account => {
  if (movement.kind !== "receivable") {
    return { ...account, lots: lotsMoved(account.lots, movement) };
  }
  const receivable = (account.receivable ?? 0) + movement.change;
  holds(Number.isSafeInteger(receivable) && receivable >= 0, "a tab is never below zero");
  return { ...account, receivable };
};

const lotsMoved = (
  lots: readonly Lot[],
  movement: Extract<Movement, { kind: "lot" | "deferred" }>,
): readonly Lot[] => {
  const at = lots.findIndex((lot) => lot.lot === movement.lot);
  const lot = must(lots[at], `lot ${movement.lot} of account ${movement.account}`);
  return lots.with(
    at,
    movement.kind === "deferred" ? deferredMoved(lot, movement.change) : partMoved(lot, movement),
  );
};

const deferredMoved = (lot: Lot, change: number): Lot => {
  const deferred = (lot.deferred ?? 0) + change;
  holds(Number.isSafeInteger(deferred) && deferred >= 0, `deferred money of lot ${lot.lot}`);
  return { ...lot, deferred };
};

const partMoved = (lot: Lot, { part, change }: { part: string; change: number }): Lot => {
  const left = (lot.parts[part] ?? 0) + change;
  holds(Number.isSafeInteger(left), `lot ${lot.lot} holds whole units`);
  holds(lot.debt === true ? left <= 0 : left >= 0, `lot ${lot.lot} keeps its sign`);
  return { ...lot, parts: { ...lot.parts, [part]: left } };
};
