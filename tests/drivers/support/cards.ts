// Virtual cards at the APDU seam: an NTAG 424 DNA with a fixed message, a MIFARE Classic with one key.
import type { Transmit } from "../../../drivers/card-reader/card-watch.ts";
import type { CardAnswer } from "./pcscd.ts";

const done = Buffer.of(0x90, 0);
const status = (value: number): Buffer => Buffer.of(value >> 8, value & 0xff);

/** NDEF message with one address (https), built by hand. */
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

/** A card that is taken away after so many exchanges, and laid down again by `leaveAfter(Infinity)`. */
export const liftable = (answer: CardAnswer) => {
  let left = Infinity;
  return {
    transmit: asTransmit((apdu) => {
      left -= 1;
      return left < 0 ? undefined : answer(apdu);
    }),
    leaveAfter: (exchanges: number): void => {
      left = exchanges;
    },
  };
};

/** A type 4 tag whose file may be written. */
export const type4Tag = (): CardAnswer => {
  const file = Buffer.alloc(512);
  let selected = 0;
  return (apdu) => {
    if (apdu[1] === 0xa4) {
      selected += 1;
      return done;
    }
    if (selected < 2) return status(0x6d00);
    const offset = apdu.readUInt16BE(2);
    const length = apdu[4] ?? 0;
    if (apdu[1] === 0xb0) return Buffer.concat([file.subarray(offset, offset + length), done]);
    if (apdu[1] !== 0xd6) return status(0x6d00);
    file.set(apdu.subarray(5, 5 + length), offset);
    return done;
  };
};

/** A contact card that speaks T=0: it names lengths and hands answers out in pieces. */
export const contactCard = (application: string, file: Buffer): CardAnswer => {
  let selected = false;
  let waiting = Buffer.alloc(0);
  const piece = (): Buffer => {
    const part = waiting.subarray(0, 3);
    waiting = waiting.subarray(3);
    const left = waiting.length === 0 ? done : Buffer.of(0x61, Math.min(waiting.length, 3));
    return Buffer.concat([part, left]);
  };
  return (apdu) => {
    if (apdu[0] === 0xff) return status(0x6e00);
    if (apdu[1] === 0xa4) {
      selected =
        apdu
          .subarray(5, 5 + (apdu[4] ?? 0))
          .toString("hex")
          .toUpperCase() === application;
      return selected ? done : status(0x6a82);
    }
    if (!selected) return status(0x6985);
    if (apdu[1] === 0xc0) return piece();
    if (apdu[1] !== 0xb0) return status(0x6d00);
    const offset = apdu.readUInt16BE(2);
    const rest = file.length - offset;
    if ((apdu[4] ?? 0) > rest) return Buffer.of(0x6c, rest);
    waiting = Buffer.from(file.subarray(offset, offset + (apdu[4] ?? 0)));
    return Buffer.of(0x61, Math.min(waiting.length, 3));
  };
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
