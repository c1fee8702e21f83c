// Whom an entry concerns, read from its lines. Knows the chart of accounts (entry.ts), not what members are.
import type { Posting } from "./entry.ts";

/** Parts a lot may have: money, then points and counts. */
const parts: ReadonlySet<string> = new Set(["principal", "bonus", "avail", "pending"]);

/**
 * The member account whose balance a ledger account is part of, or undefined where it is none's:
 * `liab:<asset>:<part>:<account>:<lot>` (an asset's id may hold colons), `liab:deferred:<account>:<lot>`,
 * `asset:receivable:<account>`.
 */
export const ownerOf = (ledgerAccount: string): string | undefined => {
  // Every line of every entry comes by here, and half of them are tills, sales and the house.
  if (!ledgerAccount.startsWith("liab:") && !ledgerAccount.startsWith("asset:")) return undefined;
  const segments = ledgerAccount.split(":");
  if (segments[0] === "asset") {
    return segments[1] === "receivable" && segments.length === 3 ? segments[2] : undefined;
  }
  if (segments[0] !== "liab") return undefined;
  if (segments[1] === "deferred") return segments.length === 4 ? segments[2] : undefined;
  const part = segments.at(-3);
  return segments.length >= 5 && part !== undefined && parts.has(part)
    ? segments.at(-2)
    : undefined;
};

/** `liab:voucher:<coupon>`: what a voucher is still worth. */
export const voucherAccount = (coupon: string): string => `liab:voucher:${coupon}`;

const commissionPrefix = "liab:commission:";

/** `liab:commission:<staff>`: what a seller has earned and was not paid yet. */
export const commissionAccount = (staff: string): string =>
  `${commissionPrefix}${staff.replaceAll(":", "%3A")}`;

/** The employee whose commission a ledger account is, or undefined where it is none's. */
export const sellerOf = (ledgerAccount: string): string | undefined => {
  if (!ledgerAccount.startsWith(commissionPrefix)) return undefined;
  const staff = ledgerAccount.slice(commissionPrefix.length);
  // An asset of that name has a part, an account and a lot behind it.
  return staff.includes(":") ? undefined : staff.replaceAll("%3A", ":");
};

/** Whether some entity shows the balance of a ledger account, so that the two can be held against each other. */
export const isShown = (ledgerAccount: string): boolean =>
  ownerOf(ledgerAccount) !== undefined ||
  sellerOf(ledgerAccount) !== undefined ||
  ledgerAccount.startsWith(voucherAccount(""));

/** Member accounts that the lines move, each once. */
export const accountsOf = (lines: readonly Posting[]): readonly string[] => {
  const owners = lines.flatMap(({ account }) => ownerOf(account) ?? []);
  return [...new Set(owners)];
};
