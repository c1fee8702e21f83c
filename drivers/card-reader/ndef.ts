// NDEF: the address (URI record) in a tag's message, read and made, as NFC Forum writes it.

/** NFC Forum URI record: the first byte stands for a common beginning. */
const beginnings: readonly string[] = [
  "",
  "http://www.",
  "https://www.",
  "http://",
  "https://",
  "tel:",
  "mailto:",
];

interface NdefRecord {
  readonly type: string;
  readonly known: boolean;
  readonly payload: Buffer;
  readonly next: number;
}

/** One record at `at`; undefined when the message ends before it does. */
const recordAt = (message: Buffer, at: number): NdefRecord | undefined => {
  const flags = message[at];
  const typeLength = message[at + 1];
  if (flags === undefined || typeLength === undefined) return undefined;
  const isShort = (flags & 0x10) !== 0;
  const hasId = (flags & 0x08) !== 0;
  let cursor = at + 2;
  const lengthBytes = isShort ? 1 : 4;
  if (cursor + lengthBytes > message.length) return undefined;
  const payloadLength = message.readUIntBE(cursor, lengthBytes);
  cursor += lengthBytes;
  const idLength = hasId ? (message[cursor] ?? 0) : 0;
  cursor += hasId ? 1 : 0;
  const payloadAt = cursor + typeLength + idLength;
  const next = payloadAt + payloadLength;
  if (next > message.length) return undefined;
  return {
    type: message.subarray(cursor, cursor + typeLength).toString("latin1"),
    known: (flags & 0x07) === 1,
    payload: message.subarray(payloadAt, next),
    next,
  };
};

/** The first address in an NDEF message, or undefined. Never throws, whatever the tag holds. */
export const ndefAddress = (message: Uint8Array): string | undefined => {
  const bytes = Buffer.from(message);
  for (let at = 0, count = 0; count < 16; count++) {
    const record = recordAt(bytes, at);
    if (record === undefined) return undefined;
    if (record.known && record.type === "U")
      return (
        (beginnings[record.payload[0] ?? 0] ?? "") + record.payload.subarray(1).toString("utf8")
      );
    at = record.next;
  }
  return undefined;
};

/** A message of one URI record. Throws RangeError when the address is too long for a short record. */
export const addressMessage = (address: string): Buffer => {
  const best = beginnings.reduce(
    (found, beginning, at) =>
      address.startsWith(beginning) && beginning.length > (beginnings[found]?.length ?? 0)
        ? at
        : found,
    0,
  );
  const rest = Buffer.from(address.slice(beginnings[best]?.length ?? 0), "utf8");
  if (rest.length > 254) throw new RangeError("the address is too long for a tag");
  return Buffer.concat([Buffer.of(0xd1, 1, rest.length + 1, 0x55, best), rest]);
};
