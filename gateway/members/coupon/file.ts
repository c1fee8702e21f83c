// A voucher as it is kept. Data only.

export interface Coupon {
  /** absent: a bearer voucher, good for whoever holds it */
  readonly account?: string;
  /** of a bearer voucher: the day it was sold or handed out, for what, and by which store, that closes its days */
  readonly bearer?: {
    readonly how: "sold" | "handed";
    readonly on: string;
    readonly store: string;
  };
  readonly value: number;
  readonly code: string;
  readonly expiresOn?: string;
  readonly state: "open" | "used" | "expired" | "void";
  readonly used?: number;
  readonly forfeited?: number;
  readonly minSpend?: number;
  readonly campaign?: string;
  /** bills of other stores that took it once more while apart; the house bears those uses */
  readonly borne?: readonly string[];
}
