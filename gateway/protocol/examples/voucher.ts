// Examples of voucher.*: sold at the till, handed out at the office, taken back, listed.
import { type Examples, any } from "./example.ts";

const sold = {
  call: "voucher.sell",
  as: "cashier",
  params: {
    value: 10_000,
    count: 1,
    expiresOn: "2027-12-31",
    tenders: [{ type: "cash", amount: 10_000 }],
  },
  save: { code: "/vouchers/0/code", coupon: "/vouchers/0/coupon" },
} as const;
const approval = { staff: "1003", pin: "9012" } as const;

export const voucherExamples: Examples = {
  "voucher.sell": {
    as: "cashier",
    params: {
      value: 10_000,
      count: 2,
      expiresOn: "2027-12-31",
      tenders: [{ type: "cash", amount: 20_000 }],
      key: "sell-1",
    },
    result: { vouchers: [{ coupon: any, code: any }, any], due: 20_000, receipt: any },
  },
  "voucher.hand": {
    as: "office",
    params: {
      value: 5_000,
      count: 1,
      expiresOn: "2024-12-31",
      reason: "opening week",
      approval,
      key: "hand-1",
    },
    result: { vouchers: [{ coupon: any, code: any }], receipt: any },
  },
  "voucher.takeBack": {
    given: [sold],
    as: "cashier",
    params: { coupon: "@code", reason: "bought by mistake", approval, key: "back-1" },
    result: { coupon: "@coupon", paid: 10_000, receipt: any },
  },
  "voucher.list": {
    given: [sold],
    as: "office",
    params: {},
    result: {
      vouchers: [{ code: any, value: 10_000, state: "open", how: "sold", expiresOn: "2027-12-31" }],
      totals: { open: { count: 1, amount: 10_000 } },
    },
  },
};
