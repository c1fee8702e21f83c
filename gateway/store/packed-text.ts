// JSON texts that are kept but hardly ever read again, made small: deflated against a dictionary of what such texts are
// usually made of (RFC 1951). Knows nothing of what they mean.
import { deflateRawSync, inflateRawSync } from "node:zlib";

export interface TextPacking {
  pack(text: string): string;
  /** Gives texts back that were never packed, as they are. Throws where a packed one is damaged. */
  unpack(text: string): string;
}

/**
 * `dictionary`: usual parts, the commonest last. It is never changed, since rows were packed with it; a better one gets
 * a mark of its own. Texts shorter than `from` characters stay as they are.
 */
export const textPacking = ({
  mark,
  dictionary,
  from = 0,
}: {
  /** begins a packed text; begins no JSON */
  readonly mark: `z${number}:`;
  readonly dictionary: string;
  readonly from?: number;
}): TextPacking => {
  // A small window and little memory: setting up the usual ones takes longer than the packing.
  const options = { dictionary: Buffer.from(dictionary), windowBits: 13, memLevel: 5 };
  return {
    pack: (text) =>
      text.length < from ? text : mark + deflateRawSync(text, options).toString("base64"),
    unpack: (text) => {
      if (!text.startsWith(mark)) return text;
      return inflateRawSync(Buffer.from(text.slice(mark.length), "base64"), options).toString();
    },
  };
};
