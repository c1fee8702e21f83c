// A document as it waits in its job's row: a receipt is written with its sale and again with each step of its printing,
// so it is kept small. Says nothing about what is in it.
import { textPacking } from "../store/packed-text.ts";
import type { PrintDocument } from "./contract.ts";

const packing = textPacking({
  mark: "z1:",
  dictionary: [
    '{"kind":"receipt","lang":"en","blocks":[{"kind":"receipt","lang":"zh-CN","blocks":[',
    '{"kind":"text","text":"消费凭证","bold":true,"align":"center"},{"kind":"text","text":"","size":2,',
    '{"kind":"row","left":"会员","right":"{"kind":"row","left":"会员号","right":"{"kind":"row","left":"卡号",',
    '{"kind":"row","left":"时间","right":"202{"kind":"row","left":"凭证号","right":"',
    '{"kind":"row","left":"优惠","right":"-{"kind":"row","left":"  依据章程","right":"',
    '{"kind":"row","left":"合计","right":"{"kind":"row","left":"储值卡","right":"现金","right":"',
    '{"kind":"row","left":"获得积分 · 积分","right":"{"kind":"row","left":"储值余额","right":"',
    '{"kind":"row","left":"  变动前 → 变动后","right":" 元 → {"kind":"qr","data":"tg1:r_01',
    '{"kind":"text","text":"账本校验码 ","align":"center"},',
    '{"kind":"text","text":"感谢惠顾，请妥善保管此凭证","align":"center"},{"kind":"cut"}]}',
    '"},{"kind":"rule"},{"kind":"row","left":"","right":".00 元"},{"kind":"row","left":"',
  ].join(""),
});

/** One document is packed once, however many rows its job writes. */
const packedByDocument = new WeakMap<PrintDocument, string>();

export const packDocument = (document: PrintDocument): string => {
  const packed = packedByDocument.get(document) ?? packing.pack(JSON.stringify(document));
  packedByDocument.set(document, packed);
  return packed;
};

/** Throws where the text is none of ours. */
export const unpackDocument = (packed: string): PrintDocument => {
  const document: PrintDocument = JSON.parse(packing.unpack(packed));
  packedByDocument.set(document, packed);
  return document;
};
