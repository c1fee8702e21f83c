// A simulated contactless card: answers APDUs as a reader with such a card on it does.

const ok = [0x90, 0x00];
const notSupported = Uint8Array.of(0x6a, 0x81);

export interface SimulatedCard {
  readonly uid: string;
  readonly answer: (apdu: Uint8Array) => Uint8Array;
}

/** `uid`: 4, 7 or 10 bytes in hex. Throws RangeError otherwise. */
export const createSimulatedCard = (uid: string): SimulatedCard => {
  if (!/^(?:[0-9A-Fa-f]{8}|[0-9A-Fa-f]{14}|[0-9A-Fa-f]{20})$/u.test(uid))
    throw new RangeError("a card's UID has 4, 7 or 10 bytes in hex");
  const bytes = Buffer.from(uid, "hex");
  return {
    uid: uid.toUpperCase(),
    answer: (apdu) => {
      const [cla, instruction, p1] = apdu;
      if (cla === 0xff && instruction === 0xca && p1 === 0)
        return Uint8Array.from([...bytes, ...ok]);
      // Buzzer and lamp of the reader.
      if (cla === 0xff && instruction === 0) return Uint8Array.from(ok);
      return notSupported;
    },
  };
};
