// Vouchers of random histories: the member's own, sold to nobody by name, handed out.
import type { JsonObject } from "../../gateway/json.ts";
import { addDays } from "../../gateway/programme/dates.ts";
import type { Life } from "./histories.ts";
import { asText } from "./seal.ts";

export interface VoucherAct {
  readonly act: "voucher";
  readonly value: number;
  readonly days: number;
  /** absent: the member's own */
  readonly bearer?: "sold" | "handed";
}

/** Runs an operation; undefined where it was refused. */
type Attempt = (op: string, params: JsonObject) => JsonObject | undefined;

/** What is sold is good without end, or for years where the law says so; what is given away lapses. */
const bearer = (
  life: Life,
  asked: VoucherAct,
  { expiresOn, attempt }: { readonly expiresOn: string; readonly attempt: Attempt },
): void => {
  const { value } = asked;
  const made =
    asked.bearer === "sold"
      ? attempt("voucher.sell", {
          value,
          count: 1,
          tenders: [{ type: "cash", amount: value }],
        })
      : attempt("voucher.hand", {
          value,
          count: 2,
          expiresOn,
          reason: "test",
          approval: { staff: "M1", pin: "9009" },
        });
  const vouchers = made?.["vouchers"];
  if (!Array.isArray(vouchers)) return;
  for (const one of vouchers)
    if (typeof one === "object" && one !== null && "coupon" in one)
      life.vouchers.push(asText(one["coupon"]));
  // Every other one that is sold comes back before anybody has used it.
  const [sold] = life.vouchers.slice(-1);
  if (asked.bearer !== "sold" || asked.days % 2 === 0 || sold === undefined) return;
  attempt("voucher.takeBack", {
    coupon: sold,
    reason: "test",
    approval: { staff: "M1", pin: "9009" },
  });
};

export const giveVoucher = (life: Life, asked: VoucherAct, attempt: Attempt): void => {
  const expiresOn = addDays(life.world.context().moment.businessDate, asked.days);
  if (asked.bearer !== undefined) return bearer(life, asked, { expiresOn, attempt });
  const issued = attempt("coupon.issue", {
    account: life.account,
    kind: "voucher",
    value: asked.value,
    expiresOn,
    reason: "test",
  });
  if (typeof issued?.["coupon"] === "string") life.vouchers.push(issued["coupon"]);
};
