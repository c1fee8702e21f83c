// Virtual cards at the APDU seam: an NTAG 424 DNA with a fixed message, a MIFARE Classic with one key.
import type { Transmit } from "../../../drivers/card-reader/card-watch.ts";
import type { CardAnswer } from "./pcscd.ts";

const done = Buffer.of(0x90, 0);
const status = (value: number): Buffer => Buffer.of(value >> 8, value & 0xff);

/** NDEF message with one address (https). */
const addressMessage = (address: string): Buffer => {
  const uri = Buffer.concat([Buffer.of(4), Buffer.from(address.replace("https://", ""))]);
  return Buffer.concat([Buffer.of(0xd1, 1, uri.length), Buffer.from("U"), uri]);
};

export interface VirtualCard {
  readonly answer: CardAnswer;
  readonly transmit: Transmit;
}

const asTransmit =
  (answer: CardAnswer): Transmit =>
  (apdu) => {
    const bytes = answer(Buffer.from(apdu));
    return bytes === undefined
      ? Promise.reject(new Error("the card is gone"))
      : Promise.resolve(bytes);
  };

export const ntag424Card = (uid: string, address: string): VirtualCard => {
  const message = addressMessage(address);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  const file = Buffer.concat([length, message]);
  let selected = 0;
  const answer: CardAnswer = (apdu) => {
    if (apdu[0] === 0xff && apdu[1] === 0xca) return Buffer.concat([Buffer.from(uid, "hex"), done]);
    if (apdu[1] === 0xa4) {
      selected += 1;
      return done;
    }
    if (apdu[1] !== 0xb0 || selected < 2) return status(0x6d00);
    const offset = apdu.readUInt16BE(2);
    return Buffer.concat([file.subarray(offset, offset + (apdu[4] ?? 0)), done]);
  };
  return { answer, transmit: asTransmit(answer) };
};

/** `leaveAfter(n)`: gone after so many more exchanges. */
export const classicCard = (uid: string, key: string) => {
  const blocks = new Map<number, Buffer>();
  let loaded = "";
  let sector: number | undefined;
  let left = Infinity;
  const isOpen = (block: number): boolean => sector === block >> 2;
  const act = (apdu: Buffer): Buffer => {
    const instruction = apdu[1] ?? 0;
    const block = apdu[3] ?? 0;
    switch (instruction) {
      case 0xca:
        return Buffer.concat([Buffer.from(uid, "hex"), done]);
      case 0x82:
        loaded = apdu.subarray(5, 11).toString("hex").toUpperCase();
        return done;
      case 0x86:
        sector = loaded === key ? (apdu[7] ?? 0) >> 2 : undefined;
        return sector === undefined ? status(0x6300) : done;
      case 0xb0:
        return isOpen(block)
          ? Buffer.concat([blocks.get(block) ?? Buffer.alloc(16), done])
          : status(0x6982);
      case 0xd6:
        if (!isOpen(block)) return status(0x6982);
        blocks.set(block, apdu.subarray(5, 21));
        return done;
      default:
        return status(0x6d00);
    }
  };
  const answer: CardAnswer = (apdu) => {
    left -= 1;
    return left < 0 ? undefined : act(apdu);
  };
  return {
    answer,
    transmit: asTransmit(answer),
    leaveAfter: (exchanges: number): void => {
      left = exchanges;
    },
  };
};
