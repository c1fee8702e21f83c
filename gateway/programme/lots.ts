// When units of an asset become spendable and when they lapse. Knows no account.
import type { Programme } from "./compile.ts";
import type { AssetTerms } from "./format.ts";

/** Last good day of a lot, or undefined when it never lapses. */
export const expiryOf = (
  _programme: Programme,
  _asset: AssetTerms | string,
  _lot: {
    readonly createdOn: string;
    readonly windowFrom?: string;
    readonly lastActivityOn?: string;
    readonly tier?: string;
  },
): string | undefined => {
  throw new Error("not built yet");
};

/** The business day at whose close pending units become available; the same day when instant. */
export const creditOn = (_programme: Programme, _asset: AssetTerms | string, _earnedOn: string): string => {
  throw new Error("not built yet");
};
