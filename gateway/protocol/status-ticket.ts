// The status ticket that proves a printer and a scanner, as a document for the print queue. Knows no printer.
import type { ParamsOf } from "./operations.ts";

type PrintDocument = ParamsOf<"print.submit">["document"];

/** Before the number in the ticket's code, so that no other code in the house passes for it. */
export const visitPrefix = "TG-VISIT-";

/** 48 signs: a whole line on 80 mm of paper, one and a half on 58 mm */
const ruler = "0----+----1----+----2----+----3----+----4----+--";

interface TicketFacts {
  readonly store: string;
  readonly device: string;
  readonly version: string;
  /** an instant */
  readonly at: string;
  /** what the code says behind its prefix */
  readonly nonce: string;
  /** the store's devices and how each stands */
  readonly rows?: readonly { readonly left: string; readonly right: string }[];
}

/** Facts, a ruler, signs of two alphabets, a number to scan. */
export const statusTicket = (facts: TicketFacts): PrintDocument => ({
  kind: "status",
  lang: "zh-CN",
  blocks: [
    { kind: "text", text: "Tallygate 状态小票", size: 2, align: "center" },
    { kind: "row", left: "门店 store", right: facts.store },
    { kind: "row", left: "设备 device", right: facts.device },
    { kind: "row", left: "版本 release", right: facts.version },
    { kind: "row", left: "时间 time", right: facts.at },
    { kind: "rule" },
    ...(facts.rows ?? []).map((row) => ({ kind: "row", ...row }) as const),
    ...(facts.rows === undefined ? [] : [{ kind: "rule" } as const]),
    { kind: "text", text: "汉字 龍門 云栖 ¥1,234.50 € ABCabc" },
    { kind: "text", text: ruler },
    { kind: "qr", data: `${visitPrefix}${facts.nonce}` },
    { kind: "text", text: "用本店的扫码器扫这个码", align: "center" },
    { kind: "text", text: "scan with the store's scanner", align: "center" },
    { kind: "cut" },
  ],
});
