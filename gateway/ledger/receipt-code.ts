// What the QR on a receipt says: which receipt, and the hash of the entry behind it. A guest's paper thereby holds a
// copy of the ledger's end that nobody can take back.

const mark = "tg1";

export interface ReceiptCode {
  readonly receipt: string;
  /** hash of the entry, hex */
  readonly hash: string;
}

/** `tg1:r_…:HASH`, the hash in base64url: 82 characters, which keeps the symbol small. */
export const receiptCode = ({ receipt, hash }: ReceiptCode): string =>
  [mark, receipt, Buffer.from(hash, "hex").toString("base64url")].join(":");

/** What such a symbol was read as; undefined for any other text. */
export const readReceiptCode = (text: string): ReceiptCode | undefined => {
  const [found, receipt = "", packed = "", ...more] = text.trim().split(":");
  const hash = Buffer.from(packed, "base64url");
  if (found !== mark || receipt === "" || hash.length !== 32 || more.length > 0) return undefined;
  return { receipt, hash: hash.toString("hex") };
};
