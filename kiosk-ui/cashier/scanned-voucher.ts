// A voucher's printed code, scanned: it goes on the bill, with its sheet open or without. Knows no value of it.
import { addVoucher } from "../charts/cashier/basket.ts";
import type { Desk } from "./desk.ts";

/** Signs of the code as the gateway prints it; a card's number is shorter. */
const printed = /^[0-9A-F]{16}$/iu;

export const isVoucherCode = (code: string): boolean => printed.test(code);

/** What nobody gave out as a voucher may still be a card. */
export const takeVoucher = async (desk: Desk, code: string): Promise<void> => {
  const coupon = await desk.client.call("coupon.get", { code }).catch(() => undefined);
  if (coupon === undefined) desk.tokenShown(code);
  else if (coupon.state === "open") desk.setBasket(addVoucher(desk.basket, coupon.coupon ?? code));
  else desk.refuse(coupon.state === "used" ? "coupon.used" : "coupon.expired");
};
