// A simulated contactless card (NTAG213): answers APDUs as a reader with such a card on it does.

const ok = [0x90, 0x00];
const notSupported = Uint8Array.of(0x6a, 0x81);

/** PC/SC part 3: a storage card of the Ultralight family. */
const ntagAtr = "3B8F8001804F0CA0000003060300030000000068";
const ntag213Bytes = 45 * 4;

export interface SimulatedCard {
  readonly uid: string;
  /** upper-case hex */
  readonly atr: string;
  readonly answer: (apdu: Uint8Array) => Uint8Array;
}

/** `uid`: 4, 7 or 10 bytes in hex. Throws RangeError otherwise. */
export const createSimulatedCard = (uid: string): SimulatedCard => {
  if (!/^(?:[0-9A-Fa-f]{8}|[0-9A-Fa-f]{14}|[0-9A-Fa-f]{20})$/u.test(uid))
    throw new RangeError("a card's UID has 4, 7 or 10 bytes in hex");
  const bytes = Buffer.from(uid, "hex");
  const memory = Buffer.alloc(ntag213Bytes);
  Buffer.of(0xe1, 0x10, 0x12, 0).copy(memory, 12);
  Buffer.of(3, 0, 0xfe, 0).copy(memory, 16);
  return {
    uid: uid.toUpperCase(),
    atr: ntagAtr,
    answer: (apdu) => {
      const [cla, instruction, p1, page = 0, length = 0] = apdu;
      const at = page * 4;
      if (cla !== 0xff) return notSupported;
      if (instruction === 0xca && p1 === 0) return Uint8Array.from([...bytes, ...ok]);
      // Buzzer and lamp of the reader.
      if (instruction === 0) return Uint8Array.from(ok);
      if (instruction === 0xb0 && at < memory.length)
        return Uint8Array.from([...memory.subarray(at, at + length), ...ok]);
      if (instruction === 0xd6 && at >= 16 && length === 4 && at < memory.length) {
        memory.set(apdu.subarray(5, 9), at);
        return Uint8Array.from(ok);
      }
      return notSupported;
    },
  };
};
