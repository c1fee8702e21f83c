// A document as it waits in its job's row: a receipt is written with its sale and again with each step of its printing,
// so it is kept small. Says nothing about what is in it.
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { PrintDocument } from "./contract.ts";

/**
 * What most receipts are made of, the commonest last (RFC 1951 looks back). Never changed: rows were packed with it. A
 * better one gets a mark of its own.
 */
const commonParts = Buffer.from(
  [
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
);
const mark = "z1:";

/** One document is packed once, however many rows its job writes. */
const packedByDocument = new WeakMap<PrintDocument, string>();

export const packDocument = (document: PrintDocument): string => {
  const known = packedByDocument.get(document);
  if (known !== undefined) return known;
  const bytes = deflateRawSync(JSON.stringify(document), {
    dictionary: commonParts,
    windowBits: 13,
    memLevel: 5,
  });
  const packed = `${mark}${bytes.toString("base64")}`;
  packedByDocument.set(document, packed);
  return packed;
};

/** Throws where the text is none of ours. */
export const unpackDocument = (packed: string): PrintDocument => {
  if (!packed.startsWith(mark)) throw new Error("this is no packed document");
  const bytes = Buffer.from(packed.slice(mark.length), "base64");
  const document: PrintDocument = JSON.parse(
    inflateRawSync(bytes, { dictionary: commonParts }).toString(),
  );
  packedByDocument.set(document, packed);
  return document;
};
